"""What each payee receives at any amount: exact piecewise linear curves of one distribution."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain
from stanchion.economics.chains.sweep import inflow
from stanchion.economics.classes.sweep import ClaimRates, class_amounts
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.flows import ScaledRates
from stanchion.economics.deductions.prior import Deducted, taken
from stanchion.economics.flows import ONE, ZERO, Cell, Rate
from stanchion.economics.sweep import Payable, Source, sweep
from stanchion.exact.piecewise import PiecewiseLinear, compose, sum_of


@dataclass(frozen=True, slots=True)
class Part:
    """A curve that payees divide in fixed parts, in one stage or class."""

    stage: w.StageId | None
    payees: tuple[tuple[w.PayeeId, Fraction], ...]
    curve: PiecewiseLinear


@dataclass(frozen=True)
class Onward:
    """What one payee keeps of what an entity of a chain pays; worked out when it is asked for."""

    chain: Chain
    link: int
    payees: tuple[tuple[w.PayeeId, Fraction], ...]

    @property
    def stage(self) -> w.StageId:
        """The entity that pays."""
        return w.StageId(self.chain.links[self.link].entity)

    @cached_property
    def curve(self) -> PiecewiseLinear:
        """The payoff of the entity, at what comes in to it."""
        ((payee, _),) = self.payees
        own = payoff_curves(self.chain.links[self.link].payable).of(payee)
        return compose(own, inflow(sweep(self.chain), self.link))


@dataclass(frozen=True)
class PayoffCurves:
    """For every cell (stage or class, payee) a curve over the amount distributed, in major units.

    The curves of one distribution: what was received before is the state, not part of them.
    """

    waterfall: Source
    parts: tuple[Part | Onward, ...]

    def of(self, payee: w.PayeeId) -> PiecewiseLinear:
        """All that the payee receives."""
        return self._sum(payee, lambda _: True)

    def in_stage(self, payee: w.PayeeId, stage: w.StageId) -> PiecewiseLinear:
        """What the payee receives in one stage, or of one class."""
        return self._cell(stage, payee)

    def _sum(self, payee: w.PayeeId, wanted: Callable[[w.StageId | None], bool]) -> PiecewiseLinear:
        mine = self._by_payee.get(payee, ())
        return sum_of(
            part.curve if share == 1 else part.curve.scale(share)
            for part, share in mine
            if wanted(part.stage)
        )

    @cached_property
    def _by_payee(self) -> dict[w.PayeeId, list[tuple[Part | Onward, Fraction]]]:
        found: dict[w.PayeeId, list[tuple[Part | Onward, Fraction]]] = {}
        for part in self.parts:
            for payee, share in part.payees:
                found.setdefault(payee, []).append((part, share))
        return found

    @cached_property
    def cells(self) -> tuple[tuple[Cell, PiecewiseLinear], ...]:
        """Every cell with its curve."""
        cells = dict.fromkeys((part.stage, who) for part in self.parts for who, _ in part.payees)
        return tuple((cell, self._cell(*cell)) for cell in cells)

    def _cell(self, stage: w.StageId | None, payee: w.PayeeId) -> PiecewiseLinear:
        return self._sum(payee, lambda where: where == stage)

    def by_payee(self) -> dict[w.PayeeId, PiecewiseLinear]:
        """All curves, by payee in order of declaration."""
        return {payee: self.of(payee) for payee in self.waterfall.payees}


@lru_cache(maxsize=256)
def payoff_curves(payable: Source) -> PayoffCurves:
    """The curves of one distribution from the payable's state; raises NobodyReceives."""
    flows = sweep(payable).flows
    if isinstance(payable, Chain):
        return PayoffCurves(payable, _onward(payable))
    keys = dict.fromkeys(key for flow in flows for key in _keyed(flow.rates))
    slopes: list[dict[PartKey, Fraction]] = [_keyed(flow.rates) for flow in flows]
    return PayoffCurves(
        payable,
        tuple(
            Part(
                stage,
                payees,
                PiecewiseLinear.from_slopes(
                    [
                        (flow.start, rates.get((stage, payees), ZERO))
                        for flow, rates in zip(flows, slopes, strict=True)
                    ]
                ),
            )
            for stage, payees in keys
        ),
    )


def _onward(chain: Chain) -> tuple[Onward, ...]:
    keeps = set(chain.payees)
    return tuple(
        Onward(chain, i, ((payee, ONE),))
        for i, link in enumerate(chain.links)
        for payee in link.payable.payees
        if payee in keeps
    )


PartKey = tuple[w.StageId | None, tuple[tuple[w.PayeeId, Fraction], ...]]


def _keyed(rates: Sequence[Rate]) -> dict[PartKey, Fraction]:
    """The rates of a flow by what divides in fixed parts: a claim of a class, else a cell."""
    if isinstance(rates, ScaledRates):
        found = _keyed(rates.first)
        if rates.part:
            for key, rate in _keyed(rates.rest).items():
                found[key] = found.get(key, ZERO) + rate * rates.part
        return found
    if not isinstance(rates, ClaimRates):
        return {(stage, ((payee, ONE),)): rate for stage, payee, rate in rates}
    found = {}
    for due, rate in rates.parts:
        key = (due.claim.share_class, due.holders)
        found[key] = found.get(key, ZERO) + rate
    return found


def cell_amounts(payable: Payable, amount: Fraction) -> dict[Cell, Fraction]:
    """What every cell receives of one amount, without a curve for each; raises NobodyReceives."""
    match payable:
        case w.Waterfall():
            return {cell: curve(amount) for cell, curve in payoff_curves(payable).cells}
        case ClassTable():
            return class_amounts(payable, amount)
        case Deducted():
            return _after_deductions(payable, amount)
        case _:
            assert_never(payable)


def _after_deductions(deducted: Deducted, amount: Fraction) -> dict[Cell, Fraction]:
    made = taken(deducted)
    cells: dict[Cell, Fraction] = {}
    for prior, curve in zip(deducted.prior, made.taken, strict=True):
        for stage, payee, part in prior.parts:
            cells[stage, payee] = cells.get((stage, payee), ZERO) + curve(amount) * part
    for cell, received in cell_amounts(deducted.rest, made.left(amount)).items():
        cells[cell] = cells.get(cell, ZERO) + received
    return cells
