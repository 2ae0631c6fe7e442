"""A crowd whose thresholds are normally distributed, for many runs of it at once.

Shares of the crowd, not heads: a threshold of 0.25 joins once a quarter of the crowd has.
Source: Granovetter (1978), whose critical deviation for a mean of 25 of 100 is about 12.2.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SETTLED = 1e-12
"""A share that moves by less than this from stage to stage is taken to stand still."""


def after_stage(joined: Floats, mean: Floats, deviation: Floats, size: int) -> Floats:
    """The share that has joined after one stage more, in whole people; nobody leaves again."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        distance = (joined - mean) / deviation
    alike = deviation <= 0  # all have the same threshold
    distance = np.where(alike, np.where(joined >= mean, np.inf, -np.inf), distance)
    people: Floats = np.rint(ndtr(distance) * size)
    return np.maximum(joined, people / size)


def fixed_point(mean: float, deviation: float, *, started: float = 0.0) -> float:
    """The share at which the cascade of an endless crowd comes to rest, from `started` up."""
    from scipy.special import ndtr

    share = started
    for _ in range(1_000_000):
        further = max(share, float(ndtr((share - mean) / deviation)))
        if further - share < SETTLED:
            return further
        share = further
    return share


def critical_deviation(mean: float) -> float:
    """The deviation above which everybody joins and below which next to nobody does.

    For a mean between 0 and 1/2, above which no deviation draws in the whole crowd. It is where
    the distribution function touches the diagonal: F(x) = x and F'(x) = 1.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    def gap(deviation: float) -> float:
        # the deepest point of x - F(x) lies where the density is one, below the mean
        depth = -2 * np.log(deviation * np.sqrt(2 * np.pi))
        z = np.sqrt(max(depth, 0.0))
        x = mean - deviation * z
        return float(x - ndtr(-z))

    most = 1 / np.sqrt(2 * np.pi)
    return float(brentq(gap, 1e-6 * mean, most, xtol=1e-12))
