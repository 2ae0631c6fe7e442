"""Backward induction: what each player does when all after it do their best, or nearly so.

`subgame_perfect` is exact. `logit` lets each player err: a move is picked with a probability that
grows with what it is worth, exp(precision x worth), given that all later moves are picked in the
same way. In a game of perfect information this is the logit quantal response equilibrium in
behaviour strategies (agent form): there is one for each precision. It is *not* the logit quantal
response equilibrium of the strategic form, in which whole plans are picked at once.
Source: McKelvey and Palfrey (1998), Quantal response equilibria for extensive form games.
"""

from fractions import Fraction
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.extensive.tree import BadTree, Chance, Choice, Ending, Tree
from stanchion.exact.record import record

Floats = NDArray[np.float64]


@record(frozen=True, slots=True)
class Tie:
    """At a node a player loses nothing by another move; ours is the one declared first."""

    node: int
    player: str
    moves: tuple[str, ...]


@record(frozen=True, slots=True)
class Perfect:
    """A subgame-perfect equilibrium: the path, what each gets, how it ends, and where it is open.

    `choices` has the move of every node at which a player chooses.
    """

    path: tuple[tuple[str, str], ...]
    values: dict[str, Fraction]
    outcomes: dict[str, Fraction]
    choices: dict[int, str]
    ties: tuple[Tie, ...]
    method: str = "backward induction; of moves that do as well the one declared first"
    exact: bool = True


@record(frozen=True, slots=True)
class Quantal:
    """Logit play: how likely each move is at each node, and each outcome; arrays over runs."""

    moves: dict[int, tuple[tuple[str, Any], ...]]
    values: dict[str, Any]
    outcomes: dict[str, Any]
    precision: Any
    method: str = "backward induction with logit noise (agent quantal response)"
    exact: bool = False


def subgame_perfect(tree: Tree) -> Perfect:
    """The equilibrium of backward induction; payoffs and probabilities must be exact numbers."""
    players = tree.players
    values: list[tuple[Fraction, ...]] = []
    chosen: dict[int, int] = {}
    ties: list[Tie] = []
    for place, node in enumerate(tree.nodes):
        match node:
            case Ending(_, payoffs):
                values.append(tuple(_exactly(payoffs.get(player, 0)) for player in players))
            case Choice(player, options):
                own = players.index(player)
                best = max(values[child][own] for _, child in options)
                as_good = [n for n, (_, child) in enumerate(options) if values[child][own] == best]
                chosen[place] = as_good[0]
                if len(as_good) > 1:
                    ties.append(Tie(place, player, tuple(options[n][0] for n in as_good)))
                values.append(values[options[as_good[0]][1]])
            case Chance(chances):
                values.append(
                    tuple(
                        sum((_exactly(odd) * values[child][n] for _, odd, child in chances), NONE)
                        for n in range(len(players))
                    )
                )
            case _:
                assert_never(node)
    outcomes, path = _played(tree, chosen)
    return Perfect(
        path=path,
        values=dict(zip(players, values[tree.root], strict=True)),
        outcomes=outcomes,
        choices={place: _options(tree, place)[n][0] for place, n in chosen.items()},
        ties=tuple(ties),
    )


NONE = Fraction(0)


def _exactly(value: Any) -> Fraction:
    if not isinstance(value, int | Fraction):
        raise BadTree(f"an exact game has exact numbers, not `{value}`")
    return Fraction(value)


def _options(tree: Tree, place: int) -> tuple[tuple[str, int], ...]:
    node = tree.nodes[place]
    return node.options if isinstance(node, Choice) else ()


def _played(
    tree: Tree, chosen: dict[int, int]
) -> tuple[dict[str, Fraction], tuple[tuple[str, str], ...]]:
    """How likely each outcome is under the choices, and the moves up to the first chance."""
    reached = {tree.root: Fraction(1)}
    outcomes = dict.fromkeys(tree.outcomes, NONE)
    path: list[tuple[str, str]] = []
    certain = True
    for place in range(tree.root, -1, -1):  # parents come after their children
        odds = reached.get(place, NONE)
        if not odds:
            continue
        match tree.nodes[place]:
            case Ending(outcome, _):
                outcomes[outcome] += odds
            case Choice(player, options):
                label, child = options[chosen[place]]
                reached[child] = reached.get(child, NONE) + odds
                if certain:
                    path.append((player, label))
            case Chance(chances):
                certain = False
                for _, odd, child in chances:
                    reached[child] = reached.get(child, NONE) + odds * _exactly(odd)
    return outcomes, tuple(path)


# ------------------------------------------------------------------------------ logit


def logit(tree: Tree, precision: Any) -> Quantal:
    """Logit play at a precision (or one for each run): 0 is blind, infinity makes no error.

    At infinite precision moves that do as well are picked alike, where `subgame_perfect` takes
    the one declared first.
    """
    sharp = np.asarray(precision, dtype=np.float64)
    if np.isnan(sharp).any() or (sharp < 0).any():
        raise BadTree("precision is not negative")
    players = tree.players
    values: list[list[Floats]] = []
    picked: dict[int, tuple[Floats, ...]] = {}
    for place, node in enumerate(tree.nodes):
        match node:
            case Ending(_, payoffs):
                values.append([_float(payoffs.get(player, 0)) for player in players])
            case Choice(player, options):
                own = players.index(player)
                odds = softmax([values[child][own] for _, child in options], sharp)
                picked[place] = odds
                values.append(_mixed(odds, [values[child] for _, child in options]))
            case Chance(chances):
                fixed = tuple(_float(odd) for _, odd, _ in chances)
                values.append(_mixed(fixed, [values[child] for _, _, child in chances]))
            case _:
                assert_never(node)
    return Quantal(
        moves={
            place: tuple(
                (label, odd) for (label, _), odd in zip(_options(tree, place), odds, strict=True)
            )
            for place, odds in picked.items()
        },
        values=dict(zip(players, values[tree.root], strict=True)),
        outcomes=_likely(tree, picked),
        precision=precision,
    )


def softmax(worths: list[Floats], precision: Floats) -> tuple[Floats, ...]:
    """How likely each option is picked, by what it is worth; never NaN, at any precision."""
    best = worths[0]
    for worth in worths[1:]:
        best = np.maximum(best, worth)
    weights = []
    for worth in worths:
        behind = worth - best
        with np.errstate(invalid="ignore"):  # infinite precision times nothing behind
            exponent = np.where(behind == 0, 0.0, precision * behind)
        weights.append(np.exp(exponent))
    whole = np.sum(np.stack(np.broadcast_arrays(*weights)), axis=0)
    return tuple(weight / whole for weight in weights)


def _float(value: Any) -> Floats:
    if isinstance(value, Fraction):
        return np.asarray(float(value))
    return np.asarray(value, dtype=np.float64)


def _mixed(odds: tuple[Floats, ...], children: list[list[Floats]]) -> list[Floats]:
    mixed = []
    for of_player in zip(*children, strict=True):
        total = np.asarray(0.0)
        for odd, value in zip(odds, of_player, strict=True):
            total = total + odd * value
        mixed.append(total)
    return mixed


def _likely(tree: Tree, picked: dict[int, tuple[Floats, ...]]) -> dict[str, Any]:
    nothing = np.asarray(0.0)
    reached: dict[int, Floats] = {tree.root: np.asarray(1.0)}
    outcomes: dict[str, Any] = dict.fromkeys(tree.outcomes, nothing)
    for place in range(tree.root, -1, -1):
        odds = reached.pop(place, None)
        if odds is None:
            continue
        match tree.nodes[place]:
            case Ending(outcome, _):
                outcomes[outcome] = outcomes[outcome] + odds
            case Choice(_, options):
                for share, (_, child) in zip(picked[place], options, strict=True):
                    reached[child] = reached.get(child, nothing) + odds * share
            case Chance(chances):
                for _, odd, child in chances:
                    reached[child] = reached.get(child, nothing) + odds * _float(odd)
    return outcomes
