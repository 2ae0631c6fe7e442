"""Rational powers: exact where a fraction says them, enclosed where none does."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact.powers import Bounds, NoPower, power

deterministic = settings(max_examples=60, derandomize=True, deadline=None, database=None)
bases = st.builds(lambda n, d: 1 + Fraction(n, d), st.integers(0, 400), st.integers(1, 400))
exponents = st.builds(Fraction, st.integers(0, 400), st.integers(1, 30))


@deterministic
@given(bases, exponents)
def test_the_bounds_enclose_the_power_and_lie_together(base: Fraction, exponent: Fraction) -> None:
    found = power(base, exponent)
    over, under = exponent.numerator, exponent.denominator
    assert found.low**under <= base**over <= found.high**under, "raised back, the base is inside"
    assert found.high - found.low < found.low / 2**150


@deterministic
@given(bases, st.integers(0, 50), st.integers(1, 6))
def test_a_power_that_is_a_fraction_is_given_exactly(base: Fraction, over: int, under: int) -> None:
    found = power(base**under, Fraction(over, under))
    assert found == Bounds(base**over, base**over)


@deterministic
@given(bases, exponents, exponents)
def test_a_longer_time_never_earns_less(base: Fraction, one: Fraction, other: Fraction) -> None:
    less, more = sorted((one, other))
    assert power(base, less).low <= power(base, more).high


def test_a_long_row_of_daily_rests_is_enclosed_not_spelled_out() -> None:
    found = power(1 + Fraction(8, 36500), Fraction(365 * 300))
    assert not found.exact
    assert found.high.denominator.bit_length() < 2000, "no fraction of a million digits"


@pytest.mark.parametrize(
    ("base", "exponent"),
    [
        (Fraction(1, 2), Fraction(1)),
        (Fraction(2), Fraction(-1)),
        (Fraction(10**9), Fraction(10**9)),
    ],
)
def test_what_cannot_be_worked_out_is_refused(base: Fraction, exponent: Fraction) -> None:
    with pytest.raises(NoPower) as refused:
        power(base, exponent)
    assert (refused.value.base, refused.value.exponent) == (base, exponent)
