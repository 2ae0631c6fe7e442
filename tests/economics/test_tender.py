"""Tender offers: worked by hand, laws on random offers, a slow oracle, ends against a grid."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.tenders import NoTender, tenders
from stanchion.api.view import view
from stanchion.economics.tender import terms as t
from stanchion.economics.tender.bounds import cases, tender_result
from stanchion.economics.tender.outcome import Case, Outcome, Stock, outcome
from stanchion.economics.tender.results import RealTerms, SellerLine, TenderResult
from stanchion.economics.tender.worth import paid_out_for
from stanchion.economics.waterfall import Because
from stanchion.exact.allocation import Leftover
from stanchion.exact.piecewise import PiecewiseLinear
from tests.economics.waterfalls import exactly

WHY = Because("test")
COMMON = "{kind: common, units: 1000}"
SAFE = "{kind: safe, amount: 1 m, cap: 9 m, cap_is: post-money, at_exit: money back, rank: 1}"
LAB = """
stanchion: 1
name: A lab
as_of: 2024-06-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  staff: {group: The staff, size: 40, votes_as: nobody}
  backers: {group: The backers, votes_as: nobody}
  fund: {fund: A fund}
  charity: {nonprofit: The charity}
  lab: {company: The lab}
classes:
  lab: {common: {kind: common, units: 1000}}
holdings:
  lab:
    - holder: ann
      class: common
      units: 300
      vesting:
        {start: 2022-06-01, months: 48, every_months: 1, cliff_months: 12,
         allocation: cumulative round down, acceleration: none}
    - {holder: bob, class: common, units: 200}
    - {holder: staff, class: common, units: 400}
    - {holder: fund, class: common, units: 100}
pay:
  lab:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - stage: sharing
        shares: {backers: 50%, staff: 50%}
        caps: {staff: {at: 100 m, counts: everything}, backers: {at: 50 m, counts: everything}}
        freed: {staff: the residual, backers: the residual}
    residual: charity
tenders:
  autumn:
    of: lab
    buyer: fund
    buys: common
    closes: 2024-06-01
    price: 60 k
    budget: 18 m
    sellers: ann, bob, staff
    may_sell: vested units
    proration: pro rata by tendered
    rounding: largest remainder
    offers:
      - {seller: ann, tenders: 200}
      - {seller: bob, tenders: 50%}
      - {seller: staff, tenders: 250}
    worth: {paid_by: lab, payee: staff, units: 1000}
"""


def of_lab(*changes: tuple[str, str]) -> TenderResult:
    """The lab's tender after replacing some of its text."""
    text = LAB
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [str(d) for d in loaded.errors]
    (found,) = tenders(view(loaded.charter))
    return found


def line(found: TenderResult, seller: str) -> SellerLine:
    return next(each for each in found.lines if each.seller == seller)


def sold(found: TenderResult) -> dict[str, tuple[int, int]]:
    return {each.seller: (int(each.sells.low), int(each.sells.high)) for each in found.lines}


# ------------------------------------------------------------------------ by hand


def test_an_oversubscribed_offer_is_cut_pro_rata_by_what_may_be_sold() -> None:
    """150 of Ann's 200 have vested; 150, 100 and 250 are tendered, 18 m buy 300 at 60 k: 3/5."""
    found = of_lab()
    assert line(found, "ann").eligible == t.Ends.known(150)
    assert sold(found) == {"ann": (90, 90), "bob": (60, 60), "staff": (150, 150)}
    assert line(found, "ann").receives == t.Ends.known(5_400_000)
    assert line(found, "ann").paid[0].minor == 540_000_000
    assert found.accepted_part == t.Ends.known(Fraction(3, 5))
    assert found.spent == t.Ends.known(18_000_000)
    (holds,) = found.buyer_holds
    assert (holds.before, holds.holds, holds.share) == (
        Fraction(100), t.Ends.known(400), t.Ends.known(Fraction(2, 5))
    )  # fmt: skip
    assert found.provenance.exact
    assert found.cases == 1


def test_in_order_of_declaration_the_first_are_served_first() -> None:
    found = of_lab(("proration: pro rata by tendered", "proration: in order of declaration"))
    assert sold(found) == {"ann": (150, 150), "bob": (100, 100), "staff": (50, 50)}


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("{each: ann, at_most: 3 m}", (38, 75, 187)),  # 37.5, 75, 187.5: the tie goes to Ann
        ("{each: ann, at_most: 10%, of: all units}", (24, 79, 197)),  # 30 of 380 may be sold
        ("{each: ann, at_most: 10%, of: vested units}", (12, 82, 206)),  # 15 of 365
        ("{together: ann and bob, units: 50}", (30, 20, 250)),
        ("{each: staff, at_most: 60 k}", (150, 100, 40)),  # a unit for each of 40 people
    ],
)
def test_caps_on_sellers_cut_before_the_budget_does(cap: str, expected: tuple[int, ...]) -> None:
    found = of_lab(("    proration", f"    caps: [{cap}]\n    proration"))
    assert tuple(low for low, _ in sold(found).values()) == expected
    assert any(each.cut_by for each in found.lines)


def test_two_holdings_of_one_seller_are_one_line() -> None:
    halves = "units: 100}\n    - {holder: bob, class: common, units: 100}"
    found = of_lab(("units: 200}", halves))
    assert line(found, "bob").held == t.Ends.known(200)
    assert sold(found) == sold(of_lab())


def test_first_refusal_takes_from_the_buyer_in_the_order_stated() -> None:
    rights = "[{by: backers, takes: 25%}, {by: charity, takes: 300}]"
    found = of_lab(("    proration", f"    first_refusal: {rights}\n    proration"))
    assert [(taker.by, taker.units.low) for taker in found.takers] == [
        ("backers", 75),
        ("charity", 225),
    ]
    assert found.buyer_pays == t.Ends.known(0)
    assert found.spent == t.Ends.known(18_000_000), "sellers are paid all the same"


def test_below_its_minimum_the_offer_lapses() -> None:
    met = of_lab(("    proration", "    minimum: 500\n    proration"))
    missed = of_lab(("    proration", "    minimum: 501\n    proration"))
    assert (met.lapses, missed.lapses) == ("never", "always")
    assert missed.sold == t.Ends.known(0)
    half = of_lab(("    proration", "    minimum: 50%\n    proration"))
    assert half.lapses == "never", "500 of 1,000 units are tendered"


def test_what_is_not_known_comes_as_ends_each_exact() -> None:
    """Staff tender 50 to 250: Ann sells 150 where they tender 50, 90 where they tender 250."""
    found = of_lab(("tenders: 250", "tenders: 50 to 250"))
    assert sold(found) == {"ann": (90, 150), "bob": (60, 100), "staff": (50, 150)}
    assert found.sold == t.Ends.known(300)
    assert found.cases == 2


def test_a_holding_that_is_a_range_keeps_what_it_does_not_sell() -> None:
    """20% to 40% of 1,000 units are held, half or nothing is tendered, everything is bought."""
    found = of_lab(
        ("bob, class: common, units: 200", "bob, class: common, share: 20% to 40%"),
        ("{seller: bob, tenders: 50%}", "{seller: bob, tenders: 0% to 50%}"),
        ("budget: 18 m", "limit: none"),
    )  # fmt: skip
    bob = line(found, "bob")
    assert (bob.sells, bob.left) == (
        t.Ends(Fraction(0), Fraction(200)), t.Ends(Fraction(100), Fraction(400))
    )  # fmt: skip


def test_the_headline_stands_beside_what_must_be_paid_out() -> None:
    """60 k x 1,000 units is 60 m, but staff receive half: 120 m must be paid out, once the backers
    are capped at 50 m still only half of the rest is theirs."""
    found = of_lab()
    assert found.headline == t.Ends.known(60_000_000)
    assert isinstance(found.real_terms, RealTerms)
    assert (found.real_terms.pays_out_low, found.real_terms.pays_out_high) == (
        120_000_000, 120_000_000,
    )  # fmt: skip
    assert found.real_terms.most_per_unit == t.Ends.known(100_000)


def test_at_a_price_above_what_the_cap_allows_no_amount_is_enough() -> None:
    found = of_lab(("price: 60 k", "price: 100,001"))
    assert isinstance(found.real_terms, RealTerms)
    assert found.real_terms.reachable == "never"
    at_the_cap = of_lab(("price: 60 k", "price: 100 k"))
    assert isinstance(at_the_cap.real_terms, RealTerms)
    assert at_the_cap.real_terms.pays_out_low == 200_000_000
    assert at_the_cap.real_terms.pays_out_high is None, "any larger amount pays them the same"


def test_what_was_received_before_is_out_of_the_cap_that_is_left() -> None:
    had = "    received: [{payee: staff, amount: 40 m, stage: sharing}]\n    residual: charity"
    found = of_lab(("    residual: charity", had))
    assert isinstance(found.real_terms, RealTerms)
    assert found.real_terms.most_per_unit == t.Ends.known(60_000)


def test_a_headline_alone_makes_the_price() -> None:
    found = of_lab(("price: 60 k", "headline: 54 m to 60 m\n    fully_diluted: 1000"))
    assert found.price == t.Ends(Fraction(54_000), Fraction(60_000))
    assert found.headline == t.Ends(Fraction(54_000_000), Fraction(60_000_000))


def test_what_cannot_be_said_is_said_so() -> None:
    found = of_lab(
        ("    worth: {paid_by: lab, payee: staff, units: 1000}\n", ""),
        (
            "  lab: {common: {kind: common, units: 1000}}",
            f"  lab:\n    common: {COMMON}\n    paper: {SAFE}",
        ),
    )
    assert isinstance(found.real_terms, t.Unsaid)
    assert "worth:" in found.real_terms.why
    assert isinstance(found.headline, t.Unsaid)
    assert "paper" in found.headline.why


CAPPED = """
stanchion: 1
name: A lab
as_of: 2024-06-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  fund: {fund: A fund}
  lab: {company: The lab}
classes:
  lab:
    common: {kind: common, units: 100}
    capped:
      {kind: capped_unit, units: 100, cap: 1000, cap_is_on: gross return, freed: others pro rata}
holdings:
  lab:
    - {holder: ann, class: capped, units: 100}
    - {holder: bob, class: common, units: 100}
pay:
  lab: {pays: proceeds, rounding: largest remainder, by: class terms}
tenders:
  one:
    of: lab
    buyer: fund
    buys: capped
    closes: 2024-06-01
    price: 4
    limit: none
    sellers: ann
    may_sell: all units
    proration: pro rata by tendered
    rounding: largest remainder
    others: 100%
"""


@pytest.mark.parametrize(
    ("price", "low", "high", "reachable"),
    [
        (4, 800, 800, "always"),  # at 4 a unit both classes receive 400
        (10, 2000, None, "always"),  # the cap: every further euro is the common units'
        (11, None, None, "never"),
    ],
)
def test_class_terms_say_themselves_what_a_capped_unit_is_worth(
    price: int, low: int | None, high: int | None, reachable: str
) -> None:
    loaded = load(CAPPED.replace("price: 4", f"price: {price}"), file="charter.yaml")
    assert loaded.charter is not None, [str(d) for d in loaded.errors]
    (found,) = tenders(view(loaded.charter))
    real = found.real_terms
    assert isinstance(real, RealTerms)
    assert (real.pays_out_low, real.pays_out_high, real.reachable) == (low, high, reachable)
    assert real.most_per_unit == t.Ends.known(10)
    assert found.headline == t.Ends.known(200 * price)


def test_a_charter_without_tenders_says_so() -> None:
    loaded = load(LAB.partition("tenders:\n")[0], file="charter.yaml")
    assert loaded.charter is not None
    with pytest.raises(NoTender):
        tenders(view(loaded.charter))


# ------------------------------------------------------------------- random offers

SELLERS = ("a", "b", "c", "d")
few = st.integers(0, 12)


@st.composite
def offers(draw: st.DrawFn, *, doubtful: bool = False) -> t.Tender:
    """Two to four sellers of one or two classes, nested caps, any limit, rights of refusal."""
    classes = ("x", "y")[: draw(st.integers(1, 2))]
    lines = []
    for seller in SELLERS[: draw(st.integers(2, 4))]:
        for share_class in classes:
            held = draw(few)
            eligible = draw(st.integers(0, held))
            low = draw(st.integers(0, held))
            high = draw(st.integers(low, held)) if doubtful else low
            lines.append(
                t.Line(seller, share_class, t.Ends.known(held), t.Ends.known(eligible),
                       t.Ends(Fraction(low), Fraction(high)), False, WHY)
            )  # fmt: skip
    price = draw(st.integers(1, 5))
    top = price + draw(st.integers(0, 3)) if doubtful else price
    return t.Tender(
        name="offer", entity="lab", buyer="fund", currency="USD", classes=classes,
        price=t.Ends(Fraction(price), Fraction(top)),
        limit=draw(limits(doubtful=doubtful)),
        minimum=None, lines=tuple(lines), caps=draw(nested_caps(lines)),
        refusals=tuple(draw(st.lists(refusals(), max_size=2))),
        proration=draw(st.sampled_from(t.Proration)),
        leftover=draw(st.sampled_from(Leftover)),
        buyer_before=(), outstanding=(), headline=t.Unsaid("-"), fully_diluted=t.Unsaid("-"),
        worth=t.Unsaid("-"), because=WHY, assumptions=(),
    )  # fmt: skip


@st.composite
def limits(draw: st.DrawFn, *, doubtful: bool) -> t.BuyerLimit:
    low = draw(st.integers(0, 40))
    high = low + draw(st.integers(0, 10)) if doubtful else low
    ends = t.Ends(Fraction(low), Fraction(high))
    return draw(st.sampled_from([t.Budget(ends), t.UnitsWanted(ends), t.TakesAll()]))


@st.composite
def refusals(draw: st.DrawFn) -> t.Refusal:
    if draw(st.booleans()):
        return t.Refusal("r", t.Ends.known(Fraction(draw(few), 12)), True, WHY)
    return t.Refusal("r", t.Ends.known(draw(few)), False, WHY)


@st.composite
def nested_caps(draw: st.DrawFn, lines: Sequence[t.Line]) -> tuple[t.Cap, ...]:
    """Caps on single sellers, on the first two together, on all."""
    groups = [*((s,) for s in SELLERS), ("a", "b"), SELLERS]
    bounds = st.one_of(
        st.builds(t.MoneyCap, few.map(Fraction)),
        st.builds(t.UnitsCap, few.map(Fraction)),
        st.builds(t.ShareCap, few.map(lambda n: Fraction(n, 12)), st.booleans()),
    )
    found = []
    for group in groups:
        places = tuple(i for i, line in enumerate(lines) if line.seller in group)
        if places and draw(st.integers(0, 2)) == 0:
            found.append(t.Cap(places, draw(bounds), WHY))
    return tuple(sorted(found, key=lambda cap: len(cap.lines)))


def _counted(case: Case, *, of_eligible: bool, places: Sequence[int]) -> list[Fraction]:
    these = [case.lines[i] for i in places]
    return [each.eligible if of_eligible else each.held for each in these]


@exactly
@given(offers())
def test_nobody_sells_more_than_it_may_and_all_sums_agree(offer: t.Tender) -> None:
    (case,) = cases(offer)
    found = outcome(offer, case)
    for sells, each in zip(found.sells, offer.lines, strict=True):
        assert 0 <= sells <= min(each.tenders.low, each.eligible.low, each.held.low)
    for cap in offer.caps:
        of_these = sum(found.sells[i] for i in cap.lines)
        match cap.bound:
            case t.MoneyCap(amount):
                assert of_these * case.price <= amount
            case t.UnitsCap(units):
                assert of_these <= units
            case t.ShareCap(share, of_eligible):
                of = sum(_counted(case, of_eligible=of_eligible, places=cap.lines))
                assert of_these <= share * of
    if isinstance(offer.limit, t.Budget):
        assert sum(found.sells) * case.price <= offer.limit.amount.low
    if isinstance(offer.limit, t.UnitsWanted):
        assert sum(found.sells) <= offer.limit.units.low
    assert sum(found.sells) == sum(found.to_buyer) + sum(map(sum, found.taken))


@exactly
@given(offers())
def test_who_tenders_no_less_sells_no_less_where_neither_is_capped(offer: t.Tender) -> None:
    offer = replace(offer, caps=(), proration=t.Proration.PRO_RATA)
    (case,) = cases(offer)
    found = outcome(offer, case)
    ranked = sorted(zip(found.offered, found.sells, strict=True))
    for (_, less), (_, more) in pairwise(ranked):
        assert less <= more + 1, "but for one whole unit"


@exactly
@given(offers(), st.data())
def test_tendering_more_never_sells_less_and_never_helps_another(
    offer: t.Tender, data: st.DataObject
) -> None:
    """But for the whole units that each cut rounds to."""
    place = data.draw(st.integers(0, len(offer.lines) - 1))
    own = offer.lines[place]
    more = replace(own, tenders=t.Ends.known(own.held.low))
    bolder = replace(offer, lines=(*offer.lines[:place], more, *offer.lines[place + 1 :]))
    before, after = (outcome(each, cases(each)[0]) for each in (offer, bolder))
    slack = len(offer.caps) + 1
    for i, (was, now) in enumerate(zip(before.sells, after.sells, strict=True)):
        assert now >= was - slack if i == place else now <= was + slack


@exactly
@given(offers())
def test_the_outcome_is_that_of_a_slow_clerk(offer: t.Tender) -> None:
    (case,) = cases(offer)
    assert outcome(offer, case).sells == clerk(offer, case)


def clerk(offer: t.Tender, case: Case) -> tuple[int, ...]:
    """The same rules as a clerk would apply them: one unit at a time, to whom most is due."""
    units = [0] * len(offer.lines)
    for i, each in enumerate(case.lines):
        while units[i] + 1 <= min(each.eligible, each.tendered):
            units[i] += 1
    for cap in offer.caps:
        match cap.bound:
            case t.MoneyCap(amount):
                fits = lambda n, most=amount: n * case.price <= most  # noqa: E731
            case t.UnitsCap(most):
                fits = lambda n, most=most: n <= most  # noqa: E731
            case t.ShareCap(share, of_eligible):
                of = sum(_counted(case, of_eligible=of_eligible, places=cap.lines))
                fits = lambda n, most=share * of: n <= most  # noqa: E731
        served = _served(offer, [units[i] for i in cap.lines], fits)
        for i, n in zip(cap.lines, served, strict=True):
            units[i] = n
    match offer.limit:
        case t.Budget():
            return tuple(_served(offer, units, lambda n: n * case.price <= case.limit))
        case t.UnitsWanted():
            return tuple(_served(offer, units, lambda n: n <= case.limit))
        case t.TakesAll():
            return tuple(units)


def _served(offer: t.Tender, units: list[int], fits) -> list[int]:  # type: ignore[no-untyped-def]
    """One unit after the other, as long as it fits; each below its exact part before any above."""
    most = 0
    while most < sum(units) and fits(most + 1):
        most += 1
    given_out = [0] * len(units)
    due = [Fraction(n * most, sum(units) or 1) for n in units]
    if offer.proration is t.Proration.PRO_RATA:
        for i, part in enumerate(due):
            while given_out[i] + 1 <= part:
                given_out[i] += 1
    while sum(given_out) < most:
        open_to = [i for i in range(len(units)) if given_out[i] < units[i]]
        if offer.proration is t.Proration.PRO_RATA:
            open_to = [i for i in open_to if due[i] > given_out[i]]
            if offer.leftover is Leftover.LARGEST_REMAINDER:
                open_to.sort(key=lambda i: given_out[i] - due[i])
        given_out[open_to[0]] += 1
    return given_out


@settings(exactly, max_examples=25)
@given(offers(doubtful=True))
def test_the_ends_bound_every_case_between_them(offer: t.Tender) -> None:
    """Values between the ends are tried; rounding moves a bound by a unit a cut."""
    offer = replace(offer, refusals=())
    spans = [range(int(e.tenders.low), int(e.tenders.high) + 1) for e in offer.lines]
    grid = [tuple(dict.fromkeys((span[0], span[len(span) // 2], span[-1]))) for span in spans]
    while prod(map(len, grid)) > 24:  # then the last of them move between their ends only
        place = max(i for i, each in enumerate(grid) if len(each) == max(map(len, grid)))
        grid[place] = (
            grid[place][:: len(grid[place]) - 1] if len(grid[place]) > 2 else grid[place][:1]
        )
    result = tender_result(offer)
    slack = len(offer.caps) + 1
    tried = 0
    for price, tendered in product(
        range(int(offer.price.low), int(offer.price.high) + 1), product(*grid)
    ):
        for limit in {c.limit for c in cases(offer)}:
            lines = tuple(
                Stock(e.held.low, e.eligible.low, Fraction(n))
                for e, n in zip(offer.lines, tendered, strict=True)
            )
            found: Outcome = outcome(offer, Case(Fraction(price), limit, Fraction(0), lines, ()))
            for each, sells in zip(result.lines, found.sells, strict=True):
                assert each.sells.low - slack <= sells <= each.sells.high + slack
            tried += 1
    assert tried


@exactly
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=5), few)
def test_an_amount_that_pays_the_claim_pays_exactly_it(
    steps: list[tuple[int, int]], claim: int
) -> None:
    starts, at = [], 0
    for length, slope in steps:
        starts.append((at, Fraction(slope, 3)))
        at += length
    payoff = PiecewiseLinear.from_slopes(starts)
    found = paid_out_for(payoff, Fraction(claim))
    if found is None:
        top = payoff.supremum().value
        assert top is not None
        assert top < claim
        return
    low, high = found
    assert payoff(low) == claim
    assert payoff(low + 1 if high is None else high) == claim
    if low:
        assert payoff(low - low / 1000) < claim
