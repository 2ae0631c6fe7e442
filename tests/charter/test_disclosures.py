"""Who was told what, when, and who should have stepped aside: a small company's record."""

from datetime import UTC, datetime, timedelta

import pytest

from stanchion.charter.calendar import later
from stanchion.charter.disclosures import Disclosure, breaches, disclosures
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Duration

HEAD = """
stanchion: 1
name: A test
as_of: 2024-12-31
opening: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  co: {company: Co, acts_by: board}
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
offices: {chief: {of: co, held_by: ann}}
decisions:
  sell: {by: board, recusal: leaves quorum and base, effect: co is sold}
  dismiss: {by: board, reason_recorded: yes, effect: chief falls vacant}
duties:
  talks: {owed_by: chief, owed_to: board, of: talks about a sale, within: 2 days}
  papers: {owed_by: chief, owed_to: board, of: the papers of a sale, before: sell}
  candour: {owed_by: chief, owed_to: board, of: what matters}
"""


def charter_of(text: str) -> Charter:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def only(text: str) -> Disclosure:
    (found,) = disclosures(charter_of(text))
    return found


def kept(found: Disclosure) -> dict[str, str]:
    return {str(told.person): told.kept.value for told in found.told}


TALKS = """
events:
  - {at: 2024-03-01 10:00, what: talks begin, discloses: {duty: talks, told: bob}}
  - at: 2024-03-05 10:00
    what: the others hear of it
    discloses: {duty: talks, arose: 2024-03-01 10:00, told: cyd}
"""


def test_a_matter_is_due_from_when_it_arose_and_told_to_each_in_time_or_late() -> None:
    found = only(TALKS)
    assert found.due == datetime(2024, 3, 3, 10, 1, tzinfo=UTC)
    assert kept(found) == {"bob": "told in time", "cyd": "told late"}
    assert found.overdue == ("cyd",)
    assert found.owed_by == ("ann",), "whoever owes it is not owed it"


def test_what_is_not_recorded_is_not_said_to_have_been_withheld() -> None:
    found = only("events: [{at: 2024-03-01, what: talks, discloses: {duty: talks, not_told: bob}}]")
    assert kept(found) == {"bob": "not told", "cyd": "not recorded as told"}


def test_a_matter_is_owed_to_those_who_sit_when_it_arises() -> None:
    found = only(
        "events:\n"
        "  - {at: 2024-02-01, what: a change, effect: [bob leaves board, dan joins board]}\n"
        "  - {at: 2024-03-01, what: talks, discloses: {duty: talks, told: board}}\n"
    )
    assert kept(found) == {"cyd": "told in time", "dan": "told in time"}


def test_whoever_held_the_office_when_the_matter_arose_owed_it() -> None:
    """The event in which Ann loses the office is about what Ann owed, not about her successor."""
    found = only(
        "events:\n  - at: 2024-03-01\n    what: a dismissal\n    decided: dismiss\n"
        "    by: [bob, cyd]\n    reason: not candid\n"
        "    effect: [chief falls vacant, dan becomes chief]\n"
        "    discloses:\n      {duty: candour, said_by: board, not_told: [bob, cyd], "
        "confidence: disputed}\n"
    )
    assert found.owed_by == ("ann",)
    assert found.said_by == ("board",)
    assert found.due is None
    assert found.confidence is not None
    assert found.confidence.value == "disputed"


@pytest.mark.parametrize(
    ("told_at", "expected"), [("2024-03-01", "told in time"), ("2024-05-01", "told late")]
)
def test_what_is_owed_before_a_decision_is_due_when_it_is_taken(
    told_at: str, expected: str
) -> None:
    events = [
        (told_at, "discloses: {duty: papers, arose: 2024-02-01, told: [bob, cyd]}"),
        ("2024-04-01", "decided: sell, by: [bob, cyd]"),
    ]
    lines = "\n".join(f"  - {{at: {at}, what: x, {rest}}}" for at, rest in sorted(events))
    found = only(f"events:\n{lines}\n")
    assert set(kept(found).values()) == {expected}
    assert found.due_because == "before `sell` was taken"


# ----------------------------------------------------------------------- stepping aside

SALE = """
interests:
  buyer: {party: bob, what: owns the buyer, recused_from: sell, DECLARED}
events: [{at: 2024-04-01, what: a sale, decided: sell, by: [BY], AGAINST}]
"""


def sale(*, by: str, declared: str = "", against: str = "") -> list[str]:
    text = SALE.replace("BY", by).replace("DECLARED", declared).replace("AGAINST", against)
    return [f"{b.person}: {b.why}" for b in breaches(charter_of(text.replace(", }", "}")))]


def test_a_decision_by_somebody_who_had_to_step_aside_is_found() -> None:
    told = sale(by="ann, bob", declared="declared: 2024-03-01")
    assert told == ["bob: took part although of interest `buyer`, declared"]


def test_an_interest_that_was_declared_too_late_is_said_to_be() -> None:
    told = sale(by="ann, bob", declared="declared: 2024-05-01")
    assert told == ["bob: took part although of interest `buyer`, not declared by then"]


def test_voting_against_is_taking_part_too_and_staying_out_is_not() -> None:
    assert len(sale(by="ann, cyd", against="against: bob")) == 1
    assert sale(by="ann, cyd") == []


def test_a_reason_that_has_to_be_recorded_is_missed() -> None:
    event = (
        "events: [{at: 2024-04-01, what: a dismissal, decided: dismiss, by: [bob, cyd], REASON}]"
    )
    without = breaches(charter_of(event.replace(", REASON", "")))
    with_one = breaches(charter_of(event.replace("REASON", "reason: lost trust")))
    assert [b.why for b in without] == ["no reason is recorded, which it needs"]
    assert with_one == ()


# --------------------------------------------------------------------------- calendar


@pytest.mark.parametrize(
    ("start", "months", "days", "expected"),
    [
        ("2024-01-31", 1, 0, "2024-02-29"),
        ("2023-01-31", 1, 0, "2023-02-28"),
        ("2024-11-30", 3, 0, "2025-02-28"),
        ("2024-12-31", 12, 1, "2026-01-01"),
        ("9990-01-01", 12_000, 0, "9999-12-31"),
    ],
)
def test_months_are_counted_by_the_calendar(
    start: str, months: int, days: int, expected: str
) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    end = later(begin, Duration(months, timedelta(days=days)))
    assert end.date().isoformat() == expected
