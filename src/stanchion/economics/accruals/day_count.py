"""Days as fractions of a year, by the convention that a contract names; exact.

Source: 2006 ISDA Definitions, section 4.16 (b) ACT/ACT, (d) ACT/365 Fixed, (e) ACT/360,
(f) 30/360 or Bond Basis, (g) 30E/360, (h) 30E/360 (ISDA). `30/360 US` adds to Bond Basis the rule
for the end of February of the Securities Industry Association (Standard Securities Calculation
Methods, 1993). `ACT/365.25` takes every year as the mean year of the Julian calendar.
"""

from datetime import date
from fractions import Fraction
from typing import assert_never

from stanchion.charter.calendar import is_last_of_february
from stanchion.charter.instruments.base import DayCount

__all__ = ["year_fraction"]


def year_fraction(
    convention: DayCount, start: date, end: date, *, ends: date | None = None
) -> Fraction:
    """The years from `start` (counted) to `end` (not counted); zero if `end` is not later.

    `ends` is the day on which the contract ends, None where it never does.

    >>> year_fraction(DayCount.ACT_360, date(2024, 1, 1), date(2024, 7, 1))
    Fraction(91, 180)
    """
    if end <= start:
        return Fraction(0)
    match convention:
        case DayCount.ACT_365F:
            return Fraction((end - start).days, 365)
        case DayCount.ACT_360:
            return Fraction((end - start).days, 360)
        case DayCount.ACT_365_25:
            return Fraction((end - start).days * 4, 1461)
        case DayCount.ACT_ACT_ISDA:
            return _by_calendar_years(start, end)
        case DayCount.THIRTY_360_US:
            return _thirty(start, end, *_united_states(start, end))
        case DayCount.THIRTY_360_BOND_BASIS:
            return _thirty(start, end, *_bond_basis(start.day, end.day))
        case DayCount.THIRTY_E_360:
            return _thirty(start, end, min(start.day, 30), min(end.day, 30))
        case DayCount.THIRTY_E_360_ISDA:
            last = min(end.day, 30) if end == ends else _thirtieth(end)
            return _thirty(start, end, _thirtieth(start), last)
        case _:
            assert_never(convention)


def _by_calendar_years(start: date, end: date) -> Fraction:
    """Days in leap years over 366 and the others over 365; whole years between count one each."""
    from_new_year = _part_of_year(end) - _part_of_year(start)
    return end.year - start.year + from_new_year


def _part_of_year(day: date) -> Fraction:
    new_year = date(day.year, 1, 1)
    length = 366 if day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0) else 365
    return Fraction((day - new_year).days, length)


def _thirty(start: date, end: date, first: int, last: int) -> Fraction:
    """Months of thirty days, with the days of the month as the convention adjusts them."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(30 * months + last - first, 360)


def _thirtieth(day: date) -> int:
    """The day of a month of thirty days, of which the last of February is the thirtieth."""
    return 30 if is_last_of_february(day) else min(day.day, 30)


def _bond_basis(first: int, last: int) -> tuple[int, int]:
    first = min(first, 30)
    return first, 30 if last == 31 and first == 30 else last


def _united_states(start: date, end: date) -> tuple[int, int]:
    if not is_last_of_february(start):
        return _bond_basis(start.day, end.day)
    return 30, 30 if is_last_of_february(end) else min(end.day, 30)
