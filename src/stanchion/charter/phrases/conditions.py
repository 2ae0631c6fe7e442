"""When: conditions on money, time, risk and decisions."""

from dataclasses import dataclass
from enum import Enum

from stanchion.charter.phrases.quantities import Figure, Instant, Name, place
from stanchion.source.span import Span


@dataclass(frozen=True, slots=True)
class ThisStage:
    """Counts what the payee receives in the stage that says so."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Counts all that the payee has received from this entity, in any stage."""


@dataclass(frozen=True, slots=True)
class InStages:
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


@dataclass(frozen=True, slots=True)
class HasReceived:
    """A payee has received an amount, counted as said."""

    payee: Name
    amount: Figure
    counts: Counts
    at: Span | None = place()


@dataclass(frozen=True, slots=True)
class HasPaid:
    """An entity has paid an amount to all payees together."""

    entity: Name
    amount: Figure
    at: Span | None = place()


@dataclass(frozen=True, slots=True)
class ClaimsPaid:
    """Every claim stated in the stage has been paid."""


@dataclass(frozen=True, slots=True)
class FromInstant:
    """On or after an instant."""

    instant: Instant


@dataclass(frozen=True, slots=True)
class BeforeInstant:
    """Before an instant."""

    instant: Instant


class Mitigation(Enum):
    """Whether a risk is scored as the model is, or with its safeguards on."""

    BEFORE = "before mitigation"
    AFTER = "after mitigation"


@dataclass(frozen=True, slots=True)
class RiskIs:
    """The scored level of a risk category compares so with a named level."""

    category: Name
    mitigation: Mitigation
    relation: Relation
    level: Name


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision has been taken and stands."""

    decision: Name


@dataclass(frozen=True, slots=True)
class ModelIs:
    """A model version stands released (to a stage) or halted."""

    model: Name
    halted: bool
    stage: Name | None = None


@dataclass(frozen=True, slots=True)
class AllConditions:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyCondition:
    """Some part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NotCondition:
    """The part does not hold."""

    part: "Condition"


Condition = (
    HasReceived
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
