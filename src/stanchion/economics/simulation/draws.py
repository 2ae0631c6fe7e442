"""Amounts drawn from a stated distribution: any stretch of them, by counter, from a seed.

The random numbers are those of a counter-based generator keyed by seed and year, so the n-th draw
is the same whatever was drawn before it, in whatever pieces.
Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox).
"""

import math
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.charter.phrases import distributions as d

Floats = NDArray[np.float64]
BLOCK = 4
"""The generator makes four numbers at a time; a stretch begins at a multiple of it."""


def uniforms(seed: int, year: int, start: int, count: int) -> Floats:
    """The draws from `start` on, in [0, 1); `start` is a multiple of BLOCK."""
    assert start % BLOCK == 0  # INVARIANT: stretches are cut so
    key = np.array([seed, year], dtype=np.uint64)
    generator = np.random.Generator(np.random.Philox(key=key, counter=start // BLOCK))
    return generator.random(count)


def amounts(distribution: d.Distribution, uniform: Floats) -> Floats:
    """The amounts at these probabilities: the inverse of the distribution function."""
    match distribution:
        case d.Certain(amount):
            return np.full(len(uniform), float(amount))
        case d.Uniform(low, high):
            return float(low) + float(high - low) * uniform
        case d.Triangular(low, mode, high):
            return _triangular(float(low), float(mode), float(high), uniform)
        case d.Lognormal(lower, upper):
            return _lognormal(lower, upper, uniform)
        case d.Quantiles(points):
            shares = [float(point.share) for point in points]
            return np.interp(uniform, shares, [float(point.amount) for point in points])
        case _:
            assert_never(distribution)


def _triangular(low: float, mode: float, high: float, uniform: Floats) -> Floats:
    span = high - low
    if not span:
        return np.full(len(uniform), low)
    below = (mode - low) / span
    rising = low + np.sqrt(uniform * span * (mode - low))
    falling = high - np.sqrt((1 - uniform) * span * (high - mode))
    return np.where(uniform < below, rising, falling)


def _lognormal(lower: d.Quantile, upper: d.Quantile, uniform: Floats) -> Floats:
    from scipy.special import ndtri

    z_low, z_high = float(ndtri(float(lower.share))), float(ndtri(float(upper.share)))
    log_low, log_high = math.log(lower.amount), math.log(upper.amount)
    spread = (log_high - log_low) / (z_high - z_low)
    logs = ndtri(uniform)
    logs *= spread
    logs += log_low - spread * z_low
    drawn: Floats = np.exp(logs, out=logs)
    return drawn
