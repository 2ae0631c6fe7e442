"""Random companies as charters say them: every instrument mixed, paid as every profile would."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics.classes.interpreter import interpret_classes
from stanchion.economics.classes.sweep import class_amounts
from stanchion.economics.curves import payoff_curves
from stanchion.economics.sweep import sweep
from tests.economics import cap_tables as t
from tests.economics.waterfalls import exactly

units = st.integers(1, 9)
money = st.integers(1, 40)
ranks = st.integers(1, 3)
GREATER = "at_exit: the greater of money back and conversion"
DIVIDEND = (
    ", dividend: {rate: 10%, accrues: simple, day_count: 30E/360, since: 2023-01-01 UTC, "
    "cumulative: yes, on_conversion: "
)


@st.composite
def preferred(draw: st.DrawFn, name: str) -> t.Written:
    """Preferred of every kind, with or without a dividend."""
    shares = draw(
        st.sampled_from(
            [
                "participation: none",
                "participation: full",
                "participation: capped, participation_cap: 3x, cap_counts: with the preference",
                "participation: capped, participation_cap: 1x, cap_counts: beyond the preference",
            ]
        )
    )
    converts = draw(st.sampled_from(["each holder", "each holder", "never"]))
    ends = draw(st.sampled_from(["", "forfeited", "paid", "converted"]))
    ratio = draw(st.sampled_from(["1", "1.5", "2"]))
    terms = (
        f"kind: preferred, issue_price: {draw(money)}, preference: {draw(st.integers(1, 2))}x, "
        f"rank: {draw(ranks)}, {shares}, conversion_ratio: {ratio}, converts_by: {converts}"
    )
    return t.Written(name, terms + (f"{DIVIDEND}{ends}}}" if ends else ""), draw(units))


@st.composite
def convertible(draw: st.DrawFn, name: str) -> t.Written:
    """A SAFE or a note with a cap, a discount, or both; post-money caps leave room for several."""
    price = draw(
        st.sampled_from(["cap: 400, cap_is: post-money", "cap: 90, cap_is: pre-money", ""])
    )
    price += draw(st.sampled_from([", discount: 20%", "" if price else ", discount: 25%"]))
    amount = draw(st.sampled_from(["safe, amount", "convertible_note, principal"]))
    return t.Written(
        name,
        f"kind: {amount}: {draw(money)}, {price.strip(', ')}, {GREATER}, rank: {draw(ranks)}",
        None,
    )


@st.composite
def right(draw: st.DrawFn, name: str) -> t.Written:
    """An option, a warrant over what the first class is, capped units, a profits interest."""
    terms = draw(
        st.sampled_from(
            [
                "kind: option, strike: {}, over: class_base",
                "kind: warrant, strike: {}, over: class_first",
                "kind: capped_unit, cap: {}, cap_is_on: gross return, freed: others pro rata",
                "kind: capped_unit, cap: {}, cap_is_on: gross return, freed: the residual",
                "kind: profits_interest, hurdle: {}, hurdle_is: per unit",
                "kind: profits_interest, hurdle: {}, hurdle_is: for the whole company",
            ]
        )
    )
    return t.Written(name, terms.format(draw(money)), draw(units))


@st.composite
def companies(draw: st.DrawFn) -> str:
    """Common, one preferred class, and up to three of anything."""
    classes = [t.common("base", draw(units)), draw(preferred("first"))]
    for place in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from([preferred, convertible, right, right]))
        classes.append(draw(kind(f"x{place}")))
    return t.company(classes, pay=", residual: charity")


@exactly
@given(companies())
def test_a_charter_of_any_terms_is_paid_as_its_holders_would_elect(text: str) -> None:
    table = t.table(text)
    points = [flow.start for flow in sweep(table).flows]
    for amount in [*points, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 7]:
        cells = {cell: paid for cell, paid in class_amounts(table, amount).items() if paid}
        assert interpret_classes(table, amount) == cells


@exactly
@given(companies(), st.integers(0, 900).map(Fraction))
def test_a_charter_of_any_terms_pays_all_and_nobody_less_of_more(
    text: str, amount: Fraction
) -> None:
    curves = payoff_curves(t.table(text)).by_payee()
    assert sum(curve(amount) for curve in curves.values()) == amount
    assert all(curve.is_nondecreasing() for curve in curves.values())
