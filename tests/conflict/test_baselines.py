"""The simple forecasts: exact against arrays, closed forms of published data, degenerate cases."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.baselines import (
    compromise_mean,
    exact_baselines,
    weighted_median,
)

WEIGHTED = st.lists(
    st.tuples(st.fractions(0, 100, max_denominator=8), st.fractions(0, 50, max_denominator=8)),
    min_size=1,
    max_size=8,
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(WEIGHTED)
def test_exact_and_array_baselines_agree(weighted: list[tuple[Fraction, Fraction]]) -> None:
    exact = exact_baselines(tuple(weighted), floor=Fraction(0), ceiling=Fraction(100))
    positions, weights = (
        np.array([[float(x)] for x in row]) for row in zip(*weighted, strict=True)
    )
    assert compromise_mean(positions, weights)[0] == pytest.approx(float(exact.compromise_mean))
    assert weighted_median(positions, weights)[0] == pytest.approx(float(exact.weighted_median))
    assert exact.midpoint == 50


@settings(derandomize=True, deadline=None, max_examples=40)
@given(WEIGHTED)
def test_the_median_beats_or_ties_every_position(weighted: list[tuple[Fraction, Fraction]]) -> None:
    median = exact_baselines(
        tuple(weighted), floor=Fraction(0), ceiling=Fraction(100)
    ).weighted_median

    def missed(at: Fraction) -> Fraction:
        return sum((w * abs(x - at) for x, w in weighted), Fraction(0))

    assert all(missed(median) <= missed(x) for x, w in weighted)


def test_the_compromise_of_two_actors_on_two_issues() -> None:
    """Source: decide-exchange-model, tests/test_rex.py (two actors, two issues)."""
    first = ((Fraction(0), Fraction(10)), (Fraction(100), Fraction(60)))
    second = ((Fraction(0), Fraction(90)), (Fraction(100), Fraction(50)))
    means = [
        exact_baselines(each, floor=Fraction(0), ceiling=Fraction(100)).compromise_mean
        for each in (first, second)
    ]
    assert means == [Fraction(600, 7), Fraction(250, 7)]


def test_where_nobody_weighs_anything_all_weigh_alike() -> None:
    positions, nothing = np.array([[10.0], [20.0], [90.0]]), np.zeros((3, 1))
    assert compromise_mean(positions, nothing)[0] == 40
    assert weighted_median(positions, nothing)[0] == 20
