"""Who is paid: a waterfall compiled to exact piecewise linear payoffs, and questions about it.

`from_charter` makes a `Waterfall`; `sweep` follows the next dollar from zero to infinity;
`curves`, `breakpoints`, `distribution` and `proof` are questions; `interpreter` is the slow
oracle; `arrays` evaluates curves over millions of amounts. May import: `stanchion.charter` and
below. To add an instrument: its terms in `charter/instruments`, its meaning in a file of the same
name here.
"""
