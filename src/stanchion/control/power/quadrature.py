"""Power in a purely weighted vote of very many, in floating point with a check.

When everybody says yes with probability p, the chance that a voter decides is a sum over the
characteristic function of the weight of the others, which is tiny but for a few frequencies. At
p = 1/2 that chance is the Banzhaf index; its integral over p is the Shapley-Shubik index (Owen's
multilinear extension), a polynomial of degree n - 1, for which half as many Gauss-Legendre points
as voters are exact, and far fewer near enough. The sum of the indices, which must be 1, is
returned as checksum.

Source: Owen, Management Science 18 (1972) 64-79; Leech, Management Science 49 (2003) 831-837.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanchion.control.power.weighted import WeightedVote
from stanchion.exact.diagram import Budget

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

FIRST_POINTS, MOST_POINTS = 32, 512
"""Gauss-Legendre points: doubled until the figures stand still and add up to 1."""
STANDS_STILL = 1e-12
NEGLIGIBLE = 32.0
"""Terms below exp(-32), about 1e-14, are left out."""
MOST_AT_ONCE = 400_000
"""Complex numbers held at a time: six megabytes, which a cache still helps."""
ROUNDING = 1e-12
"""Bound of the error of a chance by rounding: seen below 1e-13 in all comparisons with exact."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Indices by level, and the sum of the Shapley-Shubik indices of all voters."""

    banzhaf: Floats
    shapley_shubik: Floats
    checksum: float


def measured(vote: WeightedVote, *, budget: Budget | None = None) -> Measured:
    """Absolute Banzhaf and Shapley-Shubik indices of one voter a level, inexact.

    Raises TooLarge when the time of the budget is up.
    """
    chances = _Chances(vote, budget or Budget())
    sizes = np.array(vote.sizes, dtype=np.float64)
    points, before = 0, np.full(len(vote.weights), np.inf)
    while True:
        points = min(2 * points or FIRST_POINTS, (vote.voters + 1) // 2)
        found = _integral(chances, points)
        checksum = float(found @ sizes)
        still = np.abs(found - before).max(initial=0) < STANDS_STILL
        if still or 2 * points >= vote.voters or 2 * points > MOST_POINTS:
            return Measured(chances.decides(0.5), found, checksum)
        before = found


def banzhaf(vote: WeightedVote) -> Floats:
    """Absolute Banzhaf index of one voter a level, inexact."""
    return _Chances(vote, Budget()).decides(0.5)


def _integral(chances: "_Chances", points: int) -> Floats:
    """The chance to decide, averaged over all probabilities of a yes."""
    at, mass = np.polynomial.legendre.leggauss(points)
    found = np.zeros(len(chances.weights))
    for p, weight in zip((at + 1) / 2, mass / 2, strict=True):
        found += weight * chances.decides(float(p))
    return found


class _Chances:
    """The chance that a voter decides when all others say yes with the same probability."""

    def __init__(self, vote: WeightedVote, budget: Budget) -> None:
        self.vote, self.budget = vote, budget
        self.weights = np.array(vote.weights, dtype=np.int64)
        # An odd number of frequencies, more than there are sums: no factor is ever zero.
        self.period = vote.total + 1 + vote.total % 2
        self.half_turns = np.exp(1j * np.pi * np.arange(2 * self.period) / self.period)
        self.frequencies = np.arange(self.period // 2 + 1)
        # |factor|^2 = 1 - c s with s = sin^2 and c = 4p(1-p); the sums of s, s^2/2 and s^3/3 over
        # the voters bound the logarithm of the product from above.
        self.decay = np.zeros((3, len(self.frequencies)))
        for weight, size in zip(vote.weights, vote.sizes, strict=True):
            budget.check_time()
            sine = self.half_turns[self.frequencies * weight % (2 * self.period)].imag ** 2
            self.decay += size * np.array([sine, sine**2 / 2, sine**3 / 3])

    def decides(self, p: float) -> Floats:
        """By level, the chance that the others are below the quota and within reach of it."""
        found = np.zeros(len(self.weights))
        if not 0 < self.vote.quota <= self.vote.total or self._far(p):
            return found  # it is decided whatever they say, or all but certainly
        c = 4 * p * (1 - p)
        powers = np.array([c, c**2, c**3])
        one_factor = powers @ [1, 1 / 2, 1 / 3]
        kept = self.frequencies[(powers @ self.decay - one_factor) / 2 < NEGLIGIBLE]
        step = max(1, MOST_AT_ONCE // len(self.weights))
        for start in range(0, len(kept), step):
            self.budget.check_time()
            found += self._summed(kept[start : start + step], p)
        return np.clip(found / self.period, 0.0, 1.0)

    def _far(self, p: float) -> bool:
        """Whether the weight of yes is hardly ever near the quota, by Bernstein's bound."""
        heaviest = max(self.vote.weights)
        mean = p * self.vote.total
        gap = max(self.vote.quota - heaviest - mean, mean - heaviest - self.vote.quota, 0.0)
        squares = sum(n * w * w for w, n in zip(self.vote.weights, self.vote.sizes, strict=True))
        return gap**2 > 2 * NEGLIGIBLE * (p * (1 - p) * squares + heaviest * gap / 3)

    def _summed(self, frequencies: NDArray[np.int64], p: float) -> Floats:
        turned = np.outer(self.weights, frequencies) % (2 * self.period)
        half_turns = self.half_turns[turned]
        factors = 1 - p + p * half_turns**2
        everybody = np.ones(len(frequencies), dtype=np.complex128)
        for factor, size in zip(factors, self.vote.sizes, strict=True):
            everybody *= _power(factor, size)
        # The window of weights quota-w .. quota-1 is a geometric sum: sin(w a/2) / sin(a/2).
        sines = self.half_turns[frequencies].imag
        low = frequencies == 0
        window = half_turns.imag / np.where(low, 1.0, sines)
        window = np.where(low, self.weights[:, None], window)
        middle = self.half_turns[(1 - 2 * self.vote.quota) * frequencies % (2 * self.period)]
        seen = everybody * middle * np.where(low, 1.0, 2.0)
        summed: Floats = np.sum(np.real(seen * half_turns / factors) * window, axis=1)
        return summed


def _power(base: Complexes, exponent: int) -> Complexes:
    """By squaring: far faster than the general power of complex numbers."""
    if exponent == 1:
        return base
    found = np.ones_like(base)
    while exponent:
        if exponent & 1:
            found = found * base
        base, exponent = base * base, exponent >> 1
    return found
