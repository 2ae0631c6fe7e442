"""Round after round: everybody judges, everybody is offered, all move at once; many runs at once.

A party without any salience does nothing here: it neither votes nor offers nor moves, and its
position does not stretch the scale.
"""

from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.baselines import compromise_mean, weighted_median
from stanchion.conflict.challenge.offers import Offers, Taken, offers, taken
from stanchion.conflict.challenge.options import Options, Scale, Stop
from stanchion.conflict.challenge.risk import exponents
from stanchion.conflict.challenge.room import Room
from stanchion.conflict.challenge.utilities import Expected, Standing, expected
from stanchion.conflict.chance import Floats
from stanchion.conflict.contest import Contest
from stanchion.exact.record import record

AT_REST = 1e-9
"""Moves of less than so much of the scale are none."""


@record(frozen=True, slots=True)
class Round:
    """Everything that was worked out in one round, for its record."""

    risk: Floats
    expected: Expected
    offers: Offers
    taken: Taken


@record(frozen=True, slots=True)
class Course:
    """Positions before the first round and after each (rounds + 1 x parties x runs).

    `acting` are the places of the parties that act. `period` of a run is 1 where it came to rest,
    the length of the cycle where positions came back, 0 where it was still moving.
    """

    positions: Floats
    weights: Floats
    period: NDArray[np.int_]
    acting: NDArray[np.intp]

    def median(self, after: int) -> Floats:
        """The weighted median after so many rounds, -1 for the last, of each run."""
        return weighted_median(self.positions[after], self.weights)

    def mean(self, after: int) -> Floats:
        """The compromise mean after so many rounds, -1 for the last, of each run."""
        return compromise_mean(self.positions[after], self.weights)


def course(contest: Contest, options: Options, *, rounds: int) -> Course:
    """The course of every run of a contest."""
    return courses(contest, options, rounds=rounds, keep=False)[0]


def courses(
    contest: Contest, options: Options, *, rounds: int, keep: bool
) -> tuple[Course, tuple[Round, ...]]:
    """The course of every run and, to `keep`, what was worked out in each round."""
    acting = np.flatnonzero((contest.salience > 0).any(axis=1))
    if len(acting) < 2:  # nobody is there to press anybody
        return _course(contest, acting, np.array([contest.positions[acting]] * (rounds + 1))), ()
    positions = contest.positions[acting]
    weights, salience = contest.weights[acting], contest.salience[acting]
    first_range = _range(positions, salience)
    stopped = np.zeros(contest.runs, dtype=np.bool_)
    welfare = np.full(contest.runs, -np.inf)
    history, kept = [positions], []
    room = Room(*positions.shape)
    for _ in range(rounds):
        length = _length(contest, positions, salience, first=first_range, scale=options.scale)
        room = Room(*positions.shape) if keep else room
        standing = Standing.at(positions, weights, salience, length, room=room)
        risk = exponents(standing, options)
        found = expected(standing, risk, options)
        given = offers(standing, found, options)
        chosen = taken(standing, given, found, options)
        stopped, welfare = _stopped(
            options.stop, stopped, welfare, standing.among_acting(found.own), chosen
        )
        positions = np.where(stopped, positions, chosen.positions)
        history.append(positions)
        if keep:
            kept.append(Round(risk, found, given, chosen))
    return _course(contest, acting, np.array(history)), tuple(kept)


def _range(positions: Floats, salience: Floats) -> Floats:
    """From the lowest to the highest position of those who act, in each run."""
    acts = salience > 0
    if acts.all():
        spread: Floats = np.ptp(positions, axis=0)
        return spread
    high = np.where(acts, positions, -np.inf).max(axis=0)
    low = np.where(acts, positions, np.inf).min(axis=0)
    return np.where(acts.any(axis=0), high - low, 0.0)


def _length(
    contest: Contest, positions: Floats, salience: Floats, *, first: Floats, scale: Scale
) -> Floats:
    match scale:
        case Scale.INITIAL:
            length = first
        case Scale.CURRENT:
            length = _range(positions, salience)
        case Scale.DECLARED:
            length = np.full_like(first, contest.ceiling - contest.floor)
        case _:
            assert_never(scale)
    return np.where(length > 0, length, 1.0)  # where all stand together no distance is left


def _stopped(
    stop: Stop, before: NDArray[np.bool_], welfare: Floats, own: Floats, chosen: Taken
) -> tuple[NDArray[np.bool_], Floats]:
    match stop:
        case Stop.ROUNDS | Stop.NO_MOVE:  # who takes no offer stays where it is
            return before | (~chosen.any.any(axis=0) & (stop is Stop.NO_MOVE)), welfare
        case Stop.WELFARE_FALLS:
            now = own.sum(axis=(0, 1)) - np.einsum("iir->r", own)
            return before | (now < welfare), now
        case _:
            assert_never(stop)


def _course(contest: Contest, acting: NDArray[np.intp], moved: Floats) -> Course:
    positions = np.repeat(contest.positions[None], len(moved), axis=0)
    positions[:, acting] = moved
    return Course(
        positions,
        contest.weights,
        _period(moved, contest.ceiling - contest.floor),
        acting,
    )


def _period(moved: Floats, scale: float) -> NDArray[np.int_]:
    """After how many rounds the last positions come back to themselves; 0 where they do not."""
    found = np.zeros(moved.shape[2], dtype=np.int_)
    for back in range(len(moved) - 1, 0, -1):
        same = (np.abs(moved[-1] - moved[-1 - back]) <= AT_REST * scale).all(axis=0)
        found[same] = back
    return found
