"""Rules of law that a charter takes by name, and the fold of events one at a time."""

from pathlib import Path

import pytest

from stanchion.charter.history import history
from stanchion.charter.law import taken_from_law, under_law
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.presets import PRESETS, Law, TakenBy
from stanchion.charter.state import state_at

CASES = Path(__file__).resolve().parents[2] / "cases"
TEXT = """
stanchion: 1
name: A test
as_of: 2024-01-01 UTC
currency: EUR
parties: {ann: {person: Ann}, bob: {person: Bob}, co: {company: Co}}
classes: {co: {common: {kind: common, votes: 1 per unit, units: 10}}}
holdings: {co: [{holder: ann, class: common, units: 10}]}
bodies:
  board: {seats: [ann, bob], size: 2, acts: all of all seats}
  meeting: {members: holders of common, acts: all of outstanding votes}
  lawful: {BODY}
decisions:
  decide: {by: meeting, DECISION effect: recorded}
"""


def charter_of(text: str) -> Charter:
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def of_holders(law: Law) -> bool:
    return any("votes" in text for _, text in PRESETS[law].sets)


@pytest.mark.parametrize("law", Law)
def test_every_rule_of_law_can_be_taken_and_sets_what_it_says(law: Law) -> None:
    preset = PRESETS[law]
    if preset.taken_by is TakenBy.DECISION:
        vacancies = law is Law.DELAWARE_VACANCIES
        text = TEXT.replace("  lawful: {BODY}\n", "").replace("DECISION", f"law: {law.value},")
        text = text.replace("by: meeting", "by: board") if vacancies else text
        entry = charter_of(text).decisions[Name("decide")]
        changed = under_law(entry)
        found = {taken.key: getattr(changed, taken.key) for taken in taken_from_law(entry)}
    else:
        who = "members: holders of common" if of_holders(law) else "seats: [ann, bob], size: 2"
        sets_rule = "acts" in dict(preset.sets)
        rule = "" if sets_rule else ", acts: all of outstanding votes"
        if not of_holders(law) and not sets_rule:
            rule = ", acts: all of all seats"
        text = TEXT.replace("{BODY}", f"{{{who}, law: {law.value}{rule}}}").replace("DECISION", "")
        body = charter_of(text).bodies[Name("lawful")]
        lawful = under_law(body)
        found = {taken.key: getattr(lawful, taken.key) for taken in taken_from_law(body)}
    assert list(found) == [key for key, _ in preset.sets]
    assert None not in found.values()
    assert preset.cites
    assert preset.says[:1].islower()


def test_what_an_entry_says_itself_is_not_taken_from_law() -> None:
    body = "{seats: [ann, bob], size: 2, law: delaware board meeting, acts: all of all seats}"
    found = charter_of(TEXT.replace("{BODY}", body).replace("DECISION", "")).bodies[Name("lawful")]
    assert [taken.key for taken in taken_from_law(found)] == ["quorum"]
    assert under_law(found).acts == found.acts


def test_an_unknown_rule_of_law_is_answered_with_the_nearest() -> None:
    body = "{seats: [ann, bob], size: 2, law: delaware board meting}"
    loaded = load(TEXT.replace("{BODY}", body).replace("DECISION", ""), file="charter.yaml")
    assert any("did you mean `delaware board meeting`?" in d.help for d in loaded.errors)


@pytest.mark.parametrize("case", ["openai-2023", "meta-2025", "venture-series-d"])
def test_the_fold_of_all_events_ends_where_the_timeline_does(case: str) -> None:
    charter = charter_of((CASES / case / "charter.yaml").read_text(encoding="utf-8"))
    last = None
    for moment in history(charter):
        if last is not None and not moment.is_history:
            assert moment.before.seats == last.seats
        last = moment.after
        if not moment.is_history and moment.event is charter.events[-1]:
            assert moment.after == state_at(charter, moment.event.when.start)
