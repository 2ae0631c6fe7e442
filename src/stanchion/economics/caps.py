"""Caps, whatever says them: which there are, and the whole minor units that break none."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain
from stanchion.economics.classes.payoffs import caps_left, whose
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.prior import Deducted, InBands
from stanchion.economics.flows import (
    ZERO,
    CapBinds,
    Cell,
    DeductionCapped,
    Event,
    UnitsCapped,
    Within,
)
from stanchion.economics.instruments.profit_units import CappedUnits
from stanchion.economics.sweep import Payable, Source, counted_before
from stanchion.exact.money import currency

CapEvent = CapBinds | UnitsCapped | DeductionCapped | Within
"""That a cap binds, as the event by which a sweep says so."""


def all_caps(payable: Source) -> tuple[CapEvent, ...]:
    """Every cap that the terms state."""
    match payable:
        case w.Waterfall():
            return tuple(CapBinds(s.id, cap) for s in payable.stages for cap in s.caps)
        case ClassTable():
            return tuple(
                UnitsCapped(whose(claim), claim.terms.cap, claim.because)
                for claim in payable.claims
                if isinstance(claim.terms, CappedUnits)
            )
        case Deducted():
            return (*_caps_of_deductions(payable), *all_caps(payable.rest))
        case Chain(links):
            return tuple(Within(i.entity, cap) for i in links for cap in all_caps(i.payable))
        case _:
            assert_never(payable)


def _caps_of_deductions(deducted: Deducted) -> tuple[DeductionCapped, ...]:
    return tuple(
        DeductionCapped(prior.stage, prior.takes.cap, prior.because)
        for prior in deducted.prior
        if isinstance(prior.takes, InBands) and prior.takes.cap is not None
    )


def caps_not_used_up(payable: Source) -> tuple[CapEvent, ...]:
    """The caps that what was received before leaves room under."""
    match payable:
        case w.Waterfall():
            return tuple(
                CapBinds(stage.id, cap)
                for stage in payable.stages
                for cap in stage.caps
                if counted_before(payable, cap.payee, stage.id, cap.counts) < cap.at
            )
        case ClassTable():
            return tuple(event for event in all_caps(payable) if event in caps_left(payable))
        case Deducted():
            used_up = {
                prior.stage
                for prior in payable.prior
                if isinstance(prior.takes, InBands) and prior.takes.received == prior.takes.cap
            }
            mine = (cap for cap in _caps_of_deductions(payable) if cap.stage not in used_up)
            return (*mine, *caps_not_used_up(payable.rest))
        case Chain(links):
            return tuple(
                Within(i.entity, cap) for i in links for cap in caps_not_used_up(i.payable)
            )
        case _:
            assert_never(payable)


def caps_of(payable: Source, payee: w.PayeeId) -> tuple[w.Because, ...]:
    """Where the caps of one payee are stated."""
    match payable:
        case w.Waterfall():
            return tuple(c.because for s in payable.stages for c in s.caps if c.payee == payee)
        case ClassTable():
            return tuple(
                claim.because
                for claim in payable.claims
                if isinstance(claim.terms, CappedUnits) and payee in dict(claim.holders)
            )
        case Deducted():
            own = (p.because for p in payable.prior if payee in {who for _, who, _ in p.parts})
            return (*own, *caps_of(payable.rest, payee))
        case Chain(links):
            return tuple(reason for i in links for reason in caps_of(i.payable, payee))
        case _:
            assert_never(payable)


def cap_in_words(event: CapEvent) -> str:
    """Whose cap it is."""
    match event:
        case CapBinds(stage, cap):
            return f"that of `{cap.payee}` in stage `{stage}`"
        case UnitsCapped(owner):
            return f"that of {owner}"
        case DeductionCapped(stage):
            return f"that of `{stage}`"
        case Within(entity, inner):
            # INVARIANT: what is within an entity here is a cap of it
            assert isinstance(inner, CapBinds | UnitsCapped | DeductionCapped)
            return f"{cap_in_words(inner)} of `{entity}`"
        case _:
            assert_never(event)


def is_cap(event: Event) -> bool:
    """Whether the event is that a cap binds, in an entity or in one of a chain."""
    inner = event.event if isinstance(event, Within) else event
    return isinstance(inner, CapBinds | UnitsCapped | DeductionCapped)


def ceilings(payable: Payable, cells: Mapping[Cell, Fraction]) -> dict[w.PayeeId, int]:
    """The least ceiling of every payee that has one, in this distribution of `cells`.

    A cap bounds the cells that it counts, now and before; what the payee receives in other cells
    comes on top, rounded up, because a unit that rounds them up does not count towards the cap.
    Where other stages have given more than the cap (it binds in its own stage alone), that much is
    due.
    """
    per_major = currency(payable.currency).minor_per_major
    received: dict[w.PayeeId, list[Fraction]] = {}
    for (_, payee), amount in cells.items():
        received.setdefault(payee, []).append(amount)
    found: dict[w.PayeeId, int] = {}
    for payee, room, counted in _caps(payable, cells):
        outside = sum(received.get(payee, ()), ZERO) - counted
        most = floor(room * per_major) if counted <= room else ceil(counted * per_major)
        limit = most + ceil(outside * per_major)
        found[payee] = min(limit, found.get(payee, limit))
    return found


def _caps(
    payable: Payable, cells: Mapping[Cell, Fraction]
) -> Iterator[tuple[w.PayeeId, Fraction, Fraction]]:
    """For every cap: its payee, what was left below it before, what now counts towards it."""
    match payable:
        case w.Waterfall():
            for stage in payable.stages:
                for cap in stage.caps:
                    inside = _counted_cells(stage.id, cap.counts)
                    mine = [(s, a) for s, p, a in payable.received if p == cap.payee]
                    before = sum((a for s, a in mine if inside(s)), ZERO)
                    now = [a for (s, p), a in cells.items() if p == cap.payee and inside(s)]
                    yield cap.payee, cap.at - before, sum(now, ZERO)
        case ClassTable():
            yield from _class_caps(payable, cells)
        case Deducted():
            yield from _deduction_caps(payable, cells)
            first = {stage for prior in payable.prior for stage, _, _ in prior.parts}
            yield from _caps(payable.rest, {c: a for c, a in cells.items() if c[0] not in first})
        case _:
            assert_never(payable)


def _deduction_caps(
    deducted: Deducted, cells: Mapping[Cell, Fraction]
) -> Iterator[tuple[w.PayeeId, Fraction, Fraction]]:
    for prior in deducted.prior:
        if isinstance(prior.takes, InBands) and prior.takes.cap is not None:
            left = prior.takes.cap - prior.takes.received
            for stage, payee, part in prior.parts:
                yield payee, left * part, cells.get((stage, payee), ZERO)


def _class_caps(
    table: ClassTable, cells: Mapping[Cell, Fraction]
) -> Iterator[tuple[w.PayeeId, Fraction, Fraction]]:
    """Capped units: a cell may be several claims of one holder, whose caps then add up."""
    caps: dict[Cell, Fraction] = {}
    for claim in table.claims:
        if isinstance(claim.terms, CappedUnits):
            for holder, part in claim.holders:
                cell: Cell = (claim.share_class, holder)
                caps[cell] = caps.get(cell, ZERO) + claim.terms.cap * part
    before: dict[Cell, Fraction] = {}
    for share_class, payee, amount in table.received:
        before[share_class, payee] = before.get((share_class, payee), ZERO) + amount
    for cell, cap in caps.items():
        yield cell[1], cap - before.get(cell, ZERO), cells.get(cell, ZERO)


def _counted_cells(stage: w.StageId, counts: w.Counts) -> Callable[[w.StageId | None], bool]:
    match counts:
        case w.ThisStage():
            return lambda where: where == stage
        case w.Everything():
            return lambda _: True
        case w.Stages(stages):
            return lambda where: where in stages
