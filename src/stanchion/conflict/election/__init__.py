"""The probabilistic Condorcet election: how likely each position is to win, not one point.

It is the first turn of KTAB's spatial model of politics (KAPSARC, MIT licence): values, risk
attitudes inferred from them, utilities, chances of pairwise victory, and from these a probability
over all positions that are held, in any number of dimensions. Its switches keep KTAB's names.

What follows in KTAB has its place here and is not built: `bargains` (the initiator's target and
the interpolated offers, BargnModel, InterVecBrgn, ThirdPartyCommit), `turns` (StateTransitions
and the stop at 2% of the first step). The exchange model for packages over several axes has its
first pieces in `exchange`. Turn 0 is what has been reproduced to all printed digits.
"""
