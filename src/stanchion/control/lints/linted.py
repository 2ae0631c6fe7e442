"""What every lint is given: a company at an instant, its decisions compiled once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.charter.state import State
from stanchion.control.enumeration import Coalitions
from stanchion.control.from_charter import CannotDecide, compiled
from stanchion.control.game import Game
from stanchion.control.results import Coalition
from stanchion.exact.errors import StanchionError
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.span import Span


@dataclass(frozen=True)
class Linted:
    """A state, the games of its decisions (each by its own rule and by every route), and why a
    decision could not be looked at."""

    state: State
    skipped: dict[str, str] = field(default_factory=dict)

    @cached_property
    def games(self) -> dict[p.Name, dict[str, Game]]:
        """By decision and route; the decision's own rule has the route ``""``."""
        found: dict[p.Name, dict[str, Game]] = {}
        for name, terms in self.state.charter.decisions.items():
            try:
                routes = ["", *map(str, terms.routes or {})]
                found[name] = {r: compiled(self.state, name, route=r).game for r in routes}
            except CannotDecide as why:
                self.skipped[str(name)] = str(why)
        return found

    def decisions(self) -> Iterator[tuple[p.Name, Decision, Game]]:
        """Every decision that could be compiled, with its terms and its game by its own rule."""
        for name, games in self.games.items():
            yield name, self.state.charter.decisions[name], games[""]

    def can_be_taken(self, decision: str) -> bool:
        """Whether all together can take it, by some route; true where it could not be compiled."""
        games = self.games.get(p.Name(decision))
        return games is None or any(g.wins(frozenset(g.players)) for g in games.values())

    def minimal_winning(self, game: Game) -> tuple[Coalition, ...] | None:
        """The minimal winning coalitions; None, and a reason kept, where there are too many."""
        try:
            return Coalitions(game).minimal_winning()
        except StanchionError as why:
            self.skipped[game.decision] = str(why)
            return None


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
