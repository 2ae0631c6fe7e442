"""Questions about a game, answered by trying every coalition: the oracle of the decision diagram.

Players are bits of an integer; right for a handful of them, and plainly so.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from stanchion.control.game import Game, Player
from stanchion.exact.errors import StanchionError

MOST_PLAYERS = 16
"""65,536 coalitions: about a second. More needs the decision diagram."""


@dataclass(eq=False)
class TooManyPlayers(StanchionError, ValueError):
    """`players` people have a ballot in `decision`; enumeration stops at `limit`."""

    decision: str
    players: int
    limit: int

    def __str__(self) -> str:
        return (
            f"`{self.decision}` has {self.players} people with a ballot, and trying every "
            f"coalition stops at {self.limit}"
        )


@dataclass(frozen=True)
class Coalitions:
    """All coalitions of a game, each known to win or lose; raises TooManyPlayers."""

    game: Game

    @cached_property
    def wins(self) -> tuple[bool, ...]:
        """By bit mask over `game.players`: whether that coalition wins."""
        players = self.game.players
        if len(players) > MOST_PLAYERS:
            raise TooManyPlayers(self.game.decision, len(players), MOST_PLAYERS)
        return tuple(self.game.wins(self._members(mask)) for mask in range(1 << len(players)))

    def _members(self, mask: int) -> frozenset[Player]:
        return frozenset(p for bit, p in enumerate(self.game.players) if mask >> bit & 1)

    @property
    def winning(self) -> int:
        """How many coalitions win."""
        return sum(self.wins)

    def minimal_winning(self) -> tuple[tuple[Player, ...], ...]:
        """Coalitions that win and lose as soon as anybody leaves."""
        return self._minimal(self.wins)

    def minimal_blocking(self) -> tuple[tuple[Player, ...], ...]:
        """Coalitions without which nobody wins, and of which that holds of no part."""
        full = (1 << len(self.game.players)) - 1
        return self._minimal(tuple(not self.wins[full ^ mask] for mask in range(full + 1)))

    def _minimal(self, good: tuple[bool, ...]) -> tuple[tuple[Player, ...], ...]:
        """The minimal masks of a monotone property, by size and then by declaration."""
        players = self.game.players
        found = []
        for size in range(len(players) + 1):
            for members in combinations(range(len(players)), size):
                mask = sum(1 << bit for bit in members)
                if good[mask] and not any(good[mask ^ (1 << bit)] for bit in members):
                    found.append(tuple(players[bit] for bit in members))
        return tuple(found)
