"""The slow, obvious reading of a table of classes: every profile of elections, money poured out.

Each claim elects - keep the preference or convert, exercise or not, take money back or units - and
the company is then paid out mechanically: exercise money in, preferences by rank, then every unit
alike. A profile is an equilibrium if no claim would have done better by electing otherwise. That
is what the closed form must equal; it knows no levels and no inverse. Exponential in the number of
claims, and for tables without a state only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import assert_never

from stanchion.economics.classes.table import Claim, ClassTable
from stanchion.economics.flows import Cell, NobodyReceives
from stanchion.economics.instruments.common import CommonUnits
from stanchion.economics.instruments.convertible import ConvertibleUnits
from stanchion.economics.instruments.option import OptionUnits
from stanchion.economics.instruments.preferred import Conversion, PreferredUnits
from stanchion.economics.instruments.profit_units import (
    CappedUnits,
    CompanyProfitUnits,
    FreedUnits,
    ProfitUnits,
)

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Units that take part in what is left while a unit has had between `start` and `end`."""

    units: Fraction
    start: Fraction = ZERO
    end: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """What a claim asks for under one of its choices; `pays` is the exercise money."""

    stack: tuple[tuple[Fraction, Fraction], ...] = ()  # (rank, amount)
    discount: Fraction = ZERO  # after all ranks, before units
    sharing: tuple[Sharing, ...] = ()
    pays: Fraction = ZERO


Profile = tuple[Election, ...]
Paid = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What each claim received net of what it paid in, what found no claim, and the unit's part."""

    paid: Paid
    rest: Fraction
    per_unit: Fraction


def interpret_classes(table: ClassTable, amount: Fraction) -> dict[Cell, Fraction]:
    """What each cell receives in an equilibrium; raises NobodyReceives as the table does."""
    outcome = next(equilibria(table, amount))
    cells: dict[Cell, Fraction] = {}
    if outcome.rest:
        if table.residual is None:
            raise NobodyReceives(table.entity, amount - outcome.rest)
        cells[None, table.residual] = outcome.rest
    for claim, paid in zip(table.claims, outcome.paid, strict=True):
        for holder, part in claim.holders:
            cell: Cell = (claim.share_class, holder)
            cells[cell] = cells.get(cell, ZERO) + paid * part
    return {cell: paid for cell, paid in cells.items() if paid}


def equilibria(table: ClassTable, amount: Fraction) -> Iterator[Outcome]:
    """The outcome of every profile from which no claim gains by electing otherwise alone."""
    choices = [elections(claim) for claim in with_company_hurdles(table)]
    for profile in product(*choices):
        outcome = poured(profile, amount)
        if all(
            poured((*profile[:i], other, *profile[i + 1 :]), amount).paid[i] <= outcome.paid[i]
            for i, others in enumerate(choices)
            for other in others
            if other != profile[i]
        ):
            yield outcome


def elections(claim: Claim) -> list[Election]:
    """All that a claim can choose."""
    match claim.terms:
        case CommonUnits(units):
            return [Election(sharing=(Sharing(units),))]
        case CappedUnits(units, cap):
            return [Election(sharing=(Sharing(units, end=cap / units),))]
        case FreedUnits(parts):
            return [Election(sharing=tuple(Sharing(units, start) for units, start in parts))]
        case ProfitUnits(units, hurdle):
            return [Election(sharing=(Sharing(units, hurdle),))]
        case CompanyProfitUnits():
            raise AssertionError("made one of ordinary units before")  # INVARIANT: see below
        case PreferredUnits() as terms:
            return _preferred(terms, ONE)
        case OptionUnits(units, strike, _, underlying):
            match underlying:
                case CommonUnits(one):
                    bought = [Election(sharing=(Sharing(one * units),))]
                case PreferredUnits():
                    bought = _preferred(underlying, units)
            return [Election(), *(replace(e, pays=strike * units) for e in bought)]
        case ConvertibleUnits() as terms:
            return _convertible(terms)
        case _:
            assert_never(claim.terms)


def _preferred(terms: PreferredUnits, times: Fraction) -> list[Election]:
    """Keep it or convert; `times` that many of what the terms describe."""
    units = terms.units * times
    own: tuple[Sharing, ...] = ()
    if terms.participates and units:
        room = None if terms.cap is None else (terms.cap - terms.preference) * times / units
        own = (Sharing(units, end=room),)
    kept = Election(stack=((terms.rank, terms.preference * times),), sharing=own)
    converted = Election(
        stack=((terms.rank, terms.paid_on_conversion * times),),
        sharing=(Sharing(terms.units_on_conversion * times),),
    )
    match terms.conversion:
        case Conversion.ELECTED:
            return [kept, converted]
        case Conversion.NEVER:
            return [kept]
        case Conversion.VOTED:
            return [converted]
        case _:
            assert_never(terms.conversion)


def _convertible(terms: ConvertibleUnits) -> list[Election]:
    stack = () if terms.rank is None else ((terms.rank, terms.money_back),)
    found = [Election(stack=stack, discount=terms.premium)]
    if terms.units:
        found.append(Election(sharing=(Sharing(terms.units),)))
    return found


def with_company_hurdles(table: ClassTable) -> Sequence[Claim]:
    """Hurdles of the whole company as hurdles of a unit: what one has when the others have that.

    Lowest first, each found by paying the hurdle out among the others.
    """
    claims = list(table.claims)
    wide = [c.terms for c in claims if isinstance(c.terms, CompanyProfitUnits)]
    for hurdle in sorted({terms.hurdle for terms in wide}):
        others = tuple(c for c in claims if not isinstance(c.terms, CompanyProfitUnits))
        outcome = next(equilibria(replace(table, claims=others), hurdle))
        start = None if outcome.rest else outcome.per_unit
        claims = [_at_unit_hurdle(claim, hurdle, start) for claim in claims]
    return claims


def _at_unit_hurdle(claim: Claim, hurdle: Fraction, start: Fraction | None) -> Claim:
    match claim.terms:
        case CompanyProfitUnits(units, mine) if mine == hurdle:
            terms = FreedUnits(()) if start is None else ProfitUnits(units, start)
            return replace(claim, terms=terms)
        case _:
            return claim


# ---------------------------------------------------------------------------- pouring


def poured(profile: Profile, amount: Fraction) -> Outcome:
    """What becomes of an amount when the elections are made."""
    paid = [-election.pays for election in profile]
    left = amount + sum((election.pays for election in profile), ZERO)
    tiers = sorted({rank for election in profile for rank, _ in election.stack})
    for rank in tiers:
        due = [sum((a for r, a in e.stack if r == rank), ZERO) for e in profile]
        left = _pay_tier(due, paid, left)
    left = _pay_tier([election.discount for election in profile], paid, left)
    per_unit = ZERO
    while left:
        per_unit, left, stuck = _pour_on(profile, paid, per_unit, left)
        if stuck:
            break
    return Outcome(tuple(paid), left, per_unit)


def _pay_tier(due: list[Fraction], paid: list[Fraction], left: Fraction) -> Fraction:
    """Pays claims of one rank in full or in proportion; what is left."""
    total = sum(due, ZERO)
    part = ONE if total <= left else left / total
    for i, claim in enumerate(due):
        paid[i] += claim * part
    return left - min(total, left)


def _pour_on(
    profile: Profile, paid: list[Fraction], per_unit: Fraction, left: Fraction
) -> tuple[Fraction, Fraction, bool]:
    """Pours until the next units come in or drop out; True where nobody is left to take."""
    units = [
        sum(
            (s.units for s in e.sharing if s.start <= per_unit and not _done(s, per_unit)),
            ZERO,
        )
        for e in profile
    ]
    edges = {x for e in profile for s in e.sharing for x in (s.start, s.end) if x is not None}
    following = min((x for x in edges if x > per_unit), default=None)
    total = sum(units, ZERO)
    if not total:
        return (per_unit, left, True) if following is None else (following, left, False)
    step = left / total
    if following is not None:
        step = min(step, following - per_unit)
    for i, mine in enumerate(units):
        paid[i] += mine * step
    return per_unit + step, left - total * step, False


def _done(sharing: Sharing, per_unit: Fraction) -> bool:
    return sharing.end is not None and per_unit >= sharing.end
