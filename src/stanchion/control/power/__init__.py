"""How much one vote counts: power indices of a decision, exact where they can be.

`indices` are the definitions over exact counts; the counts come from the decision diagram, or for
pure weighted votes of many from `weighted`. `quadrature` and `oceanic` are for electorates beyond
exact counting, `sampled` for anything, with its standard error. `ternary` counts who comes.
May import what `stanchion.control` may.
"""
