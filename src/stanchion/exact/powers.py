"""Rational powers: exact where they are rational, between two certified bounds where they are not.

`(27/25) ** (731/365)` is no fraction. What is returned then are two fractions that enclose it, less
than 2 ** -150 of its value apart: every step rounds outwards, so nothing is lost to rounding.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

__all__ = ["Bounds", "NoPower", "power"]

ONE = Fraction(1)
_BITS = 320
_GRID = 1 << _BITS
_TINY = Fraction(1, _GRID)
_LONGEST_EXACT = 1 << 16
"""Powers with more binary digits than this are enclosed although they are rational: fractions of
many thousand digits stop a machine, and no payment needs them."""
_LONGEST = 1 << 16


@dataclass(eq=False)
class NoPower(StanchionError, ValueError):
    """`base` is not positive, or the power would be beyond all money."""

    base: Fraction
    exponent: Fraction

    def __str__(self) -> str:
        return f"`{self.base}` to the power of `{self.exponent}` cannot be worked out"


@record(frozen=True, slots=True)
class Bounds:
    """Two fractions that enclose a positive number; equal where it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        """Whether the number itself is known."""
        return self.low == self.high

    def __mul__(self, factor: "Bounds") -> "Bounds":
        return Bounds(self.low * factor.low, self.high * factor.high)


def power(base: Fraction, exponent: Fraction) -> Bounds:
    """`base ** exponent` for a base of at least one and an exponent of at least zero.

    Raises NoPower outside of that, and where the result is above 2 ** 65536.

    >>> power(Fraction(4, 9) + 1, Fraction(0)).low
    Fraction(1, 1)
    >>> power(Fraction(9, 4), Fraction(3, 2)).low
    Fraction(27, 8)
    >>> power(Fraction(2), Fraction(1, 2)).exact
    False
    """
    base, exponent = Fraction(base), Fraction(exponent)
    if base < 1 or exponent < 0 or exponent * _binary_digits(base) > _LONGEST:
        raise NoPower(base, exponent)
    if base == 1:
        return Bounds(ONE, ONE)
    root = _exact_root(base, exponent.denominator)
    if root is not None and _bits(root) * exponent.numerator <= _LONGEST_EXACT:
        exact = root**exponent.numerator
        return Bounds(exact, exact)
    low, high = _logarithm(base)
    return Bounds(_exponential(low * exponent).low, _exponential(high * exponent).high)


def _binary_digits(base: Fraction) -> Fraction:
    """Not less than the logarithm to base 2 of a base of at least one."""
    return min(2 * (base - 1), Fraction((base.numerator // base.denominator).bit_length()))


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _exact_root(base: Fraction, degree: int) -> Fraction | None:
    """The fraction whose power is the base, if there is one."""
    if degree == 1:
        return base
    if degree > _bits(base):  # a root of this degree would lie strictly between 1 and 2
        return None
    above, below = _integer_root(base.numerator, degree), _integer_root(base.denominator, degree)
    root = Fraction(above, below)
    return root if root**degree == base else None


def _integer_root(value: int, degree: int) -> int:
    """The largest integer whose power is not above the value."""
    if degree == 2:
        return isqrt(value)
    low, high = 1, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low


def _down(value: Fraction) -> Fraction:
    return Fraction(value.numerator * _GRID // value.denominator, _GRID)


def _up(value: Fraction) -> Fraction:
    return -_down(-value)


def _logarithm(value: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of the natural logarithm of a value of at least one."""
    doublings = value.numerator.bit_length() - value.denominator.bit_length()
    doublings -= value < Fraction(2) ** doublings
    low, high = _twice_artanh(value / Fraction(2) ** doublings)
    low_2, high_2 = _twice_artanh(Fraction(2))
    return low + doublings * low_2, high + doublings * high_2


def _twice_artanh(value: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of ln x for x from 1 to 2: 2 artanh z, z = (x - 1) / (x + 1), by its power series.

    The terms left out are less than the last one taken times z**2 / (1 - z**2) < 1/8 of it.
    """
    z = (value - 1) / (value + 1)
    low_power, high_power = _down(z), _up(z)
    low_square, high_square = _down(z * z), _up(z * z)
    low, high = Fraction(0), Fraction(0)
    order = 1
    while high_power > _TINY:
        low += _down(low_power / order)
        high += _up(high_power / order)
        low_power, high_power = _down(low_power * low_square), _up(high_power * high_square)
        order += 2
    return 2 * low, 2 * (high + _TINY)


def _exponential(value: Fraction) -> Bounds:
    """Bounds of e ** x for x >= 0: a Taylor series of x / 2**k, then k squarings."""
    halvings = max(0, value.numerator.bit_length() - value.denominator.bit_length() + 2)
    reduced = value / 2**halvings
    low_term, high_term = ONE, ONE
    low, high = Fraction(0), Fraction(0)
    order = 0
    while high_term > _TINY:
        low, high = low + low_term, high + high_term
        order += 1
        low_term = _down(low_term * _down(reduced) / order)
        high_term = _up(high_term * _up(reduced) / order)
    high += 2 * high_term  # the terms left out are at most halved each time
    for _ in range(halvings):
        low, high = _down(low * low), _up(high * high)
    return Bounds(low, high)
