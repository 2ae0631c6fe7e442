"""What is expected about money: proved with the point where it is tight, or contradicted."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.curves import payoff_curves
from stanchion.economics.proof import (
    AlwaysAsMuchAs,
    EveryDollarAbove,
    NeverReceivesMore,
    ReceivesAt,
    Relation,
    ShareOfEveryDollar,
    WhereAllCapsBind,
    point_where_all_caps_bind,
    prove,
)
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

ALL_CAPS = WhereAllCapsBind.POINT
TO_CHARITY = EveryDollarAbove(ALL_CAPS, CHARITY)
A, B = PEOPLE[:2]


def mark_reading() -> w.Waterfall:
    """92 bn is a mark of what the company has paid, and microsoft has no cap (DESIGN section 5)."""
    recoup, profit_share = FOUNDING.stages
    lasting = replace(recoup, limit=w.UntilPaid(bn(92), WHY))
    return replace(FOUNDING, stages=(lasting, replace(profit_share, caps=profit_share.caps[1:])))


# ------------------------------------------------------------------- the founding case


def test_above_the_point_where_all_caps_bind_all_goes_to_the_charity() -> None:
    proof = prove(FOUNDING, TO_CHARITY)
    assert proof.holds
    assert proof.tight_at == bn(38198, 147)
    assert (
        proof.words == "all caps bind at 259.8503… bn, and every further dollar goes to `charity`"
    )
    assert proof.exact
    assert proof.digest == prove(FOUNDING, TO_CHARITY).digest
    assert proof.digest != prove(FOUNDING, EveryDollarAbove(ALL_CAPS, OTHERS)).digest


def test_under_the_mark_reading_microsoft_keeps_its_share_for_ever() -> None:
    proof = prove(mark_reading(), TO_CHARITY)
    assert not proof.holds
    assert proof.counterexample == bn(400)
    assert proof.words == (
        "when 400 bn is paid, the next dollar goes 51% to `charity`, 49% to `microsoft`, "
        "and so for ever"
    )


@pytest.mark.parametrize(
    ("most", "stage", "counterexample"),
    [
        (bn(105), None, None),
        (bn(92), PROFIT_SHARE, None),
        (bn(13), RECOUP, None),
        (bn(104), None, bn(300)),
        (bn(91), PROFIT_SHARE, bn(300)),
    ],
)
def test_what_microsoft_receives_at_most(
    most: Fraction, stage: w.StageId | None, counterexample: Fraction | None
) -> None:
    proof = prove(FOUNDING, NeverReceivesMore(MICROSOFT, most, stage))
    assert proof.holds == (counterexample is None)
    assert proof.counterexample == counterexample


def test_a_bound_says_from_which_amount_on_it_is_attained() -> None:
    proof = prove(FOUNDING, NeverReceivesMore(MICROSOFT, bn(106)))
    assert proof.tight_at == bn(30148, 147)
    assert "at most 105 bn in all, reached when 205.0884… bn is paid" in proof.words


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (ShareOfEveryDollar(CHARITY, Relation.GE, Fraction(1, 50), bn(18)), True),
        (ShareOfEveryDollar(CHARITY, Relation.EQ, Fraction(1, 50), bn(18), bn(205)), True),
        (ShareOfEveryDollar(CHARITY, Relation.EQ, Fraction(1, 50), bn(18), bn(260)), False),
        (ShareOfEveryDollar(CHARITY, Relation.GT, Fraction(0)), False),
        (ReceivesAt(MICROSOFT, Relation.EQ, bn(13), bn(52, 3)), True),
        (ReceivesAt(CHARITY, Relation.GT, Fraction(0), bn(52, 3)), False),
        (AlwaysAsMuchAs(MICROSOFT, CHARITY), False),
        (AlwaysAsMuchAs(OTHERS, MICROSOFT), False),
        (AlwaysAsMuchAs(OTHERS, MICROSOFT, bn(220)), True),
        (EveryDollarAbove(bn(260), CHARITY), True),
        (EveryDollarAbove(bn(259), CHARITY), False),
    ],
)
def test_claims_about_the_founding_case(
    claim: ShareOfEveryDollar | ReceivesAt | AlwaysAsMuchAs | EveryDollarAbove, holds: bool
) -> None:
    assert prove(FOUNDING, claim).holds == holds


# ---------------------------------------------------------------- where all caps bind


def after(*received: w.Received) -> w.Waterfall:
    return replace(FOUNDING, received=received)


RECOUPED = ((RECOUP, MICROSOFT, bn(13)), (RECOUP, OTHERS, bn(13, 3)))


def test_caps_used_up_before_this_distribution_bind_from_its_first_dollar() -> None:
    spent = after(*RECOUPED, (PROFIT_SHARE, MICROSOFT, bn(92)), (None, OTHERS, bn(437, 3)))
    proof = prove(spent, TO_CHARITY)
    assert proof.holds
    assert proof.tight_at == 0


def test_the_last_cap_alone_sets_the_point_once_the_other_is_used_up() -> None:
    half = after(*RECOUPED, (PROFIT_SHARE, MICROSOFT, bn(92)), (None, OTHERS, bn(290, 3)))
    assert point_where_all_caps_bind(half) == bn(49) / Fraction(98, 100)
    assert prove(half, TO_CHARITY).holds


def test_a_cap_that_its_stage_never_reaches_is_named_with_who_is_paid_for_ever() -> None:
    cap = w.Cap(A, Fraction(100), w.ThisStage(), w.Because("capped", "Art. 3"))
    alone = w.FixedShares(((A, Fraction(1)),))
    first = w.Stage(
        IDS[0], alone, w.UntilPaid(Fraction(5), WHY), (cap,), ((A, w.ToNextStage()),), WHY
    )
    both = w.FixedShares(((A, Fraction(1, 4)), (B, Fraction(3, 4))))
    made = replace(
        FOUNDING, stages=(first, w.Stage(IDS[1], both, w.NoLimit(), (), (), WHY)), payees=(A, B)
    )
    proof = prove(made, EveryDollarAbove(ALL_CAPS, B))
    assert not proof.holds
    assert proof.counterexample == 6
    assert proof.because == (cap.because,)
    assert proof.words == (
        "not all caps ever bind (that of `a` in stage `first`), so there is no such point; "
        "when 6 is paid, the next dollar goes 75% to `b`, 25% to `a`, and so for ever"
    )


def test_without_any_cap_it_is_said_who_is_paid_for_ever() -> None:
    uncapped = replace(FOUNDING, stages=(replace(FOUNDING.stages[1], caps=(), freed=()),))
    proof = prove(uncapped, TO_CHARITY)
    assert not proof.holds
    assert proof.counterexample == 1
    assert proof.words.startswith("there is no cap at all, so no such point; when 1 is paid")


# ------------------------------------------------------------------------- any waterfall


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE))
def test_where_all_caps_bind_no_stage_pays_a_capped_payee_any_more(
    made: w.Waterfall, payee: w.PayeeId
) -> None:
    point = point_where_all_caps_bind(made)
    proof = prove(made, EveryDollarAbove(ALL_CAPS, payee))
    if point is None:
        assert not proof.holds
        assert "no such point" in proof.words
        return
    curves = payoff_curves(made)
    for stage in made.stages:
        for cap in stage.caps:
            inside = curves.in_stage(cap.payee, stage.id)
            assert inside.supremum().value == inside(point)
    assert proof.holds == prove(made, EveryDollarAbove(point, payee)).holds


bounds = st.integers(0, 40).map(Fraction)


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE), bounds, bounds)
def test_a_share_of_the_dollars_between_two_amounts_is_decided_by_the_slopes_there(
    made: w.Waterfall, payee: w.PayeeId, above: Fraction, below: Fraction
) -> None:
    share = Fraction(1, 3)
    curve = payoff_curves(made).of(payee)
    proof = prove(made, ShareOfEveryDollar(payee, Relation.LE, share, above, below))
    between = [x for x in (above, *curve.breakpoints) if above <= x < below]
    assert proof.holds == all(curve.slope_after(x) <= share for x in between)
    if proof.counterexample is not None:
        assert above < proof.counterexample < below
        assert curve.slope_after(proof.counterexample) > share


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), bounds)
def test_a_comparison_of_two_payees_is_decided_by_the_corners(
    made: w.Waterfall, payee: w.PayeeId, than: w.PayeeId, above: Fraction
) -> None:
    curves = payoff_curves(made)
    ahead = curves.of(payee) - curves.of(than)
    least = ahead.infimum(above).value
    proof = prove(made, AlwaysAsMuchAs(payee, than, above))
    assert proof.holds == (least is not None and least >= 0)
    if proof.counterexample is not None:
        assert proof.counterexample >= above
        assert ahead(proof.counterexample) < 0


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE), bounds)
def test_counterexamples_are_whole_minor_units_wherever_there_is_room_for_one(
    made: w.Waterfall, payee: w.PayeeId, above: Fraction
) -> None:
    curve = payoff_curves(made).of(payee)
    for claim in (
        EveryDollarAbove(above, payee),
        ShareOfEveryDollar(payee, Relation.LT, Fraction(1, 2), above),
        NeverReceivesMore(payee, above),
    ):
        found = prove(made, claim).counterexample
        if found is None or (found * 100).denominator == 1:
            continue
        # between two corners less than two minor units apart
        corners = [x for x in (above, *curve.breakpoints) if x <= found]
        following = [x for x in curve.breakpoints if x > found]
        assert following
        assert following[0] - corners[-1] < Fraction(2, 100)
