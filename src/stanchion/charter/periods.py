"""Whole periods between two instants, by the calendar."""

from datetime import datetime

from stanchion.charter.calendar import months_after
from stanchion.charter.phrases import Duration


def periods_between(start: datetime, end: datetime, every: Duration) -> int:
    """How many whole periods have passed from `start` to `end`; none before `start`.

    Months end on the day they began, or on the last of a shorter month.

    >>> day = datetime(2024, 1, 31)
    >>> periods_between(day, datetime(2024, 2, 29), Duration(months=1))
    1
    """
    assert every  # INVARIANT: a period that is none is refused where it is written
    if not every.months:
        return max((end - start) // every.rest, 0)
    count = 0
    while _after(start, every, count + 1) <= end:
        count += 1
    return count


def _after(start: datetime, every: Duration, times: int) -> datetime:
    day = months_after(start.date(), every.months * times)
    return datetime.combine(day, start.timetz()) + every.rest * times
