"""One axis of a dispute as arrays: positions, influence and salience of its parties in each run.

Arrays are laid out parties x runs, runs last, so that every step works on whole rows of runs.
"""

from fractions import Fraction
from typing import Self

import numpy as np

from stanchion.charter.phrases import Name
from stanchion.conflict.chance import Floats, Runs
from stanchion.conflict.from_charter import Axis, Dispute, Stakeholder, Stance
from stanchion.conflict.inputs import Input
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Contest:
    """Who stands where (in the axis's units), how strong (any scale) and how eager (0 to 1).

    `floor` and `ceiling` are the ends of the declared scale.
    """

    parties: tuple[str, ...]
    positions: Floats  # parties x runs, as the two below
    influence: Floats
    salience: Floats
    floor: float
    ceiling: float

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return int(self.positions.shape[1])

    @property
    def weights(self) -> Floats:
        """Influence times salience: what a party brings to bear."""
        return self.influence * self.salience

    @classmethod
    def of_numbers(
        cls,
        parties: tuple[str, ...],
        positions: tuple[float, ...],
        influence: tuple[float, ...],
        salience: tuple[float, ...],
        *,
        scale: tuple[float, float],
    ) -> Self:
        """A single run from plain numbers, salience between 0 and 1."""
        at, strong, eager = (
            np.array([row], dtype=np.float64).T for row in (positions, influence, salience)
        )
        return cls(parties, at, strong, eager, floor=scale[0], ceiling=scale[1])


@record(frozen=True, slots=True)
class Side:
    """A party that takes a position on the axis asked about."""

    party: Stakeholder
    stance: Stance

    def inputs(self) -> tuple[Input, Input, Input]:
        """Its position, influence and salience."""
        return self.stance.position, self.party.influence, self.stance.salience


def sides(dispute: Dispute, axis: str) -> tuple[Side, ...]:
    """Who takes a position on an axis, in order of declaration."""
    taken = ((party, party.on(axis)) for party in dispute.parties)
    return tuple(Side(party, stance) for party, stance in taken if stance is not None)


def why_no_contest(dispute: Dispute, axis: str) -> str | None:
    """In plain words why there is nothing to work out on an axis; None where there is."""
    present = sides(dispute, axis)
    if len(present) < 2:
        return f"fewer than two parties take a position on `{axis}`"
    stances = [side.stance for side in present]
    if len({end for s in stances for end in (s.position.low, s.position.high)}) == 1:
        return f"nobody disagrees on `{axis}`: all stand at {float(stances[0].position.low):g}"
    if not any(side.stance.salience.high * side.party.influence.high for side in present):
        return f"nobody who cares about `{axis}` has any influence"
    return None


def drawn(dispute: Dispute, axis: Axis, *, seed: int, runs: Runs) -> Contest:
    """The contest on an axis with every input drawn anew in each run."""
    present = sides(dispute, axis.id)
    rows = [[each.drawn(seed, runs) for each in side.inputs()] for side in present]
    positions, influence, salience = (np.array(column) for column in zip(*rows, strict=True))
    return _contest(axis, present, positions, influence, salience / 100)


def at_best_guess(dispute: Dispute, axis: Axis) -> Contest:
    """The contest on an axis with every input at its best guess: one run."""
    present = sides(dispute, axis.id)
    rows = [[[float(each.best)] for each in side.inputs()] for side in present]
    positions, influence, salience = (np.array(column) for column in zip(*rows, strict=True))
    return _contest(axis, present, positions, influence, salience / 100)


def _contest(
    axis: Axis, present: tuple[Side, ...], positions: Floats, influence: Floats, salience: Floats
) -> Contest:
    return Contest(
        tuple(str(side.party.id) for side in present),
        positions,
        influence,
        salience,
        float(axis.floor),
        float(axis.ceiling),
    )


def names(present: tuple[Side, ...]) -> tuple[Name, ...]:
    """The parties on the axis."""
    return tuple(side.party.id for side in present)


Exact = tuple[tuple[Fraction, Fraction], ...]
"""Position and weight of each party, exact."""


def exact_weights(dispute: Dispute, axis: str) -> Exact | None:
    """Positions with weights as exact numbers, where every input of the axis is certain."""
    found = []
    for side in sides(dispute, axis):
        position, influence, salience = side.inputs()
        if not (position.is_certain and influence.is_certain and salience.is_certain):
            return None
        found.append((position.low, influence.low * salience.low))
    return tuple(found)
