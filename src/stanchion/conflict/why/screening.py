"""Which inputs are worth a closer look: read off an ensemble that has been run already.

The runs are sorted by one input and cut into slices of equal size; how far the probability moves
from slice to slice, beyond what chance alone would do, is how much the input does by itself.
Source: Plischke, Borgonovo, Smith (2013), Global sensitivity measures from given data.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLICES = 10


def explained_by(values: Floats, hits: NDArray[np.bool_], slices: int = SLICES) -> float:
    """Variance of the probability that one input explains by itself; not below zero.

    The part that chance alone would show, `p (1 - p) / n` of each slice, is taken off.
    """
    order = np.argsort(values, kind="stable")
    parts = np.array_split(hits[order], min(slices, len(order)))
    p = np.array([part.mean() for part in parts])
    sizes = np.array([len(part) for part in parts])
    weights = sizes / sizes.sum()
    between = float(weights @ (p - weights @ p) ** 2)
    chance = float(weights @ (p * (1 - p) / np.maximum(sizes - 1, 1)) * (1 - 1 / len(parts)))
    return max(0.0, between - chance)


def shown_by_chance(hits: NDArray[np.bool_], slices: int = SLICES) -> float:
    """How much an input that does nothing would seem to explain once in some hundred times.

    Three standard deviations of a variance of so many slices, each of which is binomial.
    """
    p = float(hits.mean())
    return float(3 * p * (1 - p) * np.sqrt(2 * (slices - 1)) / len(hits))
