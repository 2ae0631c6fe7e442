"""Estimates from sorted amounts, with their Monte Carlo errors; no payoff matrix is made.

A payoff never falls as the amount grows, so its quantile is the payoff of the amount's quantile;
between two breakpoints it is a line, so counts, means and spreads of the amounts there give its
moments.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from stanchion.economics.arrays import CurveTable, Floats, Moments
from stanchion.exact.record import record

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided interval of 95%."""


@record(frozen=True, slots=True)
class Estimate:
    """A mean with its standard error."""

    value: float
    error: float


@record(frozen=True, slots=True)
class Bracket:
    """An estimate inside an interval that covers the truth in 95 of 100 simulations."""

    value: float
    low: float
    high: float


def moments_of_sorted(table: CurveTable, ascending: Floats) -> Moments:
    """Mean and variance of every curve over amounts in ascending order.

    Source: Chan, Golub, LeVeque (1979), updating formulae for sample variances.
    """
    edges = [*np.searchsorted(ascending, table.knots, side="left"), len(ascending)]
    count, curves = len(ascending), table.values.shape[1]
    means, within = [], np.zeros(curves)
    weights = []
    for place, (begin, end) in enumerate(pairwise(edges)):
        if begin == end:
            continue
        beyond = ascending[begin:end] - table.knots[place]
        centre = float(beyond.mean())
        beyond -= centre
        within += float(beyond @ beyond) * table.slopes[place] ** 2
        means.append(table.values[place] + table.slopes[place] * centre)
        weights.append(end - begin)
    rows, counts = np.array(means), np.array(weights, dtype=np.float64)
    origin = rows[0].copy()
    relative = rows - origin
    shift = counts @ relative / count
    between = counts @ (relative - shift) ** 2
    return Moments(origin + shift, (within + between) / count)


def quantiles_of_sorted(ascending: Floats, shares: Sequence[Fraction]) -> list[Bracket]:
    """The quantiles of the amounts, each inside two order statistics.

    The interval is free of any distribution: how many of n draws lie below the true quantile is
    binomial. Source: David, Nagaraja (2003), Order Statistics, section 7.1.
    """
    count = len(ascending)
    found = []
    for share in shares:
        q = float(share)
        half = Z_95 * math.sqrt(count * q * (1 - q))
        middle = min(count - 1, math.ceil(count * q) - 1) if q else 0
        low = max(0, math.floor(count * q - half) - 1)
        high = min(count - 1, math.ceil(count * q + half))
        found.append(
            Bracket(float(ascending[middle]), float(ascending[low]), float(ascending[high]))
        )
    return found


def probability(hits: int, count: int) -> Bracket:
    """A probability by counting; never certain from a sample. Source: Wilson (1927)."""
    part, square = hits / count, Z_95**2
    centre = (part + square / (2 * count)) / (1 + square / count)
    half = (
        Z_95 / (1 + square / count) * math.sqrt(part * (1 - part) / count + square / (4 * count**2))
    )
    return Bracket(part, max(0.0, centre - half), min(1.0, centre + half))


def estimate(mean: float, variance: float, count: int) -> Estimate:
    """A mean with its standard error, from the population variance of the draws."""
    return Estimate(float(mean), math.sqrt(float(variance) / max(1, count - 1)))
