"""Where a crowd tips: its cascade at best guesses, and the threshold of the global game."""

from fractions import Fraction

import numpy as np

from stanchion.conflict.cascade.global_game import regime_change
from stanchion.conflict.cascade.normal import after_stage
from stanchion.conflict.crisis.compiled import Crisis, CrowdTerms
from stanchion.exact.record import record

PRECISE = 1e6
"""How precisely members see the strength of the other side in the global game: almost exactly."""


@record(frozen=True, slots=True)
class Tipping:
    """Where a crowd tips, at the cost of leaving by best guess, before any offer and under each.

    Global game: a side that can stand the loss of less than `theta` of it gives way. Cascade: so
    many of it `sign` in so many stages when all is at stake, by the best guess of its thresholds.
    """

    crowd: str
    under: str
    cost: float
    theta: float
    sign: int
    stages: int


def tipping(compiled: Crisis) -> tuple[Tipping, ...]:
    """Every crowd with a cost of leaving, without an offer and under each."""
    found = []
    for place, crowd in enumerate(compiled.crowds):
        if crowd.cost is None or not crowd.cost.best:
            continue
        gain = _gain(compiled, crowd)
        offers = [offer for offer in compiled.offers if offer.to == place]
        costs = [("no offer", crowd.cost), *((f"the offer of {o.by}", o.cost) for o in offers)]
        for under, cost in costs:
            share = float(cost.best / gain) if gain else float("inf")
            theta = regime_change(share, private=PRECISE).theta if 0 < share < 1 else share <= 0
            sign, stages = _cascade(crowd, float(cost.best / crowd.cost.best))
            found.append(Tipping(crowd.name, under, float(cost.best), float(theta), sign, stages))
    return tuple(found)


def _cascade(crowd: CrowdTerms, cheaper: float) -> tuple[int, int]:
    """How many sign at best guesses, and at which stage the last of them."""
    mean, spread = (float(one.best) / 100 * cheaper for one in (crowd.threshold, crowd.spread))
    signed, stages = np.array([crowd.joined]), 0
    while True:
        further = after_stage(signed, np.array([mean]), np.array([spread]), crowd.size)
        if np.array_equal(further, signed):
            return round(float(signed[0]) * crowd.size), stages
        signed, stages = further, stages + 1


def _gain(compiled: Crisis, crowd: CrowdTerms) -> Fraction:
    """What a crowd would gain by the best ending over the worst, by best guesses."""
    worths = [
        worth[0].input.best
        for status, worth in zip(compiled.statuses, compiled.worths[crowd.name], strict=True)
        if status.left_by is None and worth[0].input is not None
    ]
    return max(worths) - min(worths) if worths else Fraction(0)
