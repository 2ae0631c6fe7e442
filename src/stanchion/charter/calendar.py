"""Days and months of the calendar, as terms count and say them; what is shorter is exact."""

from datetime import date, datetime, timedelta, tzinfo

from stanchion.charter.phrases import Duration

__all__ = ["anniversaries", "day_of", "in_words", "is_last_of_february", "later", "months_after"]


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """The day on which the moment falls in the charter's time zone, else in its own."""
    return (moment if zone is None else moment.astimezone(zone)).date()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day if it has no such.

    The calendar ends with the year 9999; what lies beyond is its last day.

    >>> months_after(date(2023, 8, 31), 6)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, _days_of_month(year, month + 1)))


def later(instant: datetime, duration: Duration) -> datetime:
    """The instant so much later: months by the calendar, the rest exactly.

    Stops at the end of the calendar, the year 9999.
    """
    try:
        day = months_after(instant.date(), duration.months)
        return datetime.combine(day, instant.timetz()) + duration.rest
    except OverflowError:
        return datetime.max.replace(tzinfo=instant.tzinfo)


def anniversaries(start: date, end: date, *, months: int) -> tuple[date, ...]:
    """Every so many months from `start`, each counted from it, up to and including `end`.

    >>> [day.isoformat() for day in anniversaries(date(2024, 1, 31), date(2024, 5, 1), months=1)]
    ['2024-02-29', '2024-03-31', '2024-04-30']
    """
    most = ((end.year - start.year) * 12 + end.month - start.month) // months
    days = (months_after(start, months * times) for times in range(1, most + 1))
    return tuple(day for day in days if day <= end)


def is_last_of_february(day: date) -> bool:
    """Whether the day is the 28th of a February of 28 days, or the 29th."""
    return day.month == 2 and (day + timedelta(days=1)).month == 3


def _days_of_month(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def in_words(duration: Duration) -> str:
    """A duration as people say it: `48 hours`, `14 days`, `none`."""
    if not duration:
        return "none"
    parts = []
    years, months = divmod(duration.months, 12)
    days, seconds = duration.rest.days, duration.rest.seconds
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if days == 2 and not hours and not duration.months:
        days, hours = 0, 48  # notices are counted in hours up to two days
    for count, unit in (
        (years, "year"),
        (months, "month"),
        (days, "day"),
        (hours, "hour"),
        (minutes, "minute"),
    ):
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " and ".join(parts)
