"""Random tables of classes: every instrument, small figures, ties, some without a common class."""

from fractions import Fraction

from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.classes.table import FREED, Claim, ClassTable, Terms
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
from stanchion.exact.allocation import Leftover
from tests.economics.waterfalls import WHY

RESIDUAL = w.PayeeId("rest")
small = st.integers(1, 6).map(Fraction)
ranks = st.sampled_from([Fraction(1), Fraction(2)])
money = st.builds(Fraction, st.integers(1, 20), st.sampled_from([1, 1, 2, 3]))


@st.composite
def preferreds(draw: st.DrawFn) -> PreferredUnits:
    """Any participation, any way to convert, dividends forfeited, paid or converted."""
    units, preference = draw(small), draw(money)
    dividend = draw(st.sampled_from([Fraction(0), Fraction(1)]))
    participation = draw(st.sampled_from(["none", "none", "full", "capped"]))
    paid = draw(st.booleans())
    return PreferredUnits(
        units=units,
        preference=preference + dividend,
        rank=draw(ranks),
        participates=participation != "none",
        cap=preference + dividend + draw(money) if participation == "capped" else None,
        conversion=draw(st.sampled_from([*[Conversion.ELECTED] * 4, *Conversion])),
        units_on_conversion=units if paid else units + dividend / 2,
        paid_on_conversion=dividend if paid else Fraction(0),
    )


@st.composite
def convertibles(draw: st.DrawFn) -> ConvertibleUnits:
    """Money back or not, units or not, a discount or not; never nothing at all."""
    back = draw(st.one_of(st.just(Fraction(0)), money))
    units = draw(st.one_of(st.just(Fraction(0)), small)) if back else draw(small)
    discounted = draw(st.sampled_from([Fraction(0), (back or Fraction(3)) * Fraction(5, 4)]))
    return ConvertibleUnits(back, draw(ranks) if back else None, units, discounted)


@st.composite
def options(draw: st.DrawFn) -> OptionUnits:
    """Over common, or over one unit of a preferred class."""
    underlying = draw(st.one_of(st.just(CommonUnits(Fraction(1))), preferreds()))
    return OptionUnits(draw(small), draw(money) / 2, w.StageId("under"), underlying)


terms: st.SearchStrategy[Terms] = st.one_of(
    st.builds(CommonUnits, small),
    preferreds(),
    preferreds(),
    convertibles(),
    options(),
    st.builds(CappedUnits, small, money),
    st.builds(ProfitUnits, small, money),
    st.builds(CompanyProfitUnits, small, money.map(lambda x: 3 * x)),
)


@st.composite
def class_tables(draw: st.DrawFn, *, common: bool | None = None) -> ClassTable:
    """One to four classes, mostly with common beside; a capped one may free for somebody."""
    chosen = draw(st.lists(terms, min_size=1, max_size=4))
    if draw(st.integers(0, 4)) if common is None else common:
        chosen.append(CommonUnits(draw(small)))
    claims = [
        Claim(w.StageId(f"class_{i}"), made, _holders(draw, i), WHY)
        for i, made in enumerate(chosen)
    ]
    if draw(st.booleans()):
        capped = [made for made in chosen if isinstance(made, CappedUnits)]
        parts = tuple((made.units, made.cap / made.units) for made in capped)
        cell = draw(st.sampled_from([None, FREED]))
        if parts:
            claims.append(Claim(cell, FreedUnits(parts), ((RESIDUAL, Fraction(1)),), WHY))
    payees = dict.fromkeys([*(who for c in claims for who, _ in c.holders), RESIDUAL])
    return ClassTable(
        entity="co",
        currency="USD",
        claims=tuple(claims),
        residual=RESIDUAL,
        payees=tuple(payees),
        leftover=Leftover.LARGEST_REMAINDER,
        because=WHY,
        because_residual=WHY,
    )


def _holders(draw: st.DrawFn, place: int) -> tuple[tuple[w.PayeeId, Fraction], ...]:
    """One holder of its own, or one and somebody who also holds other classes."""
    own = w.PayeeId(f"h{place}")
    if draw(st.booleans()):
        return ((own, Fraction(1)),)
    part = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3)]))
    return ((own, part), (w.PayeeId("everywhere"), 1 - part))
