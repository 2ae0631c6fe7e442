"""Who receives what of one amount: exact entitlements, whole minor units, and the trace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints, owners
from stanchion.economics.curves import payoff_curves
from stanchion.economics.results import Provenance, Share, provenance
from stanchion.economics.sweep import ZERO, Cell, Flow, sweep
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
    parts: tuple[tuple[w.StageId | None, w.PayeeId, Fraction], ...]
    rule: w.Because
    then: tuple[str, ...]


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


def distribution(waterfall: w.Waterfall, amount: Fraction) -> Distribution:
    """What each payee receives when `amount` (major units) is distributed from the state.

    Raises AmountNotPayable; AllocationImpossible where caps leave no room for whole units.
    """
    minor = _minor_units(waterfall, amount)
    curves = payoff_curves(waterfall)
    exact = [curves.of(payee)(amount) for payee in waterfall.payees]
    money = currency(waterfall.currency)
    cells = {cell: curve(amount) for cell, curve in curves.cells}
    paid = allocate(
        [share * money.minor_per_major for share in exact],
        total=minor,
        ceilings=[_ceiling(waterfall, cells, payee) for payee in waterfall.payees],
        leftover=waterfall.leftover,
    )
    return Distribution(
        entity=waterfall.entity,
        currency=waterfall.currency,
        amount=amount,
        lines=tuple(
            Line(payee, entitled, Money(units, money), _before(waterfall, payee))
            for payee, entitled, units in zip(waterfall.payees, exact, paid, strict=True)
        ),
        trace=_trace(waterfall, amount),
        marginal=_marginal(waterfall, amount),
        provenance=provenance(waterfall, "distribution", amount),
    )


def distributions(waterfall: w.Waterfall, amounts: Sequence[Fraction]) -> tuple[Distribution, ...]:
    """One distribution for each amount, each from the same state."""
    return tuple(distribution(waterfall, amount) for amount in amounts)


def _minor_units(waterfall: w.Waterfall, amount: Fraction) -> int:
    minor = amount * currency(waterfall.currency).minor_per_major
    if amount < 0 or minor.denominator != 1:
        raise AmountNotPayable(amount, waterfall.currency)
    return minor.numerator


def _before(waterfall: w.Waterfall, payee: w.PayeeId) -> Fraction:
    return sum((paid for _, who, paid in waterfall.received if who == payee), ZERO)


def _ceiling(waterfall: w.Waterfall, cells: dict[Cell, Fraction], payee: w.PayeeId) -> int | None:
    """The most whole minor units that break no cap of the payee in this distribution.

    A cap bounds the cells that it counts, now and before; what the payee receives in other cells
    comes on top, rounded up, because a unit that rounds them up does not count towards the cap.
    Where other stages have given more than the cap (it binds in its own stage alone), that much is
    due.
    """
    per_major = currency(waterfall.currency).minor_per_major
    found: list[int] = []
    for stage in waterfall.stages:
        for cap in stage.caps:
            if cap.payee != payee:
                continue
            inside = _counted_cells(stage.id, cap.counts)
            before = sum((a for s, p, a in waterfall.received if p == payee and inside(s)), ZERO)
            counted = sum((a for (s, p), a in cells.items() if p == payee and inside(s)), ZERO)
            received = sum((a for (_, p), a in cells.items() if p == payee), ZERO)
            outside = received - counted
            room = cap.at - before
            most = floor(room * per_major) if counted <= room else ceil(counted * per_major)
            found.append(most + ceil(outside * per_major))
    return min(found, default=None)


def _counted_cells(stage: w.StageId, counts: w.Counts) -> Callable[[w.StageId | None], bool]:
    match counts:
        case w.ThisStage():
            return lambda where: where == stage
        case w.Everything():
            return lambda _: True
        case w.Stages(stages):
            return lambda where: where in stages


def _trace(waterfall: w.Waterfall, amount: Fraction) -> tuple[Step, ...]:
    reasons = {stage.id: stage.because for stage in waterfall.stages}
    intervals = breakpoints(waterfall).intervals
    after = [*(interval.begins for interval in intervals[1:]), ()]
    steps = []
    for flow, then in zip(sweep(waterfall).flows, after, strict=True):
        if flow.start >= amount:
            break
        end = amount if flow.end is None else min(amount, flow.end)
        steps.append(
            Step(
                start=flow.start,
                end=end,
                stage=flow.stage,
                parts=tuple((s, p, rate * (end - flow.start)) for s, p, rate in flow.rates),
                rule=waterfall.because_residual if flow.stage is None else reasons[flow.stage],
                then=tuple(then) if flow.end is not None and amount >= flow.end else (),
            )
        )
    return tuple(steps)


def _marginal(waterfall: w.Waterfall, amount: Fraction) -> tuple[Share, ...]:
    return owners(waterfall, flow_at(waterfall, amount))


def flow_at(waterfall: w.Waterfall, amount: Fraction) -> Flow:
    """The flow in which the next dollar above `amount` lies."""
    flows = sweep(waterfall).flows
    return next(flow for flow in flows if flow.end is None or amount < flow.end)
