"""Power in a purely weighted vote of very many, in floating point with a check.

When everybody says yes with probability p, the chance that a voter decides comes from the
distribution of the weight of all, from which one voter is divided out again, once for every
distinct weight. At p = 1/2 that chance is the Banzhaf index; its integral over p is the
Shapley-Shubik index (Owen's multilinear extension), a polynomial of degree n - 1, for which half as
many Gauss-Legendre points as voters are exact, and far fewer near enough. The sum of the indices,
which must be 1, is returned as checksum.

Source: Owen, Management Science 18 (1972) 64-79; Leech, Management Science 49 (2003) 831-837.
"""

import numpy as np
from numpy.typing import NDArray

from stanchion.control.power.weighted import WeightedVote
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record

Floats = NDArray[np.float64]

FIRST_POINTS, MOST_POINTS = 32, 512
"""Gauss-Legendre points: doubled until the figures stand still and add up to 1."""
STANDS_STILL = 1e-12
NEGLIGIBLE = 40.0
"""Chances below exp(-40), about 4e-18, are left out."""
ROUNDING = 1e-11
"""Bound of the error of a chance by rounding: seen below 1e-13 in all comparisons with exact."""


@record(frozen=True, slots=True)
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

    def decides(self, p: float) -> Floats:
        """By level, the chance that the others are below the quota and within reach of it."""
        self.budget.check_time()
        vote = self.vote
        if not 0 < vote.quota <= vote.total or self._far(p):
            return np.zeros(len(vote.weights))  # it is decided whatever they say, or all but surely
        if p > 1 / 2:  # the same chance, told by those who say no
            return _decides(vote.dual, 1 - p)
        return _decides(vote, p)

    def _far(self, p: float) -> bool:
        """Whether the weight of yes is hardly ever near the quota, by Bernstein's bound."""
        heaviest = max(self.vote.weights)
        mean = p * self.vote.total
        gap = max(self.vote.quota - heaviest - mean, mean - heaviest - self.vote.quota, 0.0)
        squares = sum(n * w * w for w, n in zip(self.vote.weights, self.vote.sizes, strict=True))
        return gap**2 > 2 * NEGLIGIBLE * (p * (1 - p) * squares + heaviest * gap / 3)


def _decides(vote: WeightedVote, p: float) -> Floats:
    """The chance to decide for p <= 1/2, where dividing a voter out is stable.

    With A the distribution without one voter of weight w and D that of all, D = (1-p) A + p x^w A,
    so A is an alternating sum of D with ratio p / (1-p), and so are its sums over windows.
    """
    below = np.concatenate([[0.0], np.cumsum(_distribution(vote, p))])
    ratio, found = -p / (1 - p), {0: 0.0}
    for weight in set(vote.weights) - {0}:
        ends = below[vote.quota :: -weight]
        windows = ends - np.append(ends[1:], 0.0)
        powers = ratio ** np.arange(len(windows))
        found[weight] = float(windows @ powers) / (1 - p)
    return np.clip([found[weight] for weight in vote.weights], 0.0, 1.0)


def _distribution(vote: WeightedVote, p: float) -> Floats:
    """The chance of every weight of yes below the quota."""
    chances = np.zeros(vote.quota)
    chances[0] = 1.0
    moved = np.empty_like(chances)
    for weight, size in zip(vote.weights, vote.sizes, strict=True):
        for _ in range(size):
            np.multiply(chances, p, out=moved)
            chances *= 1 - p
            if weight < vote.quota:
                chances[weight:] += moved[: vote.quota - weight]
    return chances
