"""The threshold of regime change, against the closed form and a slow solution on a grid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from stanchion.conflict.cascade.global_game import BadGlobalGame, regime_change

fuzz = settings(max_examples=40, derandomize=True, deadline=None)

MORRIS_SHIN = {0.2: 0.8, 0.5: 0.5, 0.8: 0.2}


@pytest.mark.parametrize("cost", MORRIS_SHIN)
def test_with_a_diffuse_prior_the_regime_falls_below_one_minus_the_cost(cost: float) -> None:
    found = regime_change(cost, private=100.0)
    assert found.theta == pytest.approx(MORRIS_SHIN[cost])
    assert found.unique


@given(st.floats(0.05, 0.95), st.floats(0.2, 0.8))
@fuzz
def test_precise_private_signs_approach_the_closed_form(cost: float, expected: float) -> None:
    found = regime_change(cost, private=1e10, public=1.0, expected=expected)
    assert found.theta == pytest.approx(1 - cost, abs=1e-3)


def _on_a_grid(cost: float, private: float, public: float, expected: float) -> float:
    """Best replies to best replies from `nobody leaves unless sure`, on a grid of signals."""
    signals = np.linspace(-4, 5, 90_001)
    threshold = -4.0
    for _ in range(2_000):
        # with that signal threshold the regime falls below the theta at which theta leave
        thetas = np.linspace(1e-9, 1 - 1e-9, 200_001)
        falls = thetas[np.searchsorted(thetas - ndtr(np.sqrt(private) * (threshold - thetas)), 0)]
        mean = (public * expected + private * signals) / (public + private)
        sure = ndtr(np.sqrt(public + private) * (falls - mean))
        best = float(signals[np.searchsorted(-sure, -cost)])
        if abs(best - threshold) < 1e-9:
            return float(falls)
        threshold = best
    raise AssertionError("best replies did not settle")


@pytest.mark.parametrize(
    ("cost", "private", "public", "expected"),
    [(0.3, 4.0, 1.0, 0.5), (0.6, 4.0, 1.0, 0.2), (0.5, 9.0, 2.0, 0.7)],
)
def test_with_finite_noise_best_replies_settle_at_the_same_threshold(
    cost: float, private: float, public: float, expected: float
) -> None:
    found = regime_change(cost, private=private, public=public, expected=expected)
    assert found.unique
    assert found.theta == pytest.approx(_on_a_grid(cost, private, public, expected), abs=2e-3)


@given(st.floats(0.05, 0.9), st.floats(0.01, 0.09), st.floats(0.2, 50.0), st.floats(0.0, 2.0))
@fuzz
def test_who_leaves_more_cheaply_moves_the_threshold_up(
    cost: float, less: float, private: float, public: float
) -> None:
    dear = regime_change(cost, private=private, public=public)
    cheap = regime_change(cost - less if cost > less else cost / 2, private=private, public=public)
    if dear.unique:
        assert cheap.theta > dear.theta


def test_a_precise_public_belief_leaves_several_thresholds() -> None:
    assert not regime_change(0.5, private=1.0, public=9.0).unique


@pytest.mark.parametrize("cost", [0.0, 1.0, -2.0, float("nan")])
def test_a_cost_that_is_none_is_refused(cost: float) -> None:
    with pytest.raises(BadGlobalGame, match="between 0 and 1"):
        regime_change(cost, private=1.0)
