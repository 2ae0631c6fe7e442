"""From a charter's tender, as the company stands when it closes, to the compiled offer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments import (
    CappedUnit,
    Common,
    ConvertibleNote,
    Option,
    Preferred,
    ProfitsInterest,
    Safe,
    Units,
    Warrant,
)
from stanchion.charter.parties import Kind
from stanchion.charter.pay import Rounding
from stanchion.charter.selection import selected_names
from stanchion.charter.sources import Cited
from stanchion.charter.state import Stake, State
from stanchion.charter.tenders import MaySell, SellerCap
from stanchion.charter.tenders import Tender as WrittenTender
from stanchion.economics.accruals.vesting import vested
from stanchion.economics.curves import payoff_curves
from stanchion.economics.from_charter import because, waterfall
from stanchion.economics.tender import terms as t
from stanchion.economics.waterfall import Because, PayeeId, StageId
from stanchion.exact.allocation import Leftover
from stanchion.exact.errors import StanchionError
from stanchion.exact.piecewise import sum_of

UNIT_INSTRUMENTS = (Common, Preferred, CappedUnit, ProfitsInterest, Option, Warrant)
"""Kinds that are units of the entity, or become units; a fully diluted count adds them up."""


@dataclass(eq=False)
class CannotTender(StanchionError, ValueError):
    """What a tender needs and the company, as it stands when it closes, does not give."""

    tender: str
    why: str

    def __str__(self) -> str:
        return f"tender `{self.tender}` cannot be worked out: {self.why}"


def tender(state: State, name: str) -> t.Tender:
    """The compiled tender; `state` is the company when it closes. Raises CannotTender."""
    return _Compiler(state, name, state.charter.tenders[p.Name(name)]).compiled()


def ends(range_: p.Range) -> t.Ends:
    """The ends of a range as written."""
    return t.Ends(range_.low, range_.high)


@dataclass(slots=True)
class _Compiler:
    state: State
    name: str
    written: WrittenTender
    assumptions: list[str] = field(default_factory=list)

    def compiled(self) -> t.Tender:
        offer = self.written
        price = self._price()
        lines = tuple(self._lines())
        return t.Tender(
            name=self.name,
            entity=str(offer.entity),
            buyer=str(offer.buyer),
            currency=self.state.charter.currency.code,
            classes=tuple(map(str, offer.buys)),
            price=price,
            limit=self._limit(),
            minimum=self._minimum(),
            lines=lines,
            caps=tuple(sorted(self._caps(lines), key=lambda cap: len(cap.lines))),
            refusals=tuple(
                t.Refusal(
                    str(right.by),
                    ends(right.takes),
                    right.takes.unit is p.Unit.RATE,
                    because(f"`{right.by}` may take units in the buyer's place", right),
                )
                for right in offer.first_refusal
            ),
            proration=t.Proration(offer.proration.value),
            leftover=Leftover.LARGEST_REMAINDER
            if offer.rounding is Rounding.LARGEST_REMAINDER
            else Leftover.IN_ORDER,
            buyer_before=self._buyer_before(),
            outstanding=tuple(
                (str(name), out)
                for name in offer.buys
                if (out := self._outstanding(name)) is not None
            ),
            headline=self._headline(price),
            fully_diluted=self._fully_diluted(),
            worth=self._worth(),
            because=because(f"tender `{self.name}`", offer),
            assumptions=tuple(dict.fromkeys(self.assumptions)),
        )

    # ---------------------------------------------------------- price and limits

    def _price(self) -> t.Ends:
        if self.written.price is not None:
            return ends(self.written.price)
        headline, diluted = self.written.headline, self.written.fully_diluted
        assert headline is not None  # INVARIANT: the model demands one of the two
        assert diluted is not None  # INVARIANT: and the count with a headline
        return t.Ends(headline.low / diluted.high, headline.high / diluted.low)

    def _limit(self) -> t.BuyerLimit:
        if self.written.budget is not None:
            return t.Budget(ends(self.written.budget))
        if self.written.units is not None:
            return t.UnitsWanted(ends(self.written.units))
        return t.TakesAll()

    def _minimum(self) -> t.Ends | None:
        least = self.written.minimum
        if least is None or least.unit is not p.Unit.RATE:
            return None if least is None else ends(least)
        out = sum((self._known_outstanding(name) for name in self.written.buys), Fraction(0))
        return t.Ends(least.low * out, least.high * out)

    def _outstanding(self, share_class: p.Name) -> Fraction | None:
        terms = self._terms(share_class)
        if terms.units is not None:
            return self._amount(terms.units)
        units = [self._units_of(stake) for stake in self._stakes(share_class)]
        known = [each for each in units if each is not None]
        return sum(known, Fraction(0)) if units and len(known) == len(units) else None

    def _known_outstanding(self, share_class: p.Name) -> Fraction:
        out = self._outstanding(share_class)
        if out is None:
            raise CannotTender(self.name, f"how many units of `{share_class}` are out is not said")
        return out

    def _terms(self, share_class: p.Name) -> Units:
        return self.state.charter.classes[self.written.entity][share_class]

    def _amount(self, figure: p.Figure) -> Fraction:
        try:
            return amount_of(self.state.charter, figure)
        except NoAmount as wrong:
            raise CannotTender(self.name, wrong.why) from None

    # --------------------------------------------------------------------- lines

    def _stakes(self, share_class: p.Name) -> list[Stake]:
        return [
            stake
            for stake in self.state.stakes
            if stake.entity == self.written.entity and stake.share_class == share_class
        ]

    def _units_of(self, stake: Stake) -> Fraction | None:
        if stake.units is not None:
            return stake.units
        if stake.holding is not None and stake.holding.units is not None:
            return self._amount(stake.holding.units)
        return None

    def _lines(self) -> Iterator[t.Line]:
        sellers = set(selected_names(self.state, self.written.sellers)) - {self.written.buyer}
        for share_class in self.written.buys:
            by_holder: dict[p.Name, list[Stake]] = {}
            for stake in self._stakes(share_class):
                if stake.holder in sellers:
                    by_holder.setdefault(stake.holder, []).append(stake)
            for holder, stakes in by_holder.items():
                yield self._line(holder, share_class, stakes)

    def _line(self, holder: p.Name, share_class: p.Name, stakes: list[Stake]) -> t.Line:
        """All that one seller has of one class, in however many holdings."""
        held = [self._held(stake) for stake in stakes]
        pairs = zip(stakes, held, strict=True)
        tenders = self._tenders(stakes[0])
        written = stakes[0].holding
        return t.Line(
            seller=str(holder),
            share_class=str(share_class),
            held=_added(held),
            eligible=_added([self._eligible(stake, each) for stake, each in pairs]),
            tenders=ends(tenders),
            tenders_share=tenders.unit is p.Unit.RATE,
            because=because(
                f"`{holder}` holds `{share_class}`", self.written if written is None else written
            ),
        )

    def _held(self, stake: Stake) -> t.Ends:
        units = self._units_of(stake)
        if units is not None:
            return t.Ends.known(units)
        if stake.share is None:
            raise CannotTender(
                self.name,
                f"how many units of `{stake.share_class}` `{stake.holder}` holds is not said",
            )
        out = self._known_outstanding(stake.share_class)
        return t.Ends(stake.share.low * out, stake.share.high * out)

    def _eligible(self, stake: Stake, held: t.Ends) -> t.Ends:
        if self.written.may_sell is MaySell.ALL:
            return held
        vesting = None if stake.holding is None else stake.holding.vesting
        if vesting is None:
            self.assumptions.append(
                f"`{stake.holder}` states no vesting of `{stake.share_class}`: all units count "
                "as vested"
            )
            return held
        zone = self.state.charter.time_zone
        day = day_of(self.state.instant, zone)
        low, high = (
            vested(vesting, units, at=day, sale=False, zone=zone).vested
            for units in (held.low, held.high)
        )
        return t.Ends(low, high)

    def _tenders(self, stake: Stake) -> p.Range:
        for offer in self.written.offers:
            if offer.seller == stake.holder and offer.of_class in {None, stake.share_class}:
                return offer.tenders
        if self.written.others is None:
            raise CannotTender(self.name, f"nothing says what `{stake.holder}` tenders")
        return self.written.others

    # ---------------------------------------------------------------------- caps

    def _caps(self, lines: tuple[t.Line, ...]) -> Iterator[t.Cap]:
        for cap in self.written.caps:
            if cap.together is not None:
                who = selected_names(self.state, cap.together)
                places = _places(lines, frozenset(map(str, who)))
                if places:
                    yield t.Cap(places, self._bound(cap), _cap_because("these together", cap))
                continue
            assert cap.each is not None  # INVARIANT: the model demands `each` or `together`
            for holder in selected_names(self.state, cap.each):
                places = _places(lines, frozenset({str(holder)}))
                if places:
                    heads = self._heads(holder, cap)
                    bound = self._bound(cap, times=heads)
                    yield t.Cap(places, bound, _cap_because(f"`{holder}`", cap))

    def _heads(self, holder: p.Name, cap: SellerCap) -> int:
        """How many people a cap for each of a crowd counts."""
        party = self.state.charter.parties[holder]
        share = isinstance(cap.at_most, p.Quantity) and cap.at_most.unit is p.Unit.RATE
        if party.kind is not Kind.GROUP or share:
            return 1
        if party.size is None:
            raise CannotTender(self.name, f"how many people `{holder}` are is not said")
        self.assumptions.append(
            f"`{holder}` are {party.size.value} people; who of them tenders how much is not "
            "stated, so the cap for each bounds them as if all used it up"
        )
        return int(party.size.value)

    def _bound(self, cap: SellerCap, *, times: int = 1) -> t.MoneyCap | t.UnitsCap | t.ShareCap:
        if cap.units is not None:
            return t.UnitsCap(times * self._amount(cap.units))
        assert cap.at_most is not None  # INVARIANT: the model demands an amount or units
        match cap.at_most:
            case p.Quantity(value, p.Unit.RATE):
                return t.ShareCap(value, of_eligible=cap.of is MaySell.VESTED)
            case _:
                return t.MoneyCap(times * self._amount(cap.at_most))

    # --------------------------------------------------------- buyer and headline

    def _buyer_before(self) -> tuple[tuple[str, Fraction], ...]:
        found: dict[str, Fraction] = {}
        for name in self.written.buys:
            for stake in self._stakes(name):
                units = self._units_of(stake)
                if stake.holder == self.written.buyer and units is not None:
                    found[str(name)] = found.get(str(name), Fraction(0)) + units
        return tuple(found.items())

    def _headline(self, price: t.Ends) -> t.Ends | t.Unsaid:
        if self.written.headline is not None:
            return ends(self.written.headline)
        diluted = self._fully_diluted()
        if isinstance(diluted, t.Unsaid):
            return diluted
        return t.Ends(price.low * diluted.low, price.high * diluted.high)

    def _fully_diluted(self) -> t.Ends | t.Unsaid:
        if self.written.fully_diluted is not None:
            return ends(self.written.fully_diluted)
        total = Fraction(0)
        for name, terms in self.state.charter.classes.get(self.written.entity, {}).items():
            if isinstance(terms, Safe | ConvertibleNote):
                return t.Unsaid(
                    f"`{name}` has not converted, and into how many units it will is open; "
                    "say `fully_diluted:`"
                )
            if not isinstance(terms, UNIT_INSTRUMENTS):
                continue
            out = self._outstanding(p.Name(name))
            if out is None:
                return t.Unsaid(
                    f"how many units of `{name}` there are is not said; say `fully_diluted:`"
                )
            if isinstance(terms, Preferred) and terms.conversion_ratio is not None:
                out *= terms.conversion_ratio.value
            total += out
        return t.Ends.known(total)

    def _worth(self) -> t.Worth | t.Unsaid:
        worth = self.written.worth
        if worth is None:
            return self._worth_of_class()
        try:
            made = waterfall(self.state, entity=worth.paid_by)
            payoff = payoff_curves(made).of(PayeeId(str(worth.payee)))
        except StanchionError as unable:
            return t.Unsaid(str(unable))
        return t.Worth(
            paid_by=str(worth.paid_by),
            payee=str(worth.payee),
            payoff=payoff,
            units=ends(worth.units),
            because=because(f"the units are paid by `{worth.paid_by}` as `{worth.payee}`", worth),
        )

    def _worth_of_class(self) -> t.Worth | t.Unsaid:
        """Where the entity pays by the terms of its classes, the class bought says it."""
        entity = self.written.entity
        pays = self.state.charter.pay.get(entity)
        if pays is None or pays.by != "class terms":
            return t.Unsaid(
                f"the charter does not say as whom the units of `{entity}` are paid; say `worth:`"
            )
        if len(self.written.buys) > 1:
            return t.Unsaid("units of several classes are paid each in its way; say `worth:`")
        (name,) = self.written.buys
        if any(stake.holding and stake.holding.vesting for stake in self._stakes(name)):
            return t.Unsaid(f"some units of `{name}` are still to vest; say `worth:`")
        try:
            curves = payoff_curves(waterfall(self.state, entity=entity))
        except StanchionError as unable:
            return t.Unsaid(str(unable))
        return t.Worth(
            paid_by=str(entity),
            payee=str(name),
            payoff=sum_of(part.curve for part in curves.parts if part.stage == StageId(name)),
            units=t.Ends.known(self._known_outstanding(name)),
            because=because(f"the units are paid as class `{name}`", self._terms(name)),
        )


def _added(parts: list[t.Ends]) -> t.Ends:
    return t.Ends(
        sum((part.low for part in parts), Fraction(0)),
        sum((part.high for part in parts), Fraction(0)),
    )


def _places(lines: tuple[t.Line, ...], sellers: frozenset[str]) -> tuple[int, ...]:
    return tuple(place for place, line in enumerate(lines) if line.seller in sellers)


def _cap_because(who: str, cap: Cited) -> Because:
    return because(f"a cap on what {who} may sell", cap)
