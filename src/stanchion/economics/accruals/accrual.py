"""What a principal earns between two days: exact where a fraction can say it, else enclosed.

Simple interest and interest credited on stated rests are exact. A power of time is a fraction only
where the time is a whole number of rests (or the root happens to be rational); elsewhere two bounds
enclose it, far less than a minor unit apart.
"""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from typing import assert_never

from stanchion.charter.calendar import anniversaries
from stanchion.charter.fields import Never
from stanchion.charter.instruments.base import Accrual, Compounding, DayCount, Periods, Rests
from stanchion.charter.phrases import Instant
from stanchion.economics.accruals.day_count import year_fraction
from stanchion.exact.money import describe_amount, describe_share
from stanchion.exact.powers import Bounds, power
from stanchion.exact.record import record

__all__ = ["Accrued", "accrued"]

ONE = Fraction(1)
GRID = 10**12
"""Bounds are widened to so many parts of a major unit: far finer than any payment, and short."""
_CYCLE_DAYS = 146_097
_EVEN_DAYS = frozenset({DayCount.ACT_365F, DayCount.ACT_360, DayCount.ACT_365_25})
_ONCE = Bounds(ONE, ONE)


@record(frozen=True, slots=True)
class Accrued:
    """What was earned (without the principal), in major units; `low == high` where exact.

    `words` say rate, rests, day count and days, for traces.
    """

    low: Fraction
    high: Fraction
    years: Fraction
    words: str

    @property
    def exact(self) -> bool:
        """Whether the sum itself is known, and not two bounds of it."""
        return self.low == self.high

    @property
    def amount(self) -> Fraction:
        """The sum to work with: the exact one, else the middle of the bounds."""
        return (self.low + self.high) / 2


def accrued(accrual: Accrual, principal: Fraction, *, start: date, end: date) -> Accrued:
    """What the principal earns from `start` (counted) to `end` (not counted); nothing before it.

    `accrual.since` is not looked at: the caller says when accrual begins. Compounding must state
    its rests and periods, as checked charters do. Raises NoPower where the sum is beyond all money.
    """
    growth = _growth(accrual, start, end)
    low, high = principal * (growth.low - 1), principal * (growth.high - 1)
    if not growth.exact:
        low, high = Fraction(floor(low * GRID), GRID), Fraction(ceil(high * GRID), GRID)
    return Accrued(
        low=low,
        high=high,
        years=_years(accrual, start, end),
        words=_words(accrual, principal, start, end),
    )


def _growth(accrual: Accrual, start: date, end: date) -> Bounds:
    match accrual.accrues:
        case Compounding.SIMPLE:
            return _simple(accrual, start, end)
        case Compounding.COMPOUND:
            # INVARIANT: a checked charter states what its rests credit
            assert accrual.rests is not None
            assert accrual.periods is not None
            return _compound(accrual, accrual.rests, accrual.periods, start, end)
        case _:
            assert_never(accrual.accrues)


def _simple(accrual: Accrual, start: date, end: date) -> Bounds:
    factor = 1 + accrual.rate * _years(accrual, start, end)
    return Bounds(factor, factor)


def _compound(accrual: Accrual, rests: Rests, periods: Periods, start: date, end: date) -> Bounds:
    per_year = _rests_a_year(rests)
    if per_year is None:
        return _daily(accrual, start, end)
    days = (start, *anniversaries(start, end, months=12 // per_year))
    stub = _simple(accrual, days[-1], end)
    match periods:
        case Periods.EQUAL:
            return power(1 + accrual.rate / per_year, Fraction(len(days) - 1)) * stub
        case Periods.BY_DAY_COUNT:
            lengths = [_years(accrual, a, b) for a, b in pairwise(days)]
            return _credited(accrual.rate, Counter(lengths)) * stub
        case Periods.POWER_OF_TIME:
            years = _years(accrual, start, end)
            return power(1 + accrual.rate / per_year, years * per_year)
        case _:
            assert_never(periods)


def _credited(rate: Fraction, lengths: Counter[Fraction]) -> Bounds:
    """The growth over periods of these lengths in years, equal ones taken together."""
    growth = _ONCE
    for length, times in sorted(lengths.items()):
        growth *= power(1 + rate * length, Fraction(times))
    return growth


def _years(accrual: Accrual, start: date, end: date) -> Fraction:
    return year_fraction(accrual.day_count, start, end, ends=_last_day(accrual))


def _last_day(accrual: Accrual) -> date | None:
    match accrual.ends:
        case Instant(start):
            return start.date()
        case None | Never.NEVER:
            return None
        case _:
            assert_never(accrual.ends)


def _daily(accrual: Accrual, start: date, end: date) -> Bounds:
    lengths = _days_by_length(accrual.day_count, start, end)
    ends = _last_day(accrual)
    if ends is not None and start < ends <= end:  # one day may count otherwise
        before = ends - timedelta(days=1)
        lengths[year_fraction(accrual.day_count, before, ends)] -= 1
        lengths[_years(accrual, before, ends)] += 1
    return _credited(accrual.rate, lengths)


def _days_by_length(convention: DayCount, start: date, end: date) -> Counter[Fraction]:
    """How many days there are of each length, as the convention measures single days."""
    first, last = start.toordinal(), max(start, end).toordinal()
    if convention in _EVEN_DAYS:
        return Counter(dict.fromkeys(_lengths(convention, 1, 2), last - first))
    cycles, rest = divmod(last - first, _CYCLE_DAYS)
    found = _lengths(convention, first, first + rest)
    for length, times in _cycle(convention).items() if cycles else ():
        found[length] += times * cycles
    return found


@lru_cache
def _cycle(convention: DayCount) -> Counter[Fraction]:
    """The lengths of the days of 400 years, after which the calendar repeats."""
    return _lengths(convention, 1, 1 + _CYCLE_DAYS)


def _lengths(convention: DayCount, first: int, last: int) -> Counter[Fraction]:
    days = (date.fromordinal(day) for day in range(first, last + 1))
    return Counter(year_fraction(convention, a, b) for a, b in pairwise(days))


def _rests_a_year(rests: Rests) -> int | None:
    """How often a year; None for every day."""
    match rests:
        case Rests.ANNUAL:
            return 1
        case Rests.SEMI_ANNUAL:
            return 2
        case Rests.QUARTERLY:
            return 4
        case Rests.MONTHLY:
            return 12
        case Rests.DAILY:
            return None
        case _:
            assert_never(rests)


def _words(accrual: Accrual, principal: Fraction, start: date, end: date) -> str:
    kind = "simple" if accrual.rests is None else f"compounding {accrual.rests}"
    if accrual.periods is not None:
        kind += f", periods {accrual.periods}"
    return (
        f"{describe_share(accrual.rate)} {kind} on {describe_amount(principal)} "
        f"from {start} to {end}, {accrual.day_count}"
    )
