"""Formal and actual power of each party to a dispute, as numbers side by side.

Formal power is a vote: how likely it decides when all who have one vote yes or no by a fair coin
(the absolute Banzhaf index, exact), on what opened the dispute and on changing what stands since.
Actual power is what a party moves in fact: how likely the ending it likes best is, less how likely
that is when it does nothing, on the same draws.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.crisis.compiled import AS_BEFORE, Crisis, Passage
from stanchion.conflict.crisis.days import ALL_ON, Switches
from stanchion.conflict.crisis.lawful import game_of
from stanchion.conflict.ensembles.batches import BATCH
from stanchion.conflict.ensembles.ensemble import Chance, chance, each_run
from stanchion.control.game import Game, Some
from stanchion.control.power.measures import power_indices
from stanchion.control.power.results import Estimate, Figure
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Influence:
    """What a party can do by its votes, and what it does.

    `preferred` is the ending that it likes best by best guesses. `opening` and `undoing` are None
    where there is nothing to vote on, or too much to be counted. `wins` is how likely the preferred
    ending is, `by_rules` the same if nobody could leave or offer anything, `passive` if the party
    did nothing; `actual` is `wins` less `passive`, with its standard error.
    """

    party: str
    preferred: str
    opening: Figure | None
    undoing: Figure | None
    wins: Chance
    by_rules: Chance
    passive: Chance
    actual: float
    error: float
    acts: bool


def influences(
    crisis: Crisis, seed: int, runs: int, members: Mapping[str, frozenset[str]], budget: Budget
) -> tuple[Influence, ...]:
    """The power of every party, in order; `members` are the voters a group stands for."""
    opening = crisis.opening
    stood = crisis.start if opening is None else opening.target
    votes = (
        None if opening is None else _banzhaf(_from(crisis, crisis.start), budget),
        _banzhaf(_from(crisis, stood), budget),
    )
    base = _endings(crisis, seed, runs, ALL_ON)
    ruled = _endings(crisis, seed, runs, Switches(rules_only=True))
    moving = {*crisis.voices(), *(c.name for c in crisis.crowds), *(o.by for o in crisis.offers)}
    found = []
    for party in crisis.parties:
        people = members.get(party, frozenset()) | {party}
        acts = bool(people & moving)
        quiet = _endings(crisis, seed, runs, Switches(passive=people)) if acts else base
        best = preferred(crisis, party)
        moved = (base == best).astype(np.int64) - (quiet == best).astype(np.int64)
        found.append(
            Influence(
                party=party,
                preferred=crisis.names[best],
                opening=_highest(votes[0], people),
                undoing=_highest(votes[1], people),
                wins=chance(int((base == best).sum()), runs),
                by_rules=chance(int((ruled == best).sum()), runs),
                passive=chance(int((quiet == best).sum()), runs),
                actual=float(moved.mean()),
                error=_error(moved) if acts else 0.0,
                acts=acts,
            )
        )
    return tuple(found)


def _from(crisis: Crisis, status: int) -> list[Passage]:
    return [passage for passage in crisis.passages if passage.source == status]


def _error(moved: NDArray[np.int64]) -> float:
    """The standard error of a mean of differences, never less than one run more would make."""
    runs = len(moved)
    return max(float(moved.std()), 1 / math.sqrt(runs)) / math.sqrt(runs)


def preferred(crisis: Crisis, party: str) -> int:
    """The ending that a party likes best at the start, by best guesses; of equals the first.

    Of those that the dispute names: that it never came to it is no ending to be brought about.
    """
    named = [place for place, name in enumerate(crisis.names) if name != AS_BEFORE]
    return max(named, key=lambda status: _guess(crisis, party, status))


def _guess(crisis: Crisis, party: str, status: int) -> float:
    first = crisis.worths[party][status][0]
    if first.complement is not None:
        return 100 - _guess(crisis, party, first.complement)
    assert first.input is not None  # INVARIANT: what is no complement is an input
    return float(first.input.best)


def _endings(crisis: Crisis, seed: int, runs: int, switches: Switches) -> NDArray[np.int8]:
    parts = [
        each_run(crisis, seed, first, min(BATCH, runs - first), switches=switches).outcome
        for first in range(0, runs, BATCH)
    ]
    return np.concatenate(parts)


def _banzhaf(passages: list[Passage], budget: Budget) -> dict[str, Figure] | None:
    """How likely each vote decides whether any of the passages is taken.

    None where there is none, or the rule is too large for its votes to be counted.
    """
    if not passages:
        return None
    games = [game_of(passage) for passage in passages if passage.lawful]
    if not games:
        return {}
    players = tuple(dict.fromkeys(player for game in games for player in game.players))
    whole = Game("any", players, Some(1, tuple(game.formula for game in games)))
    try:
        found = power_indices(whole, budget=budget)
    except TooLarge:
        return None
    figures: dict[str, Figure] = {}
    for level, figure in zip(found.levels, found.banzhaf or (), strict=False):
        figures.update({str(player): figure for player in level.players})
    return figures


def _highest(figures: dict[str, Figure] | None, people: frozenset[str]) -> Figure | None:
    """The figure of a party; of a group the highest of a member; zero without a vote."""
    if figures is None:
        return None
    own = [figures[name] for name in sorted(people) if name in figures]
    return max(own, key=size_of, default=Fraction(0))


def size_of(figure: Figure) -> float:
    """A figure as a number."""
    match figure:
        case Fraction():
            return float(figure)
        case Estimate(value, _):
            return value
