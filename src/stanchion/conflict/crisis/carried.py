"""Whether a decision is carried in each of many runs, by the rule that the charter compiles to."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.control.game import Ballot, Count, Every, Formula, Heads, Never, Player, Some

Yes = NDArray[np.bool_]
Ints = NDArray[np.int64]
LARGEST = 2**62
"""What integers of a machine hold; weights beyond it are added as Python's."""


def carried(formula: Formula, yes: Mapping[Player, Yes], runs: int) -> Yes:
    """In which runs the rule is met by those who say yes; a crowd says yes with every head.

    Weights are counted exactly. Whoever is not named says no.
    """
    match formula:
        case Ballot(player) | Heads(player, _):
            return yes.get(player, np.zeros(runs, dtype=np.bool_))
        case Never():
            return np.zeros(runs, dtype=np.bool_)
        case Count(parts, quota, strict):
            return _counted(parts, quota, yes, runs, strict=strict)
        case Every(parts):
            met = np.ones(runs, dtype=np.bool_)
            for part in parts:
                met &= carried(part, yes, runs)
            return met
        case Some(count, parts):
            number = np.zeros(runs, dtype=np.int64)
            for part in parts:
                number += carried(part, yes, runs)
            return number >= count
        case _:
            assert_never(formula)


def _counted(
    parts: tuple[tuple[Formula, Fraction], ...],
    quota: Fraction,
    yes: Mapping[Player, Yes],
    runs: int,
    *,
    strict: bool,
) -> Yes:
    weights = [w * (part.size if isinstance(part, Heads) else 1) for part, w in parts]
    unit = math.lcm(*(weight.denominator for weight in weights)) if weights else 1
    whole = [int(weight * unit) for weight in weights]
    scaled = quota * unit
    needed = math.floor(scaled) + 1 if strict else math.ceil(scaled)
    big = sum(map(abs, whole)) >= LARGEST or abs(needed) >= LARGEST
    kind = object if big else np.int64
    total = np.zeros(runs, dtype=kind)
    for (part, _), weight in zip(parts, whole, strict=True):
        total = total + carried(part, yes, runs).astype(kind) * weight
    met: Yes = np.asarray(total >= needed, dtype=np.bool_)
    return met
