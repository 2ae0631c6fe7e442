"""The slow, obvious reading of deductions: one amount, one deduction after the other, in numbers.

The oracle that the compiled curves must equal.
"""

from fractions import Fraction
from typing import assert_never

from stanchion.charter.instruments.base import MeasuredOn
from stanchion.economics.deductions.prior import Deducted, InBands, Takes, Undeducted, UpTo
from stanchion.economics.flows import Cell

ZERO = Fraction(0)


def interpret_deductions(
    deducted: Deducted, amount: Fraction
) -> tuple[dict[Cell, Fraction], Fraction, Undeducted]:
    """What the deductions' cells receive of this amount, what is left, and who pays that out."""
    cells: dict[Cell, Fraction] = {}
    left = amount
    for prior in deducted.prior:
        takes = min(left, max(ZERO, _due(prior.takes, amount, left)))
        for stage, payee, part in prior.parts:
            cells[stage, payee] = cells.get((stage, payee), ZERO) + takes * part
        left -= takes
    return cells, left, deducted.rest


def _due(takes: Takes, amount: Fraction, left: Fraction) -> Fraction:
    match takes:
        case UpTo(fixed):
            return fixed
        case InBands(bands, on, cap, before, received):
            measured = before + (amount if on is MeasuredOn.ALL_PROCEEDS else left)
            due = ZERO
            for place, (above, share) in enumerate(bands):
                to = bands[place + 1][0] if place + 1 < len(bands) else measured
                due += share * max(ZERO, min(measured, to) - above)
            return (due if cap is None else min(due, cap)) - received
        case _:
            assert_never(takes)
