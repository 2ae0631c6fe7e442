"""Closed forms of bargaining: who gets how much of one euro, and how the unsure choose.

Exact where the discount is; the logit equilibrium is a number found by iteration.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp

from stanchion.exact.errors import StanchionError

Payoffs = Sequence[Sequence[float]]
"""Of one player in a two-by-two game: by its own choice, then by the other's."""


@dataclass(eq=False)
class BadBargain(StanchionError, ValueError):
    """`value` of `what` is outside of what the model is about."""

    what: str
    value: Fraction | float

    def __str__(self) -> str:
        return f"{self.what} cannot be `{self.value}`"


def rubinstein(discount: Fraction) -> Fraction:
    """What the first to offer keeps where both wait alike: 1 / (1 + d).

    Raises BadBargain. Source: Rubinstein (1982), Perfect Equilibrium in a Bargaining Model.
    """
    if not 0 <= discount < 1:
        raise BadBargain("a discount factor", discount)
    return 1 / (1 + discount)


def rubinstein_of(first: Fraction, second: Fraction) -> Fraction:
    """What the first to offer keeps where they wait differently: (1 - d2) / (1 - d1 d2)."""
    for discount in (first, second):
        if not 0 <= discount < 1:
            raise BadBargain("a discount factor", discount)
    return (1 - second) / (1 - first * second)


def baron_ferejohn(members: int, discount: Fraction) -> Fraction:
    """What the proposer keeps under closed rule, simple majority of an odd number, equal chances:
    1 - d (n - 1) / (2 n).

    Raises BadBargain. Source: Baron, Ferejohn (1989), Bargaining in Legislatures.
    """
    if members < 3 or members % 2 == 0:
        raise BadBargain("the number of members, odd and at least three,", Fraction(members))
    if not 0 <= discount <= 1:
        raise BadBargain("a discount factor", discount)
    return 1 - discount * Fraction(members - 1, 2 * members)


def logit_equilibrium(row: Payoffs, column: Payoffs, precision: float) -> tuple[float, float]:
    """How often each plays its first choice when better choices are likelier, not certain.

    Each plays first with odds exp(precision x gain) given how the other plays. Found by bisection
    on the row's frequency; of several equilibria the one nearest to even play.
    Raises BadBargain. Source: McKelvey, Palfrey (1995), Quantal Response Equilibria.
    """
    if not 0 <= precision < float("inf"):
        raise BadBargain("the precision", precision)

    def first(own: Payoffs, other_first: float) -> float:
        gain = sum(
            chance * (own[0][choice] - own[1][choice])
            for choice, chance in enumerate((other_first, 1 - other_first))
        )
        return _logistic(precision * gain)

    def beyond(frequency: float) -> float:
        return first(row, first(column, frequency)) - frequency

    low, high = _bracket(beyond)
    for _ in range(200):
        middle = (low + high) / 2
        if (beyond(low) > 0) == (beyond(middle) > 0):
            low = middle
        else:
            high = middle
    found = (low + high) / 2
    return found, first(column, found)


def _bracket(beyond: Callable[[float], float]) -> tuple[float, float]:
    """Two frequencies, as near to even as can be, between which the answer to itself crosses."""
    grid = [place / GRID for place in range(GRID + 1)]
    signs = [beyond(at) > 0 for at in grid]
    crossing = [n for n in range(GRID) if signs[n] != signs[n + 1]]
    if not crossing:
        return (0.0, 0.0) if not signs[0] else (1.0, 1.0)
    nearest = min(crossing, key=lambda n: abs(grid[n] - 0.5))
    return grid[nearest], grid[nearest + 1]


GRID = 1000


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))
