"""Values of a file as the figures of a row: exact numbers, counts, instants; None where absent.

An instant without a zone is taken at its earliest, as if it were in the zone farthest east.
"""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

FARTHEST_EAST = timezone(timedelta(hours=14))


class WrongFigure(ValueError):
    """A value of a file that cannot be the figure it stands for; says which and why."""


def number(value: Any, what: str) -> Fraction | None:
    """A number of the file exactly; None for null, and for the `N/A` that some tools write."""
    match value:
        case None | "N/A":
            return None
        case bool():
            raise WrongFigure(f"`{what}` is yes or no, where a number belongs")
        case int() | Decimal():
            return Fraction(value)
        case _:
            raise WrongFigure(f"`{what}` is no number")


def count(value: Any, what: str) -> int | None:
    """A whole number that is not negative."""
    found = number(value, what)
    if found is None:
        return None
    if found.denominator != 1 or found < 0:
        raise WrongFigure(f"`{what}` counts something, and is no whole number")
    return int(found)


def text(value: Any) -> str | None:
    """A text, or a number as the file writes it; None for anything else."""
    match value:
        case str():
            return value
        case bool():
            return None
        case int() | Decimal():
            return str(value)
        case _:
            return None


def table(value: Any) -> dict[str, Any]:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def instant(value: Any, what: str) -> datetime | None:
    """An instant in ISO 8601, or in seconds since 1970."""
    if value is None:
        return None
    try:
        match value:
            case bool():
                raise WrongFigure(f"`{what}` is no instant")
            case int() | Decimal():
                return datetime.fromtimestamp(float(value), UTC)
            case str():
                found = datetime.fromisoformat(value)
                return found if found.tzinfo else found.replace(tzinfo=FARTHEST_EAST)
            case _:
                raise WrongFigure(f"`{what}` is no instant")
    except (ValueError, OverflowError, OSError):
        raise WrongFigure(f"`{what}` is no instant: `{str(value)[:40]}`") from None


def not_negative(value: Fraction | None, what: str) -> Fraction | None:
    """A number that cannot be below zero, such as a standard error."""
    if value is not None and value < 0:
        raise WrongFigure(f"`{what}` is below zero")
    return value
