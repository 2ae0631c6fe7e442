"""What stands before equity and what comes later: debt, costs, carve-outs, escrow, earn-outs.

`prior` is the compiled form and what each deduction takes; `flows` follows the next dollar through
it; `later` says who receives what is held back or promised, should it come; `from_charter` makes
the compiled form; `interpreter` is the slow oracle. Its `from_charter` is for that of `economics`.
"""
