"""Games in extensive form with perfect information: `tree` and its solution, `induction`.

May import: `exact` and numpy. To add a solution: a function over a `Tree` beside `induction`.
"""
