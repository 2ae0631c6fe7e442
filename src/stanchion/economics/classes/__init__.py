"""Class terms: what units of every class receive, by one level of cash a unit.

`table` is the compiled form; `payoffs` and `sweep` follow the next dollar through it; `interpreter`
is the slow oracle. The meaning of each instrument stands in `economics/instruments`.
"""
