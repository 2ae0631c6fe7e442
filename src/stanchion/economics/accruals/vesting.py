"""Which units are a holder's own at an instant: tranches, cliff, whole units, acceleration.

Unvested units take no part in what is paid; whoever holds vested ones shares as if they were not
there. Source of the ways to spread whole units: Open Cap Format, enumeration AllocationType
(cumulative rounding is half up: 18 units over 4 tranches are 5, 4, 5, 4).
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import assert_never

from stanchion.charter.calendar import anniversaries, day_of, months_after
from stanchion.charter.instruments.base import Acceleration, Allocation, ServiceEnd, Vesting

__all__ = ["Vested", "allocated", "vested"]


@dataclass(frozen=True, slots=True)
class Vested:
    """Of so many `units`, how many are the holder's own, and why as many."""

    units: Fraction
    vested: Fraction
    words: str

    @property
    def unvested(self) -> Fraction:
        """The units that take no part."""
        return self.units - self.vested

    @property
    def part(self) -> Fraction:
        """The vested part of all units; one where there are none."""
        return self.vested / self.units if self.units else Fraction(1)


def vested(terms: Vesting, units: Fraction, *, at: date, sale: bool, zone: tzinfo | None) -> Vested:
    """The units vested at the end of the day `at`; `sale` says that the company is sold on it.

    Days are those of `zone`. Terms and units must have passed the charter's checks.
    """
    until, ended = at, None
    if terms.service_ended is not None:
        ended = day_of(terms.service_ended.start, zone)
        until = min(at, ended)
    if sale and _accelerated(terms, at, ended):
        return Vested(units, units, f"all vest on the sale ({terms.acceleration})")
    start = day_of(terms.start.start, zone)
    tranches = int(terms.months.value / terms.every_months.value)
    passed = len(anniversaries(start, until, months=int(terms.every_months.value)))
    if until < months_after(start, int(terms.cliff_months.value)):
        passed = 0
    passed = min(passed, tranches)
    own = sum(allocated(units, tranches, terms.allocation)[:passed], Fraction(0))
    stopped = "" if ended is None or ended > at else f", service ended on {ended}"
    return Vested(units, own, f"{passed} of {tranches} tranches vested by {at}{stopped}")


def _accelerated(terms: Vesting, sale: date, ended: date | None) -> bool:
    """Whether a sale on that day makes all units vest."""
    serving = ended is None or ended >= sale
    match terms.acceleration:
        case Acceleration.NONE:
            return False
        case Acceleration.SINGLE_TRIGGER:
            return serving
        case Acceleration.DOUBLE_TRIGGER:
            assert terms.window_months is not None  # INVARIANT: its model demands it
            if ended is None or ended > sale or terms.ended_by is not ServiceEnd.WITHOUT_CAUSE:
                return False
            return sale <= months_after(ended, int(terms.window_months.value))
        case _:
            assert_never(terms.acceleration)


def allocated(
    units: Fraction, tranches: int, allocation: Allocation | None
) -> tuple[Fraction, ...]:
    """How many units each tranche vests; None where the tranches divide them.

    A fraction of a unit, where there is one, vests with the last tranche.

    >>> [int(part) for part in allocated(Fraction(18), 4, Allocation.CUMULATIVE_ROUNDING)]
    [5, 4, 5, 4]
    """
    if allocation is None or allocation is Allocation.FRACTIONAL:
        return (units / tranches,) * tranches
    whole = floor(units)
    counts = [_cumulative(whole, tranches, allocation, k) for k in range(tranches + 1)]
    parts = [Fraction(after - before) for before, after in pairwise(counts)]
    return (*parts[:-1], parts[-1] + units - whole)


def _cumulative(units: int, tranches: int, allocation: Allocation, passed: int) -> int:
    """The whole units that have vested after so many tranches."""
    each, rest = divmod(units, tranches)
    match allocation:
        case Allocation.CUMULATIVE_ROUNDING:
            return (2 * units * passed + tranches) // (2 * tranches)
        case Allocation.CUMULATIVE_ROUND_DOWN:
            return units * passed // tranches
        case Allocation.FRONT_LOADED:
            return each * passed + min(rest, passed)
        case Allocation.BACK_LOADED:
            return each * passed + max(0, passed - (tranches - rest))
        case Allocation.FRONT_LOADED_TO_SINGLE_TRANCHE:
            return each * passed + (rest if passed else 0)
        case Allocation.BACK_LOADED_TO_SINGLE_TRANCHE:
            return each * passed + (rest if passed == tranches else 0)
        case Allocation.FRACTIONAL:
            raise AssertionError  # INVARIANT: not asked for a way that spreads fractions
        case _:
            assert_never(allocation)
