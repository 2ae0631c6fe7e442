"""Who offers what to whom, and which offer each takes; many runs at once.

An offer to i from j is judged by i from its own perspective. Where both would challenge and j
expects more, i loses the confrontation; where only j would, i meets it part of the way, or takes
its position where i would lose more than j gains.
Source: Bueno de Mesquita (1994); Scholz, Calbert, Smith (2011), section 4.4.
"""

from enum import IntEnum
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.challenge.options import Capitulation, OfferChoice, Options, Tie
from stanchion.conflict.challenge.utilities import Expected
from stanchion.conflict.chance import Floats
from stanchion.exact.record import record

ALIKE = 1e-10
"""Utilities (of -2 to 2) and distances (of a scale of one) within so much are the same."""


class Kind(IntEnum):
    """What an offer is, in the order in which programs look at them."""

    CONFRONTATION = 0
    COMPROMISE = 1
    CAPITULATION = 2
    NONE = 3


@record(frozen=True, slots=True)
class Offers:
    """What each party is offered by each other: kinds and the positions it would move to."""

    kinds: NDArray[np.int8]
    moves_to: Floats


@record(frozen=True, slots=True)
class Taken:
    """From whom each party takes an offer (meaningless where it takes none), and where it is."""

    of: NDArray[np.intp]
    any: NDArray[np.bool_]
    positions: Floats


def offers(positions: Floats, length: Floats, found: Expected, options: Options) -> Offers:
    """All offers of a round."""
    own, other = found.own, found.other
    apart = positions[None] - positions[:, None]
    there = np.abs(apart) > ALIKE * length
    both = (own > ALIKE) & (other - own > ALIKE)
    only_other = (other > ALIKE) & (own < -ALIKE)
    meets = only_other & (other + own > ALIKE)
    kinds = np.full(own.shape, Kind.NONE, dtype=np.int8)
    if options.capitulation is Capitulation.YIELDS:
        kinds[only_other & there] = Kind.CAPITULATION
    kinds[meets & there] = Kind.COMPROMISE
    kinds[both & there] = Kind.CONFRONTATION
    part = np.divide(-own, other, out=np.ones_like(own), where=meets)
    return Offers(kinds, positions[:, None] + apart * part)


def taken(
    positions: Floats, length: Floats, given: Offers, found: Expected, options: Options
) -> Taken:
    """Which offer each party takes, and where it stands afterwards."""
    kinds, moves_to = given.kinds, given.moves_to
    key = np.abs(moves_to - positions[:, None]) / length
    match options.choice:
        case OfferChoice.LEAST_MOVE:
            open_to = kinds != Kind.NONE
        case OfferChoice.BY_KIND | OfferChoice.BY_KIND_LOWEST:
            open_to = (kinds == kinds.min(axis=1, keepdims=True)) & (kinds != Kind.NONE)
        case _:
            assert_never(options.choice)
    if options.choice is OfferChoice.BY_KIND_LOWEST:
        key = np.where(kinds == Kind.COMPROMISE, _mean_position(positions, found) / length, key)
    best = np.where(open_to, key, np.inf).min(axis=1, keepdims=True)
    alike = open_to & (key <= best + ALIKE)
    match options.tie:
        case Tie.FIRST_LISTED:
            of = alike.argmax(axis=1)
        case Tie.KEENER:
            keen = np.where(alike, found.other, -np.inf)
            alike &= keen >= keen.max(axis=1, keepdims=True) - ALIKE
            of = np.where(alike, moves_to, np.inf).argmin(axis=1)
        case _:
            assert_never(options.tie)
    takes = alike.any(axis=1)
    chosen = np.take_along_axis(moves_to, of[:, None], axis=1)[:, 0]
    return Taken(of, takes, np.where(takes, chosen, positions))


def _mean_position(positions: Floats, found: Expected) -> Floats:
    """The key by which Scholz's program orders compromises: a mean weighted by utilities."""
    own, other = np.abs(found.own), np.abs(found.other)
    whole = own + other
    mean = own * positions[:, None] + other * positions[None]
    return np.divide(mean, whole, out=np.zeros_like(mean), where=whole > 0)
