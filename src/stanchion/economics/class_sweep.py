"""Following the next dollar of a table of classes: add the payoffs up, and turn the sum round.

Every class's payoff is a function of the level (see `instruments.ladder`). Their sum T never falls,
so the level that any amount reaches is T's inverse, and between two levels at which something
happens to a class every class takes a constant part of each dollar. No profile of conversions is
searched; `docs/election.md` says why the outcome is an equilibrium, and when it is not.

What a cell had received before is an advance on what its class is due: it takes nothing until its
terms give more (`max(0, payoff - received)`). So two distributions pay together what one would
pay, and under changed terms whoever is behind catches up first; nobody pays back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import assert_never, overload

from stanchion.economics import waterfall as w
from stanchion.economics.class_table import Claim, ClassTable
from stanchion.economics.flows import (
    ONE,
    ZERO,
    CaughtUp,
    Cell,
    Event,
    Flow,
    NobodyReceives,
    Rate,
    Sweep,
    UnitsCapped,
    Whose,
)
from stanchion.economics.instruments import common, convertible, option, preferred, profit_units
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.exact.piecewise import PiecewiseLinear, maximum, sum_of


@dataclass(frozen=True, slots=True)
class Due:
    """A claim, or one holder's part of it, with what it still receives at every level."""

    claim: Claim
    holders: tuple[tuple[w.PayeeId, Fraction], ...]
    payoff: Payoff


@dataclass(frozen=True)
class Compiled:
    """All that is due on one ladder; `total` is T."""

    ladder: Ladder
    due: tuple[Due, ...]

    @cached_property
    def total(self) -> PiecewiseLinear:
        """What all claims together receive at every level."""
        return sum_of(item.payoff.curve for item in self.due)


@lru_cache(maxsize=256)
def compiled(table: ClassTable) -> Compiled:
    """The payoffs of all claims from the table's state."""
    ladder = ladder_of(table)
    payoffs = _payoffs(table, ladder)
    received = _received(table)
    due = [item for claim, found in payoffs for item in _due(claim, found, received)]
    return Compiled(ladder, tuple(due))


def ladder_of(table: ClassTable) -> Ladder:
    """The tiers that the claims of a table need."""
    ranks: set[Fraction] = set()
    discounts = False
    for claim in table.claims:
        match claim.terms:
            case preferred.PreferredUnits() as terms:
                ranks.add(terms.rank)
            case convertible.ConvertibleUnits() as terms:
                ranks |= set() if terms.rank is None else {terms.rank}
                discounts = discounts or bool(terms.premium)
            case option.OptionUnits(underlying=preferred.PreferredUnits() as unit):
                ranks.add(unit.rank)
            case _:
                pass
    return Ladder(tuple(sorted(ranks)), discounts)


def _payoffs(table: ClassTable, ladder: Ladder) -> Iterator[tuple[Claim, Payoff]]:
    """Every claim's payoff; those above a hurdle of the whole company last, lowest hurdle first.

    Such a hurdle lies where all other claims together have received it.
    """
    companywide = []
    found = []
    for claim in table.claims:
        if isinstance(claim.terms, profit_units.CompanyProfitUnits):
            companywide.append((claim.terms.hurdle, claim.terms.units, claim))
        else:
            payoff = payoff_of(claim, ladder)
            found.append(payoff.curve)
            yield claim, payoff
    if not companywide:
        return
    others = sum_of(found)
    for hurdle in sorted({hurdle for hurdle, _, _ in companywide}):
        level = others.first_reaching(hurdle)
        curves = []
        for at, units, claim in companywide:
            if at == hurdle:
                payoff = _above_level(units, level, ladder, claim)
                curves.append(payoff.curve)
                yield claim, payoff
        others = sum_of([others, *curves])


def _above_level(units: Fraction, level: Fraction | None, ladder: Ladder, claim: Claim) -> Payoff:
    if level is None:  # the others stop below the hurdle
        return Payoff(PiecewiseLinear.constant(0))
    per_unit = max(level - ladder.units_from, ZERO)
    return profit_units.profit_payoff(units, per_unit, ladder, whose(claim), claim.because)


def payoff_of(claim: Claim, ladder: Ladder) -> Payoff:
    """What the terms of a claim pay at every level."""
    name, because = whose(claim), claim.because
    match claim.terms:
        case common.CommonUnits() as terms:
            return common.payoff(terms, ladder)
        case preferred.PreferredUnits() as terms:
            return preferred.payoff(terms, ladder, name, because)
        case profit_units.CappedUnits() as terms:
            return profit_units.capped_payoff(terms, ladder, name, because)
        case profit_units.FreedUnits() as terms:
            return profit_units.freed_payoff(terms, ladder)
        case profit_units.ProfitUnits(units, hurdle):
            return profit_units.profit_payoff(units, hurdle, ladder, name, because)
        case profit_units.CompanyProfitUnits(units, hurdle):
            return _above_level(units, ladder.at(hurdle), ladder, claim)
        case option.OptionUnits() as terms:
            return option.payoff(terms, ladder, name, because)
        case convertible.ConvertibleUnits() as terms:
            return convertible.payoff(terms, ladder, name, because)
        case _:
            assert_never(claim.terms)


def whose(claim: Claim) -> Whose:
    """Whose claim it is: the class's, or one holder's where they differ in terms."""
    holder = claim.holders[0][0] if claim.alone else None
    return Whose(claim.share_class or w.StageId("residual"), holder)


def _received(table: ClassTable) -> dict[Cell, Fraction]:
    received: dict[Cell, Fraction] = {}
    for share_class, payee, paid in table.received:
        received[share_class, payee] = received.get((share_class, payee), ZERO) + paid
    return received


def _due(claim: Claim, found: Payoff, received: dict[Cell, Fraction]) -> Iterator[Due]:
    """What is due beyond what was received: in one, unless holders differ in that."""
    before = [received.get((claim.share_class, holder), ZERO) for holder, _ in claim.holders]
    whole = sum(before, ZERO)
    if all(part * whole == had for (_, part), had in zip(claim.holders, before, strict=True)):
        yield Due(claim, claim.holders, _beyond(found, whole, whose(claim), claim.because))
        return
    for (holder, part), had in zip(claim.holders, before, strict=True):
        own = Payoff(found.curve.scale(part), found.turns)
        name = Whose(whose(claim).share_class, holder)
        yield Due(claim, ((holder, ONE),), _beyond(own, had, name, claim.because))


def _beyond(found: Payoff, before: Fraction, name: Whose, because: w.Because) -> Payoff:
    if not before:
        return found
    level = found.curve.first_reaching(before)
    if level is None:
        return Payoff(PiecewiseLinear.constant(0))
    curve = maximum(found.curve - PiecewiseLinear.constant(before), PiecewiseLinear.constant(0))
    later = tuple(turn for turn in found.turns if turn.level >= level)
    return Payoff(curve, (Turn(level, CaughtUp(name, before, because)), *later))


def caps_left(table: ClassTable) -> frozenset[UnitsCapped]:
    """The caps of units that what was received before leaves room under."""
    return frozenset(
        turn.event
        for due in compiled(table).due
        if due.payoff.curve.supremum().value != 0
        for turn in due.payoff.turns
        if isinstance(turn.event, UnitsCapped)
    )


# ------------------------------------------------------------------------------ flows


class ClaimRates(Sequence[Rate]):
    """Who takes how much of a dollar: claims' parts, opened into their holders when looked at."""

    def __init__(self, parts: tuple[tuple[Due, Fraction], ...]) -> None:
        self.parts = parts

    @cached_property
    def _rates(self) -> tuple[Rate, ...]:
        cells: dict[Cell, Fraction] = {}
        for due, rate in self.parts:
            for holder, part in due.holders:
                cell: Cell = (due.claim.share_class, holder)
                cells[cell] = cells.get(cell, ZERO) + rate * part
        return tuple((share_class, holder, rate) for (share_class, holder), rate in cells.items())

    @overload
    def __getitem__(self, index: int) -> Rate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rate]: ...
    def __getitem__(self, index: int | slice) -> Rate | Sequence[Rate]:
        return self._rates[index]

    def __len__(self) -> int:
        return len(self._rates)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._rates)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of levels on which every claim rises evenly."""

    start: Fraction
    amount: Fraction
    events: tuple[Event, ...]  # at its start, and in stretches before it that cost nothing
    rates: tuple[tuple[int, Fraction], ...]


def class_sweep(table: ClassTable) -> Sweep:
    """Every flow of one distribution from the table's state; raises NobodyReceives."""
    made = compiled(table)
    pieces = list(_pieces(made))
    flows = []
    for piece, following in pairwise([*pieces, None]):
        assert piece is not None  # INVARIANT: only the last is none
        end = None if following is None else following.amount
        events = () if following is None else following.events
        stage = made.ladder.name_at(piece.start)
        if not piece.rates:
            if table.residual is None:
                raise NobodyReceives(table.entity, piece.amount)
            rest: Sequence[Rate] = ((None, table.residual, ONE),)
            flows.append(Flow(piece.amount, None, None, rest, ()))
        else:
            rates = ClaimRates(tuple((made.due[place], rate) for place, rate in piece.rates))
            flows.append(Flow(piece.amount, end, stage, rates, events))
    paid = {place for piece in pieces for place, _ in piece.rates}
    reached = {made.due[place].claim.share_class for place in paid}
    classes = dict.fromkeys(claim.share_class for claim in table.claims)
    return Sweep(tuple(flows), tuple(c for c in classes if c is not None and c not in reached))


def _pieces(made: Compiled) -> Iterator[_Piece]:
    """The stretches that cost something, and a last one without rates where T stands still."""
    changes: dict[Fraction, list[tuple[int, Fraction]]] = {ZERO: []}
    events: dict[Fraction, list[Event]] = {}
    for place, due in enumerate(made.due):
        for segment in due.payoff.curve.segments():
            changes.setdefault(segment.start, []).append((place, segment.slope))
        for turn in due.payoff.turns:
            changes.setdefault(turn.level, [])
            events.setdefault(turn.level, []).append(turn.event)
    levels = sorted(changes)
    slopes: dict[int, Fraction] = {}
    total, amount = ZERO, ZERO
    pending: list[Event] = []
    for level, following in pairwise([*levels, None]):
        assert level is not None  # INVARIANT: only the last is none
        pending += events.get(level, [])
        for place, slope in changes[level]:
            total += slope - slopes.get(place, ZERO)
            slopes[place] = slope
        if total or following is None:
            rates = tuple((place, slope / total) for place, slope in slopes.items() if slope)
            yield _Piece(level, amount, tuple(dict.fromkeys(pending)), rates)
            pending = []
        if following is not None:
            amount += total * (following - level)


# ---------------------------------------------------------------------------- amounts


def class_amounts(table: ClassTable, amount: Fraction) -> dict[Cell, Fraction]:
    """What each cell receives of this amount; raises NobodyReceives.

    The level that the amount reaches is looked up; no curve of a holder is made.
    """
    made = compiled(table)
    level = made.total.first_reaching(amount)
    cells: dict[Cell, Fraction] = {}
    if level is None:
        level = made.total.knots[-1][0]
        if table.residual is None:
            raise NobodyReceives(table.entity, made.total(level))
        cells[None, table.residual] = amount - made.total(level)
    for due in made.due:
        received = due.payoff.curve(level)
        for holder, part in due.holders:
            cell: Cell = (due.claim.share_class, holder)
            cells[cell] = cells.get(cell, ZERO) + received * part
    return cells
