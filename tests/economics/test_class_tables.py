"""Class terms by the closed form, against every profile of elections; and the laws of money."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.classes.interpreter import (
    Profile,
    elections,
    equilibria,
    interpret_classes,
    poured,
    with_company_hurdles,
)
from stanchion.economics.classes.payoffs import compiled
from stanchion.economics.classes.sweep import class_amounts
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.curves import cell_amounts, payoff_curves
from stanchion.economics.distribution import distribution
from stanchion.economics.flows import NobodyReceives
from stanchion.economics.instruments.profit_units import CappedUnits
from stanchion.economics.sweep import sweep
from tests.economics.class_tables import RESIDUAL, class_tables
from tests.economics.waterfalls import exactly

cents = st.integers(0, 9_000).map(lambda minor: Fraction(minor, 100))


def telling_amounts(table: ClassTable) -> list[Fraction]:
    """Every breakpoint, the middle between each two, and beyond the last."""
    points = [flow.start for flow in sweep(table).flows]
    return [*points, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 7]


@exactly
@given(class_tables())
def test_the_closed_form_is_what_every_equilibrium_of_elections_pays(table: ClassTable) -> None:
    """No holder gains by another election, and no other stable profile pays anybody otherwise."""
    for amount in telling_amounts(table):
        cells = {cell: paid for cell, paid in class_amounts(table, amount).items() if paid}
        assert interpret_classes(table, amount) == cells
        outcomes = list(equilibria(table, amount))
        assert all(outcome.paid == outcomes[0].paid for outcome in outcomes)


@exactly
@given(class_tables())
def test_no_set_of_classes_gains_by_electing_otherwise_together(table: ClassTable) -> None:
    """So no holder of several classes does either; see docs/election.md."""
    claims = with_company_hurdles(table)
    profiles = list(product(*(elections(claim) for claim in claims)))
    for amount in telling_amounts(table):
        paid = {profile: poured(profile, amount).paid for profile in profiles}
        best = next(equilibria(table, amount)).paid

        def stable(chosen: Profile, paid: dict[Profile, tuple[Fraction, ...]] = paid) -> bool:
            return all(
                sum(
                    (paid[other][i] - paid[chosen][i])
                    for i in range(len(chosen))
                    if other[i] != chosen[i]
                )
                <= 0
                for other in profiles
            )

        assert any(stable(profile) for profile in profiles if paid[profile] == best)


@exactly
@given(class_tables(), cents)
def test_curves_flows_and_single_amounts_agree(table: ClassTable, amount: Fraction) -> None:
    curves = payoff_curves(table)
    cells = cell_amounts(table, amount)
    assert {cell: curve(amount) for cell, curve in curves.cells if curve(amount)} == {
        cell: paid for cell, paid in cells.items() if paid
    }
    for payee in table.payees:
        due = sum((paid for (_, who), paid in cells.items() if who == payee), Fraction(0))
        assert curves.of(payee)(amount) == due


@exactly
@given(class_tables(), cents)
def test_payments_sum_never_fall_and_keep_within_caps(table: ClassTable, amount: Fraction) -> None:
    curves = payoff_curves(table).by_payee()
    assert sum(curve(amount) for curve in curves.values()) == amount
    assert all(curve.is_nondecreasing() for curve in curves.values())
    found = distribution(table, amount)
    assert sum(line.paid.minor for line in found.lines) == amount * 100
    cells = cell_amounts(table, amount)
    for claim in table.claims:
        if isinstance(claim.terms, CappedUnits):
            for who, part in claim.holders:
                inside = cells[claim.share_class, who]
                line = next(line for line in found.lines if line.payee == who)
                assert inside <= claim.terms.cap * part
                room = floor(claim.terms.cap * part * 100)
                assert line.paid.minor <= room + ceil((line.exact - inside) * 100)


@exactly
@given(class_tables())
def test_owners_of_every_dollar_make_one_and_every_breakpoint_says_why(table: ClassTable) -> None:
    found = breakpoints(table).intervals
    assert found[0].start == 0
    assert found[-1].end is None
    for one, other in pairwise(found):
        assert one.end == other.start
        assert other.begins
    for interval in found:
        assert sum(share.part for share in interval.owners) == 1


@exactly
@given(class_tables(), cents, cents)
def test_two_distributions_pay_together_what_one_would(
    table: ClassTable, first: Fraction, second: Fraction
) -> None:
    """What was received counts as an advance, so a state changes nothing under the same terms."""
    before = class_amounts(table, first)
    received = tuple((stage, who, paid) for (stage, who), paid in before.items())
    then = class_amounts(replace(table, received=received), second)
    whole = class_amounts(table, first + second)
    cells = {*before, *then, *whole}
    zero = Fraction(0)
    assert {c: before.get(c, zero) + then.get(c, zero) for c in cells} == {
        c: whole.get(c, zero) for c in cells
    }


@exactly
@given(class_tables(), st.lists(cents, min_size=1, max_size=3), cents)
def test_whoever_is_behind_is_paid_and_nobody_pays_back(
    table: ClassTable, had: list[Fraction], amount: Fraction
) -> None:
    """From any state at all: sums, no payment below zero, never falling."""
    claims = [claim for claim in table.claims if claim.share_class is not None]
    received = tuple(
        (claim.share_class, claim.holders[0][0], paid)
        for claim, paid in zip(claims, had, strict=False)
    )
    made = replace(table, received=received)
    curves = payoff_curves(made).by_payee()
    assert sum(curve(amount) for curve in curves.values()) == amount
    assert all(curve.is_nondecreasing() for curve in curves.values())


@exactly
@given(class_tables(), cents)
def test_renaming_holders_renames_the_results(table: ClassTable, amount: Fraction) -> None:
    def name(payee: w.PayeeId) -> w.PayeeId:
        return w.PayeeId(f"{payee}_renamed")

    renamed = replace(
        table,
        residual=name(RESIDUAL),
        payees=tuple(map(name, table.payees)),
        claims=tuple(
            replace(c, holders=tuple((name(who), part) for who, part in c.holders))
            for c in table.claims
        ),
    )
    before, after = distribution(table, amount), distribution(renamed, amount)
    assert [(name(line.payee), line.paid) for line in before.lines] == [
        (line.payee, line.paid) for line in after.lines
    ]


@exactly
@given(class_tables(common=False))
def test_without_a_residual_payee_money_stops_where_the_last_cap_binds(table: ClassTable) -> None:
    nobody = replace(table, residual=None)
    most = compiled(table).total.supremum().value
    if most is None:
        assert sweep(nobody).flows
        return
    with pytest.raises(NobodyReceives) as caught:
        sweep(nobody)
    assert caught.value.amount == most
    assert sum(class_amounts(nobody, most).values()) == most
    with pytest.raises(NobodyReceives):
        class_amounts(nobody, most + 1)
