"""One case of a tender, where everything is known: who sells how much, who takes it.

All counting is in whole units. In order: what is tendered, as far as it is held and may be sold;
the caps on sellers, from the innermost group outwards; the minimum; the buyer's limit; the rights
of first refusal, one after the other. Where a limit cuts, the terms say who gives way.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import assert_never

from stanchion.economics.tender import terms as t
from stanchion.economics.waterfall import Because
from stanchion.exact.allocation import allocate
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Stock:
    """What is known of one line in a case: units held, those that the offer takes, tendered."""

    held: Fraction
    eligible: Fraction
    tendered: Fraction


@record(frozen=True, slots=True)
class Case:
    """A tender with every unknown at one of its ends."""

    price: Fraction
    limit: Fraction | None  # money or units, as the tender's limit is
    minimum: Fraction
    lines: tuple[Stock, ...]
    takes: tuple[Fraction, ...]


@record(frozen=True, slots=True)
class Outcome:
    """What comes of one case, by line and by right of first refusal."""

    offered: tuple[int, ...]
    allowed: tuple[int, ...]
    sells: tuple[int, ...]
    taken: tuple[tuple[int, ...], ...]  # by right, then by class
    to_buyer: tuple[int, ...]  # by class
    lapses: bool
    cut_by: tuple[tuple[Because, ...], ...]  # by line: the caps that cut it


def outcome(tender: t.Tender, case: Case) -> Outcome:
    """The outcome of one case."""
    units = [min(floor(stock.tendered), floor(stock.eligible)) for stock in case.lines]
    offered = tuple(units)
    cut_by: list[list[Because]] = [[] for _ in units]
    for cap in tender.caps:
        before = [units[i] for i in cap.lines]
        after = cut(tender, before, _most_units(cap, case))
        for i, kept in zip(cap.lines, after, strict=True):
            if kept < units[i]:
                cut_by[i].append(cap.because)
            units[i] = kept
    allowed = tuple(units)
    lapses = sum(allowed) < case.minimum
    sells = tuple(0 for _ in units) if lapses else tuple(cut(tender, units, wanted(tender, case)))
    taken, to_buyer = _refused(tender, case, _by_class(tender, sells))
    # INVARIANT: what is sold is what buyer and takers receive, and nobody sells above its bound
    assert sum(sells) == sum(to_buyer) + sum(map(sum, taken))
    assert all(0 <= sold <= most for sold, most in zip(sells, allowed, strict=True))
    reasons = tuple(tuple(dict.fromkeys(found)) for found in cut_by)
    return Outcome(offered, allowed, sells, taken, to_buyer, lapses, reasons)


def stock(line: t.Line, *, held_high: bool, tenders_high: bool) -> Stock:
    """A line with each of its unknowns at one end."""
    held = line.held.high if held_high else line.held.low
    eligible = line.eligible.high if held_high else line.eligible.low
    tenders = line.tenders.high if tenders_high else line.tenders.low
    return Stock(held, eligible, tenders * held if line.tenders_share else tenders)


def wanted(tender: t.Tender, case: Case) -> int | None:
    """How many whole units the buyer takes at the most."""
    if case.limit is None:
        return None
    match tender.limit:
        case t.Budget():
            return floor(case.limit / case.price)
        case t.UnitsWanted() | t.TakesAll():
            return floor(case.limit)
        case _:
            assert_never(tender.limit)


def cut(tender: t.Tender, units: Sequence[int], limit: int | None) -> Sequence[int]:
    """The units, cut back to the limit as the terms say."""
    total = sum(units)
    if limit is None or total <= limit:
        return units
    match tender.proration:
        case t.Proration.PRO_RATA:
            due = [Fraction(each * limit, total) for each in units]
            return allocate(due, total=limit, ceilings=list(units), leftover=tender.leftover)
        case t.Proration.IN_ORDER:
            kept = []
            for each in units:
                kept.append(min(each, limit))
                limit -= kept[-1]
            return kept
        case _:
            assert_never(tender.proration)


def _most_units(cap: t.Cap, case: Case) -> int:
    match cap.bound:
        case t.MoneyCap(amount):
            return floor(amount / case.price)
        case t.UnitsCap(units):
            return floor(units)
        case t.ShareCap(share, of_eligible):
            these = [case.lines[i] for i in cap.lines]
            return floor(share * sum(s.eligible if of_eligible else s.held for s in these))
        case _:
            assert_never(cap.bound)


def _by_class(tender: t.Tender, sells: Sequence[int]) -> list[int]:
    return [
        sum(n for n, line in zip(sells, tender.lines, strict=True) if line.share_class == name)
        for name in tender.classes
    ]


def _refused(
    tender: t.Tender, case: Case, left: Sequence[int]
) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """What each right takes of each class, in their order, and what is left for the buyer."""
    taken = []
    for right, takes in zip(tender.refusals, case.takes, strict=True):
        whole = floor(takes * sum(left)) if right.is_share else floor(takes)
        due = [Fraction(n * min(whole, sum(left)), sum(left) or 1) for n in left]
        units = allocate(due, total=int(sum(due)), ceilings=list(left), leftover=tender.leftover)
        taken.append(units)
        left = [have - gone for have, gone in zip(left, units, strict=True)]
    return tuple(taken), tuple(left)
