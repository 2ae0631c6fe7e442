"""Following the next dollar of a waterfall from zero to infinity, exactly.

The state is what each payee has received in each stage. One more dollar flows like this:
`flow(k, w)` brings weight `w` to stage `k`. Past the last stage the residual payee takes it. A
stage that is over passes it to the next. Otherwise each payee of the stage is offered its share.
A payee none of whose caps (as stated in this stage) binds takes it. The share of one that is
capped goes where `freed` says: to a payee, with a share of its own in this stage or not (and on
along its own rule, should it be capped too; a chain that comes back to a payee already tried goes
to the next stage); to the others of the stage pro rata (where claims are paid in order: to the
first of them), or to the next stage when none is left; to the residual payee; or to the next stage,
while this one goes on for the others. A claim that is paid caps its payee, and leaves the rest to
the other claims.

Between two events - a cap binds, a stage is over - all rates are constant, so the payoffs are
piecewise linear and the sweep is exact. Each event is for good, so there are finitely many.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain
from stanchion.economics.chains.sweep import chain_sweep
from stanchion.economics.classes.sweep import class_sweep
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.flows import deducted_sweep
from stanchion.economics.deductions.prior import Deducted
from stanchion.economics.flows import (
    ONE,
    ZERO,
    CapBinds,
    Cell,
    ClaimPaid,
    Event,
    Flow,
    NobodyReceives,
    StageOver,
    Sweep,
)

__all__ = [
    "ONE",
    "ZERO",
    "CapBinds",
    "Cell",
    "ClaimPaid",
    "Event",
    "Flow",
    "NobodyReceives",
    "Payable",
    "Source",
    "StageOver",
    "Sweep",
    "counted_before",
    "sweep",
]

Payable = w.Waterfall | ClassTable | Deducted
"""How one entity pays."""

Source = Payable | Chain
"""Whatever can be asked who takes the next dollar."""


@lru_cache(maxsize=256)
def sweep(source: Source) -> Sweep:
    """Every flow of one distribution from the state of the source.

    Raises NobodyReceives; ClosedRing for a chain.
    """
    match source:
        case w.Waterfall():
            return _swept(source)
        case ClassTable():
            return class_sweep(source)
        case Deducted():
            return deducted_sweep(source, sweep(source.rest))
        case Chain():
            return chain_sweep(source, [sweep(link.payable) for link in source.links])
        case _:
            assert_never(source)


def _swept(waterfall: w.Waterfall) -> Sweep:
    walker = _Walker(waterfall)
    flows = tuple(walker.flows())
    reached = {stage for flow in flows for stage, _, _ in flow.rates}
    unreached = tuple(s.id for s in waterfall.stages if s.id not in reached)
    return Sweep(flows, unreached)


@dataclass(slots=True)
class _Walker:
    waterfall: w.Waterfall
    received: dict[Cell, Fraction] = field(default_factory=dict)
    paid_before: Fraction = ZERO
    amount: Fraction = ZERO

    def __post_init__(self) -> None:
        for stage, payee, paid in self.waterfall.received:
            self.received[stage, payee] = self.received.get((stage, payee), ZERO) + paid
            self.paid_before += paid

    def flows(self) -> Iterator[Flow]:
        """The flows one after the other; the state moves on with them."""
        most = 2 + sum(len(stage.caps) + len(stage.payees) + 1 for stage in self.waterfall.stages)
        for _ in range(most):
            rates = self._rates()
            step, events = self._next_event(rates)
            end = None if step is None else self.amount + step
            listed = tuple((stage, payee, rate) for (stage, payee), rate in rates.items())
            yield Flow(self.amount, end, self._standing(), listed, events)
            if step is None or end is None:
                return
            for cell, rate in rates.items():
                self.received[cell] = self.received.get(cell, ZERO) + rate * step
            self.amount = end
        # INVARIANT: every event flips a cap, a claim or a stage for good
        raise AssertionError("a sweep has more events than caps, claims and stages")

    # ------------------------------------------------------------------- counting

    def counted(self, payee: w.PayeeId, stage: w.StageId, counts: w.Counts) -> Fraction:
        """What the payee has received, as far as it counts."""
        return sum(
            (paid for cell, paid in self.received.items() if _counts(cell, payee, stage, counts)),
            ZERO,
        )

    def is_capped(self, stage: w.Stage, payee: w.PayeeId) -> bool:
        """Whether a cap or claim of the payee binds in the stage."""
        if any(
            cap.payee == payee and self.counted(payee, stage.id, cap.counts) >= cap.at
            for cap in stage.caps
        ):
            return True
        return claim_of(stage, payee) is not None and not self._unpaid(stage, payee)

    def is_over(self, stage: w.Stage) -> bool:
        """Whether the stage has reached its limit, or all its claims are paid."""
        match stage.limit:
            case w.UntilReceived(payee, amount, counts, _):
                limit = self.counted(payee, stage.id, counts) >= amount
            case w.UntilShareReceived():
                limit = self._behind(stage, stage.limit, self.received) <= 0
            case w.UntilPaid(amount, _):
                limit = self.paid_before + self.amount >= amount
            case w.UntilClaimsPaid() | w.NoLimit():
                limit = False
            case _:
                assert_never(stage.limit)
        return limit or self._claims_are_paid(stage)

    def _behind(
        self, stage: w.Stage, limit: w.UntilShareReceived, cells: dict[Cell, Fraction]
    ) -> Fraction:
        """What the payee lacks (of amounts or of rates) of its share of what the stages paid."""
        paid = sum((money for (s, _), money in cells.items() if s in limit.stages), ZERO)
        theirs = _counted_rate(cells, limit.payee, stage.id, w.Stages(limit.stages))
        return limit.share * paid - theirs

    def _claims_are_paid(self, stage: w.Stage) -> bool:
        if isinstance(stage.sharing, w.FixedShares):
            return False
        return all(not self._unpaid(stage, payee) for payee in stage.payees)

    def _unpaid(self, stage: w.Stage, payee: w.PayeeId) -> bool:
        claim = claim_of(stage, payee)
        return claim is not None and self.received.get((stage.id, payee), ZERO) < claim

    def _standing(self) -> w.StageId | None:
        return next((s.id for s in self.waterfall.stages if not self.is_over(s)), None)

    # -------------------------------------------------------------------- flowing

    def _rates(self) -> dict[Cell, Fraction]:
        rates: dict[Cell, Fraction] = {}
        self._flow(0, ONE, rates)
        return rates

    def _flow(self, place: int, weight: Fraction, rates: dict[Cell, Fraction]) -> None:
        if place >= len(self.waterfall.stages):
            self._to_residual(weight, rates)
        elif self.is_over(self.waterfall.stages[place]):
            self._flow(place + 1, weight, rates)
        else:
            for payee, share in self._shares(self.waterfall.stages[place]):
                self._offer(place, payee, weight * share, rates, frozenset())

    def _to_residual(self, weight: Fraction, rates: dict[Cell, Fraction]) -> None:
        if self.waterfall.residual is None:
            raise NobodyReceives(self.waterfall.entity, self.amount)
        cell: Cell = (None, self.waterfall.residual)
        rates[cell] = rates.get(cell, ZERO) + weight

    def _shares(self, stage: w.Stage) -> list[tuple[w.PayeeId, Fraction]]:
        """How the stage offers the next dollar, before any cap is looked at."""
        match stage.sharing:
            case w.FixedShares(shares):
                return [(payee, share) for payee, share in shares if share]
            case w.ByClaim(claims):
                total = sum((claim for _, claim in claims), ZERO)
                return [(payee, claim / total) for payee, claim in claims if claim]
            case w.InOrder(claims):
                return [(next(p for p, _ in claims if self._unpaid(stage, p)), ONE)]
            case _:
                assert_never(stage.sharing)

    def _offer(
        self,
        place: int,
        payee: w.PayeeId,
        weight: Fraction,
        rates: dict[Cell, Fraction],
        tried: frozenset[w.PayeeId],
    ) -> None:
        stage = self.waterfall.stages[place]
        if not self.is_capped(stage, payee):
            cell: Cell = (stage.id, payee)
            rates[cell] = rates.get(cell, ZERO) + weight
            return
        to = dict(stage.freed).get(payee, _freed_unless_said(stage))
        match to:
            case w.ToPayee(other) if other not in tried | {payee}:
                self._offer(place, other, weight, rates, tried | {payee})
            case w.ToPayee() | w.ToNextStage():
                self._flow(place + 1, weight, rates)
            case w.ToResidual():
                self._to_residual(weight, rates)
            case w.ToOthersProRata():
                self._pro_rata(place, weight, rates)
            case _:
                assert_never(to)

    def _pro_rata(self, place: int, weight: Fraction, rates: dict[Cell, Fraction]) -> None:
        stage = self.waterfall.stages[place]
        others = [(p, part) for p, part in stage.parts if part and not self.is_capped(stage, p)]
        if isinstance(stage.sharing, w.InOrder):
            others = others[:1]
        total = sum((share for _, share in others), ZERO)
        if not total:
            self._flow(place + 1, weight, rates)
        for payee, share in others:
            cell: Cell = (stage.id, payee)
            rates[cell] = rates.get(cell, ZERO) + weight * share / total

    # --------------------------------------------------------------------- events

    def _next_event(self, rates: dict[Cell, Fraction]) -> tuple[Fraction | None, tuple[Event, ...]]:
        """How far it is to the next event, and all events that happen there."""
        nearest: Fraction | None = None
        events: list[Event] = []
        for distance, event in self._ahead(rates):
            if nearest is None or distance < nearest:
                nearest, events = distance, [event]
            elif distance == nearest:
                events.append(event)
        return nearest, tuple(events)

    def _ahead(self, rates: dict[Cell, Fraction]) -> Iterator[tuple[Fraction, Event]]:
        for stage in self.waterfall.stages:
            if self.is_over(stage):
                continue
            for cap in stage.caps:
                yield from self._cap_ahead(stage, cap, rates)
            for payee in stage.payees:
                claim = claim_of(stage, payee)
                rate = rates.get((stage.id, payee), ZERO)
                if claim is not None and rate and not self.is_capped(stage, payee):
                    left = claim - self.received.get((stage.id, payee), ZERO)
                    yield left / rate, ClaimPaid(stage.id, payee, claim, stage.because)
            yield from self._limit_ahead(stage, rates)

    def _cap_ahead(
        self, stage: w.Stage, cap: w.Cap, rates: dict[Cell, Fraction]
    ) -> Iterator[tuple[Fraction, Event]]:
        rate = _counted_rate(rates, cap.payee, stage.id, cap.counts)
        left = cap.at - self.counted(cap.payee, stage.id, cap.counts)
        if rate and left > 0:
            yield left / rate, CapBinds(stage.id, cap)

    def _limit_ahead(
        self, stage: w.Stage, rates: dict[Cell, Fraction]
    ) -> Iterator[tuple[Fraction, Event]]:
        match stage.limit:
            case w.UntilReceived(payee, amount, counts, because):
                rate = _counted_rate(rates, payee, stage.id, counts)
                if rate:
                    left = amount - self.counted(payee, stage.id, counts)
                    yield left / rate, StageOver(stage.id, stage.limit, because)
            case w.UntilShareReceived():
                rate = -self._behind(stage, stage.limit, rates)
                if rate > 0:
                    left = self._behind(stage, stage.limit, self.received)
                    yield left / rate, StageOver(stage.id, stage.limit, stage.limit.because)
            case w.UntilPaid(amount, because):
                left = amount - self.paid_before - self.amount
                yield left, StageOver(stage.id, stage.limit, because)
            case w.UntilClaimsPaid() | w.NoLimit():
                pass
            case _:
                assert_never(stage.limit)


def _freed_unless_said(stage: w.Stage) -> w.Freed:
    """A payee whose claim is paid leaves the rest to the other claims; it frees no share."""
    return w.ToNextStage() if isinstance(stage.sharing, w.FixedShares) else w.ToOthersProRata()


def claim_of(stage: w.Stage, payee: w.PayeeId) -> Fraction | None:
    """What the payee claims in the stage, None where the stage shares without claims."""
    match stage.sharing:
        case w.FixedShares():
            return None
        case w.ByClaim(claims) | w.InOrder(claims):
            return dict(claims).get(payee)


def counted_before(
    waterfall: w.Waterfall, payee: w.PayeeId, stage: w.StageId, counts: w.Counts
) -> Fraction:
    """What the payee had received before this distribution, as far as it counts in the stage."""
    return sum(
        (paid for at, who, paid in waterfall.received if _counts((at, who), payee, stage, counts)),
        ZERO,
    )


def _counts(cell: Cell, payee: w.PayeeId, stage: w.StageId, counts: w.Counts) -> bool:
    where, who = cell
    if who != payee:
        return False
    match counts:
        case w.ThisStage():
            return where == stage
        case w.Everything():
            return True
        case w.Stages(stages):
            return where in stages
        case _:
            assert_never(counts)


def _counted_rate(
    rates: dict[Cell, Fraction], payee: w.PayeeId, stage: w.StageId, counts: w.Counts
) -> Fraction:
    return sum((r for cell, r in rates.items() if _counts(cell, payee, stage, counts)), ZERO)
