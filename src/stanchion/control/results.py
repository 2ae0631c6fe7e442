"""Answers about decisions: each with its method, what it assumes, and why."""

from dataclasses import dataclass
from enum import Enum

from stanchion.control.game import Player
from stanchion.source.span import Span

Coalition = tuple[Player, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reason, with the clause that says so and the line of the charter."""

    text: str
    clause: str | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way of taking the decision, its notice, and the fewest people it needs."""

    name: str
    fewest: int | None
    minimal: tuple[Coalition, ...]
    notice: str | None
    because: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who can bring a decision about, and who can stop it, at one instant.

    Coalitions are listed in order of size, then of declaration; players in order of declaration.
    """

    decision: str
    as_of: str
    players: tuple[Player, ...]
    minimal: tuple[Coalition, ...]
    blocking: tuple[Coalition, ...]
    veto_players: tuple[Player, ...]
    dictators: tuple[Player, ...]
    dummies: tuple[Player, ...]
    fewest: int | None
    winning: int
    routes: tuple[Route, ...]
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    method: str = "every coalition of the players tried"
    exact: bool = True


class Verdict(Enum):
    """What became of an expectation."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PowerProof:
    """Whether a claim about power holds, for all coalitions it speaks of."""

    verdict: Verdict
    words: str
    counterexample: Coalition | None
    method: str
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
