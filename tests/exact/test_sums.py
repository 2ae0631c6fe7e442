"""Sums with one reduction are the sums."""

import doctest
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact import sums
from stanchion.exact.sums import plus_product, plus_quotient, total_of

exactly = settings(derandomize=True, deadline=None, max_examples=200)
fractions = st.fractions(max_denominator=40)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(sums).failed == 0


@exactly
@given(st.lists(fractions | st.integers(-9, 9).map(Fraction)))
def test_a_total_is_the_sum(values: list[Fraction]) -> None:
    assert total_of(values) == sum(values, Fraction())


@exactly
@given(fractions, fractions, fractions)
def test_a_product_or_a_quotient_is_added_exactly(
    start: Fraction, one: Fraction, other: Fraction
) -> None:
    assert plus_product(start, one, other) == start + one * other
    if other:
        assert plus_quotient(start, one, other) == start + one / other
