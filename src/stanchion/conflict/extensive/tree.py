"""A game in extensive form with perfect information: choices, chance, and endings.

Nodes lie flat, every child before its parent, so that a tree is solved in one pass whatever its
depth. A payoff is a number, or an array of one number for each of many runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

MOST_NODES = 50_000


@dataclass(eq=False)
class TreeTooLarge(StanchionError, ValueError):
    """A game has more nodes than are looked at."""

    nodes: int
    most: int

    def __str__(self) -> str:
        return (
            f"the game has more than {self.most:,} nodes; ask for fewer parties or fewer moves, "
            "or use the simulation, which needs no tree"
        )


@dataclass(eq=False)
class BadTree(StanchionError, ValueError):
    """What was given is no game: `why` says what is wrong with it."""

    why: str

    def __str__(self) -> str:
        return self.why


@record(frozen=True, slots=True)
class Ending:
    """The game is over: which outcome, and what each player has of it (zero if not named)."""

    outcome: str
    payoffs: Mapping[str, Any]


@record(frozen=True, slots=True)
class Choice:
    """One player picks one of several moves: label and the node it leads to."""

    player: str
    options: tuple[tuple[str, int], ...]


@record(frozen=True, slots=True)
class Chance:
    """Nobody picks: label, probability and the node it leads to; they sum to one."""

    options: tuple[tuple[str, Any, int], ...]


Node = Ending | Choice | Chance


@record(frozen=True, slots=True)
class Tree:
    """A game; `nodes` have every child before its parent, the root last."""

    nodes: tuple[Node, ...]

    @property
    def root(self) -> int:
        """The node at which the game begins."""
        return len(self.nodes) - 1

    @property
    def players(self) -> tuple[str, ...]:
        """Who chooses or has a payoff, in order of the nodes from the root down."""
        found: dict[str, None] = {}
        for node in reversed(self.nodes):
            if isinstance(node, Choice):
                found[node.player] = None
        for node in self.nodes:
            if isinstance(node, Ending):
                found.update(dict.fromkeys(node.payoffs))
        return tuple(found)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How the game can end, each once."""
        return tuple(dict.fromkeys(n.outcome for n in self.nodes if isinstance(n, Ending)))


@dataclass(slots=True)
class Growing:
    """A tree being built from its endings up; each node is known by its place."""

    most: int = MOST_NODES
    nodes: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> int:
        """The place of a node whose children are there; raises TreeTooLarge, BadTree."""
        if len(self.nodes) >= self.most:
            raise TreeTooLarge(len(self.nodes) + 1, self.most)
        self._check(node)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def grown(self) -> Tree:
        """The tree whose root is the node added last; raises BadTree where there is none."""
        if not self.nodes:
            raise BadTree("a game has at least one node")
        return Tree(tuple(self.nodes))

    def _check(self, node: Node) -> None:
        match node:
            case Ending():
                return
            case Choice(player, options):
                if not options:
                    raise BadTree(f"`{player}` has nothing to choose from")
                children = [child for _, child in options]
            case Chance(chances):
                children = [child for _, _, child in chances]
                odds = [odd for _, odd, _ in chances]
                whole = sum(odds, Fraction(0)) if _exact(odds) else sum(odds)
                if not _is_one(whole) or any(_is_negative(odd) for odd in odds):
                    raise BadTree("probabilities are not negative and sum to one")
        if any(child < 0 or child >= len(self.nodes) for child in children):
            raise BadTree("a node leads to one that is not there yet")


def _exact(odds: list[Any]) -> bool:
    return all(isinstance(odd, int | Fraction) for odd in odds)


def _is_one(whole: Any) -> bool:
    if isinstance(whole, int | Fraction):
        return whole == 1
    import numpy as np

    return bool(np.allclose(whole, 1.0, rtol=0, atol=1e-12))


def _is_negative(odd: Any) -> bool:
    import numpy as np

    return bool(np.any(np.asarray(odd) < 0))
