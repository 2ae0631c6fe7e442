"""All indices of a game, by the way that its size allows.

Small and structured rules are counted exactly on the decision diagram. A pure weighted vote of
many who differ is counted exactly over its weights as long as that is affordable, and beyond that
by quadrature. Anything can be sampled instead, if that is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm, sqrt

import numpy as np

from stanchion.control.diagram import Alike, GameDiagram
from stanchion.control.game import Ballot, Count, Game, Heads
from stanchion.control.power import indices, quadrature, weighted
from stanchion.control.power.results import Estimate, Figure
from stanchion.control.power.sampled import sampled
from stanchion.control.power.weighted import WeightedVote
from stanchion.exact.counts import MOST_VOTERS, Tally
from stanchion.exact.diagram import Budget, TooLarge

FEW_LEVELS = 40
"""Voters who differ, up to which a pure weighted vote is put on a diagram."""
MOST_SUMS = 2_000_000
"""Sums of weights that quadrature tells apart; each takes some memory."""
MOST_STEPS = 100_000_000
"""Voters times weight: a fraction of a second for every point of quadrature."""
CHECKED_WITHIN = 1e-6
"""How far the sum of inexact Shapley-Shubik indices may be from 1 for them to be given."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many random votes to draw, and from what."""

    draws: int
    generator: np.random.Generator


@dataclass(slots=True)
class Indices:
    """Figures by level; an index that is None is in `not_given` with the reason.

    `winning` and `swings` count the voters of the levels only.
    """

    levels: tuple[Alike, ...]
    method: str
    exact: bool
    swings: tuple[int, ...] | None = None
    winning: int | None = None
    proper: bool | None = None
    collectivity: Figure | None = None
    banzhaf: Sequence[Figure] | None = None
    banzhaf_normalised: Sequence[Figure] | None = None
    shapley_shubik: Sequence[Figure] | None = None
    prevention: Sequence[Figure] | None = None
    initiative: Sequence[Figure] | None = None
    johnston: tuple[Fraction, ...] | None = None
    deegan_packel: tuple[Fraction, ...] | None = None
    holler: tuple[Fraction, ...] | None = None
    checksum: Figure | None = None
    not_given: tuple[tuple[str, str], ...] = ()


def power_indices(game: Game, *, budget: Budget, sample: Sample | None = None) -> Indices:
    """All indices of a game, by the way that its size allows; raises TooLarge."""
    if sample is not None:
        return _sampled(game, budget, sample)
    levels = GameDiagram(game).levels
    vote = weighted_vote(game, levels)
    if vote is None or (len(levels) <= FEW_LEVELS and vote.voters <= MOST_VOTERS):
        return _on_diagram(game, budget)
    if vote.voters <= MOST_VOTERS and vote.bits(by_size=True) <= weighted.MOST_BITS:
        return _counted(levels, vote, budget)
    return _measured(levels, vote, budget)


def weighted_vote(game: Game, levels: tuple[Alike, ...]) -> WeightedVote | None:
    """A game that is nothing but one count of ballots and heads, in the least whole weights."""
    match game.formula:
        case Count(parts, quota, strict) if all(isinstance(x, Ballot | Heads) for x, _ in parts):
            scale = lcm(quota.denominator, *(weight.denominator for _, weight in parts))
            sums = dict.fromkeys((x.player for x, _ in parts if isinstance(x, Ballot | Heads)), 0)
            for part, weight in parts:
                if isinstance(part, Ballot | Heads):
                    sums[part.player] += int(weight * scale)
            need = int(quota * scale) + strict
            weights = [sums[level.players[0]] for level in levels]
            unit = gcd(*weights) or 1
            return WeightedVote(
                tuple(w // unit for w in weights),
                tuple(level.voters for level in levels),
                -(-need // unit),
            )
        case _:
            return None


# ----------------------------------------------------------- ways of finding out


def _on_diagram(game: Game, budget: Budget) -> Indices:
    diagram = GameDiagram(game, budget)
    root = diagram.root  # built first, so that a budget too small is known before anything else
    found = _from_tally(diagram.levels, diagram.tally, "decision diagram of the rule")
    found.proper = diagram.proper
    found.deegan_packel = _or_why(
        found, "deegan_packel", lambda: indices.deegan_packel(diagram.minimal_winning)
    )
    found.holler = _or_why(found, "holler", lambda: indices.holler(diagram.minimal_winning))
    found.johnston = _or_why(found, "johnston", lambda: indices.johnston(diagram.forest, root))
    return found


def _or_why(
    found: Indices, name: str, index: Callable[[], tuple[Fraction, ...]]
) -> tuple[Fraction, ...] | None:
    try:
        return index()
    except TooLarge as unable:
        found.not_given += ((name, str(unable)),)
        return None


def _counted(levels: tuple[Alike, ...], vote: WeightedVote, budget: Budget) -> Indices:
    found = _from_tally(
        levels, weighted.tally(vote, budget=budget), "dynamic programming over the weights"
    )
    found.proper = True if 2 * vote.quota > vote.total else None
    found.not_given = _only_on_a_diagram(len(levels))
    return found


def _measured(levels: tuple[Alike, ...], vote: WeightedVote, budget: Budget) -> Indices:
    if vote.total > MOST_SUMS or vote.voters * vote.total > MOST_STEPS:
        raise TooLarge("the weights, in whole numbers, add up to more than can be told apart")
    measured = quadrature.measured(vote, budget=budget)
    off = abs(measured.checksum - 1)
    found = Indices(
        levels,
        "dynamic programming over the weights, Gauss-Legendre quadrature",
        exact=False,
        proper=True if 2 * vote.quota > vote.total else None,
        banzhaf=[Estimate(float(b), quadrature.ROUNDING) for b in measured.banzhaf],
        checksum=Estimate(measured.checksum, quadrature.ROUNDING),
    )
    found.not_given = _only_on_a_diagram(len(levels))
    if off <= CHECKED_WITHIN:
        error = max(off, quadrature.ROUNDING)
        found.shapley_shubik = [Estimate(float(s), error) for s in measured.shapley_shubik]
    else:
        why = f"the sum of all is {measured.checksum:.6f} instead of 1; ask for a sampled answer"
        found.not_given += (("shapley_shubik", why),)
    found.not_given += (("coleman", "it needs the number of winning coalitions"),)
    _normalise(found)
    return found


def _only_on_a_diagram(levels: int) -> tuple[tuple[str, str], ...]:
    why = f"it needs the least coalitions of very many voters, of {levels} kinds"
    return tuple((name, why) for name in ("johnston", "deegan_packel", "holler"))


def _sampled(game: Game, budget: Budget, sample: Sample) -> Indices:
    drawn = sampled(game, sample.draws, sample.generator, budget)
    won = drawn.collectivity
    found = Indices(
        drawn.levels,
        f"{sample.draws:,} random votes and {sample.draws:,} random orders",
        exact=False,
        banzhaf=drawn.banzhaf,
        shapley_shubik=drawn.shapley_shubik,
        collectivity=won,
        prevention=[_ratio(b, won) for b in drawn.banzhaf] if won.value else None,
        initiative=(
            [_ratio(b, Estimate(1 - won.value, won.error)) for b in drawn.banzhaf]
            if won.value < 1
            else None
        ),
        checksum=_sum(drawn.shapley_shubik, drawn.levels),
    )
    why = "it is not sampled"
    found.not_given = tuple((name, why) for name in ("johnston", "deegan_packel", "holler"))
    _normalise(found)
    return found


def _from_tally(levels: tuple[Alike, ...], tally: Tally, method: str) -> Indices:
    sizes = [level.voters for level in levels]
    shapley_shubik = indices.shapley_shubik(tally)
    return Indices(
        levels,
        method,
        exact=True,
        swings=tuple(map(sum, tally.swings)),
        winning=sum(tally.winning),
        collectivity=indices.coleman_collectivity(tally),
        banzhaf=indices.banzhaf(tally),
        banzhaf_normalised=indices.banzhaf_normalised(tally, sizes),
        shapley_shubik=shapley_shubik,
        prevention=indices.coleman_prevention(tally),
        initiative=indices.coleman_initiative(tally),
        checksum=sum((s * n for s, n in zip(shapley_shubik, sizes, strict=True)), Fraction(0)),
    )


# -------------------------------------------------------------- inexact figures


def _ratio(banzhaf: Estimate, share: Estimate) -> Estimate:
    """Half of a Banzhaf index over the share of coalitions; errors added as if independent."""
    value = banzhaf.value / (2 * share.value)
    error = sqrt((banzhaf.error / 2) ** 2 + (value * share.error) ** 2) / share.value
    return Estimate(value, error)


def _sum(figures: Sequence[Estimate], levels: tuple[Alike, ...]) -> Estimate:
    value = sum(f.value * level.voters for f, level in zip(figures, levels, strict=True))
    return Estimate(value, 0.0)  # every order has one pivot: the sum does not vary


def _normalise(found: Indices) -> None:
    """Banzhaf indices over their sum, each with the error of both."""
    parts = [
        (f, level.voters)
        for f, level in zip(found.banzhaf or (), found.levels, strict=True)
        if isinstance(f, Estimate)
    ]
    total = sum(f.value * voters for f, voters in parts)
    spread = sqrt(sum((f.error * voters) ** 2 for f, voters in parts))
    if total > 0:
        found.banzhaf_normalised = [
            Estimate(f.value / total, sqrt(f.error**2 + (f.value / total * spread) ** 2) / total)
            for f, _ in parts
        ]
