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
    RuleField,
    RuleOrNo,
    SelectorField,
    ThresholdField,
    YesNo,
)
from stanchion.charter.phrases import Name, Unit
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
    nothing of its own.
    """

    name: Label | None = None
    of: Id | None = None
    joint_of: tuple[Id, ...] = ()
    seats: tuple[Annotated[Seat, Short("held_by")], ...] | None = None
    members: SelectorField | None = None
    size: QuantityField | None = None
    acts: RuleField
    quorum: ThresholdField | None = None
    abstentions: Abstention | None = None
    casting_vote: Id | None = None
    chair: Id | None = None
    notice: DurationField | None = None
    waiver: SelectorField | None = None
    written_consent: RuleOrNo = None
    proxies: YesNo | None = None
    cumulative_voting: YesNo | None = None
    voting_cap: Id | None = None
    committee_of: Id | None = None
    may: Annotated[tuple[Id, ...], OneOrMany] = ()
    may_not: Annotated[tuple[Id, ...], OneOrMany] = ()
    observers: Annotated[tuple[Id, ...], OneOrMany] = ()
    elected_by: SelectorField | None = None
    vacancies_filled_by: SelectorField | None = None
    term: DurationField | None = None

    def consistent(self) -> None:
        size = self.size
        if size is not None and (size.unit is not Unit.NUMBER or size.value.denominator != 1):
            raise ValueFault(
                "`size` counts whole seats",
                help="write for example `size: 7`",
            )

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
