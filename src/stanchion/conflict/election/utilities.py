"""Who values what: distances weighted by salience, and utilities that know a taste for risk."""

import numpy as np

from stanchion.conflict.chance import Floats
from stanchion.conflict.election.options import RiskAdjust
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Scenario:
    """Actors with power (any scale), positions and salience in each dimension, all from 0 to 1.

    `positions` and `salience` are actors x dimensions.
    """

    actors: tuple[str, ...]
    power: Floats
    positions: Floats
    salience: Floats

    def distances(self) -> Floats:
        """How far each actor finds each position: root of the salience-weighted mean square.

        An actor without any salience finds all equally near.
        """
        squares = (self.salience[:, None] * (self.positions[None] - self.positions[:, None])) ** 2
        weight = (self.salience**2).sum(axis=1)
        cares = weight > 0
        mean = squares.sum(axis=2) / np.where(cares, weight, 1.0)[:, None]
        far: Floats = np.sqrt(mean)
        return far


def utilities(distances: Floats, risk: Floats) -> Floats:
    """(1 - d)(1 + d R), each actor by its own risk attitude R; 1 - d where it is neutral.

    Source: KTAB, SMPModel::bsUtil; Wise, Lester, Efird (2015), Multidimensional Bargaining.
    """
    slope = np.minimum(distances, 1.0) * risk[:, None]
    valued: Floats = (1 - distances) * (1 + slope)
    return valued


def seen_by(distances: Floats, risk: Floats, observer: int, adjust: RiskAdjust) -> Floats:
    """The utilities of all as one of them estimates them."""
    part = adjust.of_the_other
    return utilities(distances, part * risk + (1 - part) * risk[observer])
