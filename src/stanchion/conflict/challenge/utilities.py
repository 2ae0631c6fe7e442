"""What a challenge promises: votes, chances of success, expected utilities; many runs at once.

Arrays are parties x parties x runs, `[i, j]` being of i challenging or perceiving j, runs last.
Source: Bueno de Mesquita (1994); Scholz, Calbert, Smith (2011), sections 3 and 4.
"""

from typing import assert_never

import numpy as np

from stanchion.conflict.baselines import weighted_median
from stanchion.conflict.challenge.options import (
    Denominator,
    Improvement,
    Options,
    StatusQuoSign,
    VotingRisk,
)
from stanchion.conflict.chance import Floats
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Standing:
    """Where parties stand in a round: positions, weight in votes, salience (parties x runs), and
    the length of the scale (runs)."""

    positions: Floats
    weights: Floats
    salience: Floats
    length: Floats

    def distances(self) -> Floats:
        """How far apart any two stand, on a scale of length one."""
        x = self.positions
        return np.abs(x[:, None] - x[None]) / self.length


@record(frozen=True, slots=True)
class Expected:
    """Expected utilities as the first party of each pair perceives them, by its own risk.

    `own[i, j]` is of i challenging j, `other[i, j]` of j challenging i.
    """

    own: Floats
    other: Floats


def expected(standing: Standing, risk: Floats | None, options: Options) -> Expected:
    """The expected utilities of all challenges; without `risk` everybody is neutral."""
    apart = standing.distances()
    voting = None if options.voting_risk is VotingRisk.NEUTRAL else risk
    given = votes(apart, standing.weights, voting)
    half = 0.5 * apart
    won = _utility(0.5 - half, risk)
    lost = _utility(0.5 + half, risk)
    stake, cares = won - lost, standing.salience
    # E = s (P won + (1 - P) lost) + (1 - s) won - what is expected without a challenge
    fails = 1 - success(given, options.denominator)
    own = won - cares[None] * fails * stake
    other = won - cares[:, None] * fails.swapaxes(0, 1) * stake
    left = _left_alone(standing, apart, risk, options)
    own -= left[0]
    other -= left[1]
    return Expected(own, other)


def _utility(base: Floats, risk: Floats | None) -> Floats:
    """2 - 4 base ** r; what rounding made negative is zero."""
    raised = powered(base, risk)
    raised *= -4
    raised += 2
    return raised


def powered(base: Floats, risk: Floats | None) -> Floats:
    """A base that is alike for both of a pair, to the risk exponent of the first.

    By logarithms, taken once for a pair: three times as fast as powers. Zero to a positive power
    is zero.
    """
    if risk is None:
        return base.copy()
    pairs = np.tril_indices(len(base))
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(base[pairs], 0.0))
    raised = np.empty_like(base)
    raised[pairs] = logs
    raised[pairs[::-1]] = logs
    raised *= risk[:, None]
    return np.exp(raised, out=raised)


def votes(apart: Floats, weights: Floats, risk: Floats | None) -> Floats:
    """The votes for i against j of all who are nearer to i: weight times the difference.

    With U[k, j] the weight of k times its distance from j, k votes U[k, j] - U[k, i] for i.
    """
    burden = powered(apart, risk)
    burden *= weights[:, None]
    total = burden.sum(axis=0)
    found = np.zeros_like(apart)
    for i in range(len(apart) - 1):
        rest = slice(i + 1, None)
        more = burden[:, rest] - burden[:, i, None]
        np.maximum(more, 0.0, out=more)
        found[i, rest] = more.sum(axis=0)
        # votes for j are those for i less the difference of all burdens
        found[rest, i] = np.maximum(found[i, rest] - (total[rest] - total[i]), 0.0)
    return found


def success(given: Floats, denominator: Denominator) -> Floats:
    """How likely i is to prevail over j; even where nobody votes."""
    match denominator:
        case Denominator.PAIR:
            whole = given + given.swapaxes(0, 1)
        case Denominator.ALL_PAIRS:
            whole = np.broadcast_to(2 * given.sum(axis=(0, 1)), given.shape)
        case _:
            assert_never(denominator)
    return np.divide(given, whole, out=np.full_like(given, 0.5), where=whole > 0)


def _utility_of(base: Floats, risk: Floats | None) -> Floats:
    """The same of a base that is each party's own."""
    base = np.maximum(base, 0.0)
    return 2 - 4 * (base if risk is None else base ** risk[:, None])


def _left_alone(
    standing: Standing, apart: Floats, risk: Floats | None, options: Options
) -> tuple[Floats, Floats]:
    """What is expected where nobody challenges, of i towards j and of j towards i.

    With chance Q nothing changes; otherwise things get better or worse for the challenger as the
    other moves to the median.
    """
    unchanged = np.zeros_like(standing.positions) if risk is None else 2 - 4 * 0.5**risk
    if options.status_quo == 1:
        return unchanged[:, None], unchanged[:, None]
    stays = float(options.status_quo)
    median = weighted_median(standing.positions, standing.weights)
    from_median = np.abs(standing.positions - median) / standing.length
    sign = 1.0 if options.sign is StatusQuoSign.SUBTRACTED else -1.0
    found = []
    for challenger in (from_median[:, None], from_median[None]):
        shift = 0.25 * (challenger + apart)
        better = _utility_of(0.5 - shift, risk)
        worse = _utility_of(0.5 + shift, risk)
        match options.improvement:
            case Improvement.EVEN:
                changed = (better + worse) / 2
            case Improvement.TOWARD_MEDIAN:
                changed = np.where(challenger < apart, better, worse)
            case _:
                assert_never(options.improvement)
        found.append(stays * unchanged[:, None] + sign * (1 - stays) * changed)
    return found[0], found[1]
