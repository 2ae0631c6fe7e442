"""How an instant is read: dates as precise as they were written, times only with their zone."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from stanchion.charter.grammar.words import Cursor, PhraseFault, Token
from stanchion.charter.phrases import Instant, Precision
from stanchion.exact.record import record
from stanchion.source.suggest import closest


@record(frozen=True, slots=True)
class Clock:
    """The zone in which a charter's bare dates and times are meant; None where it names none."""

    zone: tzinfo | None = None


def zone_named(name: str) -> tzinfo | None:
    """The time zone of that IANA name (or `UTC`), or None."""
    if name in {"UTC", "Z"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def instant_from(c: Cursor, clock: Clock) -> Instant:
    """Reads `[about] date [time] [zone]` at the cursor."""
    start = c.position
    about = c.accept("about")
    date = c.take("date", "a date such as `2023-11-17`")
    if date is None:
        date = _year(c)
    time = c.take("time", "a time such as `12:00`") if len(date.text) == 10 else None
    zone = _zone(c) or clock.zone
    if zone is None:
        raise c.fault_at(
            time or date,
            "this instant names no time zone",
            label="in which zone?",
            help="add one, as in `2023-11-17 12:00 America/Los_Angeles`, or set `time_zone:` once "
            "for the whole charter",
        )
    first, end, precision = _period(date, time, zone)
    text = c.text[c.tokens[start].start : c.tokens[c.position - 1].end]
    return Instant(first, end, precision, about, text=str(text), at=c.since(start))


def _year(c: Cursor) -> Token:
    token = c.token
    if token is None or token.kind != "number" or len(token.text) != 4:
        raise c.fault()
    c.position += 1
    return token


def _zone(c: Cursor) -> tzinfo | None:
    token = c.token
    if token is not None and token.kind == "offset":
        c.position += 1
        hours, minutes = int(token.text[1:3]), int(token.text[4:6])
        if hours > 14 or minutes > 59:
            raise c.fault_at(token, f"no clock is `{token.text}` from UTC", label="not an offset")
        sign = -1 if token.text[0] == "-" else 1
        return timezone(sign * timedelta(hours=hours, minutes=minutes))
    if token is not None and (token.kind == "zone" or token.text in {"UTC", "Z"}):
        c.position += 1
        zone = zone_named(token.text)
        if zone is None:
            near = closest(token.text, available_timezones(), limit=1)
            raise c.fault_at(
                token,
                f"unknown time zone `{token.text}`",
                label="not an IANA name",
                help=f"did you mean `{near[0]}`?" if near else "write for example `Europe/Paris`",
            )
        return zone
    c.expect("a time zone")
    return None


def _period(date: Token, time: Token | None, zone: tzinfo) -> tuple[datetime, datetime, Precision]:
    try:
        parts = [int(part) for part in date.text.split("-")]
        if time is not None:
            clock = [int(part) for part in time.text.split(":")]
            first = datetime(*(parts + clock), tzinfo=zone)  # type: ignore[misc, arg-type]
            step = timedelta(seconds=1) if len(clock) == 3 else timedelta(minutes=1)
            return first, first + step, Precision.MINUTE
        if len(parts) == 3:
            first = datetime(parts[0], parts[1], parts[2], tzinfo=zone)
            return first, first + timedelta(days=1), Precision.DAY
        if len(parts) == 2:
            year, month = (parts[0] + 1, 1) if parts[1] == 12 else (parts[0], parts[1] + 1)
            first = datetime(parts[0], parts[1], 1, tzinfo=zone)
            return first, datetime(year, month, 1, tzinfo=zone), Precision.MONTH
        first = datetime(parts[0], 1, 1, tzinfo=zone)
        return first, datetime(parts[0] + 1, 1, 1, tzinfo=zone), Precision.YEAR
    except (ValueError, OverflowError):
        raise _no_such_moment(date, time) from None


def _no_such_moment(date: Token, time: Token | None) -> PhraseFault:
    end = (time or date).end
    return PhraseFault(
        "there is no such moment in the calendar",
        start=date.start,
        end=end,
        label="not a date",
        help="dates are year-month-day, as in `2023-11-17`",
    )
