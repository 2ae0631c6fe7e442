"""From the classes and holdings of an entity, as they stand in a state, to its claims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from stanchion.charter import instruments as written
from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.state import Paid, State
from stanchion.charter.units import ClassHeld, Held, stakes_by_class
from stanchion.economics import waterfall as w
from stanchion.economics.classes.table import FREED, Claim, Terms
from stanchion.economics.instruments import convertible, option, preferred, profit_units
from stanchion.economics.instruments.common import CommonUnits
from stanchion.economics.instruments.in_state import (
    ZERO,
    ClassInState,
    Notes,
    OutcomeUnknown,
    TermsUnclear,
)
from stanchion.exact.money import describe_amount

__all__ = ["Notes", "OutcomeUnknown", "TermsUnclear", "claims_of", "received_by"]

WorkedOut = tuple[Terms, tuple[Held, ...]]
"""Compiled terms, and the holdings that they are the terms of."""


def claims_of(
    state: State, entity: p.Name, outcomes: Mapping[str, bool], notes: Notes
) -> tuple[Claim, ...]:
    """What every class that is out is due; raises TermsUnclear, OutcomeUnknown."""
    classes = state.charter.classes.get(entity, {})
    compiler = _Compiler(state.charter.pay[entity].residual)
    stakes = stakes_by_class(state, entity)
    for key, terms in classes.items():
        of = ClassInState(state, entity, p.Name(key), outcomes, notes)
        held = of.held(stakes.get(of.name, ()))
        if held is not None:
            compiler.add(of, terms, held)
    return compiler.claims()


@dataclass(slots=True)
class _Compiler:
    """Collects claims; convertibles and freed units are settled once all classes are known."""

    residual: p.Name | None
    found: list[tuple[int, Claim]] = field(default_factory=list)
    capitalisation: Fraction = ZERO  # common and as-converted units, options included
    offers: list[tuple[int, convertible.Offer, tuple[Held, ...]]] = field(default_factory=list)
    freed: dict[tuple[w.StageId | None, w.PayeeId], profit_units.FreedUnits] = field(
        default_factory=dict
    )
    freed_because: dict[tuple[w.StageId | None, w.PayeeId], w.Because] = field(default_factory=dict)
    place: int = 0

    def add(self, of: ClassInState, terms: written.Units, held: ClassHeld) -> None:
        """One class, in order of declaration."""
        self.place += 1
        match terms:
            case written.Safe() | written.ConvertibleNote():
                offer = convertible.offer(of, terms, held.held)
                self.offers.append((self.place, offer, held.held))
            case written.CappedUnit():
                self._capped(of, terms, held)
            case _:
                self._claim(of, terms, _worked_out(of, terms, held))

    def claims(self) -> tuple[Claim, ...]:
        """All claims, by class in order of declaration; what is freed comes last."""
        settled = convertible.worked_out([o for _, o, _ in self.offers], self.capitalisation)
        for (place, offer, held), terms in zip(self.offers, settled, strict=True):
            self.found.append((place, _claim(offer.of, offer.terms, terms, held)))
        claims = [claim for _, claim in sorted(self.found, key=lambda item: item[0])]
        for (stage, payee), freed in self.freed.items():
            because = self.freed_because[stage, payee]
            claims.append(Claim(stage, freed, ((payee, Fraction(1)),), because))
        return tuple(claims)

    def _claim(self, of: ClassInState, terms: written.Units, parts: Iterable[WorkedOut]) -> None:
        for made, held in parts:
            self.capitalisation += _as_converted(made)
            self.found.append((self.place, _claim(of, terms, made, held)))

    def _capped(self, of: ClassInState, terms: written.CappedUnit, held: ClassHeld) -> None:
        parts = profit_units.capped_units(of, terms, held)
        self._claim(of, terms, parts)
        cell = self._destination(of, terms)
        if cell is None:
            return
        more = tuple((made.units, made.cap / made.units) for made, _ in parts)
        known = self.freed.get(cell, profit_units.FreedUnits(()))
        self.freed[cell] = profit_units.FreedUnits((*known.parts, *more))
        self.freed_because.setdefault(cell, _because(f"what `{of.name}` frees", terms))

    def _destination(
        self, of: ClassInState, terms: written.CappedUnit
    ) -> tuple[w.StageId | None, w.PayeeId] | None:
        """The cell that takes what capped units free; None where all others share it."""
        match terms.freed:
            case p.Freed.OTHERS_PRO_RATA:
                return None
            case p.Freed.RESIDUAL if self.residual is not None:
                return None, w.PayeeId(str(self.residual))
            case p.Freed.RESIDUAL:
                raise of.unclear(
                    f"what `{of.name}` frees goes to the residual payee, and there is none",
                    f"add `residual:` under `pay: {of.entity}:`",
                )
            case None | p.Freed.NEXT_STAGE:
                raise of.unclear(
                    f"who takes the share of `{of.name}` once it is capped is not said",
                    "add `freed: others pro rata`, `freed: the residual` or a payee",
                )
            case payee:
                return FREED, w.PayeeId(str(payee))


def _worked_out(of: ClassInState, terms: written.Units, held: ClassHeld) -> Iterable[WorkedOut]:
    """Compiled terms of a class that stands for itself."""
    match terms:
        case written.Common():
            return [(CommonUnits(held.units), held.held)]
        case written.Preferred():
            return preferred.worked_out(of, terms, held)
        case written.ProfitsInterest():
            return [(profit_units.interest(of, terms, held.units), held.held)]
        case written.Option() | written.Warrant():
            return option.worked_out(of, terms, held)
        case written.VotingRight() | written.Debt() | written.CarveOut():
            return []  # paid nothing; or paid before the classes are
        case _:
            # INVARIANT: BY_KIND has no other kind
            raise AssertionError(f"{type(terms).__name__} has no meaning")


def _as_converted(terms: Terms) -> Fraction:
    """The units that a claim counts for in a capitalisation."""
    match terms:
        case option.OptionUnits(units, _, _, preferred.PreferredUnits() as one):
            return units * one.units
        case (
            CommonUnits(units)
            | preferred.PreferredUnits(units)
            | option.OptionUnits(units)
            | profit_units.CappedUnits(units)
            | profit_units.ProfitUnits(units)
            | profit_units.CompanyProfitUnits(units)
        ):
            return units
        case profit_units.FreedUnits() | convertible.ConvertibleUnits():
            return ZERO
        case _:
            assert_never(terms)


def _claim(of: ClassInState, terms: written.Units, made: Terms, held: tuple[Held, ...]) -> Claim:
    parts: dict[w.PayeeId, Fraction] = {}
    for item in held:
        payee = w.PayeeId(str(item.stake.holder))
        parts[payee] = parts[payee] + item.part if payee in parts else item.part
    whole = sum(parts.values(), ZERO)
    if whole != 1:  # some holders of the class only
        parts = {payee: part / whole for payee, part in parts.items()}
    return Claim(
        share_class=w.StageId(str(of.name)),
        terms=made,
        holders=tuple((payee, part) for payee, part in parts.items() if part),
        because=_because(f"the terms of `{of.name}`", terms),
        alone=isinstance(terms, written.CappedUnit) and len(parts) == 1,
    )


def _because(text: str, terms: written.Units) -> w.Because:
    return w.Because(text, terms.clause, None if terms.at is None else str(terms.at))


def received_by(state: State, entity: p.Name, claims: tuple[Claim, ...]) -> Iterator[w.Received]:
    """What was paid before, by the class for which it was; raises TermsUnclear."""
    for item in state.paid:
        if item.entity == entity:
            of = ClassInState(state, entity, item.payee, {})
            yield _received(of, item, claims)


def _received(of: ClassInState, item: Paid, claims: tuple[Claim, ...]) -> w.Received:
    payee = w.PayeeId(str(item.payee))
    try:
        paid = amount_of(of.state.charter, item.amount, payee=item.payee, entity=of.entity)
    except NoAmount as wrong:
        raise of.unclear(wrong.why, wrong.help) from None
    if item.stage is not None:
        return w.StageId(item.stage.rpartition(".")[2]), payee, paid
    mine = dict.fromkeys(c.share_class for c in claims if payee in dict(c.holders))
    if len(mine) > 1:
        raise of.unclear(
            f"for which of its classes `{payee}` was paid {describe_amount(paid)} is not said",
            "name the class: " + ", ".join(f"`stage: {name}`" for name in mine),
        )
    return next(iter(mine), None), payee, paid
