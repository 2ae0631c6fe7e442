"""How likely each party's position is to be elected, over all axes at once and all draws."""

import numpy as np

from stanchion.conflict.chance import runs_from
from stanchion.conflict.election.election import elected
from stanchion.conflict.election.options import Switches
from stanchion.conflict.election.utilities import Scenario
from stanchion.conflict.from_charter import Axis, Dispute
from stanchion.exact.record import record

MOST_RUNS = 1000
"""An election is worked out run by run; more would add little to what is known."""


@record(frozen=True, slots=True)
class Chance:
    """How likely the position of a party is to win: mean over the draws with its error."""

    party: str
    probability: float
    error: float


@record(frozen=True, slots=True)
class Elections:
    """The election over all axes, and who is left out for taking no position on one of them."""

    axes: tuple[str, ...]
    chances: tuple[Chance, ...]
    left_out: tuple[str, ...]
    runs: int
    switches: Switches


def elections(dispute: Dispute, axes: list[Axis], *, seed: int, runs: int) -> Elections:
    """The probabilities over positions on these axes together."""
    counted = runs_from(0, min(runs, MOST_RUNS))
    present = [p for p in dispute.parties if all(p.on(axis.id) for axis in axes)]
    power = np.array([party.influence.drawn(seed, counted) for party in present])
    positions, salience = np.empty((2, len(present), len(axes), len(counted)))
    for row, party in enumerate(present):
        for column, axis in enumerate(axes):
            stance = party.on(axis.id)
            assert stance is not None  # INVARIANT: only such are present
            where = stance.position.drawn(seed, counted) - float(axis.floor)
            positions[row, column] = where / float(axis.length)
            salience[row, column] = stance.salience.drawn(seed, counted) / 100
    names = tuple(str(party.id) for party in present)
    switches = Switches()
    found = np.zeros((len(counted), len(present)))
    for run in range(len(counted) if present else 0):
        scenario = Scenario(names, power[:, run], positions[..., run], salience[..., run])
        result = elected(scenario, switches)
        found[run] = [result.of_actor(name) for name in names]
    errors = found.std(axis=0) / max(1, len(counted) - 1) ** 0.5
    return Elections(
        tuple(str(axis.id) for axis in axes),
        tuple(
            Chance(name, float(mean), float(error))
            for name, mean, error in zip(names, found.mean(axis=0), errors, strict=True)
        ),
        tuple(str(p.id) for p in dispute.parties if p not in present),
        len(counted),
        switches,
    )
