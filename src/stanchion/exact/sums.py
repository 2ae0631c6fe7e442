"""Sums of fractions that cost what their numbers need: integers first, and one reduction each."""

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["plus_product", "plus_quotient", "total_of"]


def total_of(values: Iterable[Fraction]) -> Fraction:
    """The sum of all values, zero of none; whole ones are added as integers.

    >>> total_of([Fraction(1, 3), Fraction(2), Fraction(2, 3)])
    Fraction(3, 1)
    """
    whole, rest = 0, Fraction()
    for value in values:
        if value.denominator == 1:
            whole += value.numerator
        else:
            rest += value
    return rest + whole


def plus_product(start: Fraction, rate: Fraction, much: Fraction) -> Fraction:
    """`start + rate * much`, reduced once.

    >>> plus_product(Fraction(1, 2), Fraction(1, 3), Fraction(3, 4))
    Fraction(3, 4)
    """
    below = rate.denominator * much.denominator
    above = rate.numerator * much.numerator
    return Fraction(start.numerator * below + above * start.denominator, start.denominator * below)


def plus_quotient(start: Fraction, much: Fraction, rate: Fraction) -> Fraction:
    """`start + much / rate`, reduced once.

    >>> plus_quotient(Fraction(1, 2), Fraction(3, 4), Fraction(3))
    Fraction(3, 4)
    """
    below = rate.numerator * much.denominator
    above = rate.denominator * much.numerator
    return Fraction(start.numerator * below + above * start.denominator, start.denominator * below)
