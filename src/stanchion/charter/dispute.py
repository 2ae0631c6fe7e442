"""What people disagree about: axes, positions as ranges with reasons, crowds that may leave."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter import phrases as p
from stanchion.charter.fields import (
    EffectField,
    Id,
    InstantField,
    Label,
    PatchField,
    QuantityField,
    RangeField,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    written,
)


def out_of_hundred(written: p.Range) -> p.Range:
    """A number of a scale to 100, also where it is written as a percentage: `45%` is 45."""
    if written.unit is not p.Unit.RATE:
        return written
    best, deviation = written.best, written.deviation
    return written.changed(
        low=written.low * 100,
        high=written.high * 100,
        best=None if best is None else best * 100,
        deviation=None if deviation is None else deviation * 100,
        unit=p.Unit.NUMBER,
    )


class Axis(Cited):
    """One issue, its two ends in words; positions count from 0 to 100 or as `scale` says."""

    name: Label | None = None
    low: Label
    high: Label
    scale: RangeField | None = written(
        default=None, description="what the two ends count, as in `4 to 10` years"
    )
    contested: Label | None = written(
        default=None, description="why this axis itself may be the wrong way to see the dispute"
    )


class Position(Cited):
    """Where a party stands on the scale of one axis, and how much it acts on it (0 to 100)."""

    position: RangeField
    salience: RangeField
    because: Label | None = None


class Shift(Cited):
    """From an instant on a party stands elsewhere or weighs otherwise."""

    start: InstantField
    positions: dict[Id, Position] = written(default={})
    influence: RangeField | None = None
    worth: dict[Id, RangeField] = written(
        default={}, description="from then on, what the party would give each outcome (0 to 100)"
    )
    because: Label


class Stakeholder(Cited):
    """A party to the dispute; influence is its share of practical leverage, 0 to 100."""

    positions: dict[Id, Position]
    influence: RangeField
    formal: Label | None = None
    because: Label
    shifts: tuple[Shift, ...] = ()


class Crowd(Cited):
    """A group whose members may leave: each does when enough others have (share of the group)."""

    exit_threshold: RangeField
    spread: RangeField | None = written(
        default=None, description="how far members' thresholds lie apart: a standard deviation"
    )
    exit_cost: RangeField | None = None
    loyalty: RangeField | None = written(
        default=None,
        description="how many of a hundred who threaten would stay, at the cost of leaving stated",
    )
    because: Label


class Offer(Cited):
    """An offer from outside that lowers the cost of leaving for a crowd, for all at once."""

    to: Id
    by: Id
    when: InstantField
    lowers_cost_to: RangeField
    because: Label


class MoveKind(StrEnum):
    """What can be done in a crisis; who lawfully may follows from the decisions."""

    CALL_MEETING = "call a meeting"
    DECIDE = "decide"
    RESIGN = "resign"
    OFFER = "offer"
    SIGN = "sign"
    YIELD = "yield"
    SUE = "sue"
    WITHHOLD = "withhold money"


class Move(Cited):
    """A kind of move open to some parties; for `decide`, the decision."""

    kind: MoveKind
    parties: Annotated[tuple[Id, ...], OneOrMany]
    decision: Id | None = None


class Outcome(Cited):
    """One way the dispute can end, and what each party would give it (0 to 100).

    It has come about when its effects stand; or, if it names a crowd in `left_by`, when that crowd
    has left. Without either it is what stands when nobody changes anything.
    """

    name: Label
    effect: Annotated[tuple[EffectField, ...], OneOrMany] = ()
    left_by: Id | None = written(default=None, description="the crowd that has left in the end")
    worth: dict[Id, RangeField] = written(default={})
    happened: InstantField | None = None


class Hypothesis(Cited):
    """A reading of the cause; several may stand side by side, none as a fact."""

    claim: Label
    axis: Id | None = None
    because: Label


class Lever(Cited):
    """A change of the rules that might have altered the outcome."""

    name: Label
    set: Annotated[tuple[PatchField, ...], OneOrMany]


class Dispute(Cited):
    """A dispute: what about, between whom, who may walk away, and how it might end."""

    question: Label
    begins: InstantField
    ends: InstantField | None = None
    opens_with: Annotated[tuple[Id, ...], OneOrMany] = written(
        default=(), description="the events, by id, whose decisions are in dispute"
    )
    axes: dict[Id, Axis]
    parties: dict[Id, Stakeholder]
    crowds: dict[Id, Crowd] = written(default={})
    offers: tuple[Offer, ...] = ()
    moves: tuple[Move, ...] = ()
    outcomes: dict[Id, Outcome] = written(default={})
    hypotheses: dict[Id, Hypothesis] = written(default={})
    levers: dict[Id, Lever] = written(default={})
    deadline_days: QuantityField | None = None
    noise: RangeField | None = written(
        default=None,
        description="how far what parties do strays from what they would give, in points of worth",
    )
