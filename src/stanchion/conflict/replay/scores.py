"""Proper scores of a forecast over several outcomes, when one of them has happened.

A score is proper when nobody does better, on average, than by saying what he believes.
Sources: Brier (1950), Verification of forecasts expressed in terms of probability; Good (1952),
Rational decisions.
"""

import math
from collections.abc import Mapping

from stanchion.exact.record import record

LEAST = 0.01
"""# ASSUMPTION: of every forecast, one part in a hundred is spread evenly over all outcomes before
its log score is taken: nobody, model or baseline, is infinitely wrong for having said never."""

Forecast = Mapping[str, float]


@record(frozen=True, slots=True)
class Score:
    """How far a forecast was from what happened: zero is perfect, for both."""

    brier: float  # 0 to 2: the sum over all outcomes, as Brier has it
    log: float  # in bits: the surprise at what happened


def brier(forecast: Forecast, happened: str) -> float:
    """The sum of squared differences from certainty about what happened; 0 to 2."""
    return sum((p - (outcome == happened)) ** 2 for outcome, p in forecast.items())


def log_score(forecast: Forecast, happened: str, *, least: float = LEAST) -> float:
    """The surprise in bits: how improbable the forecast held what happened."""
    p = (1 - least) * forecast.get(happened, 0.0) + least / len(forecast)
    return -math.log2(p)


def score(forecast: Forecast, happened: str) -> Score:
    """Both scores of one forecast."""
    return Score(brier(forecast, happened), log_score(forecast, happened))


def mean_score(scores: list[Score]) -> Score:
    """The scores of several forecasts, averaged."""
    count = len(scores)
    return Score(sum(s.brier for s in scores) / count, sum(s.log for s in scores) / count)
