"""What is expected: claims about money and power, and how far they are meant."""

from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.conditions import Relation
from stanchion.charter.phrases.goals import Goal
from stanchion.charter.phrases.meaning import Meaning, aside
from stanchion.charter.phrases.quantities import Duration, Figure, Instant, Name
from stanchion.charter.phrases.rules import Selector
from stanchion.source.span import Span


class ReceivesBounded(Meaning):
    """A payee never receives more (or always at least) an amount, in all or in one stage."""

    payee: Name
    relation: Relation
    amount: Figure
    stage: Name | None = None


class ReceivesWhen(Meaning):
    """What a payee receives when exactly `paid` is distributed."""

    payee: Name
    relation: Relation
    amount: Figure
    paid: Figure


class ShareOfDollars(Meaning):
    """A payee's share of every further dollar between two amounts."""

    payee: Name
    relation: Relation
    share: Fraction
    above: Figure | None = None
    below: Figure | None = None


class WhereAllCapsBind(Enum):
    """The amount at which the last cap binds."""

    POINT = "the point where all caps bind"


class EveryDollarAbove(Meaning):
    """Every further dollar above an amount goes to one payee."""

    above: Figure | WhereAllCapsBind
    payee: Name


class ReceivesAsMuchAs(Meaning):
    """One payee never receives less than another, at any amount (above one)."""

    payee: Name
    than: Name
    above: Figure | None = None


class ReceivesOverSchedule(Meaning):
    """What a payee receives over all planned distributions, from all entities."""

    payee: Name
    relation: Relation
    amount: Figure


class Returns(Meaning):
    """What a payer gives back by a clawback, after all planned distributions."""

    payer: Name
    relation: Relation
    amount: Figure
    clawback: Name


DistributionClaim = (
    ReceivesBounded | ReceivesWhen | ShareOfDollars | EveryDollarAbove | ReceivesAsMuchAs
)
"""About all amounts of one distribution."""

ScheduleClaim = ReceivesOverSchedule | Returns
"""About the distributions that the charter plans, one after the other."""

MoneyClaim = DistributionClaim | ScheduleClaim


class Power(Enum):
    """What is said of a coalition and a decision."""

    CAN = "can"
    CANNOT = "cannot"
    CAN_NEVER = "can never"
    CAN_BLOCK = "can block"
    CANNOT_BLOCK = "cannot block"


class Ships(Meaning):
    """`ship MODEL to STAGE`: a model version passes the gate, as far as votes go."""

    model: Name
    stage: Name


Matter = Name | Ships
"""What a claim about power says is done: a decision, or a release."""


class CoalitionPower(Meaning):
    """What the selected can do together; for `no coalition of`, what no part of them can."""

    who: Selector
    power: Power
    decision: Matter
    every_part: bool = False


class NobodyWithout(Meaning):
    """No coalition without the selected can take the decision (ever, if `never`)."""

    decision: Matter
    without: Selector
    never: bool = False


class BringsAbout(Meaning):
    """The selected together can (or, if `never`, cannot by any moves) bring something about."""

    who: Selector
    goal: Goal
    never: bool = False


class CannotBeRemoved(Meaning):
    """Nobody takes a seat or office from the holder, by any moves, while the others oppose it."""

    who: Name
    place: Name
    against: Selector


PowerClaim = CoalitionPower | NobodyWithout | BringsAbout | CannotBeRemoved


class Within(Meaning):
    """How far ahead is looked: so many decisions, so long, or both."""

    steps: int | None = None
    time: Duration | None = None


class Qualifiers(Meaning):
    """Under which reading, when, and how far ahead a claim is meant."""

    readings: tuple[Name, ...] = ()
    every_reading: bool = False
    any_schedule: bool = False
    as_of: Instant | None = None
    within_steps: int | None = None
    within: Duration | None = None
    through: Name | None = None


class Assertion(Meaning):
    """A claim that the author wants proved, or (`false`) wants refuted."""

    claim: MoneyClaim | PowerClaim
    false: bool
    qualifiers: Qualifiers
    text: str = aside(default="")
    at: Span | None = aside(default=None)
