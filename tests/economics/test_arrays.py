"""Arrays against the exact curves: within RELATIVE_ERROR, on both sides of every breakpoint."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from stanchion.economics.arrays import RELATIVE_ERROR, BadAmounts, CurveTable, Floats
from stanchion.exact.piecewise import PiecewiseLinear

BN = 10**9


def random_curves(seed: int, *, lowest_percent: int) -> list[PiecewiseLinear]:
    """Seven curves with breakpoints that no float can hold, and slopes of thirds of percents."""
    random = Random(seed)
    curves = []
    for _ in range(7):
        starts = sorted({Fraction(random.randrange(1, 300 * BN), 147) for _ in range(9)})
        slopes = [Fraction(random.randrange(lowest_percent, 100), 300) for _ in range(10)]
        at_zero = Fraction(random.randrange(0, 5), 3)
        pieces = zip([Fraction(0), *starts], slopes, strict=True)
        curves.append(PiecewiseLinear.from_slopes(pieces, at_zero=at_zero))
    return curves


def telling_amounts(curves: list[PiecewiseLinear], seed: int) -> Floats:
    """Zero, each breakpoint's neighbouring floats, random amounts, and far beyond."""
    near = []
    for curve in curves:
        for x in map(float, curve.breakpoints):
            near += [math.nextafter(x, 0), x, math.nextafter(x, math.inf)]
    random = Random(seed)
    wide = [random.uniform(0, 3 * BN) for _ in range(200)]
    return np.array([0.0, 1e-300, *near, *wide, 1e15])


@pytest.mark.parametrize("seed", range(5))
def test_rising_curves_within_the_stated_relative_error(seed: int) -> None:
    curves = random_curves(seed, lowest_percent=0)
    amounts = telling_amounts(curves, seed)
    made = CurveTable.from_curves(curves).evaluate(amounts)
    assert made.shape == (len(amounts), len(curves))
    for row, amount in zip(made, amounts, strict=True):
        for value, curve in zip(row, curves, strict=True):
            exact = curve(Fraction(float(amount)))
            assert abs(Fraction(float(value)) - exact) <= exact * Fraction(RELATIVE_ERROR)


@pytest.mark.parametrize("seed", range(3))
def test_falling_curves_within_the_error_relative_to_the_parts(seed: int) -> None:
    curves = random_curves(seed, lowest_percent=-100)
    amounts = telling_amounts(curves, seed)
    table = CurveTable.from_curves(curves)
    made = table.evaluate(amounts)
    rows = np.searchsorted(table.knots, amounts, side="right") - 1
    beyond = amounts - table.knots[rows]
    parts = np.abs(table.values[rows]) + np.abs(table.slopes[rows]) * beyond[:, None]
    exact = np.array([[float(f(Fraction(float(x)))) for f in curves] for x in amounts])
    assert (np.abs(made - exact) <= 2 * RELATIVE_ERROR * parts).all()


def test_an_option_just_in_the_money_is_not_lost_to_cancellation() -> None:
    strike = Fraction(10**12, 3)
    option = PiecewiseLinear.from_slopes([(0, 0), (strike, 1)])
    just_above = math.nextafter(float(strike), math.inf)
    value = CurveTable.from_curves([option]).evaluate(np.array([just_above]))[0, 0]
    exact = Fraction(just_above) - strike
    assert abs(Fraction(float(value)) - exact) <= exact * Fraction(RELATIVE_ERROR)


def test_many_blocks_into_a_given_array() -> None:
    curves = random_curves(1, lowest_percent=0)
    table = CurveTable.from_curves(curves)
    amounts = np.random.default_rng(1).uniform(0, 3 * BN, 70_000)
    out = np.full((len(amounts), len(curves)), np.nan)
    assert table.evaluate(amounts, out=out) is out
    pieces = [table.evaluate(part) for part in np.array_split(amounts, 11)]
    assert np.array_equal(out, np.concatenate(pieces))


def test_moments_against_exact_ones() -> None:
    curves = random_curves(2, lowest_percent=-100)
    amounts = np.random.default_rng(2).uniform(0, 3 * BN, 500)
    mean, variance = CurveTable.from_curves(curves).moments(amounts)
    exact_amounts = [Fraction(float(x)) for x in amounts]
    for k, curve in enumerate(curves):
        values = [curve(x) for x in exact_amounts]
        exact_mean = sum(values, start=Fraction(0)) / len(values)
        exact_variance = sum(((v - exact_mean) ** 2 for v in values), Fraction(0)) / len(values)
        assert mean[k] == pytest.approx(float(exact_mean), rel=1e-12)
        assert variance[k] == pytest.approx(float(exact_variance), rel=1e-12)


def test_variance_survives_a_mean_that_dwarfs_it() -> None:
    far = PiecewiseLinear.line(1, intercept=10**12)
    amounts = np.random.default_rng(3).uniform(0, 1, 10_000)
    moments = CurveTable.from_curves([far]).moments(amounts)
    assert moments.variance[0] == pytest.approx(amounts.var(), rel=1e-9)


def test_no_curves_and_no_amounts() -> None:
    assert CurveTable.from_curves([]).evaluate(np.array([1.0])).shape == (1, 0)
    table = CurveTable.from_curves([PiecewiseLinear.line(1)])
    assert table.evaluate(np.array([])).shape == (0, 1)
    with pytest.raises(BadAmounts):
        table.moments(np.array([]))


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_amounts_that_are_none_are_refused(bad: float) -> None:
    table = CurveTable.from_curves([PiecewiseLinear.line(1)])
    with pytest.raises(BadAmounts) as caught:
        table.evaluate(np.array([1.0, bad, 2.0]))
    assert caught.value.index == 1


def test_an_array_of_another_shape_is_refused() -> None:
    table = CurveTable.from_curves([PiecewiseLinear.line(1)])
    with pytest.raises(BadAmounts):
        table.evaluate(np.ones(3), out=np.empty((3, 2)))
    with pytest.raises(BadAmounts):
        table.evaluate(np.ones((3, 1)))
