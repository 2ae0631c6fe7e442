"""One holder's account: what it put in, holds, had, and receives of an amount, by whose words."""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.investments import Contribution, contributions
from stanchion.charter.state import Stake, State
from stanchion.economics import waterfall as w
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.curves import cell_amounts
from stanchion.economics.deductions.prior import Deducted
from stanchion.economics.distribution import distribution
from stanchion.economics.flows import ZERO
from stanchion.economics.results import Provenance
from stanchion.economics.sweep import Payable
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import Money


@dataclass(eq=False)
class NotAPayee(StanchionError, LookupError):
    """`entity` pays nobody called `payee`; `payees` are those whom it does."""

    payee: str
    entity: str
    payees: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(f"`{name}`" for name in self.payees)
        return f"`{self.entity}` never pays `{self.payee}`; it pays {names}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the holder receives in one stage or of one class (None: what is left), and had there."""

    stage: w.StageId | None
    exact: Fraction
    before: Fraction
    because: w.Because


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of one payee of an entity, when an amount is distributed."""

    entity: str
    currency: str
    payee: w.PayeeId
    amount: Fraction
    contributions: tuple[Contribution, ...]
    stakes: tuple[Stake, ...]
    receipts: tuple[Receipt, ...]
    exact: Fraction
    paid: Money
    before: Fraction
    provenance: Provenance

    @property
    def invested(self) -> Fraction:
        """All that it has put in."""
        return sum((item.amount for item in self.contributions), ZERO)

    @property
    def multiple(self) -> Fraction | None:
        """All that it has had and receives over what it put in; None where it put in nothing."""
        return (self.before + self.exact) / self.invested if self.invested else None


def statement(state: State, payable: Payable, payee: w.PayeeId, amount: Fraction) -> Statement:
    """The payee's account when `amount` (major units) is distributed from the state.

    Raises NotAPayee, and what a distribution raises.
    """
    if payee not in payable.payees:
        raise NotAPayee(str(payee), payable.entity, tuple(map(str, payable.payees)))
    found = distribution(payable, amount)
    line = next(each for each in found.lines if each.payee == payee)
    now = {
        stage: paid for (stage, who), paid in cell_amounts(payable, amount).items() if who == payee
    }
    before: dict[w.StageId | None, Fraction] = {}
    for stage, who, paid in payable.received:
        if who == payee:
            before[stage] = before.get(stage, ZERO) + paid
    receipts = tuple(
        Receipt(
            stage, now.get(stage, ZERO), before.get(stage, ZERO), said_by(payable, stage, payee)
        )
        for stage in dict.fromkeys([*before, *now])
        if now.get(stage) or before.get(stage)
    )
    entity = p.Name(payable.entity)
    return Statement(
        entity=payable.entity,
        currency=payable.currency,
        payee=payee,
        amount=amount,
        contributions=contributions(state, payee, entity),
        stakes=tuple(s for s in state.stakes if (s.holder, s.entity) == (p.Name(payee), entity)),
        receipts=receipts,
        exact=line.exact,
        paid=line.paid,
        before=line.before,
        provenance=found.provenance,
    )


def said_by(payable: Payable, stage: w.StageId | None, payee: w.PayeeId) -> w.Because:
    """What says that the payee is paid in a stage, of a class, or by a deduction."""
    match payable:
        case w.Waterfall(stages=stages):
            found = [each.because for each in stages if each.id == stage]
        case ClassTable(claims=claims):
            found = [
                claim.because
                for claim in claims
                if claim.share_class == stage and payee in dict(claim.holders)
            ]
        case Deducted(prior=prior):
            first = [
                each.because
                for each in prior
                if (stage, payee) in {part[:2] for part in each.parts}
            ]
            found = first or [said_by(payable.rest, stage, payee)]
        case _:
            assert_never(payable)
    return found[0] if found else payable.because_residual
