"""Where the owner of the next dollar changes, and why: the founding case, and odd stages."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.sweep import NobodyReceives
from stanchion.exact.allocation import Leftover
from tests.economics.test_interpreter import (
    CHARITY,
    FOUNDING,
    MICROSOFT,
    OTHERS,
    PROFIT_SHARE,
    RECOUP,
    bn,
    founding,
    paying_first,
)
from tests.economics.waterfalls import IDS, PEOPLE, WHY

A, B, C = PEOPLE[:3]
HALF = Fraction(1, 2)


def test_the_founding_case_segment_by_segment() -> None:
    found = breakpoints(FOUNDING)
    assert found.points == (bn(52, 3), bn(30148, 147), bn(38198, 147))
    assert [interval.stage for interval in found.intervals] == [RECOUP, *[PROFIT_SHARE] * 3]
    assert [[(s.payee, int(s.part * 100)) for s in i.owners] for i in found.intervals] == [
        [(MICROSOFT, 75), (OTHERS, 25)],
        [(MICROSOFT, 49), (OTHERS, 49), (CHARITY, 2)],
        [(OTHERS, 98), (CHARITY, 2)],
        [(CHARITY, 100)],
    ]
    assert [interval.begins for interval in found.intervals] == [
        (),
        ("`microsoft` has received 13 bn: stage `recoup` is over",),
        ("`microsoft` has reached its cap of 92 bn in `profit_share`",),
        ("`others` has reached its cap of 150 bn in `profit_share`",),
    ]
    assert found.unreached == ()


def test_a_reason_points_at_its_clause_and_place() -> None:
    recoup, profit_share = FOUNDING.stages
    cited = w.Because("capped", "LP agreement 4.2", "charter.yaml:41:9")
    caps = (replace(profit_share.caps[0], because=cited), profit_share.caps[1])
    made = replace(FOUNDING, stages=(recoup, replace(profit_share, caps=caps)))
    assert breakpoints(made).intervals[2].because == (cited,)


@pytest.mark.parametrize(
    ("made", "last"),
    [
        (founding(freed=w.ToResidual()), "314.61"),
        (founding(freed=w.ToOthersProRata()), "260.95"),
        (founding(microsoft_counts=w.Everything()), "246.59"),
        (founding(microsoft_counts=w.Stages((RECOUP, PROFIT_SHARE))), "246.59"),
        (founding(others_count=w.ThisStage()), "264.27"),
    ],
)
def test_every_open_term_moves_the_point_of_full_reversion(made: w.Waterfall, last: str) -> None:
    assert abs(breakpoints(made).points[-1] - Fraction(last) * bn(1)) <= bn(1, 200)


def test_principal_paid_first_moves_every_breakpoint_by_itself() -> None:
    principal = bn(7, 4)
    plain = breakpoints(FOUNDING).points
    found = breakpoints(paying_first(principal, FOUNDING))
    assert found.points == (principal, *(point + principal for point in plain))
    assert found.intervals[1].begins == (
        "the claim of `first_close_partners` for 1.75 bn in `principal` is paid",
    )


def stage(place: int, sharing: w.Sharing, **terms: object) -> w.Stage:
    made = w.Stage(IDS[place], sharing, w.NoLimit(), (), (), WHY)
    return replace(made, **terms)  # type: ignore[arg-type]


def fund(*stages: w.Stage, residual: w.PayeeId | None = C) -> w.Waterfall:
    return w.Waterfall("fund", "USD", stages, residual, (A, B, C), Leftover.IN_ORDER)


ONLY_A = w.FixedShares(((A, Fraction(1)),))
HALVES = w.FixedShares(((A, HALF), (B, HALF)))


def test_a_stage_that_no_dollar_reaches_is_named() -> None:
    found = breakpoints(fund(stage(0, ONLY_A), stage(1, HALVES)))
    assert found.unreached == (IDS[1],)
    assert found.points == ()


def test_freed_money_goes_on_to_the_next_stage_while_this_one_lasts() -> None:
    cap = w.Cap(A, Fraction(10), w.ThisStage(), WHY)
    first = stage(0, HALVES, caps=(cap,), freed=((A, w.ToNextStage()),))
    found = breakpoints(fund(first, stage(1, w.FixedShares(((C, Fraction(1)),)))))
    assert [i.stage for i in found.intervals] == [IDS[0], IDS[0]]
    assert [(s.payee, s.part) for s in found.intervals[1].owners] == [(B, HALF), (C, HALF)]


def test_one_dollar_may_end_a_stage_and_bind_a_cap() -> None:
    cap = w.Cap(A, Fraction(10), w.ThisStage(), WHY)
    paid = w.UntilPaid(Fraction(20), WHY)
    first = stage(0, HALVES, caps=(cap,), limit=paid, freed=((A, w.ToResidual()),))
    found = breakpoints(fund(first))
    assert found.points == (Fraction(20),)
    assert found.intervals[1].begins == (
        "`a` has reached its cap of 10 in `first`",
        "20 has been paid in all: stage `first` is over",
    )


def test_a_limit_met_before_the_first_dollar_leaves_no_breakpoint() -> None:
    first = stage(0, ONLY_A, limit=w.UntilReceived(A, Fraction(5), w.Everything(), WHY))
    made = replace(fund(first), received=((None, A, Fraction(5)),))
    found = breakpoints(made)
    assert found.points == ()
    assert found.intervals[0].stage is None
    assert found.unreached == (IDS[0],)


def test_without_a_residual_payee_the_end_of_the_money_is_said() -> None:
    first = stage(0, ONLY_A, limit=w.UntilPaid(Fraction(20), WHY))
    with pytest.raises(NobodyReceives, match="no one receives what `fund` pays above 20") as caught:
        breakpoints(fund(first, residual=None))
    assert (caught.value.entity, caught.value.amount) == ("fund", Fraction(20))


def test_the_digest_is_that_of_the_inputs() -> None:
    assert breakpoints(FOUNDING).provenance == breakpoints(founding()).provenance
    other = founding(others_count=w.ThisStage())
    assert breakpoints(FOUNDING).provenance.digest != breakpoints(other).provenance.digest
