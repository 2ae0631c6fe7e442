"""When: conditions on money, time, risk and decisions."""

from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.meaning import Meaning, aside
from stanchion.charter.phrases.quantities import Figure, Instant, Name
from stanchion.source.span import Span


class ThisStage(Meaning):
    """Counts what the payee receives in the stage that says so."""


class Everything(Meaning):
    """Counts all that the payee has received from this entity, in any stage."""


class InStages(Meaning):
    """Counts what the payee has received in the named stages."""

    stages: tuple[Name, ...]


Counts = ThisStage | Everything | InStages


class Relation(Enum):
    """How two quantities compare."""

    EXACTLY = "exactly"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


class HasReceived(Meaning):
    """A payee has received an amount, counted as said."""

    payee: Name
    amount: Figure
    counts: Counts
    at: Span | None = aside(default=None)


class HasReceivedShare(Meaning):
    """A payee has received a share of all that the named stages have paid, in those stages."""

    payee: Name
    share: Fraction
    stages: tuple[Name, ...]
    at: Span | None = aside(default=None)


class HasPaid(Meaning):
    """An entity has paid an amount to all payees together."""

    entity: Name
    amount: Figure
    at: Span | None = aside(default=None)


class ClaimsPaid(Meaning):
    """Every claim stated in the stage has been paid."""


class FromInstant(Meaning):
    """On or after an instant."""

    instant: Instant


class BeforeInstant(Meaning):
    """Before an instant."""

    instant: Instant


class Mitigation(Enum):
    """Whether a risk is scored as the model is, or with its safeguards on."""

    BEFORE = "before mitigation"
    AFTER = "after mitigation"


class RiskIs(Meaning):
    """The scored level of a risk category compares so with a named level."""

    category: Name
    mitigation: Mitigation
    relation: Relation
    level: Name


class DecisionTaken(Meaning):
    """A decision has been taken and stands."""

    decision: Name


class ModelIs(Meaning):
    """A model version stands released (to a stage) or halted."""

    model: Name
    halted: bool
    stage: Name | None = None


class AllConditions(Meaning):
    """Every part holds."""

    parts: tuple["Condition", ...]


class AnyCondition(Meaning):
    """Some part holds."""

    parts: tuple["Condition", ...]


class NotCondition(Meaning):
    """The part does not hold."""

    part: "Condition"


Condition = (
    HasReceived
    | HasReceivedShare
    | HasPaid
    | ClaimsPaid
    | FromInstant
    | BeforeInstant
    | RiskIs
    | DecisionTaken
    | ModelIs
    | AllConditions
    | AnyCondition
    | NotCondition
)
