"""Who receives what of one amount: exact entitlements, whole minor units, and the trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import events_in_words, owners
from stanchion.economics.caps import ceilings
from stanchion.economics.classes.payoffs import rule_of
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.curves import cell_amounts
from stanchion.economics.deductions.later import LaterPayment, later_payments
from stanchion.economics.deductions.prior import Deducted
from stanchion.economics.flows import ZERO, Flow, Rate
from stanchion.economics.results import Provenance, Share, provenance
from stanchion.economics.sweep import Payable, Source, sweep
from stanchion.exact.allocation import allocate
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import Money, currency


@dataclass(eq=False)
class AmountNotPayable(StanchionError, ValueError):
    """`amount` (major units of `currency`) is negative or no whole number of minor units."""

    amount: Fraction
    currency: str

    def __str__(self) -> str:
        if self.amount < 0:
            return f"{self.amount} {self.currency} cannot be paid: it is negative"
        return f"{self.amount} {self.currency} cannot be paid: not a whole number of minor units"


@dataclass(frozen=True, slots=True)
class Line:
    """What one payee receives: exactly, in whole minor units, and with what it had before."""

    payee: w.PayeeId
    exact: Fraction
    paid: Money
    before: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the amount: how many dollars, through which stage, to whom, and why."""

    start: Fraction
    end: Fraction
    stage: w.StageId | None
    rates: Sequence[Rate]
    rule: w.Because
    then: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[w.StageId | None, w.PayeeId, Fraction], ...]:
        """What each cell received here."""
        length = self.end - self.start
        return tuple((stage, payee, rate * length) for stage, payee, rate in self.rates)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answer to: who receives what of this amount."""

    entity: str
    currency: str
    amount: Fraction
    lines: tuple[Line, ...]
    trace: tuple[Step, ...]
    marginal: tuple[Share, ...]
    provenance: Provenance
    later: tuple[LaterPayment, ...] = ()


def distribution(payable: Payable, amount: Fraction) -> Distribution:
    """What each payee receives when `amount` (major units) is distributed from the state.

    Raises AmountNotPayable; AllocationImpossible where caps leave no room for whole units.
    """
    minor = minor_units(payable, amount)
    cells = cell_amounts(payable, amount)
    totals = dict.fromkeys(payable.payees, ZERO)
    for (_, payee), received in cells.items():
        totals[payee] = totals[payee] + received if totals[payee] else received
    before = dict.fromkeys(payable.payees, ZERO)
    for _, payee, received in payable.received:
        before[payee] += received
    money = currency(payable.currency)
    limits = ceilings(payable, cells)
    paid = allocate(
        [share * money.minor_per_major for share in totals.values()],
        total=minor,
        ceilings=[limits.get(payee) for payee in payable.payees],
        leftover=payable.leftover,
    )
    return Distribution(
        entity=payable.entity,
        currency=payable.currency,
        amount=amount,
        lines=tuple(
            Line(payee, totals[payee], Money(units, money), before[payee])
            for payee, units in zip(payable.payees, paid, strict=True)
        ),
        trace=_trace(payable, amount),
        marginal=owners(payable, flow_at(payable, amount)),
        provenance=provenance(payable, "distribution", amount),
        later=later_payments(payable, amount),
    )


def distributions(payable: Payable, amounts: Sequence[Fraction]) -> tuple[Distribution, ...]:
    """One distribution for each amount, each from the same state."""
    return tuple(distribution(payable, amount) for amount in amounts)


def minor_units(payable: Payable, amount: Fraction) -> int:
    """The amount in whole minor units; raises AmountNotPayable."""
    minor = amount * currency(payable.currency).minor_per_major
    if amount < 0 or minor.denominator != 1:
        raise AmountNotPayable(amount, payable.currency)
    return minor.numerator


def _trace(payable: Payable, amount: Fraction) -> tuple[Step, ...]:
    steps = []
    for flow in sweep(payable).flows:
        if flow.start >= amount:
            break
        end = amount if flow.end is None else min(amount, flow.end)
        ended = flow.end is not None and amount >= flow.end
        then = events_in_words(flow) if ended else ()
        steps.append(
            Step(flow.start, end, flow.stage, flow.rates, _rule(payable, flow.stage), then)
        )
    return tuple(steps)


def _rule(payable: Payable, stage: w.StageId | None) -> w.Because:
    """What says how a flow of this stage is paid."""
    if stage is None:
        return payable.because_residual
    match payable:
        case w.Waterfall(stages=stages):
            return next(s.because for s in stages if s.id == stage)
        case ClassTable():
            return rule_of(payable, stage)
        case Deducted(prior=deductions):
            own = (prior.because for prior in deductions if prior.stage == stage)
            return next(own, None) or _rule(payable.rest, stage)
        case _:
            assert_never(payable)


def flow_at(payable: Source, amount: Fraction) -> Flow:
    """The flow in which the next dollar above `amount` lies."""
    flows = sweep(payable).flows
    return next(flow for flow in flows if flow.end is None or amount < flow.end)
