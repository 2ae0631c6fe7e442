"""The compiled form of a waterfall: pure data, amounts exact in major units.

A stage is claims x sharing x limit. Nothing here refers to the charter any more, but for the
reasons that point back at it.
"""

from fractions import Fraction
from typing import NewType

from stanchion.exact.allocation import Leftover
from stanchion.exact.record import record

PayeeId = NewType("PayeeId", str)
StageId = NewType("StageId", str)


@record(frozen=True, slots=True)
class Because:
    """A reason: in words, with the clause of the document, and the place in the charter."""

    text: str
    clause: str | None = None
    where: str | None = None  # "charter.yaml:41:9"


# ------------------------------------------------------------- what a cap counts


@record(frozen=True, slots=True)
class ThisStage:
    """What the payee receives in the stage that says so."""


@record(frozen=True, slots=True)
class Everything:
    """All that the payee has received from the entity, in any stage or as residual."""


@record(frozen=True, slots=True)
class Stages:
    """What the payee has received in the named stages."""

    stages: tuple[StageId, ...]


Counts = ThisStage | Everything | Stages


@record(frozen=True, slots=True)
class Cap:
    """The most a payee gets in a stage, counting what is said."""

    payee: PayeeId
    at: Fraction
    counts: Counts
    because: Because


# ------------------------------------------------- where a capped payee's share goes


@record(frozen=True, slots=True)
class ToPayee:
    """To one payee of the entity, in the same stage."""

    payee: PayeeId


@record(frozen=True, slots=True)
class ToOthersProRata:
    """To the uncapped payees of the stage by their shares; to the next stage if there is none."""


@record(frozen=True, slots=True)
class ToResidual:
    """To the residual payee, at once."""


@record(frozen=True, slots=True)
class ToNextStage:
    """To the next stage, while this one goes on for the others."""


Freed = ToPayee | ToOthersProRata | ToResidual | ToNextStage

# -------------------------------------------------------------- when a stage is over


@record(frozen=True, slots=True)
class UntilReceived:
    """Over once the payee has received the amount, counted as said."""

    payee: PayeeId
    amount: Fraction
    counts: Counts
    because: Because


@record(frozen=True, slots=True)
class UntilShareReceived:
    """Over once the payee has, in the stages, the share of all that they paid: a catch-up.

    The stages are this one and earlier ones, none of which pays once this one is reached.
    """

    payee: PayeeId
    share: Fraction
    stages: tuple[StageId, ...]
    because: Because


@record(frozen=True, slots=True)
class UntilPaid:
    """Over once the entity has paid the amount to all payees together."""

    amount: Fraction
    because: Because


@record(frozen=True, slots=True)
class UntilClaimsPaid:
    """Over once every claim of the stage is paid."""


@record(frozen=True, slots=True)
class NoLimit:
    """Never over; money leaves it only by what capped payees free."""


Limit = UntilReceived | UntilShareReceived | UntilPaid | UntilClaimsPaid | NoLimit

# --------------------------------------------------------------- how a stage shares


@record(frozen=True, slots=True)
class FixedShares:
    """Every dollar split in these shares, which make one."""

    shares: tuple[tuple[PayeeId, Fraction], ...]


@record(frozen=True, slots=True)
class ByClaim:
    """Pro rata to the claims until all are paid; a payee stops at its claim."""

    claims: tuple[tuple[PayeeId, Fraction], ...]


@record(frozen=True, slots=True)
class InOrder:
    """One claim after the other."""

    claims: tuple[tuple[PayeeId, Fraction], ...]


Sharing = FixedShares | ByClaim | InOrder


@record(frozen=True, slots=True)
class Stage:
    """One stage: who is paid how, until when, and up to which caps."""

    id: StageId
    sharing: Sharing
    limit: Limit
    caps: tuple[Cap, ...]
    freed: tuple[tuple[PayeeId, Freed], ...]
    because: Because

    @property
    def parts(self) -> tuple[tuple[PayeeId, Fraction], ...]:
        """The shares or claims of the stage."""
        match self.sharing:
            case FixedShares(parts) | ByClaim(parts) | InOrder(parts):
                return parts

    @property
    def payees(self) -> tuple[PayeeId, ...]:
        """The payees with a share or claim of their own, in order."""
        return tuple(payee for payee, _ in self.parts)


Received = tuple[StageId | None, PayeeId, Fraction]
"""A cell of what was received: the stage (None: as residual), the payee, the amount."""


@record(frozen=True, slots=True)
class Waterfall:
    """How an entity pays, from a stated state.

    `payees` are all who can be paid, in order of declaration; ties of rounding follow it.
    `received` is what was paid before the distribution in question.
    """

    entity: str
    currency: str
    stages: tuple[Stage, ...]
    residual: PayeeId | None
    payees: tuple[PayeeId, ...]
    leftover: Leftover
    received: tuple[Received, ...] = ()
    because_residual: Because = Because("what is left")
