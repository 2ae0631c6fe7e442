"""One holder's account and goals, and expectations that look through entities and over time."""

from fractions import Fraction

import pytest

from stanchion.api.errors import BadQuestion, NothingPlanned, UndatedMoney, UnknownName
from stanchion.api.holder import Wanted, goal, statement
from stanchion.api.loading import load
from stanchion.api.money import Look, breakpoints, curves, pay_through
from stanchion.api.proof import check
from stanchion.api.schedule import schedule
from stanchion.api.view import View, view
from stanchion.control.results import Verdict
from stanchion.economics.goal import NeverReached
from stanchion.economics.statement import NotAPayee

TEXT = """
stanchion: 1
name: A fund over a company
opening: 2020-01-01
as_of: 2024-01-01
time_zone: UTC
currency: USD
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  charity: {nonprofit: The charity}
  fund: {fund: The fund, managed_by: bob}
  lab: {company: The lab, managed_by: fund}
classes:
  lab: {common: {kind: common}}
  fund: {interest: {kind: common}}
holdings:
  lab: [{holder: fund, class: common, share: 50%, invested: 100, on: 2020-01-01}]
  fund:
    - {holder: ann, class: interest, share: 80%, invested: 60, on: 2020-01-01}
    - {holder: ann, class: interest, invested: 20, on: 2022-01-01}
    - {holder: bob, class: interest, share: 20%, invested: 20}
pay:
  lab:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - stage: half
        shares: {fund: 50%, charity: 50%}
        caps: {fund: {at: 300, counts: everything}}
        freed: {fund: the residual}
        clause: Articles s 5
    residual: charity
  fund:
    pays: what it receives
    rounding: largest remainder
    by: stages
    stages:
      - stage: back
        claims: {ann: capital contributed, bob: capital contributed}
        sharing: pro rata
      - {stage: split, shares: {ann: 75%, bob: 25%}}
    received:
      - {payee: ann, amount: 8, stage: back, on: 2023-01-01}
      - {payee: bob, amount: 2, stage: back, on: 2023-01-01}
expect:
  - ann never receives more than 237.5 through lab
  - ann receives exactly 158.25 when 410 is paid through lab
  - ann receives exactly 37.5% of every dollar above 180 below 600 through lab
  - every dollar above 600 goes to charity through lab
  - it is false that ann receives exactly 1 when 2 is paid through lab
"""


def asked(text: str = TEXT) -> View:
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    return view(loaded.charter)


def least(
    payee: str, wanted: Wanted, *, entity: str = "fund", look: Look = Look.AT_PAYEES
) -> Fraction:
    found = goal(asked(), payee, wanted, entity=entity, look=look).goal
    assert found.amount.exact
    return found.amount.low


def test_the_amount_at_which_a_party_has_a_sum_counts_what_it_had() -> None:
    """90 return the capital, of which ann has 72 after her 8; then 75 cents of a dollar."""
    assert least("ann", Wanted(receives="8")) == 0
    assert least("ann", Wanted(receives="80")) == 90
    assert least("ann", Wanted(receives="110")) == 130
    # the lab pays its fund half, up to 300
    assert least("ann", Wanted(receives="110"), entity="lab", look=Look.THROUGH) == 260


def test_a_multiple_is_of_what_was_invested_in_what_is_looked_at() -> None:
    assert least("ann", Wanted(multiple="2x")) == 90 + Fraction(80) / Fraction(3, 4)
    assert least("fund", Wanted(multiple="3x"), entity="lab") == 600


def test_a_yearly_return_is_enclosed_between_two_amounts() -> None:
    """60 for four years and 20 for two at 10%, less 8 for one: 103.246 to receive; 72 by 90."""
    wanted = Wanted(irr="10%", day_count="30E/360")
    found = goal(asked(), "ann", wanted, entity="fund")
    assert found.goal.amount.low == 90 + (Fraction("103.246") - 72) / Fraction(3, 4)
    assert found.goal.amount.exact
    between = goal(asked(), "ann", Wanted(irr="10%", day_count="ACT/365F"), entity="fund").goal
    assert not between.provenance.exact
    assert 0 < between.amount.high - between.amount.low < Fraction(1, 10**20)
    assert abs(between.amount.low - found.goal.amount.low) < 1
    assert "between certified bounds" in between.provenance.method


@pytest.mark.parametrize(
    ("payee", "wanted", "error", "words"),
    [
        ("ann", Wanted(irr="10%"), BadQuestion, "ACT/365F, ACT/360"),
        ("ann", Wanted(), BadQuestion, "one of `--receives`"),
        ("ann", Wanted(receives="1", multiple="2x"), BadQuestion, "one of `--receives`"),
        ("ann", Wanted(multiple="2"), BadQuestion, "written as `3x`"),
        ("ann", Wanted(receives="1, 2"), BadQuestion, "name one amount"),
        ("ann", Wanted(irr="10%", day_count="ACT/366"), UnknownName, "unknown day count"),
        ("bob", Wanted(irr="10%", day_count="30E/360"), UndatedMoney, "an investment has no date"),
        ("cyd", Wanted(receives="1"), NotAPayee, "`fund` never pays `cyd`"),
    ],
)
def test_a_goal_that_cannot_be_worked_out_says_why(
    payee: str, wanted: Wanted, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        goal(asked(), payee, wanted, entity="fund")
    assert words in str(refused.value)


def test_a_goal_above_the_cap_is_never_reached() -> None:
    with pytest.raises(NeverReached) as never:
        goal(asked(), "fund", Wanted(receives="301"), entity="lab")
    assert (never.value.wanted, never.value.most) == (301, 300)


def test_an_account_says_what_was_put_in_had_and_received_and_by_which_clause() -> None:
    found = statement(asked(), "ann", Fraction(130), entity="fund").statement
    assert [part.amount for part in found.contributions] == [60, 20]
    assert [(r.stage, r.exact, r.before) for r in found.receipts] == [
        ("back", 72, 8),
        ("split", 30, 0),
    ]
    assert (found.exact, found.before, found.paid.minor) == (102, 8, 10_200)
    assert (found.invested, found.multiple) == (80, Fraction(110, 80))
    lab = statement(asked(), "charity", Fraction(1000), entity="lab").statement
    assert [(r.stage, r.exact, r.because.clause) for r in lab.receipts] == [
        ("half", 500, "Articles s 5"),
        (None, 200, None),
    ]
    assert lab.multiple is None


def test_an_account_of_a_stranger_names_those_who_are_paid() -> None:
    with pytest.raises(NotAPayee, match="it pays `ann`, `bob`"):
        statement(asked(), "charity", Fraction(1), entity="fund")


def test_what_is_expected_through_entities_is_proved() -> None:
    outcomes = check(asked().charter).outcomes
    assert [(o.text, o.words) for o in outcomes if not o.met] == []


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("fund receives exactly 1 when 2 is paid through lab", "`fund` keeps nothing"),
        ("ann never receives more than 5 in stage half through lab", "is one stage"),
        ("ann receives exactly 5 over the schedule", "plans no distributions"),
        ("ann receives exactly 5 when 2 is paid through charity", "how `charity` pays"),
    ],
)
def test_a_claim_that_means_nothing_is_undecided(claim: str, words: str) -> None:
    text = TEXT.split("expect:")[0] + f"expect: [{claim}]\n"
    (outcome,) = check(asked(text).charter).outcomes
    assert outcome.verdict is Verdict.UNDECIDED
    assert words in outcome.words


def test_without_payouts_there_is_no_schedule() -> None:
    with pytest.raises(NothingPlanned, match="name them, as in"):
        schedule(asked())


def test_money_is_followed_to_those_who_keep_it() -> None:
    (found,) = pay_through(asked(), [Fraction(410)], entity="lab").found
    assert {str(line.payee): (line.paid.minor, line.before) for line in found.lines} == {
        "ann": (15_825, 8),
        "bob": (4_675, 2),
        "charity": (20_500, 0),
    }
    assert [(hop.entity, hop.amount) for hop in found.hops] == [("lab", 410), ("fund", 205)]
    points = breakpoints(asked(), entity="lab", look=Look.THROUGH).points
    assert points == (180, 600)
    drawn = curves(asked(), entity="lab", look=Look.THROUGH).by_payee()
    assert {str(who): curve(410) for who, curve in drawn.items()} == {
        str(line.payee): line.exact for line in found.lines
    }


RISES = "steps: [{start: 2025-01-01, cap: 310}]"
STILL = "ann never receives more than 237.5 through lab under any schedule"


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        (("", ""), Verdict.PROVED, "at most 237.5"),
        (
            (
                "at: 300, counts: everything",
                "at: 300, counts: everything, " + RISES,
            ),
            Verdict.UNDECIDED,
            "a cap of stage `half` rises by date",
        ),
        (("on: 2022-01-01", "on: 2025-01-01"), Verdict.UNDECIDED, "follow what is invested later"),
        (
            (
                "pay:\n",
                "events: [{at: 2024-06-01, what: More, effect: cap of fund in half is 40}]\npay:\n",
            ),
            Verdict.UNDECIDED,
            "an event changes terms or payments on 2024-06-01",
        ),
    ],
)
def test_what_holds_of_one_payment_holds_of_any_where_terms_stand_still(
    change: tuple[str, str], verdict: Verdict, words: str
) -> None:
    text = TEXT.split("expect:")[0].replace(*change, 1) + f"expect: [{STILL}]\n"
    (outcome,) = check(asked(text).charter).outcomes
    assert (outcome.verdict, words in outcome.words) == (verdict, True), outcome.words
