"""Distributions one after the other: what was paid stays paid, terms are those of the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.schedule import payouts_of, planned, schedule
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.economics import waterfall as w
from stanchion.economics.curves import cell_amounts
from stanchion.economics.payouts.schedule import Schedule
from stanchion.exact.allocation import settle
from tests.economics.waterfalls import exactly, waterfalls

HEAD = """
stanchion: 1
name: A company
opening: 2024-01-01
as_of: 2024-01-01
time_zone: UTC
currency: USD
parties:
  first: {company: First}
  second: {company: Second}
  third: {company: Third}
  llc: {company: The company}
"""
CAPPED = """
pay:
  llc:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - stage: only
        shares: {first: 100%}
        caps: {first: {at: 100, counts: everything STEPS}}
        freed: {first: the residual}
    residual: second
"""


def charter_of(text: str) -> Charter:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    return loaded.charter


def run(text: str, amounts: str) -> Schedule:
    charter = charter_of(text)
    return schedule(view(charter), payouts_of(charter, amounts)).schedule


def paid(found: Schedule) -> list[dict[str, int]]:
    """What each payout gives to whom, in cents."""
    return [{str(line.payee): line.paid.minor for line in made.lines} for _, made in found.payouts]


RAISED = """
events:
  - {at: 2025-06-01, what: The cap is raised, effect: cap of first in only is 120}
"""
TWO_YEARS = "150 at 2025-01-01, 10 at 2026-01-01"


def test_a_cap_raised_by_an_event_opens_again_and_takes_nothing_back() -> None:
    """DESIGN section 5: +10 / 0, not the +20 / -10 of cumulative curves."""
    found = run(CAPPED.replace("STEPS", "") + RAISED, TWO_YEARS)
    assert paid(found) == [{"first": 10_000, "second": 5_000}, {"first": 1_000, "second": 0}]


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        ("{start: 2025-06-01, cap: 120}", {"first": 1_000, "second": 0}),
        ("{start: 2025-06-01, grows_by: 20%}", {"first": 1_000, "second": 0}),
        ("{start: 2025-06-01, grows_by: 5%}", {"first": 500, "second": 500}),
        ("{start: 2026-06-01, cap: 120}", {"first": 0, "second": 1_000}),
        # at its start and once after half a year: 100, 102, 104.04
        ("{start: 2025-06-01, grows_by: 2%, every: 6 months}", {"first": 404, "second": 596}),
        # a second step ends the growth of the first, which would have begun again on that day
        (
            "{start: 2025-01-01, grows_by: 2%, every: 1 year}, {start: 2026-01-01, grows_by: 1%}",
            {"first": 102, "second": 898},
        ),
    ],
)
def test_a_cap_rises_by_its_steps(steps: str, then: dict[str, int]) -> None:
    found = run(CAPPED.replace("STEPS", f", steps: [{steps}]"), TWO_YEARS)
    assert paid(found)[1] == then


def test_payouts_are_made_in_order_of_time_and_a_day_means_its_end() -> None:
    text = CAPPED.replace("STEPS", "") + RAISED
    turned = run(text, "10 at 2026-01-01, 150 at 2025-01-01")
    assert turned == run(text, TWO_YEARS)
    same_day = run(text, "150 at 2025-06-01")
    assert paid(same_day) == [{"first": 12_000, "second": 3_000}]


def test_the_cents_follow_what_is_due_in_all() -> None:
    text = """
pay:
  llc:
    pays: profit
    rounding: largest remainder
    by: stages
    stages: [{stage: split, shares: {first: 3/7, second: 3/7, third: 1/7}}]
"""
    days = ", ".join(f"0.01 at 2025-01-{day:02}" for day in range(1, 15))
    found = run(text, days)
    assert all(sum(each.values()) == 1 for each in paid(found))
    assert {str(t.payee): t.paid.minor for t in found.totals} == {
        "first": 6,
        "second": 6,
        "third": 2,
    }


def test_a_charter_can_plan_its_payouts() -> None:
    text = CAPPED.replace("STEPS", "") + "    distributions: [{amount: 5, at: 2025-01-01}]\n"
    charter = charter_of(text)
    (payout,) = planned(charter)
    assert (payout.entity, payout.amount) == ("llc", 5)
    assert payout.when == datetime(2025, 1, 1, 23, 59, 59, tzinfo=UTC)
    assert paid(schedule(view(charter)).schedule) == [{"first": 500, "second": 0}]


@exactly
@given(waterfalls(), st.lists(st.integers(0, 400), min_size=1, max_size=4))
def test_under_terms_that_stand_still_one_payment_or_many_come_to_the_same(
    made: w.Waterfall, cents: list[int]
) -> None:
    whole = cell_amounts(made, Fraction(sum(cents), 7))
    received: dict[tuple[w.StageId | None, w.PayeeId], Fraction] = {}
    for part in cents:
        own = tuple((*cell, amount) for cell, amount in received.items())
        state = replace(made, received=(*made.received, *own))
        for cell, amount in cell_amounts(state, Fraction(part, 7)).items():
            received[cell] = received.get(cell, Fraction(0)) + amount
    assert {c: a for c, a in received.items() if a} == {c: a for c, a in whole.items() if a}


@exactly
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=12))
def test_settling_never_takes_back_and_never_runs_a_unit_ahead(steps: Sequence[list[int]]) -> None:
    entitled, had = [Fraction(0)] * 3, [0] * 3
    for weights in steps:
        total = sum(weights) // 3
        if not sum(weights):
            continue
        for i, weight in enumerate(weights):
            entitled[i] += Fraction(weight * total, sum(weights))
        now = settle(entitled, already=had, total=total)
        assert sum(now) == total
        assert min(now) >= 0
        for i, units in enumerate(now):
            assert not units or had[i] + units <= ceil(entitled[i])
            had[i] += units
            assert abs(had[i] - entitled[i]) < len(entitled)
