"""Who sits where: bodies with their seats, offices with their holders."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    DurationField,
    Id,
    InstantField,
    Label,
    QuantityField,
    RateField,
    RuleField,
    RuleOrNo,
    SelectorField,
    ThresholdField,
    YesNo,
)
from stanchion.charter.phrases import Name, Unit
from stanchion.charter.presets import Law
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    Short,
    written,
)


class Abstention(StrEnum):
    """What an abstention does to a count."""

    PRESENT = "counts as present"
    AGAINST = "counts as against"
    IGNORED = "is not counted"


class RecusalEffect(StrEnum):
    """What the recusal of a member does to the count."""

    LEAVES_BASE = "leaves quorum and base"
    LEAVES_BASE_ONLY = "counts for quorum only"
    STAYS_IN_BASE = "stays in the base"


class TermEnd(StrEnum):
    """What becomes of a member whose term is over."""

    STAYS = "stays until replaced"
    LEAVES = "leaves"


class Seat(Cited):
    """A seat that says more than who sits on it."""

    held_by: Id
    elected_by: SelectorField | None = None
    group: Id | None = written(default=None, description="a class of seats (staggered, by elector)")
    until: InstantField | None = None
    votes: QuantityField | None = None


class Body(Cited):
    """A board, committee, meeting of holders, or trustees: who is in it and how it acts.

    Either `seats` (each member one vote, unless a seat says otherwise) or `members` (the holders
    of a class, voting by units). `acts` is the rule by which it decides where a decision says
    nothing of its own; it is written, or taken from a rule of law that `law` names.
    """

    name: Label | None = None
    of: Id | None = None
    joint_of: tuple[Id, ...] = ()
    seats: tuple[Annotated[Seat, Short("held_by")], ...] | None = None
    members: SelectorField | None = None
    size: QuantityField | None = None
    law: Annotated[tuple[Law, ...], OneOrMany] = ()
    acts: RuleField | None = None
    quorum: ThresholdField | None = None
    abstentions: Abstention | None = None
    casting_vote: Id | None = None
    chair: Id | None = None
    notice: DurationField | None = None
    waiver: SelectorField | None = None
    written_consent: RuleOrNo = None
    proxies: YesNo | None = None
    cumulative_voting: YesNo | None = None
    voting_cap: RateField | None = written(
        default=None, description="the most of all votes that any one holder may cast"
    )
    recusal: RecusalEffect | None = None
    committee_of: Id | None = None
    may: Annotated[tuple[Id, ...], OneOrMany] = ()
    may_not: Annotated[tuple[Id, ...], OneOrMany] = ()
    observers: Annotated[tuple[Id, ...], OneOrMany] = ()
    elected_by: SelectorField | None = None
    vacancies_filled_by: SelectorField | None = None
    term: DurationField | None = None
    at_term_end: TermEnd | None = None
    staggered: QuantityField | None = written(
        default=None, description="the number of classes whose seats are elected in turn"
    )

    def consistent(self) -> None:
        for key, number, least, remedy in (
            ("size", self.size, 0, "write for example `size: 7`"),
            ("staggered", self.staggered, 2, "write the number of classes, as in `staggered: 3`"),
        ):
            if number is None:
                continue
            whole = number.unit is Unit.NUMBER and number.value.denominator == 1
            if not whole or number.value < least:
                counted = "seats" if key == "size" else "classes, two at least"
                raise ValueFault(f"`{key}` counts whole {counted}", help=remedy)
        if self.voting_cap is not None and not 0 < self.voting_cap <= 1:
            raise ValueFault(
                "a voting cap is a part of all votes",
                help="write for example `voting_cap: 20%`",
            )

    def seat_of(self, holder: str) -> Seat | None:
        """The seat that says more than who sits on it, or None."""
        return next((seat for seat in self.seats or () if seat.held_by == holder), None)

    @property
    def holders(self) -> tuple[Name, ...]:
        """Who sits, as written; empty for a meeting of holders."""
        return tuple(seat.held_by for seat in self.seats or ())


class Office(Cited):
    """A post held by one person: chief executive, chair, protector."""

    name: Label | None = None
    of: Id
    held_by: Id | None = None
    appointed_by: SelectorField | None = None
    term: DurationField | None = None


Bodies = dict[Id, Body]
Offices = dict[Id, Office]
