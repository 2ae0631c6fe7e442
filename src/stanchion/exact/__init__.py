"""Exact numbers: money, its division into whole units, and piecewise linear functions.

Lives here: `errors` (what a caller can do wrong), `money` (currencies, amounts and their words),
`allocation` (exact entitlements to whole minor units), `piecewise` (payoffs as functions).
May import: the standard library only. No floats, no rounding on the way, no input or output.
Add here only what is true of numbers whatever they count; what money means belongs to `economics`.
"""
