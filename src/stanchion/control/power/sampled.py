"""Power by drawing votes and orders at random, for rules and crowds of any size.

Every figure comes with its standard error. The generator of random numbers is an argument; the
same generator gives the same figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, sqrt
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.control.diagram import Alike, GameDiagram
from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Game,
    Heads,
    Never,
    Player,
    Some,
    crowds_of,
    players_of,
)
from stanchion.control.power.results import Estimate
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record

Votes = Mapping[Player, NDArray[np.int64]]
"""By player and by draw: 0 or 1, of a crowd the number of heads that say yes."""
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

MOST_EXACT = 1 << 62
"""Above this sum of weights, counting is done on Python's integers: slower, but right."""


@record(frozen=True, slots=True)
class Sampled:
    """Estimates by level, each of one voter of it; `collectivity` is the share of wins."""

    levels: tuple[Alike, ...]
    banzhaf: tuple[Estimate, ...]
    shapley_shubik: tuple[Estimate, ...]
    collectivity: Estimate


def sampled(
    game: Game, draws: int, generator: np.random.Generator, budget: Budget | None = None
) -> Sampled:
    """Banzhaf and Shapley-Shubik indices of a game from so many random votes and orders.

    Raises TooLarge when the time of the budget is up.
    """
    budget = budget or Budget()
    draw = _Draw(game, draws, generator, budget)
    ballots = draw.votes()
    won = holds_in(game.formula, ballots, draws)
    levels = GameDiagram(game).levels
    pivots = draw.pivots()
    return Sampled(
        levels=levels,
        banzhaf=tuple(draw.decides(level, ballots, won) for level in levels),
        shapley_shubik=tuple(_share_of_pivots(level, pivots, draws) for level in levels),
        collectivity=_share(won),
    )


def holds_in(formula: Formula, votes: Votes, draws: int) -> Bools:
    """In which draws a formula is true."""
    match formula:
        case Ballot(player):
            return votes[player] > 0
        case Heads(player, size):
            return votes[player] >= size
        case Never():
            return np.zeros(draws, dtype=np.bool_)
        case Count(parts, quota, strict):
            scale = lcm(quota.denominator, *(weight.denominator for _, weight in parts))
            need = int(quota * scale) + strict
            return _reaches([(part, int(w * scale)) for part, w in parts], need, votes, draws)
        case Every(parts):
            found = np.ones(draws, dtype=np.bool_)
            for part in parts:
                found &= holds_in(part, votes, draws)
            return found
        case Some(count, parts):
            many = np.zeros(draws, dtype=np.int64)
            for part in parts:
                many += holds_in(part, votes, draws)
            return many >= count
        case _:
            assert_never(formula)


def _reaches(parts: list[tuple[Formula, int]], need: int, votes: Votes, draws: int) -> Bools:
    most = sum(w * (part.size if isinstance(part, Heads) else 1) for part, w in parts)
    fits = max(most, abs(need)) < MOST_EXACT
    total = np.zeros(draws, dtype=np.int64 if fits else object)
    for part, weight in parts:
        if isinstance(part, Heads):
            total += votes[part.player] * weight
        else:
            total += holds_in(part, votes, draws) * weight
    reached: Bools = np.asarray(total >= need, dtype=np.bool_)
    return reached


def _mean(values: Floats) -> Estimate:
    """The mean of independent draws with its standard error."""
    return Estimate(float(values.mean()), float(values.std()) / sqrt(len(values)))


def _share(happened: Bools) -> Estimate:
    """How often something happened; where it always or never did, the error is not nothing."""
    found = _mean(happened.astype(np.float64))
    return Estimate(found.value, max(found.error, 1 / len(happened)))


@dataclass(frozen=True)
class _Draw:
    game: Game
    draws: int
    generator: np.random.Generator
    budget: Budget

    @cached_property
    def crowds(self) -> dict[Player, int]:
        """Crowds that vote one by one, with their sizes."""
        return crowds_of(self.game.formula)

    @cached_property
    def people(self) -> tuple[Player, ...]:
        """Everybody else who is asked."""
        return tuple(p for p in players_of(self.game.formula) if p not in self.crowds)

    def votes(self) -> Votes:
        """Everybody says yes or no as a coin falls."""
        ones: dict[Player, int] = dict.fromkeys(self.people, 1) | self.crowds
        return {p: self.generator.binomial(n, 0.5, self.draws) for p, n in ones.items()}

    def decides(self, level: Alike, votes: Votes, won: Bools) -> Estimate:
        """How often one voter of a level turns a losing vote of the others into a winning one.

        Of a crowd: how much oftener it is won when one head more says yes, from how winning and
        the number of yes-heads go together; a single head would hardly ever decide in a sample.
        """
        self.budget.check_time()
        player = level.players[0]
        if level.crowd:
            ahead = votes[player] - level.voters / 2
            return _mean((won - 0.5) * ahead * (4 / level.voters))
        formula, one = self.game.formula, np.ones(self.draws, dtype=np.int64)
        with_it = holds_in(formula, {**votes, player: one}, self.draws)
        without = holds_in(formula, {**votes, player: 0 * one}, self.draws)
        return _share(with_it & ~without)

    def pivots(self) -> Mapping[Player, int]:
        """In how many random orders each player (a crowd: any head of it) is pivotal.

        Everybody comes at a random time; the time at which the decision is won is closed in upon
        by halves, until only one voter comes within the interval that is left.
        """
        arrivals = self.generator.random((len(self.people), self.draws))
        sizes = np.array(list(self.crowds.values()), dtype=np.int64).reshape(-1, 1)
        early = np.zeros((len(sizes), self.draws), dtype=np.int64)
        late = np.broadcast_to(sizes, early.shape).copy()
        low, high = np.zeros(self.draws), np.ones(self.draws)
        formula, found = self.game.formula, dict.fromkeys((*self.people, *self.crowds), 0)
        nobody, everybody = self._arrived(low[:1], arrivals[:, :1], early[:, :1]), self._all()
        if holds_in(formula, nobody, 1)[0] or not holds_in(formula, everybody, 1)[0]:
            return found  # it is decided whatever they say, so nobody is pivotal
        while len(low):
            self.budget.check_time()
            middle = (low + high) / 2
            heads = early + self.generator.binomial(late - early, 0.5)
            won = holds_in(formula, self._arrived(middle, arrivals, heads), len(low))
            high, low = np.where(won, middle, high), np.where(won, low, middle)
            late, early = np.where(won, heads, late), np.where(won, early, heads)
            between = (arrivals > low) & (arrivals <= high)
            left = between.sum(axis=0) + (late - early).sum(axis=0)
            done = left == 1
            coming = np.vstack([between[:, done], (late - early)[:, done] > 0])
            for player, many in zip(found, coming.sum(axis=1), strict=True):
                found[player] += int(many)
            low, high, arrivals = low[~done], high[~done], arrivals[:, ~done]
            early, late = early[:, ~done], late[:, ~done]
        return found

    def _all(self) -> Votes:
        ones: dict[Player, int] = dict.fromkeys(self.people, 1) | self.crowds
        return {player: np.array([many]) for player, many in ones.items()}

    def _arrived(self, at: Floats, arrivals: Floats, heads: NDArray[np.int64]) -> Votes:
        people = {p: (came <= at) * 1 for p, came in zip(self.people, arrivals, strict=True)}
        return people | dict(zip(self.crowds, heads, strict=True))


def _share_of_pivots(level: Alike, pivots: Mapping[Player, int], draws: int) -> Estimate:
    share = Fraction(sum(pivots[player] for player in level.players), draws)
    error = max(sqrt(share * (1 - share) / draws), 1 / draws)
    return Estimate(float(share) / level.voters, error / level.voters)
