"""Questions about the coalitions of a game, answered from its decision diagram.

Holders who are alike are spoken of as so many of them; where few coalitions are meant they are
also listed one by one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, islice, product

from stanchion.control.diagram import Alike, GameDiagram
from stanchion.control.game import Game, Player
from stanchion.control.results import Coalition, Least, Pattern, Pick
from stanchion.exact.diagram import FALSE, Budget, TooLarge
from stanchion.exact.minimal import MinimalPoints, Point

MOST_LISTED = 1_000
"""Coalitions listed one by one; of more the number and the patterns are given."""
MOST_COUNTED = 10_000
"""Heads of a crowd up to which coalitions are counted: of more, the number has too many digits."""
MOST_PATTERNS = 200
"""Patterns listed, those of few people first."""


@dataclass(frozen=True)
class Coalitions:
    """All coalitions of a game, as its diagram knows them; raises TooLarge beyond the budget."""

    game: Game
    budget: Budget = field(default_factory=Budget)

    @cached_property
    def diagram(self) -> GameDiagram:
        """The diagram that answers."""
        return GameDiagram(self.game, self.budget)

    @property
    def voters(self) -> int:
        """The players, and instead of a crowd that votes one by one every head of it."""
        return sum(self.diagram.forest.sizes) + len(self.diagram.without_vote)

    @cached_property
    def winning(self) -> int | None:
        """How many coalitions win, every voter counted; None where that is too long a number."""
        try:
            counted = sum(self.diagram.tally.winning)
        except TooLarge:
            return None
        return counted << len(self.diagram.without_vote)

    @cached_property
    def least_winning(self) -> Least:
        """Coalitions that win and lose as soon as anybody leaves."""
        return self._least(self.diagram.minimal_winning)

    @cached_property
    def least_blocking(self) -> Least:
        """Coalitions without which nobody wins, and of which that holds of no part."""
        return self._least(self.diagram.minimal_blocking)

    def minimal_winning(self) -> tuple[Coalition, ...]:
        """The least winning coalitions one by one; raises TooLarge where they cannot be listed."""
        return self._listed(self.least_winning)

    def minimal_blocking(self) -> tuple[Coalition, ...]:
        """The least blocking coalitions one by one; raises TooLarge where they cannot be listed."""
        return self._listed(self.least_blocking)

    def _listed(self, least: Least) -> tuple[Coalition, ...]:
        if least.coalitions is None:
            raise TooLarge("coalitions to be listed one by one are more", MOST_LISTED)
        return least.coalitions

    def veto_players(self) -> tuple[Player, ...]:
        """Those without whom nobody wins; a crowd, if nobody wins without any of its heads."""
        if self.diagram.root == FALSE:
            return ()
        return self._players_where(self.diagram.needed)

    def dictators(self) -> tuple[Player, ...]:
        """Who wins alone, and without whom nobody does."""
        return tuple(
            player
            for place, level in enumerate(self.diagram.levels)
            if not level.crowd and self.diagram.suffices(place) and self.diagram.needed(place)
            for player in level.players
        )

    def dummies(self) -> tuple[Player, ...]:
        """Those whose vote never matters."""
        idle = self.diagram.idle
        without = {*self.diagram.without_vote, *self._players_where(lambda place: place in idle)}
        return tuple(player for player in self.game.players if player in without)

    # ------------------------------------------------------------------ listing

    def _players_where(self, holds: Callable[[int], bool]) -> tuple[Player, ...]:
        found = {
            player
            for place, level in enumerate(self.diagram.levels)
            if holds(place)
            for player in level.players
        }
        return tuple(player for player in self.game.players if player in found)

    def _least(self, points: MinimalPoints) -> Least:
        countable = max(self.diagram.forest.sizes, default=0) <= MOST_COUNTED
        counts = points.by_size if countable else None
        count = None if counts is None else sum(counts.values())
        listed = list(islice(points.points(), MOST_PATTERNS + 1))
        patterns = [self._pattern(point) for point in listed[:MOST_PATTERNS]]
        order = self._order
        patterns.sort(key=lambda pattern: (pattern.people, [order[p.of[0]] for p in pattern.picks]))
        few = count is not None and count <= MOST_LISTED
        return Least(
            count=count,
            fewest=points.sizes[0] if points.sizes else None,
            by_people=None if counts is None else tuple(counts.items()),
            patterns=tuple(patterns),
            whole=len(listed) <= MOST_PATTERNS,
            coalitions=self._one_by_one(points) if few else None,
        )

    @cached_property
    def _order(self) -> dict[Player, int]:
        return {player: place for place, player in enumerate(self.game.players)}

    def _pattern(self, point: Point) -> Pattern:
        picks = [
            Pick(yes, level.voters, level.players, level.crowd)
            for yes, level in zip(point, self.diagram.levels, strict=True)
            if yes
        ]
        return Pattern(tuple(sorted(picks, key=lambda pick: self._order[pick.of[0]])))

    def _one_by_one(self, points: MinimalPoints) -> tuple[Coalition, ...] | None:
        """Coalitions by their players, by size and declaration; None if they are in part crowds."""
        found: list[Coalition] = []
        for point in points.points():
            levels = list(zip(point, self.diagram.levels, strict=True))
            if any(level.crowd and yes not in (0, level.voters) for yes, level in levels):
                return None
            for chosen in product(*(_choices(yes, level) for yes, level in levels if yes)):
                members = (player for some in chosen for player in some)
                found.append(tuple(sorted(members, key=self._order.__getitem__)))
        return tuple(sorted(found, key=lambda c: (len(c), [self._order[p] for p in c])))


def _choices(yes: int, level: Alike) -> Iterator[Coalition]:
    if level.crowd:
        yield level.players
    else:
        yield from combinations(level.players, yes)
