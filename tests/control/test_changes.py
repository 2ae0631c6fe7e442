"""What an event changed in who can do what."""

from stanchion.api.loading import load
from stanchion.api.timeline import duties, timeline
from stanchion.charter.model import Charter
from stanchion.control.changes import EventChanges, event_changes

CHARTER = """
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
  staff: {group: Staff, size: 10, votes_as: individuals}
  co: {company: Co, acts_by: board}
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
  assembly: {members: staff, acts: more than 1/2 of votes cast}
offices: {chief: {of: co, held_by: ann}}
decisions:
  dismiss: {by: board, effect: chief falls vacant}
  spend: {by: chief, effect: recorded}
  strike: {by: assembly, effect: recorded}
events:
  - {at: 2023-05-01, what: before the opening}
  - {at: 2024-02-01, what: nothing changes, effect: recorded}
  - {at: 2024-03-01, what: cyd leaves, effect: cyd leaves board}
  - {at: 2024-04-01, what: a dismissal, decided: dismiss, by: bob, effect: bob becomes chief}
  - at: 2024-05-01
    what: another rule
    effect: decision dismiss needs at least 1 of seats in office of board
  - {at: 2024-06-01, what: a strike, decided: strike}
"""


def charter() -> Charter:
    loaded = load(CHARTER, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def found() -> dict[str, EventChanges]:
    return {str(changes.event.what): changes for changes in event_changes(charter())}


def words(changes: EventChanges) -> dict[str, tuple[str, str]]:
    return {c.decision: (c.before.words, c.after.words) for c in changes.changes}


def test_only_events_that_change_or_decide_are_spoken_of() -> None:
    assert list(found()) == ["cyd leaves", "a dismissal", "another rule", "a strike"]


def test_each_decision_that_others_can_take_is_put_in_words_before_and_after() -> None:
    assert words(found()["cyd leaves"]) == {"dismiss": ("any 2 of ann, bob and cyd", "ann and bob")}
    assert words(found()["a dismissal"]) == {"spend": ("ann alone", "bob alone")}
    assert words(found()["another rule"]) == {"dismiss": ("ann and bob", "any 1 of ann and bob")}


def test_whether_those_who_decided_were_enough_is_said() -> None:
    taken = found()["a dismissal"].taken
    assert taken is not None
    assert (taken.sufficed, taken.why) == (False, "it takes ann and bob")
    strike = found()["a strike"].taken
    assert strike is not None
    assert strike.sufficed is None
    assert strike.why == "by whom is not recorded; it takes 6 of the 10 of staff"


def test_the_timeline_carries_changes_where_they_are_asked_for() -> None:
    plain = timeline(charter())
    told = timeline(charter(), changes=True)
    assert len(plain.entries) == len(told.entries) == 6
    assert all(entry.changes is None for entry in plain.entries)
    assert sum(1 for entry in told.entries if entry.changes is not None) == 4
    assert duties(charter()).duties == ()


def test_what_time_alone_has_changed_is_told_with_the_next_event() -> None:
    text = CHARTER.replace(
        "  spend: {by: chief, effect: recorded}",
        "  spend: {by: chief, expires: 2024-02-15, effect: recorded}",
    )
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None
    first = event_changes(loaded.charter)[0]
    assert str(first.event.what) == "cyd leaves"
    assert [(c.decision, c.before.words, c.after.words) for c in first.passed] == [
        ("spend", "ann alone", "nobody")
    ]
