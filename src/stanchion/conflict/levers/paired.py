"""A difference of two probabilities, measured run by run on the same random numbers.

What both worlds share cancels, so a small change shows in far fewer runs than two separate samples
would need, and a change that touches nothing differs in no run at all.
"""

import math

import numpy as np
from numpy.typing import NDArray

from stanchion.economics.simulation.summary import Z_95, Bracket
from stanchion.exact.record import record

Hits = NDArray[np.bool_]


@record(frozen=True, slots=True)
class Difference:
    """After less before, with the runs that went one way only before or only after."""

    before: float
    after: float
    change: Bracket
    gained: int
    lost: int
    runs: int

    @property
    def shown(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.change.low > 0 or self.change.high < 0


def difference(before: Hits, after: Hits) -> Difference:
    """The change of a probability, from the same runs under two charters.

    The interval is that of paired proportions with one run added to each way of changing, so that
    it has a width even where no run changed. Source: Bonett, Price (2012), Adjusted Wald confidence
    interval for a difference of binomial proportions based on paired data.
    """
    assert before.shape == after.shape  # INVARIANT: the same runs
    runs = len(before)
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    up, down = (gained + 1) / (runs + 2), (lost + 1) / (runs + 2)
    half = Z_95 * math.sqrt((up + down - (up - down) ** 2) / (runs + 2))
    middle = up - down
    return Difference(
        before=float(before.mean()),
        after=float(after.mean()),
        change=Bracket((gained - lost) / runs, max(-1.0, middle - half), min(1.0, middle + half)),
        gained=gained,
        lost=lost,
        runs=runs,
    )
