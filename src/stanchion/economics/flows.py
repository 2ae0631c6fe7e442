"""What a sweep finds: flows between events, and the events, whatever the waterfall is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stanchion.economics import waterfall as w
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount
from stanchion.exact.record import record

Cell = tuple[w.StageId | None, w.PayeeId]
"""Where money is received: the stage or class (None: as residual), and the payee."""

Rate = tuple[w.StageId | None, w.PayeeId, Fraction]
ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(eq=False)
class NobodyReceives(StanchionError, ValueError):
    """Above `amount` of this distribution nobody is left to be paid by `entity`."""

    entity: str
    amount: Fraction

    def __str__(self) -> str:
        return f"no one receives what `{self.entity}` pays above {describe_amount(self.amount)}"


# ------------------------------------------------------------------ events of stages


@record(frozen=True, slots=True)
class CapBinds:
    """A payee has reached its cap in a stage."""

    stage: w.StageId
    cap: w.Cap


@record(frozen=True, slots=True)
class ClaimPaid:
    """A payee's claim in a stage is paid."""

    stage: w.StageId
    payee: w.PayeeId
    claim: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class StageOver:
    """A stage has reached its limit."""

    stage: w.StageId
    limit: w.Limit
    because: w.Because


# ----------------------------------------------------------------- events of classes


@record(frozen=True, slots=True)
class Whose:
    """A class, or one holder's part of it where holders' terms differ."""

    share_class: w.StageId
    holder: w.PayeeId | None = None

    def __str__(self) -> str:
        return f"`{self.share_class}`" + (f" of `{self.holder}`" if self.holder else "")


@record(frozen=True, slots=True)
class PreferencePaid:
    """The preference of a class, or the money back of a convertible, is paid in full."""

    whose: Whose
    amount: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class DiscountPaid:
    """A convertible has what its discount is worth, before units share."""

    whose: Whose
    amount: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class Converts:
    """A class is better off as common: a common unit is worth `per_unit` or more."""

    whose: Whose
    per_unit: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class ParticipationCapped:
    """A participating class has reached its cap and takes no more until it would convert."""

    whose: Whose
    cap: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class UnitsCapped:
    """Capped units have had all that they will ever have."""

    whose: Whose
    cap: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class StrikePassed:
    """The unit under an option or a warrant is worth more than the strike."""

    whose: Whose
    over: w.StageId
    strike: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class HurdlePassed:
    """A profits interest begins to share: a unit is worth more than `per_unit`."""

    whose: Whose
    per_unit: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class CaughtUp:
    """A class that had received `before` shares again: its terms now give as much."""

    whose: Whose
    before: Fraction
    because: w.Because


ClassEvent = (
    PreferencePaid
    | DiscountPaid
    | Converts
    | ParticipationCapped
    | UnitsCapped
    | StrikePassed
    | HurdlePassed
    | CaughtUp
)


# ----------------------------------------------------------------- events of deductions


@record(frozen=True, slots=True)
class DeductionPaid:
    """A debt, a cost or another deduction of a fixed amount is paid in full."""

    stage: w.StageId
    amount: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class ShareTaken:
    """From here on a deduction takes this share of every dollar that it is measured on."""

    stage: w.StageId
    share: Fraction
    because: w.Because


@record(frozen=True, slots=True)
class ShareInFull:
    """Money has caught up with a share that what came before had left too little for."""

    stage: w.StageId
    because: w.Because


@record(frozen=True, slots=True)
class DeductionCapped:
    """A share has reached its cap."""

    stage: w.StageId
    cap: Fraction
    because: w.Because


DeductionEvent = DeductionPaid | ShareTaken | ShareInFull | DeductionCapped


@record(frozen=True, slots=True)
class Within:
    """What happened in one entity of a chain."""

    entity: str
    event: "Event"


Event = CapBinds | ClaimPaid | StageOver | ClassEvent | DeductionEvent | Within


@record(frozen=True, slots=True)
class Flow:
    """Between two events: who takes how much of every dollar, and what ends it."""

    start: Fraction
    end: Fraction | None
    stage: w.StageId | None  # the first stage that is not over, or the tier; None: all are over
    rates: Sequence[Rate]
    ends_because: tuple[Event, ...]

    def rate_of(self, payee: w.PayeeId) -> Fraction:
        """The payee's part of every dollar here, over all stages."""
        return sum((rate for _, who, rate in self.rates if who == payee), ZERO)


@record(frozen=True, slots=True)
class Sweep:
    """All flows in order, the last one without end; stages that no dollar ever reaches."""

    flows: tuple[Flow, ...]
    unreached: tuple[w.StageId, ...]
