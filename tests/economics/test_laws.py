"""The laws of money on random waterfalls: sums, caps, order, rounding, names."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.curves import payoff_curves
from stanchion.economics.distribution import distribution
from stanchion.economics.proof import (
    EveryDollarAbove,
    NeverReceivesMore,
    ReceivesAt,
    Relation,
    ShareOfEveryDollar,
    WhereAllCapsBind,
    prove,
)
from stanchion.economics.sweep import sweep
from stanchion.exact.allocation import Leftover
from tests.economics.waterfalls import PEOPLE, exactly, waterfalls

cents = st.integers(0, 20_000).map(lambda minor: Fraction(minor, 100))


@exactly
@given(waterfalls(), cents)
def test_exact_payments_sum_and_never_fall(made: w.Waterfall, amount: Fraction) -> None:
    curves = payoff_curves(made).by_payee()
    assert sum(curve(amount) for curve in curves.values()) == amount
    assert all(curve.is_nondecreasing() for curve in curves.values())


@exactly
@given(waterfalls(), cents)
def test_what_is_paid_sums_to_the_cent_and_is_near_to_what_is_due(
    made: w.Waterfall, amount: Fraction
) -> None:
    found = distribution(made, amount)
    assert sum(line.paid.minor for line in found.lines) == amount * 100
    whole_caps = all(cap.at.denominator == 1 for stage in made.stages for cap in stage.caps)
    for line in found.lines:
        if whole_caps:
            assert abs(line.paid.minor - line.exact * 100) < 1


@exactly
@given(waterfalls(), cents)
def test_no_cap_is_exceeded_exactly_or_paid(made: w.Waterfall, amount: Fraction) -> None:
    fresh = replace(made, received=())
    found = distribution(fresh, amount)
    curves = payoff_curves(fresh)
    for stage in fresh.stages:
        for cap in stage.caps:
            inside = curves.in_stage(cap.payee, stage.id)(amount)
            line = next(line for line in found.lines if line.payee == cap.payee)
            if isinstance(cap.counts, w.ThisStage):
                assert inside <= cap.at
                outside = line.exact - inside
                assert line.paid.minor <= floor(cap.at * 100) + ceil(outside * 100)


@exactly
@given(waterfalls(), cents)
def test_renaming_payees_renames_the_results_and_changes_nothing_else(
    made: w.Waterfall, amount: Fraction
) -> None:
    names = {p: w.PayeeId(f"{p}_renamed") for p in made.payees}
    before = distribution(made, amount)
    after = distribution(_renamed(made, names), amount)
    assert [names[line.payee] for line in before.lines] == [line.payee for line in after.lines]
    assert [line.paid for line in before.lines] == [line.paid for line in after.lines]


def _renamed(made: w.Waterfall, names: dict[w.PayeeId, w.PayeeId]) -> w.Waterfall:
    def sharing(old: w.Sharing) -> w.Sharing:
        match old:
            case w.FixedShares(parts) | w.ByClaim(parts) | w.InOrder(parts):
                return type(old)(tuple((names[p], part) for p, part in parts))

    def freed(old: w.Freed) -> w.Freed:
        return w.ToPayee(names[old.payee]) if isinstance(old, w.ToPayee) else old

    def limit(old: w.Limit) -> w.Limit:
        return replace(old, payee=names[old.payee]) if isinstance(old, w.UntilReceived) else old

    return replace(
        made,
        payees=tuple(names[p] for p in made.payees),
        residual=names[made.residual] if made.residual else None,
        received=tuple((s, names[p], a) for s, p, a in made.received),
        stages=tuple(
            replace(
                stage,
                sharing=sharing(stage.sharing),
                limit=limit(stage.limit),
                caps=tuple(replace(cap, payee=names[cap.payee]) for cap in stage.caps),
                freed=tuple((names[p], freed(to)) for p, to in stage.freed),
            )
            for stage in made.stages
        ),
    )


@exactly
@given(waterfalls())
def test_the_owners_of_every_dollar_make_one_and_intervals_have_no_gap(made: w.Waterfall) -> None:
    found = breakpoints(made).intervals
    assert found[0].start == 0
    assert found[-1].end is None
    for one, other in pairwise(found):
        assert one.end == other.start
        assert other.begins, "every breakpoint says why it is one"
    for interval in found:
        assert sum(share.part for share in interval.owners) == 1


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE), st.integers(0, 60))
def test_a_bound_is_proved_exactly_when_no_amount_exceeds_it(
    made: w.Waterfall, payee: w.PayeeId, bound: int
) -> None:
    made = replace(made, received=())
    curve = payoff_curves(made).of(payee)
    proof = prove(made, NeverReceivesMore(payee, Fraction(bound)))
    top = curve.supremum().value
    assert proof.holds == (top is not None and top <= bound)
    if not proof.holds:
        assert proof.counterexample is not None
        assert curve(proof.counterexample) > bound, "the counterexample contradicts the claim"


@exactly
@given(waterfalls(), cents, st.sampled_from(PEOPLE))
def test_every_dollar_above_is_proved_exactly_when_the_slope_is_one(
    made: w.Waterfall, above: Fraction, payee: w.PayeeId
) -> None:
    curve = payoff_curves(made).of(payee)
    proof = prove(made, EveryDollarAbove(above, payee))
    later = [x for x in curve.breakpoints if x > above]
    assert proof.holds == all(curve.slope_after(x) == 1 for x in [above, *later])
    if not proof.holds:
        assert proof.counterexample is not None
        assert proof.counterexample >= above
        assert curve.slope_after(proof.counterexample) < 1


@exactly
@given(waterfalls(), cents, st.sampled_from(PEOPLE), st.sampled_from(list(Relation)), cents)
def test_a_claim_about_one_amount_is_decided_by_that_amount(
    made: w.Waterfall, paid: Fraction, payee: w.PayeeId, relation: Relation, amount: Fraction
) -> None:
    received = payoff_curves(made).of(payee)(paid)
    proof = prove(made, ReceivesAt(payee, relation, amount, paid))
    assert proof.holds == relation.holds(received, amount)


@exactly
@given(waterfalls(), st.sampled_from(PEOPLE), st.sampled_from([Relation.GE, Relation.LE]))
def test_a_share_of_every_dollar_is_decided_by_all_slopes(
    made: w.Waterfall, payee: w.PayeeId, relation: Relation
) -> None:
    share = Fraction(1, 3)
    slopes = [flow.rate_of(payee) for flow in sweep(made).flows]
    proof = prove(made, ShareOfEveryDollar(payee, relation, share))
    assert proof.holds == all(relation.holds(slope, share) for slope in slopes)


def test_where_all_caps_bind_needs_a_cap() -> None:
    stage = w.Stage(
        id=w.StageId("only"),
        sharing=w.FixedShares(((w.PayeeId("a"), Fraction(1)),)),
        limit=w.NoLimit(),
        caps=(),
        freed=(),
        because=w.Because("a stage"),
    )
    made = w.Waterfall(
        entity="e",
        currency="USD",
        stages=(stage,),
        residual=None,
        payees=(w.PayeeId("a"),),
        leftover=Leftover.IN_ORDER,
    )
    proof = prove(made, EveryDollarAbove(WhereAllCapsBind.POINT, w.PayeeId("a")))
    assert not proof.holds
    assert "no cap" in proof.words
