"""How much risk each party takes: from how safe its position is, to an exponent.

Source: Scholz, Calbert, Smith (2011), section 4.3.
"""

from typing import assert_never

import numpy as np

from stanchion.conflict.challenge.options import Denominator, Options, RiskReference
from stanchion.conflict.challenge.room import Room
from stanchion.conflict.challenge.utilities import LEAST, Standing, dangers, votes
from stanchion.conflict.chance import Floats

ALIKE = 1e-12
"""Dangers within so much of one another say nothing of risk."""


def exponents(standing: Standing, options: Options) -> Floats:
    """The risk exponent of each party in each run, between one half and two.

    The safest party takes the most risk against becoming it, the least safe the least; where all
    are equally safe everybody is neutral.
    """
    danger = dangers(standing, options)
    match options.risk_reference:
        case RiskReference.ALL_PARTIES:
            most = np.broadcast_to(_least(-danger, standing) * -1, danger.shape)
            least = np.broadcast_to(_least(danger, standing), danger.shape)
        case RiskReference.OWN_POSITIONS:
            simple = options.denominator is Denominator.PAIR and options.status_quo == 1
            most, least = (
                _own_dangers_of_pairs(standing) if simple else _own_dangers(standing, options)
            )
        case _:
            assert_never(options.risk_reference)
    span = most - least
    alike = span <= ALIKE
    accepts = np.where(alike, 0.0, (2 * danger - most - least) / np.where(alike, 1.0, span))
    accepts = np.clip(accepts, -1, 1)  # of one who does not act nothing is asked
    return (1 - accepts / 3) / (1 + accepts / 3)


def _least(values: Floats, standing: Standing) -> Floats:
    """The least value among those who act in each run."""
    if standing.acts is not None:
        values = np.where(standing.acts, values, np.inf)
        values = np.where(standing.acts.any(axis=0), values, 0.0)
    found: Floats = values.min(axis=0)
    return found


def _own_dangers(standing: Standing, options: Options) -> tuple[Floats, Floats]:
    """The most and the least danger that each party would be in at any position that is held.

    All positions are tried at once, as so many more runs.
    """
    count, runs = standing.positions.shape
    most, least = np.empty_like(standing.positions), np.empty_like(standing.positions)
    room = Room(count, count * runs)
    repeated = [np.tile(each, count) for each in (standing.weights, standing.salience)]
    length = np.tile(standing.length, count)
    for i in range(count):
        moved = np.tile(standing.positions, count)
        held = standing.positions
        if standing.acts is not None:  # where nobody acts no position is held
            held = np.where(standing.acts, held, standing.positions[i])
        moved[i] = held.ravel()
        elsewhere = Standing.at(moved, repeated[0], repeated[1], length, room=room)
        found = dangers(elsewhere, options)[i].reshape(count, runs)
        most[i], least[i] = found.max(axis=0), found.min(axis=0)
    return most, least


def _own_dangers_of_pairs(standing: Standing) -> tuple[Floats, Floats]:
    """The same where a chance of success depends on the pair alone, without trying each position.

    Where i stands at p the others vote between p and j as before, and i itself is for p by its
    weight times the distance; so the votes of the round are corrected for i's own.
    """
    weights, apart = standing.weights, standing.among_acting(standing.apart)
    given = votes(standing, None).copy()
    most, least = np.empty_like(standing.positions), np.empty_like(standing.positions)
    for i in range(len(weights)):
        own = standing.apart[:, i] * weights[i]
        voted = own - own[:, None]  # of i for p against j, as it stands
        for_p = given - np.maximum(voted, 0) + standing.apart * weights[i]
        for_j = given.swapaxes(0, 1) - np.maximum(-voted, 0)
        fails = for_p / np.maximum(for_p + for_j, LEAST)
        danger = apart * (0.5 - standing.salience[i] * fails)
        found = danger.sum(axis=1) - danger[:, i]
        if standing.acts is not None:  # where nobody acts no position is held
            found = np.where(standing.acts, found, found[i])
        most[i], least[i] = found.max(axis=0), found.min(axis=0)
    return most, least
