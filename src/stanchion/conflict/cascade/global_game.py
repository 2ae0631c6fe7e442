"""The strength below which a regime falls, when each who might leave sees it a little differently.

Everybody chooses whether to leave at a cost `c` (the gain of leaving a regime that falls is one);
the regime falls if at least the share `theta` leaves. Beliefs before: normal with mean `expected`
and precision `public`; each sees theta with an error of precision `private`.
Source: Morris and Shin (2003), Global games: theory and applications, section 2.3 and 3.1.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record


@dataclass(eq=False)
class BadGlobalGame(StanchionError, ValueError):
    """A cost outside of (0, 1), or a precision that is none."""

    why: str

    def __str__(self) -> str:
        return self.why


@record(frozen=True, slots=True)
class Threshold:
    """A regime weaker than `theta` falls; who sees it weaker than `signal` leaves.

    Not `unique`, the public belief is so precise against what each sees that there are several
    such thresholds; `theta` is then the lowest of them.
    """

    theta: float
    signal: float
    unique: bool
    method: str
    exact: bool = False


DIFFUSE = 0.0
"""The precision of beliefs where nothing was known before."""


def regime_change(
    cost: float, *, private: float, public: float = DIFFUSE, expected: float = 0.5
) -> Threshold:
    """The threshold of regime change; with a diffuse prior it is one minus the cost.

    Raises BadGlobalGame.
    """
    from scipy.special import ndtri

    if not 0 < cost < 1:
        raise BadGlobalGame(f"the cost of leaving is between 0 and 1, not {cost}")
    if not (private > 0 and public >= 0):
        raise BadGlobalGame("precisions are positive")
    quantile = float(ndtri(cost))
    noise = 1 / math.sqrt(private)

    if not public:
        theta = 1 - cost
        return Threshold(theta, theta - quantile * noise, unique=True, method="closed form")

    def excess(z: float) -> float:
        """How far who sees the threshold signal is from being indifferent; z is ndtri(theta)."""
        theta = _normal(z)
        seen = public * (theta - expected) - math.sqrt(private) * z
        return seen / math.sqrt(public + private) - quantile

    z = _lowest_root(excess)
    unique = public / math.sqrt(private) <= math.sqrt(2 * math.pi)
    theta = _normal(z)
    return Threshold(theta, theta + noise * z, unique=unique, method="root of indifference")


def _normal(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))


def _lowest_root(excess: Callable[[float], float]) -> float:
    """The lowest z at which an excess that is positive far below becomes negative."""
    from scipy.optimize import brentq

    reach = 8.0
    while excess(-reach) <= 0 or excess(reach) >= 0:
        reach *= 2  # the terms in z outgrow all others
    steps = 4_000
    below = -reach
    for step in range(1, steps + 1):
        above = -reach + 2 * reach * step / steps
        if excess(above) <= 0:
            return float(brentq(excess, below, above, xtol=1e-13))
        below = above
    raise AssertionError  # INVARIANT: the excess is negative at `reach`
