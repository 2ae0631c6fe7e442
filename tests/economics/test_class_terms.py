"""Each instrument, written as a charter and worked out by hand."""

from fractions import Fraction

import pytest

from stanchion.api.loading import load
from stanchion.api.proof import check
from stanchion.api.view import view
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.classes.from_charter import OutcomeUnknown, TermsUnclear
from stanchion.economics.classes.table import FREED
from stanchion.economics.curves import payoff_curves
from stanchion.economics.distribution import distribution
from stanchion.economics.from_charter import waterfall
from stanchion.economics.waterfall import PayeeId
from tests.economics import cap_tables as t

A_PREFERENCE = "kind: preferred, issue_price: 10, preference: 1x, rank: 1, participation: none"
ELECTED = "conversion_ratio: 1, converts_by: each holder"
HUNDRED = t.common("common", 100)


def paid(text: str, amount: int | Fraction, **outcomes: bool) -> dict[str, Fraction]:
    """What each class's own holder receives, by the name of the class."""
    found = distribution(t.table(text, **outcomes), Fraction(amount))
    return {line.payee.removeprefix("h_"): line.exact for line in found.lines}


def points(text: str) -> tuple[Fraction, ...]:
    return breakpoints(t.table(text)).points


# ---------------------------------------------------------------------------- dividends


def with_dividend(on_conversion: str, more: str = "") -> str:
    """Ten units at 10, with two years of 10% a year: 100 of preference and 20 of dividend."""
    dividend = (
        "{rate: 10%, accrues: simple, day_count: 30E/360, cumulative: yes, "
        f"on_conversion: {on_conversion}{more}}}"
    )
    series = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}, dividend: {dividend}", 10)
    return t.company([HUNDRED, series])


SINCE = ", since: 2022-01-01 UTC"


@pytest.mark.parametrize(
    ("on_conversion", "converts_at", "of_2000"),
    [
        # 1,320 = 120 and 100 units at 12
        ("forfeited", 1320, Fraction(2000, 11)),
        # 20 is paid anyway; the rest converts at 10: 1,120
        ("paid", 1120, 20 + Fraction(1980, 11)),
        # 120 becomes 12 units at 10: 1,120
        ("converted", 1120, Fraction(2000 * 12, 112)),
    ],
)
def test_a_dividend_that_has_accrued_joins_the_preference(
    on_conversion: str, converts_at: int, of_2000: Fraction
) -> None:
    text = with_dividend(on_conversion, SINCE)
    assert paid(text, 120) == {"common": 0, "a1": 120}
    assert points(text)[-1] == converts_at
    assert paid(text, 2000)["a1"] == of_2000
    assert "20" in t.table(text).assumptions[0], "the answer says what has accrued"


def test_a_dividend_runs_from_the_day_on_which_each_holder_bought() -> None:
    text = with_dividend("forfeited").replace(
        "{holder: h_a1, class: class_a1, units: 10}",
        "{holder: h_a1, class: class_a1, units: 5, on: 2022-01-01 UTC}\n"
        "    - {holder: h_common, class: class_a1, units: 5, on: 2023-01-01 UTC}",
    )
    assert paid(text, 115) == {"a1": 60, "common": 55}


def test_a_dividend_that_is_not_cumulative_is_due_only_once_declared() -> None:
    text = with_dividend("forfeited", SINCE).replace("cumulative: yes", "cumulative: no")
    assert points(text)[0] == 100
    assert "until declared" in t.table(text).assumptions[0]


def test_a_power_that_is_no_fraction_is_said_not_to_be_exact() -> None:
    text = with_dividend("forfeited", ", since: 2022-04-01 UTC").replace(
        "accrues: simple", "accrues: compound, rests: annual, periods: power of time"
    )
    found = distribution(t.table(text), Fraction(100))
    assert not found.provenance.exact
    assert any("no fraction" in words for words in found.provenance.assumptions)


# ------------------------------------------------------------------ options and warrants


def test_options_share_only_above_their_strike_and_count_net_of_it() -> None:
    text = t.company([HUNDRED, t.option("o1", 25, strike="4", over="common")])
    assert points(text) == (400,)
    assert paid(text, 900) == {"common": 800, "o1": 100}, "a unit has 8, an option 4"


def test_an_option_that_has_expired_takes_no_part_and_the_answer_says_so() -> None:
    text = t.company([HUNDRED, t.option("o1", 25, strike="4", over="common")]).replace(
        "strike: 4", "strike: 4, expires: 2023-12-31 UTC"
    )
    assert paid(text, 900) == {"common": 900}
    assert "expired" in t.table(text).assumptions[0]


def test_holders_of_one_class_of_options_may_have_strikes_of_their_own() -> None:
    text = t.company([HUNDRED, t.option("o1", 25, strike="4", over="common")]).replace(
        "class: class_o1, units: 25}",
        "class: class_o1, units: 15}\n"
        "    - {holder: charity, class: class_o1, units: 10, strike: 6}",
    )
    assert points(text) == (400, 630)
    assert paid(text, 880) == {"common": 800, "o1": 60, "charity": 20}


def test_a_warrant_over_preferred_enlarges_the_stack_once_that_pays() -> None:
    """Ten units with 100 of preference; ten more can be bought at 6. From 60% paid on, exercise
    pays: at 80% the ten have 80 and the others 80 less 60."""
    series = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}", 10)
    warrant = t.Written("w1", "kind: warrant, strike: 6, over: class_a1", 10)
    text = t.company([HUNDRED, series, warrant])
    assert points(text) == (60, 140, 1140)
    assert paid(text, 60) == {"common": 0, "a1": 60, "w1": 0}
    assert paid(text, 100) == {"common": 0, "a1": 80, "w1": 20}
    assert paid(text, 140) == {"common": 0, "a1": 100, "w1": 40}
    assert paid(text, 1260) == {"common": 1100, "a1": 110, "w1": 50}


# --------------------------------------------------------------------- SAFEs and notes


def safe(terms: str) -> t.Written:
    return t.Written("s1", f"kind: safe, amount: 100, {terms}, rank: 1", None)


GREATER = "at_exit: the greater of money back and conversion"


@pytest.mark.parametrize(
    ("terms", "converts_at", "part"),
    [
        # a fifth of everything: 25 units beside 100; worth 100 at 4 a unit
        (f"cap: 500, cap_is: post-money, {GREATER}", 500, Fraction(1, 5)),
        # 500 a hundred units is 5 a unit, so 20 units; worth 100 at 5
        (f"cap: 500, cap_is: pre-money, {GREATER}", 600, Fraction(1, 6)),
    ],
)
def test_a_safe_takes_its_money_back_or_converts_at_its_cap(
    terms: str, converts_at: int, part: Fraction
) -> None:
    text = t.company([HUNDRED, safe(terms)])
    assert paid(text, 90) == {"common": 0, "s1": 90}
    assert points(text) == (100, converts_at)
    assert paid(text, 6000)["s1"] == 6000 * part


def test_granted_options_and_every_safe_count_in_the_capitalisation() -> None:
    """100 common and 20 options are 120; a tenth and a fifth after the money leave seven tenths."""
    first, second = (
        safe(f"cap: 1000, cap_is: post-money, {GREATER}"),
        safe(f"cap: 500, cap_is: post-money, {GREATER}"),
    )
    other = t.Written("s2", second.terms, None)
    pool = t.Written(
        "o1", "kind: option, strike: 1, over: class_common, granted: 20, units: 90", None
    )
    text = t.company([HUNDRED, pool, first, other]).replace(
        "class: class_o1, share: 100%", "class: class_o1, units: 20"
    )
    curves = payoff_curves(t.table(text))
    last = {name: curves.of(PayeeId(f"h_{name}")).final_slope for name in ("s1", "s2", "o1")}
    assert last == {
        "s1": Fraction(1, 10),
        "s2": Fraction(1, 5),
        "o1": Fraction(7, 10) * Fraction(20, 120),
    }


def test_a_discount_is_worth_the_same_whatever_a_unit_is_worth() -> None:
    """100 at a discount of 20% are 125; the 25 come after all preferences and before units."""
    series = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}", 10)
    text = t.company([HUNDRED, series, safe(f"discount: 20%, {GREATER}")])
    assert points(text)[:2] == (200, 225)
    assert paid(text, 210) == {"common": 0, "a1": 100, "s1": 110}
    assert paid(text, 10_225)["s1"] == 125


def test_money_back_alone_and_conversion_alone() -> None:
    back = t.company([HUNDRED, safe("at_exit: money back")])
    assert paid(back, 10_000)["s1"] == 100
    units = t.company([HUNDRED, safe("cap: 500, cap_is: post-money, at_exit: conversion")])
    assert paid(units, 10)["s1"] == 2, "a fifth from the first dollar on"


def test_a_note_adds_interest_and_multiplies_only_its_principal() -> None:
    note = t.Written(
        "n1",
        "kind: convertible_note, principal: 100, exit_multiple: 2x, cap: 440, cap_is: pre-money, "
        f"{GREATER}, rank: 1, interest: {{rate: 5%, accrues: simple, day_count: 30E/360, "
        "since: 2022-01-01 UTC}",
        None,
    )
    text = t.company([HUNDRED, note])
    # 210 back; 110 converts at 4.40 into 25 units, which are worth 210 at 8.40
    assert points(text) == (210, 1050)
    assert paid(text, 1250) == {"common": 1000, "n1": 250}


# ----------------------------------------------------------- capped units and interests


def capped(terms: str, units: int = 100) -> t.Written:
    return t.Written("c1", f"kind: capped_unit, {terms}", units)


def test_what_capped_units_free_goes_where_the_terms_say() -> None:
    others = t.company(
        [HUNDRED, capped("cap: 300, cap_is_on: gross return, freed: others pro rata")]
    )
    assert paid(others, 1000) == {"common": 700, "c1": 300}
    rest = t.company(
        [HUNDRED, capped("cap: 300, cap_is_on: gross return, freed: the residual")],
        pay=", residual: charity",
    )
    assert paid(rest, 1000) == {"common": 500, "c1": 300, "charity": 200}
    named = t.company([HUNDRED, capped("cap: 300, cap_is_on: gross return, freed: charity")])
    assert paid(named, 1000) == {"common": 500, "c1": 300, "charity": 200}
    assert payoff_curves(t.table(named)).in_stage(PayeeId("charity"), FREED)(1000) == 200


def test_a_cap_on_what_each_invested_is_each_holders_own() -> None:
    text = t.company(
        [HUNDRED, capped("cap: 2x invested, cap_is_on: profit, freed: others pro rata")]
    ).replace(
        "class: class_c1, units: 100}",
        "class: class_c1, units: 50, invested: 10}\n"
        "    - {holder: charity, class: class_c1, units: 50, invested: 40}",
    )
    assert paid(text, 2000) == {"c1": 30, "charity": 120, "common": 1850}
    words = [words for i in breakpoints(t.table(text)).intervals for words in i.begins]
    assert words == [
        "`class_c1` of `h_c1` has reached its cap of 30",
        "`class_c1` of `charity` has reached its cap of 120",
    ]


def test_a_cap_grows_by_date() -> None:
    grows = "{start: 2022-01-01 UTC, grows_by: 10%, every: 1 year}"
    steps = f"steps: [{{start: 2020-01-01 UTC, cap: 100}}, {grows}]"
    text = t.company(
        [HUNDRED, capped(f"cap: 50, cap_is_on: gross return, freed: others pro rata, {steps}")]
    )
    assert paid(text, 5000)["c1"] == Fraction("133.1"), "set to 100, grown in 2022, 2023 and 2024"


def test_interests_begin_at_their_hurdle_of_a_unit_or_of_the_company() -> None:
    unit = t.Written("i1", "kind: profits_interest, hurdle: 3, hurdle_is: per unit", 50)
    company = t.Written(
        "i2", "kind: profits_interest, hurdle: 600, hurdle_is: for the whole company", 50
    )
    text = t.company([HUNDRED, unit, company])
    # 3 a unit at 300; from there 150 units, so the others have 600 at 5 a unit
    assert points(text) == (300, 600)
    assert paid(text, 800) == {"common": 600, "i1": 150, "i2": 50}


# ------------------------------------------------------------------- votes, states, gaps


def voted() -> str:
    vote = "conversion_ratio: 1, converts_by: class vote, conversion_decision: convert"
    series = t.Written("a1", f"{A_PREFERENCE}, {vote}, votes: 1 per unit", 10)
    return t.company(
        [HUNDRED, series],
        more="bodies: {meeting: {of: co, members: holders of class_a1, "
        "acts: more than 1/2 of outstanding votes}}\n"
        "decisions: {convert: {by: meeting, effect: recorded}}\n",
    )


def test_a_class_that_converts_by_vote_is_paid_for_each_outcome() -> None:
    assert paid(voted(), 3300, convert=False) == {"common": 3200, "a1": 100}
    assert paid(voted(), 3300, convert=True) == {"common": 3000, "a1": 300}
    with pytest.raises(OutcomeUnknown, match="hangs on `convert`"):
        waterfall(view(t.charter(voted())).state)


def test_what_was_received_counts_for_the_class_that_it_names() -> None:
    series = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}", 10)
    text = t.company(
        [HUNDRED, series], pay=", received: [{payee: h_a1, amount: 60, stage: class_a1}]"
    )
    assert paid(text, 40) == {"common": 0, "a1": 40}
    unnamed = text.replace(", stage: class_a1", "")
    assert paid(unnamed, 40) == {"common": 0, "a1": 40}, "it holds no other class"


def test_a_payment_for_one_of_several_classes_must_say_for_which() -> None:
    series = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}", 10)
    text = t.company([HUNDRED, series], pay=", received: [{payee: h_a1, amount: 60}]").replace(
        "holder: h_common", "holder: h_a1"
    )
    with pytest.raises(TermsUnclear, match="for which of its classes"):
        t.table(text)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (f"kind: safe, amount: 5, cap: zero, cap_is: post-money, {GREATER}, rank: 1", "the cap of"),
        (
            f"{A_PREFERENCE}, {ELECTED}".replace("issue_price: 10", "issue_price: zero"),
            "the issue price of",
        ),
    ],
)
def test_a_term_that_is_set_to_nothing_is_refused_and_not_divided_by(
    terms: str, words: str
) -> None:
    text = t.company([HUNDRED, t.Written("x1", terms, None if "safe" in terms else 10)])
    made = t.charter(f"{text}terms: {{zero: {{is: 5}}}}\n")
    with pytest.raises(TermsUnclear, match=words):
        waterfall(view(made, terms={"zero": "0"}).state)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (t.company([t.Written("c1", "kind: common", None)]), "how many units of `class_c1`"),
        (
            t.company([t.common("c1", 10)]).replace(
                "{holder: h_c1, class: class_c1, units: 10}",
                "{holder: h_c1, class: class_c1, units: 4}",
            ),
            "6 of 10 units",
        ),
        (
            t.company([t.common("c1", 10)]).replace(
                "class: class_c1, units: 10}", "class: class_c1, share: 40% to 60%}"
            ),
            "within a range only",
        ),
    ],
)
def test_what_is_not_known_is_warned_of_and_refused_with_its_reason(text: str, words: str) -> None:
    loaded = load(text, file="example.yaml")
    assert loaded.charter is not None
    assert any(words in d.message for d in loaded.diagnostics)
    with pytest.raises(TermsUnclear, match=words):
        waterfall(view(loaded.charter).state)


def test_a_bound_on_one_class_is_proved_apart_from_others_of_the_same_holder() -> None:
    """One investor in two classes: what is said of one is not said of the other."""
    first = t.Written("a1", f"{A_PREFERENCE}, {ELECTED}", 10)
    never = f"{A_PREFERENCE}, converts_by: never"
    text = t.company([HUNDRED, first, t.Written("a2", never, 10)]).replace(
        "holder: h_a2", "holder: h_a1"
    )
    text += (
        "expect:\n  - h_a1 never receives more than 100 in class class_a2\n"
        "  - it is false that h_a1 never receives more than 100 in class class_a1\n"
        "  - it is false that h_a1 never receives more than 200\n"
    )
    found = check(t.charter(text)).outcomes
    assert [outcome.met for outcome in found] == [True, True, True]
    assert found[0].words == (
        "`h_a1` receives at most 100 in class `class_a2`, reached when 200 is paid"
    )


def test_where_all_caps_bind_everything_goes_to_the_residual_payee() -> None:
    two = [
        capped("cap: 300, cap_is_on: gross return, freed: others pro rata"),
        t.Written("c2", "kind: capped_unit, cap: 100, cap_is_on: gross return, freed: charity", 50),
    ]
    text = t.company(two, pay=", residual: charity")
    text += (
        "expect:\n  - every dollar above the point where all caps bind goes to charity\n"
        "  - every dollar above 450 goes to charity\n"
        "  - it is false that every dollar above 449 goes to charity\n"
    )
    outcomes = check(t.charter(text)).outcomes
    assert [(o.met, o.words) for o in outcomes if not o.met] == []
