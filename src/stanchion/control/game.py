"""The compiled form of a decision: a monotone rule over the people and crowds who act.

A formula is built of ballots, weighted counts and conjunctions. It holds no entity any more:
whoever looks through companies and bodies to their members has done so when it was made.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NewType, assert_never

Player = NewType("Player", str)


@dataclass(frozen=True, slots=True)
class Ballot:
    """True when the player says yes."""

    player: Player


@dataclass(frozen=True, slots=True)
class Never:
    """No vote can make it true: a vacant office, a crowd that casts no votes."""

    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """True when the weights of the parts that are true exceed (or reach) the quota."""

    parts: tuple[tuple["Formula", Fraction], ...]
    quota: Fraction
    strict: bool  # more than the quota, not just at least


@dataclass(frozen=True, slots=True)
class Every:
    """True when all parts are."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True when at least `count` parts are."""

    count: int
    parts: tuple["Formula", ...]


Formula = Ballot | Never | Count | Every | Some


@dataclass(frozen=True, slots=True)
class Game:
    """A decision as a simple game; `players` in order of declaration, dummies included."""

    decision: str
    players: tuple[Player, ...]
    formula: Formula

    def wins(self, coalition: frozenset[Player]) -> bool:
        """Whether the coalition can bring the decision about, whatever the others do."""
        return holds(self.formula, coalition)

    def blocks(self, coalition: frozenset[Player]) -> bool:
        """Whether nobody can bring it about against the coalition."""
        return not self.wins(frozenset(self.players) - coalition)


def holds(formula: Formula, yes: frozenset[Player]) -> bool:
    """Whether the formula is true when exactly these players say yes."""
    match formula:
        case Ballot(player):
            return player in yes
        case Never():
            return False
        case Count(parts, quota, strict):
            total = sum((weight for part, weight in parts if holds(part, yes)), Fraction(0))
            return total > quota if strict else total >= quota
        case Every(parts):
            return all(holds(part, yes) for part in parts)
        case Some(count, parts):
            return sum(1 for part in parts if holds(part, yes)) >= count
        case _:
            assert_never(formula)


def players_of(formula: Formula) -> tuple[Player, ...]:
    """The players whose ballots the formula asks for, each once, in order of appearance."""
    return tuple(dict.fromkeys(_ballots(formula)))


def _ballots(formula: Formula) -> list[Player]:
    match formula:
        case Ballot(player):
            return [player]
        case Never():
            return []
        case Count(parts, _, _):
            return [player for part, _ in parts for player in _ballots(part)]
        case Every(parts) | Some(_, parts):
            return [player for part in parts for player in _ballots(part)]
        case _:
            assert_never(formula)
