"""Questions over a charter as it changes: payments before, amended rules, readings, horizons."""

from fractions import Fraction

import pytest

from stanchion.api.errors import BadQuestion, BeforeOpening, ReadingsClash, UnknownName
from stanchion.api.loading import load
from stanchion.api.money import breakpoints, pay
from stanchion.api.power import who
from stanchion.api.proof import Outcome, check
from stanchion.api.readings import readings
from stanchion.api.view import View, amounts_of, instant_of, view
from stanchion.charter.model import Charter
from stanchion.control.results import Verdict
from stanchion.economics.from_charter import NoWaterfall
from stanchion.reports.readings import readings_grid

CHARTER = """
stanchion: 1
name: A fund and its charity
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  fund: {company: The fund}
  charity: {nonprofit: The charity, acts_by: board}
bodies:
  board: {of: charity, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
decisions:
  sell: {by: board, effect: recorded}
  remove: {by: board, needs: at least 2/3 of seats in office, effect: a member leaves board}
terms:
  cap: {is: 100, range: 50 to 150}
pay:
  charity:
    pays: income
    rounding: largest remainder
    by: stages
    stages:
      - stage: share
        shares: {ann: 2/3, bob: 1/3}
        caps: {ann: {at: cap, counts: everything}}
        freed: {ann: others pro rata}
    residual: fund
readings:
  freed:
    asks: who takes what is freed
    as_written: others
    options:
      others: {says: the others}
      fund: {says: the fund, set: freed share of ann in share goes to the residual}
      no_cap: {says: there is no cap, set: ann has no cap in share}
events:
  - {at: 2024-06-01, what: a first payment, effect: ann is paid 60 by charity in stage share}
  - {at: 2024-07-01, what: an amendment, effect: decision sell needs all of seats in office}
  - {at: 2024-08-01, what: a higher cap, effect: term cap is 120}
expect: []
"""


def charter_of(text: str = CHARTER) -> Charter:
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def at(instant: str) -> View:
    charter = charter_of()
    return view(charter, at=instant_of(charter, instant))


def outcome(expectation: str) -> Outcome:
    charter = charter_of(CHARTER.replace("expect: []", f"expect: ['{expectation}']"))
    (found,) = check(charter).outcomes
    return found


@pytest.mark.parametrize(
    ("instant", "point"), [("2024-01-01", 150), ("2024-06-02", 60), ("2024-08-02", 90)]
)
def test_a_cap_counts_what_was_paid_and_amended_before(instant: str, point: int) -> None:
    """100 at 2/3 of every euro is 150; after 60 are paid 40 are left; then the cap rises by 20."""
    assert breakpoints(at(instant)).points == (point,)


def test_a_distribution_says_what_each_had_before() -> None:
    found = pay(at("2024-06-02"), [Fraction(90)]).distributions[0]
    ann = next(line for line in found.lines if line.payee == "ann")
    assert (ann.exact, ann.before) == (40, 60)


def test_a_rule_that_was_amended_stands_from_then_on() -> None:
    assert who(at("2024-06-30"), "sell").fewest == 2
    assert who(at("2024-07-02"), "sell").fewest == 3


def test_two_thirds_of_three_is_met_by_two() -> None:
    assert who(at("2024-01-01"), "remove").fewest == 2


def test_minor_units_are_paid_whole_and_sum() -> None:
    found = pay(at("2024-01-01"), [Fraction("0.01"), Fraction("0.02")])
    assert [[line.paid.minor for line in d.lines] for d in found.distributions] == [
        [1, 0, 0],
        [1, 1, 0],
    ]


def test_readings_and_terms_are_compared() -> None:
    found = readings(charter_of(), Fraction(300))
    rows = {row.options[0]: dict(row.receives) for row in found.rows}
    assert rows["freed.others"] == {"ann": 100, "bob": 200, "fund": 0}
    assert rows["freed.fund"] == {"ann": 100, "bob": 100, "fund": 100}
    assert rows["freed.no_cap"] == {"ann": 200, "bob": 100, "fund": 0}
    assert found.terms[0].term == "cap"
    assert dict(found.terms[0].receives_at_low)["ann"] == 50
    assert dict(found.terms[0].receives_at_high)["ann"] == 150


def test_whom_one_reading_alone_pays_has_nothing_under_the_others() -> None:
    """In the grid everybody stands in every row, and what hangs on it counts from nothing."""
    halves = "      halves: {says: by halves, set: 'shares in share are 50% ann, 50% cyd'}\n"
    text = CHARTER.replace("      no_cap:", f"{halves}      no_cap:")
    found = readings(charter_of(text), Fraction(300))
    rows = {row.options[0]: dict(row.receives) for row in found.rows}
    assert rows["freed.others"] == {"ann": 100, "bob": 200, "fund": 0, "cyd": 0}
    assert rows["freed.halves"] == {"ann": 100, "bob": 0, "fund": 0, "cyd": 200}
    assert ("cyd", 0, 200) in found.spread
    others = next(row for row in readings_grid(found).splitlines() if row.startswith("others"))
    assert others.split() == ["others", "never", "100", "200", "0", "0"]


def test_a_term_that_is_a_rate_is_told_as_one() -> None:
    text = CHARTER.replace(
        "terms:\n", "terms:\n  growth: {is: 5%, range: 0% to 10%}\n  tax: {is: 1/4}\n"
    )
    assert view(charter_of(text)).assumptions == (
        "`growth` is not known; worked with 5% (between 0% and 10%)",
        "`cap` is not known; worked with 100 (between 50 and 150)",
    )


def test_an_expectation_before_the_opening_is_undecided_and_the_others_are_proved() -> None:
    early, now = "ann receives exactly 2 when 3 is paid as of 2023-01-01", "ann can block sell"
    text = CHARTER.replace("expect: []", f"expect: [{early}, {now}]").replace(
        "as_of:", "opening: 2024-01-01\nas_of:"
    )
    first, second = check(charter_of(text)).outcomes
    assert (first.verdict, first.met) == (Verdict.UNDECIDED, False)
    assert "from 2024-01-01 on" in first.words
    assert second.verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("expectation", "verdict"),
    [
        ("ann never receives more than 100", Verdict.PROVED),
        ("ann never receives more than 99", Verdict.REFUTED),
        ("it is false that ann never receives more than 99", Verdict.PROVED),
        ("ann never receives more than 100 under every reading", Verdict.REFUTED),
        ("ann never receives more than 120 as of 2024-09-01", Verdict.PROVED),
        ("ann never receives more than 100 as of 2024-09-01", Verdict.REFUTED),
        ("ann never receives more than 100 under any schedule", Verdict.UNDECIDED),
        ("every dollar above 150 goes to bob", Verdict.PROVED),
        ("every dollar above 149 goes to bob", Verdict.REFUTED),
        ("every dollar above cap goes to bob", Verdict.REFUTED),
        ("ann receives exactly 100 when 150 is paid", Verdict.PROVED),
        ("ann receives more than 100 when 151 is paid", Verdict.REFUTED),
        ("bob receives at least 1/3 of every dollar", Verdict.PROVED),
        ("bob receives exactly 1/3 of every dollar below 150", Verdict.PROVED),
        ("bob always receives at least as much as ann", Verdict.REFUTED),
        ("bob always receives at least as much as ann above 250", Verdict.PROVED),
        ("any 2 of board can sell", Verdict.PROVED),
        ("any 1 of board can sell", Verdict.REFUTED),
        ("any 2 of ann, bob and cyd can sell", Verdict.PROVED),
        ("ann and bob together can sell as of 2024-12-31", Verdict.REFUTED),
        ("charity can sell", Verdict.PROVED),
        ("nobody can sell without ann", Verdict.REFUTED),
        ("nobody can sell without ann and bob", Verdict.PROVED),
        ("ann can block sell", Verdict.REFUTED),
        ("ann can block sell as of 2024-12-31", Verdict.PROVED),
        ("no coalition of fund can sell", Verdict.PROVED),
        ("fund can never sell", Verdict.PROVED),
    ],
)
def test_an_expectation_is_decided(expectation: str, verdict: Verdict) -> None:
    found = outcome(expectation)
    assert found.verdict is verdict, found.words
    assert found.words
    assert found.method


def test_a_refuted_claim_comes_with_an_example_that_contradicts_it() -> None:
    found = outcome("ann never receives more than 99")
    assert isinstance(found.counterexample, Fraction)
    paid = pay(view(charter_of()), [found.counterexample]).distributions[0]
    assert paid.lines[0].exact > 99
    power = outcome("any 1 of board can sell")
    assert power.counterexample == ("ann",)


def test_bad_questions_say_what_is_wrong_with_them() -> None:
    charter = charter_of()
    with pytest.raises(BadQuestion) as bad:
        amounts_of(charter, "12 millions")
    assert bad.value.text[bad.value.start : bad.value.end] == "millions"
    with pytest.raises(UnknownName) as unknown:
        view(charter, readings=["freed.funds"])
    assert unknown.value.close == ("freed.fund",)
    with pytest.raises(ReadingsClash):
        view(charter, readings=["freed.no_cap", "freed.fund"])
    with pytest.raises(BeforeOpening):
        view(charter, at=instant_of(charter, "2020-01-01"))
    with pytest.raises(NoWaterfall):
        pay(view(charter), [Fraction(1)], entity="fund")
