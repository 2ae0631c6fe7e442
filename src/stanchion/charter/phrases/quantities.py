"""Names, numbers, ranges, durations and instants: what the smallest phrases mean."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Self

from stanchion.charter.phrases.meaning import Meaning, aside
from stanchion.source.span import Span
from stanchion.source.tree import Text


class Name(str):
    """An identifier that knows where it was written; equal to the plain string."""

    __slots__ = ("_at",)
    _at: Span | Text | None

    def __new__(cls, text: str, at: Span | Text | None = None) -> Self:
        """`at` may be the text of which the name is the whole."""
        name = super().__new__(cls, text)
        name._at = at
        return name

    @property
    def at(self) -> Span | None:
        """Where it was written; None where it stands in no file."""
        at = self._at
        return at.span if isinstance(at, Text) else at


class Unit(Enum):
    """What a number counts, as far as its spelling tells."""

    NUMBER = "number"  # 13 bn, 770: money or a count, as the place demands
    RATE = "rate"  # 49%, 2/3
    MULTIPLE = "multiple"  # 100x


class Quantity(Meaning):
    """An exact number as written; `currency` only where one was named with it."""

    value: Fraction
    unit: Unit = Unit.NUMBER
    currency: str | None = None
    at: Span | None = aside(default=None)


class NamedTerm(Meaning):
    """A quantity that the charter's `terms:` section names."""

    name: Name
    at: Span | None = aside(default=None)


class TimesInvested(Meaning):
    """A multiple of what the payee has invested: `100x invested`."""

    times: Fraction
    at: Span | None = aside(default=None)


class PreferredReturn(Meaning):
    """What the payee's capital has earned, as its stage says that it accrues."""

    at: Span | None = aside(default=None)


Figure = Quantity | NamedTerm | TimesInvested | PreferredReturn


class Shape(Enum):
    """How likely the values inside a range are, against each other."""

    STATED = "stated"  # a range and, maybe, a best guess: no distribution claimed
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    BETA = "beta"  # PERT's: the best guess weighs four times as much as an end
    NORMAL = "normal"  # cut at the ends


class Range(Meaning):
    """`15 (5 to 30)`: a best guess between two ends; a bare number has equal ends.

    `deviation` is that of a normal distribution before it is cut at the ends.
    """

    low: Fraction
    high: Fraction
    best: Fraction | None
    shape: Shape = Shape.STATED
    unit: Unit = Unit.NUMBER
    currency: str | None = None
    deviation: Fraction | None = None
    at: Span | None = aside(default=None)


class Duration(Meaning):
    """A span of calendar months and of exact days, hours, minutes; all zero reads `none`."""

    months: int = 0
    rest: timedelta = timedelta()
    at: Span | None = aside(default=None)

    def __bool__(self) -> bool:
        return bool(self.months or self.rest)


class Precision(Enum):
    """How finely an instant was stated."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


class Instant(Meaning):
    """A moment, or the period inside which it lies: `start` (inclusive) to `end` (exclusive)."""

    start: datetime
    end: datetime
    precision: Precision
    about: bool = False
    text: str = aside(default="")
    at: Span | None = aside(default=None)


class Payout(Meaning):
    """An amount that an entity pays out at an instant; None where only one entity pays."""

    amount: Quantity
    when: Instant
    entity: Name | None = None


def names_of(phrase: object) -> Iterator[Name]:
    """Every name in a phrase, or in a tuple or table of phrases, as often as it is used."""
    match phrase:
        case Name():
            yield phrase
        case tuple():
            for part in phrase:
                yield from names_of(part)
        case dict():
            yield from names_of(tuple(phrase.values()))
        case Meaning():
            yield from names_of(tuple(part for _, part in phrase.fields()))
        case _:
            return
