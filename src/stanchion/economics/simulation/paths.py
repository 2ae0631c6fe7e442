"""Paths over years whose terms change: each paid exactly from the state the years before have left.

A path is an amount for each year. Amounts are cut to whole minor units and paid by the exact
curves of that year's terms, after all that the payees have received before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.curves import payoff_curves
from stanchion.economics.waterfall import Because, PayeeId, Waterfall
from stanchion.exact.money import currency


@dataclass(frozen=True, slots=True)
class Path:
    """What one path pays each payee in each year, and the breakpoints newly reached in it."""

    receives: tuple[tuple[Fraction, ...], ...]  # by year, then by payee as ordered
    reached: tuple[tuple[tuple[str, Because], ...], ...]  # by year


def pay_path(
    by_year: Sequence[Waterfall], amounts: Sequence[float], payees: Sequence[PayeeId]
) -> Path:
    """One path, year by year from the state that each leaves."""
    received = by_year[0].received
    per_major = currency(by_year[0].currency).minor_per_major
    receives, reached = [], []
    for terms, drawn in zip(by_year, amounts, strict=True):
        made = replace(terms, received=received)
        amount = Fraction(floor(drawn * per_major), per_major)
        cells = [(cell, curve(amount)) for cell, curve in payoff_curves(made).cells]
        receives.append(
            tuple(
                sum((paid for (_, who), paid in cells if who == payee), Fraction(0))
                for payee in payees
            )
        )
        reached.append(
            tuple(
                point
                for interval in breakpoints(made).intervals[1:]
                if interval.start <= amount
                for point in zip(interval.begins, interval.because, strict=True)
            )
        )
        received = (*received, *((stage, who, paid) for (stage, who), paid in cells if paid))
    return Path(tuple(receives), tuple(reached))
