"""The forecasts that every model has to beat: compromise mean, weighted median, midpoint.

On measured decisions they are hard to beat (see `accuracy.measured`), so they are always shown.
Exact where every input is certain; arrays over runs otherwise.
"""

from fractions import Fraction

import numpy as np

from stanchion.conflict.chance import Floats
from stanchion.conflict.contest import Contest, Exact
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Baselines:
    """Three simple forecasts of where an axis ends, in its units."""

    compromise_mean: Fraction
    weighted_median: Fraction
    midpoint: Fraction


def exact_baselines(weighted: Exact, *, floor: Fraction, ceiling: Fraction) -> Baselines:
    """The baselines of certain inputs; where nobody weighs anything all weigh alike."""
    whole = sum((weight for _, weight in weighted), Fraction(0))
    if not whole:
        weighted = tuple((position, Fraction(1)) for position, _ in weighted)
        whole = Fraction(len(weighted))
    mean = sum((position * weight for position, weight in weighted), Fraction(0)) / whole
    return Baselines(mean, _median(weighted, whole), (floor + ceiling) / 2)


def _median(weighted: Exact, whole: Fraction) -> Fraction:
    below = Fraction(0)
    for position, weight in sorted(weighted):
        below += weight
        if 2 * below >= whole and weight:
            return position
    raise AssertionError  # INVARIANT: the weights add up to the whole


def compromise_mean(positions: Floats, weights: Floats) -> Floats:
    """The mean position by weight, in each run: the Nash bargaining solution of many small stakes.

    Source: Achen (2006), in Thomson and others, The European Union Decides, chapter 4.
    """
    weights = _weighing(weights)
    mean: Floats = (positions * weights).sum(axis=0) / weights.sum(axis=0)
    return mean


def weighted_median(positions: Floats, weights: Floats) -> Floats:
    """The lowest position with half of the weight at or below it, in each run.

    It beats or ties every other position where parties vote with weight times the difference of
    distances, for that vote compares sums of weighted distances, which the median makes least.
    Source: Black (1948); Scholz, Calbert, Smith (2011), section 3.
    """
    weights = _weighing(weights)
    order = np.argsort(positions, axis=0, kind="stable")
    reached = np.cumsum(np.take_along_axis(weights, order, axis=0), axis=0)
    half = reached[-1] / 2 * (1 - ROUNDING)
    place = (reached < half).sum(axis=0)
    chosen = np.take_along_axis(order, place[None], axis=0)
    median: Floats = np.take_along_axis(positions, chosen, axis=0)[0]
    return median


ROUNDING = 1e-12
"""By how much a sum of weights may miss one half and still be one half."""


def midpoint(contest: Contest) -> Floats:
    """The middle of the declared scale, whoever stands where."""
    return np.full(contest.runs, (contest.floor + contest.ceiling) / 2)


def _weighing(weights: Floats) -> Floats:
    """Weights as they are; all alike in a run in which nobody weighs anything."""
    nobody = weights.sum(axis=0) <= 0
    return np.where(nobody, 1.0, weights) if nobody.any() else weights
