"""What every claim of a table receives at every level, from the table's state.

What a cell had received before is an advance on what its class is due: it takes nothing until its
terms give more (`max(0, payoff - received)`). So two distributions pay together what one would
pay, and under changed terms whoever is behind catches up first; nobody pays back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.classes.table import Claim, ClassTable, Terms
from stanchion.economics.flows import ONE, ZERO, CaughtUp, Cell, UnitsCapped, Whose
from stanchion.economics.instruments import common, convertible, option, preferred, profit_units
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.exact.piecewise import PiecewiseLinear, maximum, sum_of


@dataclass(frozen=True, slots=True)
class Due:
    """A claim, or what one holder is due of a class, with what it still receives at every level.

    `holders` are whom it is due and their parts of the payoff, which make one.
    """

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
    payoffs = list(_payoffs(table, ladder))
    return Compiled(ladder, tuple(_due(table, payoffs)))


def ladder_of(table: ClassTable) -> Ladder:
    """The tiers that the claims of a table need."""
    ranks = {rank_of(claim.terms) for claim in table.claims}
    discounts = any(
        isinstance(claim.terms, convertible.ConvertibleUnits) and claim.terms.premium
        for claim in table.claims
    )
    return Ladder(tuple(sorted(rank for rank in ranks if rank is not None)), discounts)


def rank_of(terms: Terms) -> Fraction | None:
    """The rank in which a claim is paid before units share, if there is one."""
    match terms:
        case preferred.PreferredUnits(rank=rank) | convertible.ConvertibleUnits(rank=rank):
            return rank
        case option.OptionUnits(underlying=preferred.PreferredUnits(rank=rank)):
            return rank
        case _:
            return None


def rule_of(table: ClassTable, tier: w.StageId) -> w.Because:
    """What says how a tier is paid: the terms of the class, where it is of one class alone."""
    ladder = ladder_of(table)
    names = {ladder.name_at(Fraction(place)): rank for place, rank in enumerate(ladder.ranks)}
    mine = {
        claim.share_class: claim.because
        for claim in table.claims
        if tier in names and rank_of(claim.terms) == names[tier]
    }
    return next(iter(mine.values())) if len(mine) == 1 else table.because


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


def _due(table: ClassTable, payoffs: list[tuple[Claim, Payoff]]) -> Iterator[Due]:
    """What is due beyond what was received: by class, unless its holders differ in that."""
    received: dict[Cell, Fraction] = {}
    for share_class, payee, paid in table.received:
        received[share_class, payee] = received.get((share_class, payee), ZERO) + paid
    touched = {share_class for (share_class, _), paid in received.items() if paid}
    by_class: dict[w.StageId | None, list[tuple[Claim, Payoff]]] = {}
    for claim, payoff in payoffs:
        if claim.share_class in touched:
            by_class.setdefault(claim.share_class, []).append((claim, payoff))
        else:
            yield Due(claim, claim.holders, payoff)
    for share_class, claims in by_class.items():
        mine = {who: paid for (where, who), paid in received.items() if where == share_class}
        yield from _due_of_class(claims, mine)


def _due_of_class(
    claims: list[tuple[Claim, Payoff]], received: dict[w.PayeeId, Fraction]
) -> Iterator[Due]:
    (claim, payoff), *more = claims
    whole = sum(received.values(), ZERO)
    if not more and all(received.get(who, ZERO) == whole * part for who, part in claim.holders):
        yield Due(claim, claim.holders, _beyond(payoff, whole, whose(claim), claim.because))
        return
    for claim, payoff in claims:
        others = [(who, part) for who, part in claim.holders if not received.get(who)]
        together = sum((part for _, part in others), ZERO)
        if others:
            parts = tuple((who, part / together) for who, part in others)
            yield Due(claim, parts, Payoff(payoff.curve.scale(together), payoff.turns))
    for who, before in received.items():
        mine = [(c, f, part) for c, f in claims for h, part in c.holders if h == who]
        if before and mine:
            own = Payoff(
                sum_of(found.curve.scale(part) for _, found, part in mine),
                tuple(turn for _, found, _ in mine for turn in found.turns),
            )
            first = mine[0][0]
            name = Whose(whose(first).share_class, who)
            yield Due(first, ((who, ONE),), _beyond(own, before, name, first.because))


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
