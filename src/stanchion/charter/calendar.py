"""Counting with dates: months by the calendar, everything shorter exactly."""

from calendar import monthrange
from datetime import datetime

from stanchion.charter.phrases import Duration


def later(instant: datetime, duration: Duration) -> datetime:
    """The instant so much later; the last day of a month where that month has no such day.

    Stops at the end of the calendar, the year 9999.
    """
    years, month = divmod(instant.month - 1 + duration.months, 12)
    year = instant.year + years
    try:
        day = min(instant.day, monthrange(year, month + 1)[1])
        return instant.replace(year=year, month=month + 1, day=day) + duration.rest
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=instant.tzinfo)
