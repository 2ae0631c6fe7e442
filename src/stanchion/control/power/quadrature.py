"""Power in a purely weighted vote of very many, in floating point with a check.

When everybody says yes with probability p, the chance that a voter decides is a sum over the
characteristic function of the weight of the others, which is tiny but for a few frequencies. At
p = 1/2 that chance is the Banzhaf index; its integral over p is the Shapley-Shubik index (Owen's
multilinear extension), a polynomial of degree n - 1, for which half as many Gauss-Legendre points
as voters are exact. The sum of the indices, which must be 1, is returned as checksum.

Source: Owen, Management Science 18 (1972) 64-79; Leech, Management Science 49 (2003) 831-837.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanchion.control.power.weighted import WeightedVote

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

MOST_POINTS = 512
"""Gauss-Legendre points; exact up to 1,024 voters, above it the checksum says how good they are."""
NEGLIGIBLE = 45.0
"""Terms below exp(-45), about 3e-20, are left out."""
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


def measured(vote: WeightedVote) -> Measured:
    """Absolute Banzhaf and Shapley-Shubik indices of one voter a level, inexact."""
    chances = _Chances(vote)
    points = min(MOST_POINTS, (vote.voters + 1) // 2)
    at, mass = np.polynomial.legendre.leggauss(points)
    shapley_shubik = np.zeros(len(vote.weights))
    for p, weight in zip((at + 1) / 2, mass / 2, strict=True):
        shapley_shubik += weight * chances.decides(float(p))
    return Measured(
        banzhaf=chances.decides(0.5),
        shapley_shubik=shapley_shubik,
        checksum=float(shapley_shubik @ np.array(vote.sizes, dtype=np.float64)),
    )


def banzhaf(vote: WeightedVote) -> Floats:
    """Absolute Banzhaf index of one voter a level, inexact."""
    return _Chances(vote).decides(0.5)


class _Chances:
    """The chance that a voter decides when all others say yes with the same probability."""

    def __init__(self, vote: WeightedVote) -> None:
        self.quota = vote.quota
        self.weights = np.array(vote.weights, dtype=np.float64)
        self.sizes = np.array(vote.sizes, dtype=np.float64)
        self.total = vote.total
        # An odd number of frequencies, more than there are sums: no factor is ever zero.
        self.period = self.total + 1 + self.total % 2
        self.angles = 2 * np.pi * np.arange(self.period // 2 + 1) / self.period
        # |factor|^2 = 1 - 4p(1-p) sin^2 <= exp(-4p(1-p) sin^2): a cheap bound, all but one factor.
        self.decay = np.zeros(len(self.angles))
        for weight, size in zip(self.weights, self.sizes, strict=True):
            self.decay += size * np.sin(self.angles * weight / 2) ** 2
        self.decay -= 1

    def decides(self, p: float) -> Floats:
        """By level, the chance that the others are below the quota and within reach of it."""
        spread = float(self.sizes @ self.weights**2)
        mean, heaviest = p * self.total, float(self.weights.max(initial=0))
        gap = max(self.quota - heaviest - mean, mean - heaviest - self.quota, 0.0)
        found = np.zeros(len(self.weights))
        if not spread or 2 * gap**2 / spread > NEGLIGIBLE:  # Hoeffding's bound
            return found
        kept = self.angles[2 * p * (1 - p) * self.decay < NEGLIGIBLE]
        step = max(1, MOST_AT_ONCE // max(1, len(self.weights)))
        for start in range(0, len(kept), step):
            found += self._summed(self._felt(kept[start : start + step], p), p)
        return np.clip(found / self.period, 0.0, 1.0)

    def _felt(self, angles: Floats, p: float) -> Floats:
        """The frequencies at which the product of all factors but any one is not negligible."""
        shrinks = np.sin(np.outer(self.weights, angles / 2)) ** 2 * (4 * p * (1 - p))
        logs = np.log1p(-np.minimum(shrinks, 1 - 1e-15)) / 2
        kept: Floats = angles[self.sizes @ logs - logs.min(axis=0) > -NEGLIGIBLE]
        return kept

    def _summed(self, angles: Floats, p: float) -> Floats:
        half_turns = np.exp(1j * np.outer(self.weights, angles / 2))
        factors = 1 - p + p * half_turns**2
        everybody = np.ones(len(angles), dtype=np.complex128)
        for factor, size in zip(factors, self.sizes, strict=True):
            everybody *= _power(factor, int(size))
        # The window of weights quota-w .. quota-1 is a geometric sum: sin(w a/2) / sin(a/2).
        sines = np.sin(angles / 2)
        low = sines == 0
        window = half_turns.imag / np.where(low, 1.0, sines)
        window = np.where(low, self.weights[:, None], window)
        seen = everybody * np.exp(-1j * (self.quota - 0.5) * angles) * np.where(low, 1.0, 2.0)
        summed: Floats = np.sum(np.real(seen * half_turns / factors) * window, axis=1)
        return summed


def _power(base: Complexes, exponent: int) -> Complexes:
    """By squaring: far faster than the general power of complex numbers."""
    found = np.ones_like(base)
    while exponent:
        if exponent & 1:
            found = found * base
        base, exponent = base * base, exponent >> 1
    return found
