"""What changes: patches of the terms, and effects of decisions and events."""

from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.conditions import Condition, Counts
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.phrases.quantities import Duration, Figure, Name
from stanchion.charter.phrases.rules import Rule


class Freed(Enum):
    """Where a capped payee's share goes when no single payee is named."""

    OTHERS_PRO_RATA = "others pro rata"
    RESIDUAL = "the residual"
    NEXT_STAGE = "the next stage"


Destination = Name | Freed


class SetTerm(Meaning):
    """`term NAME is FIGURE`."""

    term: Name
    figure: Figure


class SetCap(Meaning):
    """`cap of PAYEE in STAGE is FIGURE`."""

    payee: Name
    stage: Name
    figure: Figure


class SetCapCounts(Meaning):
    """`cap of PAYEE in STAGE counts SCOPE`."""

    payee: Name
    stage: Name
    counts: Counts


class RemoveCap(Meaning):
    """`PAYEE has no cap in STAGE`."""

    payee: Name
    stage: Name


class SetFreed(Meaning):
    """`freed share of PAYEE in STAGE goes to DESTINATION`."""

    payee: Name
    stage: Name
    to: Destination


class SetLimit(Meaning):
    """`stage STAGE lasts until CONDITION`."""

    stage: Name
    until: Condition


class SetShares(Meaning):
    """`shares in STAGE are 75% PAYEE, 25% PAYEE`."""

    stage: Name
    shares: tuple[tuple[Name, Fraction], ...]


class SetResidual(Meaning):
    """`residual of ENTITY goes to PAYEE`."""

    entity: Name
    payee: Name


class SetRule(Meaning):
    """`decision D needs RULE`, or `also needs` it beside what it needs already."""

    decision: Name
    rule: Rule
    also: bool


class SetNotice(Meaning):
    """`decision D has notice of DURATION`."""

    decision: Name
    notice: Duration


class SetCause(Meaning):
    """`decision D is for cause only`."""

    decision: Name


class SetBodyRule(Meaning):
    """`body B acts by RULE`."""

    body: Name
    rule: Rule


class SetStagger(Meaning):
    """`body B is staggered in N classes`."""

    body: Name
    classes: int


class SetVotes(Meaning):
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
    | SetCause
    | SetBodyRule
    | SetStagger
    | SetVotes
)


class Somebody(Enum):
    """A person whom the decision will name: one who sits already, or one who comes in."""

    MEMBER = "a member"
    NEWCOMER = "someone"


Subject = Name | Somebody


class Joins(Meaning):
    """A seat of a body is filled."""

    who: Subject
    body: Name


class Leaves(Meaning):
    """A seat of a body, or an office, is given up or taken away."""

    who: Subject
    place: Name


class Becomes(Meaning):
    """An office passes to somebody."""

    who: Subject
    office: Name


class FallsVacant(Meaning):
    """Whoever holds the office holds it no longer."""

    office: Name


class SizeIs(Meaning):
    """A body has so many seats; None where the decision will say."""

    body: Name
    size: int | None


class Receives(Meaning):
    """New units of a class are issued to a party, maybe for money."""

    who: Name
    units: Figure
    share_class: Name
    paying: Figure | None = None


class Transfers(Meaning):
    """Units of a class change hands."""

    who: Name
    units: Figure
    share_class: Name
    to: Name


class IsPaid(Meaning):
    """An entity has paid a party; counted from then on by caps and limits."""

    who: Name
    amount: Figure
    entity: Name
    stage: Name | None = None


class Invests(Meaning):
    """A party puts money into an entity."""

    who: Name
    amount: Figure
    entity: Name


class Observes(Meaning):
    """A party may (or may no longer) sit in without a vote."""

    who: Name
    body: Name
    stops: bool = False


class ModelBecomes(Meaning):
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


class EntityIs(Meaning):
    """An entity is formed, sold or dissolved."""

    entity: Name
    fate: EntityFate


class Amends(Meaning):
    """The rule of a decision is changed, as the decision will say."""

    decision: Name


class Recorded(Meaning):
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
