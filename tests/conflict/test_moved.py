"""Who moved whom: what the offers that were taken add up to."""

import json

import pytest

from stanchion.api.errors import UnknownName
from stanchion.api.moved import moved
from stanchion.conflict.from_charter import NoDispute
from stanchion.reports import moved as told
from tests.conflict.firm import FIRM, charter_of


def test_what_a_party_was_moved_is_the_way_it_went_where_it_never_turned() -> None:
    (found,) = moved(charter_of())
    assert found.account is not None
    ends = dict(found.account.rounds[-1].positions)
    for name, began in found.account.positions:
        way = sum(pull.by for pull in found.pulls if pull.moved == name)
        assert way >= abs(ends[name] - began) - 1e-9


def test_nobody_moves_himself_and_the_largest_stands_first() -> None:
    (found,) = moved(charter_of(), rounds=6)
    assert all(pull.mover != pull.moved for pull in found.pulls)
    assert [pull.by for pull in found.pulls] == sorted(
        (pull.by for pull in found.pulls), reverse=True
    )


def test_where_nobody_disagrees_that_is_said_and_nothing_drawn() -> None:
    text = FIRM.replace("position: 10", "position: 50").replace("position: 90", "position: 50")
    text = text.replace("position: 40 (20 to 60)", "position: 50")
    found = moved(charter_of(text))
    assert found[0].account is None
    assert "nobody disagrees" in told.moved(found)
    assert told.drawing(found) is None
    assert json.loads(json.dumps(told.moved_json(found)))[0]["rounds"] == []


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(UnknownName, match="preset"):
        moved(charter_of(), preset="pape")
    with pytest.raises(UnknownName, match="axis"):
        moved(charter_of(), axis="trst")
    with pytest.raises(NoDispute):
        moved(charter_of(FIRM[: FIRM.index("dispute:")]))


def test_words_and_json_carry_the_caveat() -> None:
    found = moved(charter_of())
    assert "no forecast" in told.moved(found)
    made = json.loads(json.dumps(told.moved_json(found)))
    assert made[0]["exact"] is False
    paper = moved(charter_of(), preset="paper")
    assert "off by 27.6 points on average" in " ".join(told.moved(paper).split())
