"""Paying one amount: to the cent, within the caps, with the trace, from a state."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.distribution import (
    AmountNotPayable,
    Distribution,
    distribution,
    distributions,
)
from stanchion.exact.allocation import Leftover
from tests.economics.test_interpreter import (
    CHARITY,
    FOUNDING,
    MICROSOFT,
    OTHERS,
    PROFIT_SHARE,
    RECOUP,
    bn,
)
from tests.economics.waterfalls import IDS, PEOPLE, WHY, exactly, waterfalls

A, B, C = PEOPLE[:3]
R = w.PayeeId("r")


def paid(found: Distribution) -> dict[w.PayeeId, int]:
    return {line.payee: line.paid.minor for line in found.lines}


def test_two_hundred_billion_of_the_founding_case() -> None:
    """52/3 bn at 3:1, then 548/3 bn at 49:49:2."""
    found = distribution(FOUNDING, bn(200))
    assert {line.payee: line.exact for line in found.lines} == {
        MICROSOFT: bn(13) + bn(548, 3) * Fraction(49, 100),
        OTHERS: bn(13, 3) + bn(548, 3) * Fraction(49, 100),
        CHARITY: bn(548, 3) * Fraction(2, 100),
    }
    assert sum(paid(found).values()) == 200 * 10**11
    assert [share.payee for share in found.marginal] == [MICROSOFT, OTHERS, CHARITY]


def test_the_trace_accounts_for_every_dollar_and_says_why_each_stretch_ends() -> None:
    found = distribution(FOUNDING, bn(200))
    first, second = found.trace
    assert (first.start, first.end, first.stage) == (bn(0), bn(52, 3), RECOUP)
    assert first.parts == ((RECOUP, MICROSOFT, bn(13)), (RECOUP, OTHERS, bn(13, 3)))
    assert first.then == ("`microsoft` has received 13 bn: stage `recoup` is over",)
    assert (second.start, second.end, second.stage) == (bn(52, 3), bn(200), PROFIT_SHARE)
    assert second.then == ()


@exactly
@given(waterfalls(), st.integers(0, 20_000))
def test_the_trace_adds_up_to_what_each_payee_receives(made: w.Waterfall, cents: int) -> None:
    found = distribution(made, Fraction(cents, 100))
    for line in found.lines:
        traced = [part for step in found.trace for _, who, part in step.parts if who == line.payee]
        assert sum(traced) == line.exact
    assert sum(step.end - step.start for step in found.trace) == found.amount


def test_nothing_is_paid_of_nothing() -> None:
    found = distribution(FOUNDING, Fraction(0))
    assert set(paid(found).values()) == {0}
    assert found.trace == ()
    assert found.marginal[0].payee == MICROSOFT


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Fraction(-1), "-1 USD cannot be paid: it is negative"),
        (Fraction(1, 1000), "1/1000 USD cannot be paid: not a whole number of minor units"),
    ],
)
def test_an_amount_that_cannot_be_paid_is_refused(amount: Fraction, words: str) -> None:
    with pytest.raises(AmountNotPayable) as caught:
        distribution(FOUNDING, amount)
    assert str(caught.value) == words


def thirds(*caps: w.Cap, leftover: Leftover = Leftover.LARGEST_REMAINDER) -> w.Waterfall:
    third = Fraction(1, 3)
    shares = w.FixedShares(((A, third), (B, third), (C, third)))
    freed = tuple((cap.payee, w.ToResidual()) for cap in caps)
    stage = w.Stage(IDS[0], shares, w.NoLimit(), caps, freed, WHY)
    return w.Waterfall("fund", "USD", (stage,), R, (A, B, C, R), leftover)


def cap(payee: w.PayeeId, at: Fraction) -> w.Cap:
    return w.Cap(payee, at, w.ThisStage(), WHY)


def test_what_is_paid_stays_below_a_cap_between_two_cents() -> None:
    """10/3 dollars are 333 1/3 cents: the cap leaves 333, though the third is 1/3 cent more."""
    found = distribution(thirds(cap(A, Fraction(10, 3))), Fraction(10))
    assert paid(found) == {A: 333, B: 334, C: 333, R: 0}


def test_a_unit_is_left_over_in_the_order_of_declaration_where_the_terms_say_so() -> None:
    shares = w.FixedShares(((A, Fraction(1, 5)), (B, Fraction(4, 5))))
    made = thirds()
    made = replace(made, stages=(replace(made.stages[0], sharing=shares),))
    assert paid(distribution(made, Fraction(2, 100))) == {A: 0, B: 2, C: 0, R: 0}
    in_order = replace(made, leftover=Leftover.IN_ORDER)
    assert paid(distribution(in_order, Fraction(2, 100))) == {A: 1, B: 1, C: 0, R: 0}


def test_a_yen_has_no_minor_units() -> None:
    yen = replace(thirds(), currency="JPY")
    assert paid(distribution(yen, Fraction(10))) == {A: 4, B: 3, C: 3, R: 0}
    with pytest.raises(AmountNotPayable):
        distribution(yen, Fraction(1, 2))


def test_a_sequence_of_payments_goes_on_from_what_was_received() -> None:
    """150 under a cap of 100; the cap is raised to 120; the next 10 all go to the capped payee.

    Source: DESIGN section 5, time. Differences of cumulative curves would give +20 and -10.
    """

    def capped_at(most: int) -> w.Waterfall:
        alone = w.FixedShares(((A, Fraction(1)),))
        limit = (cap(A, Fraction(most)),)
        stage = w.Stage(IDS[0], alone, w.NoLimit(), limit, ((A, w.ToResidual()),), WHY)
        return w.Waterfall("fund", "USD", (stage,), B, (A, B), Leftover.LARGEST_REMAINDER)

    first = distribution(capped_at(100), Fraction(150))
    assert paid(first) == {A: 100_00, B: 50_00}
    received = ((IDS[0], A, Fraction(100)), (None, B, Fraction(50)))
    second = distribution(replace(capped_at(120), received=received), Fraction(10))
    assert paid(second) == {A: 10_00, B: 0}
    assert [line.before for line in second.lines] == [100, 50]


def test_each_of_several_amounts_is_paid_from_the_same_state() -> None:
    amounts = [bn(10), bn(20), bn(10)]
    assert distributions(FOUNDING, amounts) == tuple(distribution(FOUNDING, x) for x in amounts)


def counted_caps(made: w.Waterfall) -> Iterator[tuple[w.Cap, frozenset[w.StageId | None]]]:
    """Each cap with the places that it counts."""
    everywhere = frozenset([None, *(stage.id for stage in made.stages)])
    for stage in made.stages:
        for stated in stage.caps:
            match stated.counts:
                case w.ThisStage():
                    yield stated, frozenset([stage.id])
                case w.Everything():
                    yield stated, everywhere
                case w.Stages(stages):
                    yield stated, everywhere & frozenset(stages)


@exactly
@given(waterfalls(), st.integers(0, 20_000))
def test_what_is_paid_never_exceeds_a_cap_that_governs_all_the_payee_receives(
    made: w.Waterfall, cents: int
) -> None:
    found = distribution(made, Fraction(cents, 100))
    lines = {line.payee: line for line in found.lines}
    for stated, places in counted_caps(made):
        line = lines[stated.payee]
        cells = {s for step in found.trace for s, who, x in step.parts if who == line.payee and x}
        before = sum(x for s, who, x in made.received if who == line.payee and s in places)
        if cells <= places and line.exact + before <= stated.at:
            assert line.paid.minor <= floor((stated.at - before) * 100)
