"""Proper scores and the forecasts that need no model."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.replay.naive import Naive, naive_forecast
from stanchion.conflict.replay.scores import brier, log_score, mean_score, score

laws = settings(derandomize=True, deadline=None, max_examples=100)
OUTCOMES = ("stands", "undone", "left")
weights = st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any)


def forecast(parts: list[int]) -> dict[str, float]:
    return {o: part / sum(parts) for o, part in zip(OUTCOMES, parts, strict=True)}


def test_brier_by_hand() -> None:
    """Brier (1950): 0.7 and 0.3 on two outcomes, the first happens: 0.09 + 0.09."""
    assert brier({"rain": 0.7, "none": 0.3}, "rain") == pytest.approx(0.18)
    assert brier({"rain": 1.0, "none": 0.0}, "rain") == 0
    assert brier({"rain": 1.0, "none": 0.0}, "none") == 2


def test_the_log_score_is_in_bits_and_never_infinite() -> None:
    assert log_score({"rain": 0.5, "none": 0.5}, "rain") == pytest.approx(1)
    assert log_score({"rain": 0.0, "none": 1.0}, "rain") == pytest.approx(-math.log2(0.005))


@laws
@given(weights, weights)
def test_nobody_does_better_than_by_saying_what_he_believes(
    belief: list[int], said: list[int]
) -> None:
    p, q = forecast(belief), forecast(said)
    for rule in (brier, lambda f, h: log_score(f, h, least=1e-12)):
        honest = sum(p[o] * rule(p, o) for o in OUTCOMES if p[o])
        other = sum(p[o] * rule(q, o) for o in OUTCOMES if p[o])
        assert honest <= other + 1e-9


@pytest.mark.parametrize("kind", Naive)
@pytest.mark.parametrize("outcomes", [("one",), ("a", "b"), OUTCOMES])
def test_a_naive_forecast_sums_to_one(kind: Naive, outcomes: tuple[str, ...]) -> None:
    found = naive_forecast(kind, outcomes, outcomes[0])
    assert sum(found.values()) == pytest.approx(1)
    assert tuple(found) == outcomes


def test_the_last_state_is_right_until_something_happens() -> None:
    stands = naive_forecast(Naive.LAST_STATE, OUTCOMES, "stands")
    assert score(stands, "stands").brier == 0
    assert score(stands, "undone").brier == 2
    coin = naive_forecast(Naive.COIN, OUTCOMES, "stands")
    assert coin == {"stands": 0.5, "undone": 0.25, "left": 0.25}


def test_the_mean_of_scores() -> None:
    found = mean_score([score({"a": 1.0, "b": 0.0}, "a"), score({"a": 0.0, "b": 1.0}, "a")])
    assert found.brier == 1
