"""A share that is known, or known to lie between two ends; both exact."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Self

from stanchion.exact.record import record

Number = Fraction | int


@record(frozen=True, slots=True)
class Interval:
    """All shares from `low` to `high`, both ends included; one share where they are equal."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, share: Number) -> Self:
        """A share that is known."""
        return cls(Fraction(share), Fraction(share))

    @property
    def exact(self) -> bool:
        """Whether the share is known."""
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __contains__(self, share: Number) -> bool:
        return self.low <= share <= self.high

    def scaled(self, factor: Number) -> "Interval":
        """Every share times a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def below(self, most: Fraction) -> "Interval":
        """The part that does not exceed `most`; `most` itself where all of it does."""
        return Interval(min(self.low, most), min(self.high, most))


NOTHING = Interval(Fraction(0), Fraction(0))
WHOLE = Interval(Fraction(1), Fraction(1))


def total(parts: Iterable[Interval]) -> Interval:
    """The sum."""
    found = NOTHING
    for part in parts:
        found += part
    return found
