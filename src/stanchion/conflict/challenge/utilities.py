"""What a challenge promises: votes, chances of success, expected utilities; many runs at once.

Arrays are parties x parties x runs, `[i, j]` being of i challenging or perceiving j, runs last.
Source: Bueno de Mesquita (1994); Scholz, Calbert, Smith (2011), sections 3 and 4.
"""

from typing import Self, assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.baselines import weighted_median
from stanchion.conflict.challenge.options import (
    Denominator,
    Improvement,
    Options,
    StatusQuoSign,
    VotingRisk,
)
from stanchion.conflict.challenge.room import Room
from stanchion.conflict.chance import Floats
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Standing:
    """Where parties stand in a round: positions, weight in votes, salience (parties x runs), and
    the length of the scale (runs); with the room to work in."""

    positions: Floats
    weights: Floats
    salience: Floats
    length: Floats
    apart: Floats  # of any two, on a scale of length one
    acts: NDArray[np.bool_] | None  # who has any salience in a run; None where all have
    room: Room

    def among_acting(self, table: Floats) -> Floats:
        """A table with nothing in it of those who do not act in a run."""
        if self.acts is None:
            return table
        return table * self.acts[:, None] * self.acts

    @classmethod
    def at(
        cls, positions: Floats, weights: Floats, salience: Floats, length: Floats, *, room: Room
    ) -> Self:
        """The standing of parties at these positions."""
        apart = room.table("apart")
        np.subtract(positions[:, None], positions, out=apart)
        np.abs(apart, out=apart)
        apart /= length
        acts = salience > 0
        return cls(positions, weights, salience, length, apart, None if acts.all() else acts, room)


@record(frozen=True, slots=True)
class Expected:
    """Expected utilities as the first party of each pair perceives them, by its own risk, in
    quarters (of the -2 to 2 of the paper, so here -1/2 to 1/2).

    `own[i, j]` is of i challenging j, `other[i, j]` of j challenging i.
    """

    own: Floats
    other: Floats


def expected(standing: Standing, risk: Floats, options: Options) -> Expected:
    """The expected utilities of all challenges, at the risk exponents of the perceiving parties.

    E_ij = s_j (P won + (1 - P) lost) + (1 - s_j) won - what is expected without a challenge, with
    won = 2 - 4 (1/2 - d/2)^r and lost = 2 - 4 (1/2 + d/2)^r: won - s_j (1 - P) (won - lost) - ...
    """
    room, cares = standing.room, standing.salience
    voting = None if options.voting_risk is VotingRisk.NEUTRAL else risk
    fails = failure(standing, votes(standing, voting), options.denominator)
    won, stake = room.table("won"), room.table("stake")
    np.multiply(standing.apart, -0.5, out=won)
    won += 0.5
    np.subtract(1, won, out=stake)
    powered(won, risk)
    powered(stake, risk)
    stake -= won
    own, other = room.table("own"), room.table("other")
    np.multiply(fails, cares, out=own)
    np.multiply(fails.swapaxes(0, 1), cares[:, None], out=other)
    left, left_other = _left_alone(standing, risk, options)
    return Expected(_less(left, won, own, stake), _less(left_other, won, other, stake))


def _less(left: Floats, won: Floats, fails: Floats, stake: Floats) -> Floats:
    """left - won - fails x stake, in the memory of `fails`."""
    fails *= stake
    fails += won
    return np.subtract(left, fails, out=fails)


def dangers(standing: Standing, options: Options) -> Floats:
    """What all others together expect from challenging each party, if nobody minds risk.

    Then won is 2 d, lost -2 d and an unchanged world is worth nothing; in quarters.
    """
    apart = standing.among_acting(standing.apart)
    fails = failure(standing, votes(standing, None), options.denominator)
    feared: Floats = np.einsum("ijr,jir->ir", apart, fails)
    summed: Floats = 0.5 * apart.sum(axis=1) - standing.salience * feared
    if options.status_quo != 1:
        neutral = np.ones_like(standing.positions)
        left = standing.among_acting(_left_alone(standing, neutral, options)[1] - 0.5)
        summed += left.sum(axis=1) - np.einsum("iir->ir", left)
    return summed


def powered(base: Floats, risk: Floats) -> None:
    """Raises a base that is alike for both of a pair to the exponent of the first, in place.

    By logarithms, taken once for a pair: several times as fast as powers. A base that rounding
    made negative counts as zero, and zero to a positive power is zero. The diagonal is left as it
    is: nobody challenges itself.
    """
    with np.errstate(divide="ignore"):
        for one in range(1, len(base)):
            own, others = base[one, :one], base[:one, one]
            np.maximum(own, 0.0, out=own)
            np.log(own, out=own)
            np.multiply(own, risk[:one], out=others)
            np.exp(others, out=others)
            own *= risk[one]
            np.exp(own, out=own)


def votes(standing: Standing, risk: Floats | None) -> Floats:
    """The votes for i against j of all who are nearer to i: weight times the difference.

    With U[j, k] the weight of k times its distance from j, k votes U[j, k] - U[i, k] for i.
    """
    room = standing.room
    burden, found = room.table("burden"), room.table("votes")
    if risk is None:
        np.multiply(standing.apart, standing.weights, out=burden)
    else:
        raised = room.table("stake")
        np.copyto(raised, standing.apart)
        powered(raised, risk)
        np.multiply(raised.swapaxes(0, 1), standing.weights, out=burden)
    total = burden.sum(axis=1)
    for one in range(1, len(found)):
        # what all bear under the worse of two for each; what each bears under i is taken off below
        worse = np.maximum(burden[:one], burden[one], out=room.worse(one))
        np.sum(worse, axis=1, out=found[one, :one])
        found[:one, one] = found[one, :one]
    found -= total[:, None]
    for one in range(len(found)):
        found[one, one] = 0.0
    return np.maximum(found, LEAST, out=found)


LEAST = 1e-300
"""Instead of no votes at all, by which nothing could be divided; two such are even."""


def failure(standing: Standing, given: Floats, denominator: Denominator) -> Floats:
    """How likely i is not to prevail over j; even where nobody votes."""
    fails = standing.room.table("fails")
    match denominator:
        case Denominator.PAIR:
            np.add(given, given.swapaxes(0, 1), out=fails)
            return np.divide(given.swapaxes(0, 1), fails, out=fails)
        case Denominator.ALL_PAIRS:
            whole = standing.among_acting(given).sum(axis=(0, 1))
            np.divide(given, -2 * np.maximum(whole, LEAST), out=fails)
            return np.add(fails, 1, out=fails)
        case _:
            assert_never(denominator)


def _left_alone(standing: Standing, risk: Floats, options: Options) -> tuple[Floats, Floats]:
    """Half less what is expected where nobody challenges, of i towards j and of j towards i, in
    quarters.

    With chance Q nothing changes; otherwise things get better or worse for the challenger as the
    other moves to the median.
    """
    unchanged = 0.5 ** risk[:, None]
    if options.status_quo == 1:
        return unchanged, unchanged
    stays = float(options.status_quo)
    median = weighted_median(standing.positions, standing.weights)
    from_median = np.abs(standing.positions - median) / standing.length
    subtracted = options.sign is StatusQuoSign.SUBTRACTED
    found = []
    for challenger in (from_median[:, None], from_median[None]):
        shift = 0.25 * (challenger + standing.apart)
        better, worse = (
            np.maximum(0.5 + part, 0.0) ** risk[:, None] - 0.5 for part in (-shift, shift)
        )
        match options.improvement:
            case Improvement.EVEN:
                changed = (better + worse) / 2
            case Improvement.TOWARD_MEDIAN:
                changed = np.where(challenger < standing.apart, better, worse)
            case _:
                assert_never(options.improvement)
        part = (1 - stays) * changed
        found.append(0.5 + stays * (unchanged - 0.5) + (part if subtracted else -part))
    return found[0], found[1]
