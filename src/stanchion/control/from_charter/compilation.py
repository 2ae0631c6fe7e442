"""What is carried along while a decision is compiled, and what comes out."""

from dataclasses import dataclass, field

from stanchion.charter.decisions import Decision
from stanchion.charter.state import State
from stanchion.control.game import Game, Player
from stanchion.control.results import Step
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.source.span import Span


@dataclass(eq=False)
class CannotDecide(StanchionError, ValueError):
    """What the charter says is not enough to work out who decides; `why` says what is missing."""

    decision: str
    why: str

    def __str__(self) -> str:
        return f"`{self.decision}`: {self.why}"


@record(frozen=True, slots=True)
class Compiled:
    """A game, the chain of reasons that led to it, and what had to be assumed."""

    game: Game
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]


@dataclass(slots=True)
class Compilation:
    """One decision being compiled in one state: its reasons so far, and what is being looked
    through at the moment, so that circles are noticed."""

    state: State
    decision: str
    terms: Decision
    because: list[Step] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    electors: list[Player] = field(default_factory=list)
    acting: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)

    def say(self, text: str, clause: str | None, at: Span | None) -> None:
        """Add a reason."""
        self.because.append(Step(text, clause, at))

    def assume(self, text: str) -> None:
        """Add an assumption."""
        self.assumptions.append(text)

    def cannot(self, why: str) -> CannotDecide:
        """The refusal to raise where the charter does not say enough."""
        return CannotDecide(self.decision, why)
