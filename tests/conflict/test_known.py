"""What was known on a day, edits of a charter, and the parties' numbers exchanged."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.charter.model import Charter
from stanchion.conflict.levers.edits import declared, edited, together
from stanchion.conflict.replay.known import known_at
from stanchion.conflict.replay.shuffled import exchange, shuffled

PATH = Path(__file__).resolve().parents[2] / "cases/openai-2023/charter.yaml"


@pytest.fixture(scope="module")
def charter() -> Charter:
    loaded = load(PATH.read_bytes(), file="charter.yaml")
    assert loaded.charter is not None
    return loaded.charter


def begins(charter: Charter) -> datetime:
    assert charter.dispute is not None
    return charter.dispute.begins.start


def test_on_the_first_day_nothing_that_came_later_is_known(charter: Charter) -> None:
    known = known_at(charter, begins(charter))
    dispute = known.charter.dispute
    assert dispute is not None
    assert dispute.offers == ()
    assert not any(party.shifts for party in dispute.parties.values())
    assert all(outcome.happened is None for outcome in dispute.outcomes.values())
    assert dispute.ends is None
    assert all(event.when.start <= known.at for event in known.charter.events)
    assert (known.later_shifts, known.later_offers) == (3, 1)


def test_what_is_dated_before_is_known_and_stays_known(charter: Charter) -> None:
    counts = [
        (known.later_shifts, known.later_offers)
        for day in range(5)
        for known in [known_at(charter, begins(charter) + timedelta(days=day))]
    ]
    assert counts == [(3, 1), (3, 1), (2, 1), (0, 0), (0, 0)]


def test_everybody_gets_the_numbers_of_somebody_else(charter: Charter) -> None:
    dispute = charter.dispute
    assert dispute is not None
    for seed in range(5):
        labels = exchange(dispute, seed)
        assert sorted(labels) == sorted(labels.values())
        assert all(one != other for one, other in labels.items())
        assert not set(labels) & set(dispute.crowds)
        mixed = shuffled(charter, labels).dispute
        assert mixed is not None
        for name, other in labels.items():
            assert mixed.parties[name] == dispute.parties[other]
            for key, outcome in mixed.outcomes.items():
                assert outcome.worth.get(name) == dispute.outcomes[key].worth.get(other)
    assert exchange(dispute, 1) == exchange(dispute, 1)
    assert exchange(dispute, 1) != exchange(dispute, 2)


def test_a_lever_changes_the_rule_and_nothing_of_the_dispute(charter: Charter) -> None:
    for edit in declared(charter):
        changed = edited(charter, [edit])
        assert changed != charter
        assert changed.dispute == charter.dispute


def test_changes_of_one_rule_to_different_ends_are_no_set(charter: Charter) -> None:
    edits = {edit.key: edit for edit in declared(charter)}
    assert together(charter, [edits["two_thirds"], edits["five_sixths"]]) is None
    both = together(charter, [edits["two_thirds"], edits["notice_48_hours"]])
    assert both is not None
    assert both.decisions != charter.decisions
