"""Whole periods between two instants, by the calendar."""

from calendar import monthrange
from datetime import datetime

from stanchion.charter.phrases import Duration


def periods_between(start: datetime, end: datetime, every: Duration) -> int:
    """How many whole periods have passed from `start` to `end`; none before `start`.

    Months end on the day they began, or on the last of a shorter month.

    >>> day = datetime(2024, 1, 31)
    >>> periods_between(day, datetime(2024, 2, 29), Duration(months=1))
    1
    """
    assert every  # INVARIANT: checked where it was written
    if not every.months:
        return max((end - start) // every.rest, 0)
    count = 0
    while after(start, every, count + 1) <= end:
        count += 1
    return count


def after(start: datetime, every: Duration, times: int) -> datetime:
    """The instant so many periods after `start`."""
    month = start.month - 1 + every.months * times
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day) + every.rest * times
