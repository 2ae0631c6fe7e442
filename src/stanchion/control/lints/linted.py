"""What every lint is given: a company at an instant, its decisions compiled once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.charter.state import State
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import CannotDecide, compiled
from stanchion.control.game import Game
from stanchion.control.results import Coalition
from stanchion.exact.errors import StanchionError
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.span import Span


@dataclass(frozen=True)
class Linted:
    """A state, the games of its decisions (by any of their ways), and why a decision could not be
    looked at."""

    state: State
    skipped: dict[str, str] = field(default_factory=dict)

    @cached_property
    def games(self) -> dict[p.Name, Game]:
        """The game of each decision that could be compiled."""
        found: dict[p.Name, Game] = {}
        for name in self.state.charter.decisions:
            try:
                found[name] = compiled(self.state, name).game
            except CannotDecide as why:
                self.skipped[str(name)] = str(why)
        return found

    def decisions(self) -> Iterator[tuple[p.Name, Decision, Game]]:
        """Every decision that could be compiled, with its terms and its game."""
        for name, game in self.games.items():
            yield name, self.state.charter.decisions[name], game

    def can_be_taken(self, decision: str) -> bool:
        """Whether all together can take it; true where it could not be compiled."""
        game = self.games.get(p.Name(decision))
        return game is None or game.wins(frozenset(game.players))

    def both_win(self, game: Game) -> tuple[Coalition, Coalition] | None:
        """Two coalitions without a common member that both win; empty ones where some exist but
        are too many to list. None where none do, or (a reason kept) that is too large to say."""
        coalitions = Coalitions(game)
        try:
            if coalitions.diagram.proper:
                return None
            listed = coalitions.least_winning.coalitions or ()
        except StanchionError as why:
            self.skipped[game.decision] = str(why)
            return None
        pairs = combinations(listed, 2)
        return next(((a, b) for a, b in pairs if not set(a) & set(b)), ((), ()))


def lint(
    code: str,
    message: str,
    at: Span,
    *,
    label: str = "",
    help: str = "",
    severity: Severity = Severity.WARNING,
) -> Diagnostic:
    """A finding: the charter can be used, and does something that is hardly meant."""
    return Diagnostic(
        code, message, at, label=label, help=(help,) if help else (), severity=severity
    )


def place(*candidates: Span | None) -> Span:
    """The first place that is known."""
    found = next((span for span in candidates if span is not None), None)
    assert found is not None  # INVARIANT: every entry of a loaded charter knows its place
    return found
