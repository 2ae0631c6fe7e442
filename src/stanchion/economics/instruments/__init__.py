"""What each instrument pays, as a function of the level that the company has reached.

One file an instrument, of the same name as its terms in `charter/instruments`. A file says its
compiled terms (pure data) and `payoff(terms, ladder)`. May import: `flows`, `waterfall` and below
`economics`. To add one: a file here, its terms in `Terms` of `classes.table`, a case in
`classes.payoffs.payoff_of` and in `classes.from_charter`; the type checker finds what is missing.
"""
