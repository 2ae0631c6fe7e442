"""Forecasts that need no model: a model that does not beat them has shown nothing."""

from collections.abc import Sequence
from enum import Enum
from typing import assert_never


class Naive(Enum):
    """Deliberately naive forecasters."""

    UNIFORM = "uniform"  # every outcome alike
    LAST_STATE = "always the last state"  # whatever stands will stand, for certain
    COIN = "coin"  # heads: what stands will stand; tails: one of the others, all alike


def naive_forecast(kind: Naive, outcomes: Sequence[str], standing: str) -> dict[str, float]:
    """The forecast of one naive forecaster; `standing` is the outcome if nothing more happens."""
    count = len(outcomes)
    match kind:
        case Naive.UNIFORM:
            return dict.fromkeys(outcomes, 1 / count)
        case Naive.LAST_STATE:
            return {outcome: float(outcome == standing) for outcome in outcomes}
        case Naive.COIN:
            others = 0.5 / (count - 1) if count > 1 else 0.0
            stands = 0.5 if count > 1 else 1.0
            return {o: stands if o == standing else others for o in outcomes}
        case _:
            assert_never(kind)
