"""The compiled form of a decision: a monotone rule over the people and crowds who act.

A formula is built of ballots, heads, weighted counts and conjunctions. It holds no entity any
more: whoever looks through companies and bodies to their members has done so when it was made.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NewType, assert_never

from stanchion.exact.record import record

Player = NewType("Player", str)


@record(frozen=True, slots=True)
class Ballot:
    """True when the player says yes."""

    player: Player


@record(frozen=True, slots=True)
class Heads:
    """A crowd of so many who vote one by one.

    As a part of a `Count` it adds its weight for every head that says yes; anywhere else it is
    true when all of them do.
    """

    player: Player
    size: int


@record(frozen=True, slots=True)
class Never:
    """No vote can make it true: a vacant office, a crowd that casts no votes."""

    why: str


@record(frozen=True, slots=True)
class Count:
    """True when the weights of the parts that are true exceed (or reach) the quota.

    The weight of a part that is `Heads` is the weight of each head.
    """

    parts: tuple[tuple["Formula", Fraction], ...]
    quota: Fraction
    strict: bool  # more than the quota, not just at least


@record(frozen=True, slots=True)
class Every:
    """True when all parts are."""

    parts: tuple["Formula", ...]


@record(frozen=True, slots=True)
class Some:
    """True when at least `count` parts are."""

    count: int
    parts: tuple["Formula", ...]


Formula = Ballot | Heads | Never | Count | Every | Some


NOBODY: Mapping[Player, int] = {}
"""No crowd of which only a part says yes."""


@record(frozen=True, slots=True)
class Game:
    """A decision as a simple game; `players` in order of declaration, dummies included."""

    decision: str
    players: tuple[Player, ...]
    formula: Formula

    def wins(self, coalition: frozenset[Player], heads: Mapping[Player, int] = NOBODY) -> bool:
        """Whether the coalition can bring the decision about, whatever the others do.

        A crowd in the coalition says yes with every head; `heads` are so many of crowds that are
        not in it.
        """
        return holds(self.formula, coalition, heads)

    def blocks(self, coalition: frozenset[Player], heads: Mapping[Player, int] = NOBODY) -> bool:
        """Whether nobody can bring it about against the coalition (and so many heads of crowds)."""
        sizes = crowds_of(self.formula)
        left = {crowd: sizes[crowd] - n for crowd, n in heads.items() if crowd not in coalition}
        return not self.wins(frozenset(self.players) - coalition - left.keys(), left)


def holds(formula: Formula, yes: frozenset[Player], heads: Mapping[Player, int] = NOBODY) -> bool:
    """Whether the formula is true when exactly these players, and these heads, say yes."""
    match formula:
        case Ballot(player):
            return player in yes
        case Heads(player, size):
            return player in yes or heads.get(player, 0) >= size
        case Never():
            return False
        case Count(parts, quota, strict):
            total = sum((w * _times(part, yes, heads) for part, w in parts), Fraction(0))
            return total > quota if strict else total >= quota
        case Every(parts):
            return all(holds(part, yes, heads) for part in parts)
        case Some(count, parts):
            return sum(1 for part in parts if holds(part, yes, heads)) >= count
        case _:
            assert_never(formula)


def dual(formula: Formula) -> Formula:
    """True when those who say yes keep all others together from making `formula` true."""
    match formula:
        case Ballot():
            return formula
        case Heads():  # all of them say yes unless one does not
            return Count(((formula, Fraction(1)),), Fraction(0), strict=True)
        case Never():
            return Every(())
        case Count(parts, quota, strict):
            whole = sum((weight * _most(part) for part, weight in parts), Fraction(0))
            turned = tuple((_dual_part(part), weight) for part, weight in parts)
            return Count(turned, whole - quota, strict=not strict)
        case Every(parts):
            return Some(1, tuple(dual(part) for part in parts))
        case Some(count, parts):
            return Some(len(parts) - count + 1, tuple(dual(part) for part in parts))
        case _:
            assert_never(formula)


def _dual_part(part: Formula) -> Formula:
    """The dual of a part of a count, where a crowd is counted by heads either way."""
    match part:
        case Heads():
            return part
        case _:
            return dual(part)


def _most(part: Formula) -> int:
    """How often a part of a count can be true at most."""
    match part:
        case Heads(_, size):
            return size
        case _:
            return 1


def _times(part: Formula, yes: frozenset[Player], heads: Mapping[Player, int]) -> int:
    """How often a part of a count is true: once at most, a crowd once for every head."""
    match part:
        case Heads(player, size):
            return size if player in yes else heads.get(player, 0)
        case _:
            return int(holds(part, yes, heads))


def players_of(formula: Formula) -> tuple[Player, ...]:
    """The players whose ballots the formula asks for, each once, in order of appearance."""
    return tuple(dict.fromkeys(leaf.player for leaf in _leaves(formula)))


def crowds_of(formula: Formula) -> dict[Player, int]:
    """The crowds that vote one by one, each with its size, in order of appearance."""
    return {leaf.player: leaf.size for leaf in _leaves(formula) if isinstance(leaf, Heads)}


def _leaves(formula: Formula) -> list[Ballot | Heads]:
    match formula:
        case Ballot() | Heads():
            return [formula]
        case Never():
            return []
        case Count(parts, _, _):
            return [leaf for part, _ in parts for leaf in _leaves(part)]
        case Every(parts) | Some(_, parts):
            return [leaf for part in parts for leaf in _leaves(part)]
        case _:
            assert_never(formula)
