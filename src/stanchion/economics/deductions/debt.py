"""What a debt comes to on a day: principal, interest, and what was paid of it before.

Where interest is simple, a payment first discharges the interest accrued until then and the rest
of it reduces the principal, so that unpaid interest earns none (the United States rule: Story v.
Livingston, 38 U.S. 359, 1839). Where interest compounds, a payment stops as much of the balance
from earning, by the same terms, from its day on.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.instruments import Debt
from stanchion.charter.instruments.base import Accrual, Compounding
from stanchion.charter.instruments.debt import AfterMaturity
from stanchion.charter.units import Held
from stanchion.economics import waterfall as w
from stanchion.economics.accruals.accrual import accrued
from stanchion.economics.instruments.in_state import ZERO, ClassInState
from stanchion.exact.money import describe_amount, describe_share


@dataclass(frozen=True, slots=True)
class Owed:
    """What one creditor is still owed of one debt."""

    debt: str
    creditor: w.PayeeId
    amount: Fraction
    words: str


@dataclass(frozen=True, slots=True)
class _Payment:
    amount: Fraction
    on: date


def owed(of: ClassInState, terms: Debt, received: tuple[w.Received, ...]) -> tuple[Owed, ...]:
    """What every creditor of the debt is owed at the state's instant; raises TermsUnclear."""
    held = of.held()
    if held is None:
        raise of.unclear(
            f"nobody is said to be owed `{of.name}`",
            f"add its creditors under `holdings: {of.entity}:`",
        )
    principal = of.amount(terms.principal)
    claims = []
    for item in held.held:
        creditor = w.PayeeId(str(item.stake.holder))
        had = sum((a for s, who, a in received if (s, who) == (str(of.name), creditor)), ZERO)
        due = _due(of, terms, item, principal * item.part, had)
        words = f"the debt `{of.name}`"
        if terms.interest is not None:
            words += f" with interest of {describe_amount(due + had - principal * item.part)}"
        claims.append(Owed(str(of.name), creditor, max(due, ZERO), words))
    return tuple(claims)


def _due(of: ClassInState, terms: Debt, item: Held, principal: Fraction, had: Fraction) -> Fraction:
    if terms.interest is None:
        return principal - had
    start, end = of.since(terms.interest, item), _until(of, terms)
    if not had:
        return principal + of.accrued(terms.interest, principal, start, until=end)
    payments = _payments(of, item.stake.holder)
    days = ", ".join(str(payment.on) for payment in payments)
    of.note(
        f"`{of.name}` bears interest at {describe_share(terms.interest.rate)} less what was paid "
        f"before, {describe_amount(had)} ({days})"
    )
    account = _Account(of, terms.interest, principal, start)
    match terms.interest.accrues:
        case Compounding.SIMPLE:
            return account.simple(payments, end)
        case Compounding.COMPOUND:
            return account.compound(payments, end)
        case _:
            assert_never(terms.interest.accrues)


@dataclass(frozen=True, slots=True)
class _Account:
    """A debt of one creditor from its first day."""

    of: ClassInState
    interest: Accrual
    principal: Fraction
    start: date

    def earned(self, amount: Fraction, start: date, end: date) -> Fraction:
        found = accrued(self.interest, amount, start=start, end=end)
        self.of.notes.exact = self.of.notes.exact and found.exact
        return found.amount

    def simple(self, payments: list[_Payment], end: date) -> Fraction:
        """What is still owed: each payment pays the interest until its day, then principal."""
        principal, unpaid, since = self.principal, ZERO, self.start
        for payment in payments:
            unpaid += self.earned(principal, since, min(payment.on, end))
            since = max(since, payment.on)
            of_interest = min(payment.amount, unpaid)
            unpaid -= of_interest
            principal -= payment.amount - of_interest
            if principal <= 0:
                return ZERO
        return principal + unpaid + self.earned(principal, since, end)

    def compound(self, payments: list[_Payment], end: date) -> Fraction:
        """What is still owed; a debt that was once paid in full is owed no more."""
        for place, payment in enumerate(payments):
            if self._balance(payments[: place + 1], min(payment.on, end)) <= 0:
                return ZERO
        return self._balance(payments, end)

    def _balance(self, payments: list[_Payment], end: date) -> Fraction:
        balance = self.principal + self.earned(self.principal, self.start, end)
        for payment in payments:
            balance -= payment.amount + self.earned(payment.amount, payment.on, end)
        return balance


def _until(of: ClassInState, terms: Debt) -> date:
    """The day until which interest runs."""
    today = of.day(of.state.instant)
    if terms.matures is None or terms.after_maturity is not AfterMaturity.STOPS:
        return today
    return min(today, of.day(terms.matures.start))


def _payments(of: ClassInState, creditor: p.Name) -> list[_Payment]:
    """What the creditor was paid of the debt before, in order of time."""
    found = []
    for item in of.state.paid:
        at = None if item.stage is None else item.stage.rpartition(".")[2]
        if (item.entity, item.payee, at) != (of.entity, creditor, of.name):
            continue
        if item.on is None:
            raise of.unclear(
                f"when `{creditor}` was paid of `{of.name}` is not said, so its interest is not "
                "known",
                "add `on:` to what it received",
            )
        found.append(_Payment(of.amount(item.amount), of.day(item.on)))
    return sorted(found, key=lambda payment: payment.on)
