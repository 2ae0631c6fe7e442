"""Payouts that hang on a vote: both outcomes, who can force them, and where the payoff steps."""

from fractions import Fraction
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.api.outcomes import NothingHangs, Outcomes, TooManyDecisions, outcomes
from stanchion.api.view import view
from stanchion.economics.waterfall import PayeeId

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "cases/collective-conversion/charter.yaml").read_text(encoding="utf-8")
A, B, FOUNDERS = PayeeId("early_fund"), PayeeId("late_fund"), PayeeId("founders")


def asked(text: str = TEXT) -> Outcomes:
    loaded = load(text, file="c.yaml")
    assert loaded.charter is not None, loaded.diagnostics
    return outcomes(view(loaded.charter))


def test_the_vote_is_cast_as_the_published_example_says_and_steps_where_it_does() -> None:
    """GV6: passes at 10 m, fails at 12 m and at 57.4 m, passes at 57.6 m; the two steps."""
    found = asked()
    taken = {
        amount: next(
            s.taken
            for s in found.stretches
            if s.start <= amount and (s.end is None or amount < s.end)
        )
        for amount in (10_000_000, 12_000_000, 57_400_000, 57_600_000)
    }
    assert list(taken.values()) == [True, False, False, True]
    assert [(s.at, s.to, s.at_it) for s in found.steps] == [
        (Fraction(207_000_000, 19), False, False),
        (Fraction(57_500_000), True, False),
    ]


def test_one_sided_limits_say_what_everybody_gains_or_loses_at_a_step() -> None:
    first, second = asked().steps
    lost = {limit.payee: limit.above - limit.below for limit in first.limits}
    assert lost == {FOUNDERS: Fraction(-144_000_000, 19), A: 0, B: Fraction(144_000_000, 19)}
    for step in (first, second):
        for side in ("below", "above"):
            assert sum(getattr(limit, side) for limit in step.limits) == step.at


def test_control_says_who_can_force_each_outcome() -> None:
    (force,) = asked().forces
    assert force.who is not None
    assert force.who.minimal == (("early_fund",),)
    assert force.who.blocking == (("early_fund",),)


def test_a_higher_threshold_needs_both_and_the_outcome_follows() -> None:
    """At two thirds series A and B must agree, which they do from 69 m on."""
    text = TEXT.replace(
        "acts: more than 1/2 of outstanding votes\n    clause",
        "acts: at least 2/3 of outstanding votes\n    clause",
    )
    found = asked(text)
    assert [(s.start, s.taken) for s in found.stretches if s.taken] == [(69_000_000, True)]
    assert [step.at for step in found.steps] == [69_000_000]
    limits = {x.payee: (x.below, x.above) for x in found.steps[0].limits}
    assert limits == {
        FOUNDERS: (50_000_000, 48_000_000),
        A: (10_000_000, 12_000_000),  # its cap falls away once it is common
        B: (9_000_000, 9_000_000),
    }


def test_who_has_nothing_at_stake_is_said_to_vote_no() -> None:
    text = (
        TEXT.replace("by: preferred_holders", "by: pair")
        .replace(
            "decisions:\n",
            "  pair: {of: harrow, seats: [early_fund, ghost], acts: all of seats in office}\n"
            "\ndecisions:\n",
        )
        .replace("parties:\n", "parties:\n  ghost: {person: A director without shares}\n")
    )
    found = asked(text.replace("expect:", "expect: []\nnever:").split("never:")[0])
    assert not any(stretch.taken for stretch in found.stretches)
    assert any("`ghost`" in said for said in found.assumptions)


def test_several_decisions_have_a_curve_for_each_outcome_and_no_guess() -> None:
    text = TEXT.replace(
        "conversion_decision: convert_all\n      clause: Certificate Art. IV s 5(b)\n\nholdings",
        "conversion_decision: convert_b\n      clause: Certificate Art. IV s 5(b)\n\nholdings",
    ).replace(
        "decisions:\n", "decisions:\n  convert_b: {by: preferred_holders, effect: recorded}\n"
    )
    found = asked(text)
    assert len(found.outcomes) == 4
    assert (found.stretches, found.steps) == ((), ())
    assert any("several decisions" in said for said in found.assumptions)


def test_a_payout_that_hangs_on_nothing_says_so() -> None:
    text = TEXT.replace("converts_by: class vote", "converts_by: each holder")
    with pytest.raises(NothingHangs, match="hangs on no decision"):
        asked(text.replace("      conversion_decision: convert_all\n", ""))


def test_too_many_decisions_are_refused_with_the_number() -> None:
    assert str(TooManyDecisions(9, 6)) == ("9 decisions have too many outcomes; the most is 6")
