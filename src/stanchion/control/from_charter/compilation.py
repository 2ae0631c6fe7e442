"""What is carried along while a decision is compiled, and what comes out."""

from dataclasses import dataclass, field

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.charter.law import taken_from_law, under_law
from stanchion.charter.state import State
from stanchion.control.game import Formula, Game, Player, players_of
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

    @classmethod
    def of(cls, state: State, decision: str) -> "Compilation":
        """The compilation of a decision of the charter, with what it takes from law."""
        name = p.Name(decision)
        if name not in state.charter.decisions:
            raise CannotDecide(decision, "the charter has no such decision")
        written = state.charter.decisions[name]
        c = cls(state, decision, under_law(written))
        for taken in taken_from_law(written):
            preset = taken.preset
            text = f"`{decision}` takes its `{taken.key}` from law: {preset.says}"
            c.say(text, preset.cites, None)
        return c

    @classmethod
    def of_release(cls, state: State, words: str) -> "Compilation":
        """The compilation of what a policy asks for, which is no decision with terms of its own."""
        return cls(state, words, Decision(by=p.Anyone(), effect=(p.Recorded(),)))

    def beside(self, decision: str) -> "Compilation":
        """The compilation of another decision, whose reasons are added to those of this one."""
        other = Compilation.of(self.state, decision)
        self.because += other.because
        other.because = self.because
        other.assumptions, other.electors = self.assumptions, self.electors
        return other

    def made(self, formula: Formula) -> Compiled:
        """The game of a formula over all whose vote is asked for, in order of declaration."""
        order = {str(key): place for place, key in enumerate(self.state.charter.parties)}
        players = sorted(
            dict.fromkeys([*self.electors, *players_of(formula)]),
            key=lambda player: order.get(player, len(order)),
        )
        game = Game(self.decision, tuple(players), formula)
        because, assumptions = dict.fromkeys(self.because), dict.fromkeys(self.assumptions)
        return Compiled(game, tuple(because), tuple(assumptions))

    def say(self, text: str, clause: str | None, at: Span | None) -> None:
        """Add a reason."""
        self.because.append(Step(text, clause, at))

    def assume(self, text: str) -> None:
        """Add an assumption."""
        self.assumptions.append(text)

    def cannot(self, why: str) -> CannotDecide:
        """The refusal to raise where the charter does not say enough."""
        return CannotDecide(self.decision, why)
