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
from stanchion.conflict.challenge.utilities import Expected, Standing
from stanchion.conflict.chance import Floats
from stanchion.exact.record import record

ALIKE = 1e-10
"""Utilities (of -2 to 2) and distances (of a scale of one) within so much are the same."""


BARRED = 1e300
"""A move longer than any."""


class Kind(IntEnum):
    """What an offer is, in the order in which programs look at them."""

    CONFRONTATION = 0
    COMPROMISE = 1
    CAPITULATION = 2
    NONE = 3


@record(frozen=True, slots=True)
class Offers:
    """What each party is offered by each other: the kinds, and by how much it would move."""

    kinds: NDArray[np.int8]
    moves: Floats


@record(frozen=True, slots=True)
class Taken:
    """From whom each party takes an offer (meaningless where it takes none), and where it is."""

    of: NDArray[np.intp]
    any: NDArray[np.bool_]
    positions: Floats


def offers(standing: Standing, found: Expected, options: Options) -> Offers:
    """All offers of a round."""
    own, other, room = found.own, found.other, standing.room
    open_to = other > ALIKE
    open_to &= standing.apart > ALIKE
    if standing.acts is not None:
        open_to &= standing.acts[:, None] & standing.acts
    margin = np.subtract(other, own, out=room.table("margin"))
    loses = margin > ALIKE
    loses &= own > ALIKE
    loses &= open_to
    np.add(other, own, out=margin)
    fears = own < -ALIKE
    fears &= open_to
    meets = margin > ALIKE
    meets &= fears
    yields = fears if options.capitulation is Capitulation.YIELDS else meets
    # from NONE down: yielding is one less, meeting half-way two; times nothing where i loses
    kinds = np.full(own.shape, Kind.NONE, dtype=np.int8)
    kinds -= yields.view(np.int8)
    kinds -= meets.view(np.int8)
    kinds *= (~loses).view(np.int8)
    # how much of the way to j, below zero: own / other where i meets j, all of it otherwise
    moves = room.table("moves")
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(own, other, out=moves)
    moves -= np.multiply(loses, 2.0, out=margin)
    np.maximum(moves, -1.0, out=moves)
    moves *= np.subtract(standing.positions[:, None], standing.positions, out=margin)
    return Offers(kinds, moves)


def taken(standing: Standing, given: Offers, found: Expected, options: Options) -> Taken:
    """Which offer each party takes, and where it stands afterwards."""
    positions = standing.positions
    closed = given.kinds == Kind.NONE
    key = np.abs(given.moves, out=standing.room.table("margin"))
    match options.choice:
        case OfferChoice.LEAST_MOVE:
            pass
        case OfferChoice.BY_KIND:
            closed |= given.kinds > given.kinds.min(axis=1, keepdims=True)
        case OfferChoice.BY_KIND_LOWEST:
            closed |= given.kinds > given.kinds.min(axis=1, keepdims=True)
            compromise = given.kinds == Kind.COMPROMISE
            np.copyto(key, _mean_position(positions, found), where=compromise)
        case _:
            assert_never(options.choice)
    barred = np.multiply(closed, BARRED, out=standing.room.table("won"))
    np.fmax(key, barred, out=key)  # which forgets what is no number where there is no offer
    best = key.min(axis=1)
    takes = best < BARRED
    alike = key <= (best + ALIKE * standing.length)[:, None]
    of = alike.argmax(axis=1)
    match options.tie:
        case Tie.FIRST_LISTED:
            pass
        case Tie.KEENER:
            tied = _tied(alike, takes)
            of[:, tied] = _keenest(alike[..., tied], found.other[..., tied], given.moves[..., tied])
        case _:
            assert_never(options.tie)
    move = np.take_along_axis(given.moves, of[:, None], axis=1)[:, 0]
    return Taken(of, takes, np.where(takes, positions + move, positions))


def _tied(alike: NDArray[np.bool_], takes: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The runs in which some party has several best offers."""
    several = np.add.reduce(alike.view(np.int8), axis=1, dtype=np.int16) > 1
    return np.flatnonzero((several & takes).any(axis=0))


def _keenest(alike: NDArray[np.bool_], other: Floats, moves: Floats) -> NDArray[np.intp]:
    """Of the best offers that of the party expecting most, and of those the lowest position."""
    keen = np.where(alike, other, -np.inf)
    alike = alike & (keen >= keen.max(axis=1, keepdims=True) - ALIKE)
    lowest: NDArray[np.intp] = np.where(alike, moves, np.inf).argmin(axis=1)
    return lowest


def _mean_position(positions: Floats, found: Expected) -> Floats:
    """The key by which Scholz's program orders compromises: a mean weighted by utilities."""
    own, other = np.abs(found.own), np.abs(found.other)
    whole = own + other
    mean = own * positions[:, None] + other * positions[None]
    ordered: Floats = np.divide(mean, whole, out=np.zeros_like(mean), where=whole > 0)
    return ordered
