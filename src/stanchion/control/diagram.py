"""From the compiled form of a decision to its decision diagram.

Players whom the rule treats alike (who stand in the same counts with the same weights) become one
level of so many voters; a crowd that votes one by one is a level of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import assert_never

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
)
from stanchion.exact.counts import Tally, tally
from stanchion.exact.diagram import FALSE, TRUE, Budget, Forest, Node
from stanchion.exact.minimal import MinimalPoints
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Alike:
    """Voters whom the rule treats alike: some players, or the heads of one crowd."""

    players: tuple[Player, ...]
    voters: int
    crowd: bool = False


@dataclass
class GameDiagram:
    """The diagram of a game: its levels of voters who are alike, and its root in the forest.

    Raises TooLarge where the diagram does not keep to its budget.
    """

    game: Game
    budget: Budget = field(default_factory=Budget)

    @cached_property
    def levels(self) -> tuple[Alike, ...]:
        """Voters by level, those who are counted together next to each other."""
        return _levels(self.game)

    @cached_property
    def forest(self) -> Forest:
        """Where the diagram and its dual grow."""
        return Forest(tuple(level.voters for level in self.levels), self.budget)

    @cached_property
    def root(self) -> Node:
        """The rule."""
        return _Builder(self.forest, self.levels).rule(self.game.formula)

    @cached_property
    def dual(self) -> Node:
        """True for those who can stop the decision."""
        return self.forest.dual(self.root)

    @cached_property
    def tally(self) -> Tally:
        """Winning coalitions and swings of the voters of the levels, by number of voters."""
        return tally(self.forest, self.root)

    @cached_property
    def minimal_winning(self) -> MinimalPoints:
        """Who wins with nobody to spare."""
        return MinimalPoints(self.forest, self.root)

    @cached_property
    def minimal_blocking(self) -> MinimalPoints:
        """Who can stop it with nobody to spare."""
        return MinimalPoints(self.forest, self.dual)

    @cached_property
    def without_vote(self) -> tuple[Player, ...]:
        """Players whom the rule does not ask."""
        asked = {player for level in self.levels for player in level.players}
        return tuple(player for player in self.game.players if player not in asked)

    @property
    def proper(self) -> bool:
        """Whether no two coalitions without a common member win: who wins can also stop it."""
        return self.forest.join(self.root, self.dual) == self.dual

    def needed(self, level: int) -> bool:
        """Whether all others together lose without one voter of a level, or without a crowd."""
        missing = self.levels[level].voters if self.levels[level].crowd else 1
        yes = [alike.voters - missing * (at == level) for at, alike in enumerate(self.levels)]
        return not self.forest.holds(self.root, yes)

    def suffices(self, level: int) -> bool:
        """Whether one voter of a level wins alone."""
        return self.forest.holds(self.root, [int(at == level) for at in range(len(self.levels))])

    @cached_property
    def idle(self) -> frozenset[int]:
        """Levels whose votes never matter."""
        asked = {
            self.forest.level[node]
            for node in self.forest.below(self.root)
            if len(self.forest.arcs[node]) > 1
        }
        return frozenset(range(len(self.levels))) - asked


# ----------------------------------------------------------------------- levels

_Place = tuple[int, Fraction]
"""Which count, and with what weight."""


def _levels(game: Game) -> tuple[Alike, ...]:
    places: dict[Player, list[_Place]] = {}
    wholes: list[Fraction] = []
    _place(game.formula, places, wholes)
    crowds = crowds_of(game.formula)
    alike: dict[tuple[_Place, ...], list[Player]] = {}
    found = []
    for player in (*game.players, *places):  # players whom the game does not list come last
        if player in crowds or player not in places:
            continue
        together = alike.setdefault(tuple(sorted(places[player])), [])
        if player not in together:
            together.append(player)
    for signature, players in alike.items():
        found.append((signature, Alike(tuple(players), len(players))))
    for crowd, size in crowds.items():
        found.append((tuple(sorted(places[crowd])), Alike((crowd,), size, crowd=True)))

    def order(item: tuple[tuple[_Place, ...], Alike]) -> tuple[int, int, Fraction]:
        signature, level = item
        shares = (w / wholes[at] for at, w in signature if wholes[at])
        return signature[0][0], level.voters, -sum(shares, Fraction(0))

    return tuple(level for _, level in sorted(found, key=order))


def _place(formula: Formula, places: dict[Player, list[_Place]], wholes: list[Fraction]) -> None:
    """Note in which counts, numbered as they appear, every player stands with what weight."""
    here = len(wholes)
    wholes.append(Fraction(0))
    for part, weight in _weighted_parts(formula):
        match part:
            case Ballot(player):
                places.setdefault(player, []).append((here, weight))
                wholes[here] += weight
            case Heads(player, size):
                places.setdefault(player, []).append((here, weight))
                wholes[here] += weight * size
            case Never():
                pass
            case Count() | Every() | Some():
                _place(part, places, wholes)
            case _:
                assert_never(part)


def _weighted_parts(formula: Formula) -> Sequence[tuple[Formula, Fraction]]:
    match formula:
        case Ballot() | Heads() | Never():
            return ((formula, Fraction(1)),)
        case Count(parts, _, _):
            return parts
        case Every(parts) | Some(_, parts):
            return tuple((part, Fraction(1)) for part in parts)
        case _:
            assert_never(formula)


# --------------------------------------------------------------------- building


@dataclass(slots=True)
class _Builder:
    forest: Forest
    levels: tuple[Alike, ...]
    level_of: dict[Player, int] = field(init=False)
    _made: dict[Formula, Node] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.level_of = {p: at for at, level in enumerate(self.levels) for p in level.players}

    def rule(self, formula: Formula) -> Node:
        """The node of a formula."""
        if formula not in self._made:
            self._made[formula] = self._new(formula)
        return self._made[formula]

    def _new(self, formula: Formula) -> Node:
        match formula:
            case Ballot() | Heads():
                return self._all_of([formula])
            case Never():
                return FALSE
            case Count():
                return self.forest.weighted(*self._counted(formula))
            case Every(parts):
                return self._all_of(parts)
            case Some(count, parts):
                return self.forest.weighted(
                    *self._split([(_as_one(part), 1) for part in parts]), count
                )
            case _:
                assert_never(formula)

    def _all_of(self, parts: Sequence[Formula]) -> Node:
        found = TRUE
        voters: Counter[int] = Counter()
        counts: list[tuple[list[int], int]] = []
        for part in dict.fromkeys(parts):
            match part:
                case Ballot(player) | Heads(player, _):
                    level = self.level_of[player]
                    voters[level] += self.levels[level].voters if self._crowd(level) else 1
                case Count(listed) if all(isinstance(each, Ballot) for each, _ in listed):
                    _, weights, need = self._counted(part)
                    counts.append((weights, need))
                case Never() | Count() | Every() | Some():
                    found = self.forest.meet(found, self.rule(part))
                case _:
                    assert_never(part)
        # INVARIANT: who are alike are asked in the same places
        assert all(many == self.levels[level].voters for level, many in voters.items())
        if voters:
            counts.append(([int(at in voters) for at in range(len(self.levels))], voters.total()))
        # those with few different sums first, for they have few nodes for the others to narrow
        for weights, need in sorted(counts, key=lambda count: sum(count[0])):
            found = self.forest.meet_at_least(found, weights, need)
        return found

    def _crowd(self, level: int) -> bool:
        return self.levels[level].crowd

    def _counted(self, count: Count) -> tuple[list[tuple[Node, int]], list[int], int]:
        """Compound parts, weights of voters by level, and what is needed, all in whole numbers."""
        scale = lcm(count.quota.denominator, *(w.denominator for _, w in count.parts))
        need = int(count.quota * scale) + count.strict
        return *self._split([(part, int(w * scale)) for part, w in count.parts]), need

    def _split(
        self, parts: Sequence[tuple[Formula, int]]
    ) -> tuple[list[tuple[Node, int]], list[int]]:
        """Compound parts with their weights, and the weights of ballots and heads by level."""
        weights: list[dict[Player, int]] = [{} for _ in self.levels]
        compound = []
        for part, weight in parts:
            match part:
                case Ballot(player) if not self._crowd(self.level_of[player]):
                    here = weights[self.level_of[player]]
                    here[player] = here.get(player, 0) + weight
                case Heads(player, _):
                    here = weights[self.level_of[player]]
                    here[player] = here.get(player, 0) + weight
                case Ballot() | Count() | Every() | Some():
                    compound.append((self.rule(part), weight))
                case Never():
                    pass
                case _:
                    assert_never(part)
        by_level = []
        for level, here in zip(self.levels, weights, strict=True):
            each = {here.get(player, 0) for player in level.players}
            assert len(each) == 1  # INVARIANT: who are alike have the same weight everywhere
            by_level.append(each.pop())
        return compound, by_level


def _as_one(part: Formula) -> Formula:
    """Where heads are not counted one by one, a crowd agrees when all of them do."""
    match part:
        case Heads():
            return Every((part,))
        case Ballot() | Never() | Count() | Every() | Some():
            return part
        case _:
            assert_never(part)
