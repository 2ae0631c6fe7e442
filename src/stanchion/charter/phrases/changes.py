"""What changes: patches of the terms, and effects of decisions and events."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.conditions import Condition, Counts
from stanchion.charter.phrases.quantities import Duration, Figure, Name
from stanchion.charter.phrases.rules import Rule


class Freed(Enum):
    """Where a capped payee's share goes when no single payee is named."""

    OTHERS_PRO_RATA = "others pro rata"
    RESIDUAL = "the residual"
    NEXT_STAGE = "the next stage"


Destination = Name | Freed


@dataclass(frozen=True, slots=True)
class SetTerm:
    """`term NAME is FIGURE`."""

    term: Name
    figure: Figure


@dataclass(frozen=True, slots=True)
class SetCap:
    """`cap of PAYEE in STAGE is FIGURE`."""

    payee: Name
    stage: Name
    figure: Figure


@dataclass(frozen=True, slots=True)
class SetCapCounts:
    """`cap of PAYEE in STAGE counts SCOPE`."""

    payee: Name
    stage: Name
    counts: Counts


@dataclass(frozen=True, slots=True)
class RemoveCap:
    """`PAYEE has no cap in STAGE`."""

    payee: Name
    stage: Name


@dataclass(frozen=True, slots=True)
class SetFreed:
    """`freed share of PAYEE in STAGE goes to DESTINATION`."""

    payee: Name
    stage: Name
    to: Destination


@dataclass(frozen=True, slots=True)
class SetLimit:
    """`stage STAGE lasts until CONDITION`."""

    stage: Name
    until: Condition


@dataclass(frozen=True, slots=True)
class SetShares:
    """`shares in STAGE are 75% PAYEE, 25% PAYEE`."""

    stage: Name
    shares: tuple[tuple[Name, Fraction], ...]


@dataclass(frozen=True, slots=True)
class SetResidual:
    """`residual of ENTITY goes to PAYEE`."""

    entity: Name
    payee: Name


@dataclass(frozen=True, slots=True)
class SetRule:
    """`decision D needs RULE`, or `also needs` it beside what it needs already."""

    decision: Name
    rule: Rule
    also: bool


@dataclass(frozen=True, slots=True)
class SetNotice:
    """`decision D has notice of DURATION`."""

    decision: Name
    notice: Duration


@dataclass(frozen=True, slots=True)
class SetVotes:
    """`class C has N votes per unit`."""

    share_class: Name
    votes: Fraction


Patch = (
    SetTerm
    | SetCap
    | SetCapCounts
    | RemoveCap
    | SetFreed
    | SetLimit
    | SetShares
    | SetResidual
    | SetRule
    | SetNotice
    | SetVotes
)


class Somebody(Enum):
    """A person whom the decision will name: one who sits already, or one who comes in."""

    MEMBER = "a member"
    NEWCOMER = "someone"


Subject = Name | Somebody


@dataclass(frozen=True, slots=True)
class Joins:
    """A seat of a body is filled."""

    who: Subject
    body: Name


@dataclass(frozen=True, slots=True)
class Leaves:
    """A seat of a body, or an office, is given up or taken away."""

    who: Subject
    place: Name


@dataclass(frozen=True, slots=True)
class Becomes:
    """An office passes to somebody."""

    who: Subject
    office: Name


@dataclass(frozen=True, slots=True)
class FallsVacant:
    """Whoever holds the office holds it no longer."""

    office: Name


@dataclass(frozen=True, slots=True)
class SizeIs:
    """A body has so many seats; None where the decision will say."""

    body: Name
    size: int | None


@dataclass(frozen=True, slots=True)
class Receives:
    """New units of a class are issued to a party, maybe for money."""

    who: Name
    units: Figure
    share_class: Name
    paying: Figure | None = None


@dataclass(frozen=True, slots=True)
class Transfers:
    """Units of a class change hands."""

    who: Name
    units: Figure
    share_class: Name
    to: Name


@dataclass(frozen=True, slots=True)
class IsPaid:
    """An entity has paid a party; counted from then on by caps and limits."""

    who: Name
    amount: Figure
    entity: Name
    stage: Name | None = None


@dataclass(frozen=True, slots=True)
class Invests:
    """A party puts money into an entity."""

    who: Name
    amount: Figure
    entity: Name


@dataclass(frozen=True, slots=True)
class Observes:
    """A party may (or may no longer) sit in without a vote."""

    who: Name
    body: Name
    stops: bool = False


@dataclass(frozen=True, slots=True)
class ModelBecomes:
    """A model version (or whichever the decision names) is released to a stage, or halted."""

    model: Subject
    product: Name | None
    halted: bool
    stage: Name | None = None


class EntityFate(Enum):
    """What becomes of an entity as a whole."""

    FORMED = "formed"
    SOLD = "sold"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class EntityIs:
    """An entity is formed, sold or dissolved."""

    entity: Name
    fate: EntityFate


@dataclass(frozen=True, slots=True)
class Amends:
    """The rule of a decision is changed, as the decision will say."""

    decision: Name


@dataclass(frozen=True, slots=True)
class Recorded:
    """Nothing in the company changes; the fact is kept."""


Effect = (
    Joins
    | Leaves
    | Becomes
    | FallsVacant
    | SizeIs
    | Receives
    | Transfers
    | IsPaid
    | Invests
    | Observes
    | ModelBecomes
    | EntityIs
    | Amends
    | Recorded
    | Patch
)
