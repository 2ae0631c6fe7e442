"""Uncertain numbers: their quantiles against naive integration, their ends, their draws."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.charter import grammar as g
from stanchion.conflict.chance import Floats, runs_from
from stanchion.conflict.inputs import Input, assumed_shapes, distribution_of, input_of

PHRASES = (
    "15",
    "5 to 30",
    "uniform 5 to 30",
    "15 (5 to 30)",
    "triangular 15 (5 to 30)",
    "triangular 5 (5 to 30)",
    "triangular 30 (5 to 30)",
    "beta 15 (5 to 30)",
    "beta 5 (5 to 30)",
    "normal 15 with deviation 5 within 0 to 100",
    "normal 0 with deviation 40 within 0 to 100",
    "normal 15 with deviation 0.001 within 0 to 100",
)


def of(phrase: str, name: str = "ann.influence") -> Input:
    return input_of(name, g.parse(phrase, g.range_of))


def density(phrase: str, x: Floats) -> Floats:
    """The unnormalised density, from its textbook definition."""
    numbers = {
        "uniform 5 to 30": lambda: ((x >= 5) & (x <= 30)).astype(float),
        "triangular 15 (5 to 30)": lambda: np.where(x < 15, (x - 5) / 10, (30 - x) / 15).clip(0),
        "beta 15 (5 to 30)": lambda: (x - 5).clip(0) ** 1.6 * (30 - x).clip(0) ** 2.4,
        "normal 0 with deviation 40 within 0 to 100": lambda: (
            np.exp(-((x / 40) ** 2) / 2) * ((x >= 0) & (x <= 100))
        ),
    }
    return numbers[phrase]()


@pytest.mark.parametrize(
    "phrase",
    [
        "uniform 5 to 30",
        "triangular 15 (5 to 30)",
        "beta 15 (5 to 30)",
        "normal 0 with deviation 40 within 0 to 100",
    ],
)
def test_quantiles_are_those_of_the_density(phrase: str) -> None:
    x = np.linspace(0, 100, 400_001)
    weights = density(phrase, x)
    below = np.cumsum(weights) / weights.sum()
    for u in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99):
        naive = x[np.searchsorted(below, u)]
        assert of(phrase).quantile(np.array([u]))[0] == pytest.approx(naive, abs=2e-3)


@pytest.mark.parametrize("phrase", PHRASES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.floats(2**-53, 1 - 2**-53), min_size=2, max_size=20))
def test_a_quantile_rises_and_stays_between_the_ends(phrase: str, chances: list[float]) -> None:
    found = of(phrase)
    values = found.quantile(np.array(sorted(chances)))
    assert not np.isnan(values).any()
    assert (np.diff(values) >= -1e-12).all()
    assert (values >= float(found.low)).all()
    assert (values <= float(found.high)).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    *(st.fractions(0, 100, max_denominator=50) for _ in range(3)),
    st.sampled_from(["{} ({} to {})", "triangular {} ({} to {})", "beta {} ({} to {})"]),
)
def test_no_range_draws_nan(a: Fraction, b: Fraction, c: Fraction, shape: str) -> None:
    low, mode, high = (float(x) for x in sorted((a, b, c)))
    phrase = shape.format(*(f"{x:.6f}" for x in (mode, low, high)))
    drawn = of(phrase).drawn(3, runs_from(0, 50))
    assert not np.isnan(drawn).any()


def test_draws_depend_on_the_name_and_on_nothing_else() -> None:
    runs = runs_from(0, 100)
    one = of("15 (5 to 30)", "ann.influence").drawn(1, runs)
    assert one.tolist() == of("15 (5 to 30)", "ann.influence").drawn(1, runs).tolist()
    assert one.tolist() != of("15 (5 to 30)", "bob.influence").drawn(1, runs).tolist()
    assert of("15").drawn(1, runs).tolist() == [15.0] * 100


def test_what_is_read_into_a_range_is_said() -> None:
    stated, named = of("15 (5 to 30)"), of("triangular 15 (5 to 30)")
    assert distribution_of(g.parse("15 (5 to 30)", g.range_of)) == named.distribution
    assert "triangular" in assumed_shapes([stated])[0]
    assert "uniform" in assumed_shapes([of("5 to 30")])[0]
    assert assumed_shapes([named, of("15")]) == ()
    assert stated.is_judgement
