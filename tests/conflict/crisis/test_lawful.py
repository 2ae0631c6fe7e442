"""What the charter allowed: least coalitions, days, vetoes, and moves said to be allowed or not."""

from datetime import datetime

import pytest

from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.crisis.lawful import OpenMove, Way, open_moves, ways
from stanchion.exact.diagram import Budget
from tests.conflict.crisis.disputes import DISPUTE, HEAD, charter_of, small


def moves_of(text: str) -> dict[tuple[str, str], OpenMove]:
    found = scene(charter_of(text))
    return {(m.kind, m.party): m for m in open_moves(found, crisis(found))}


MOVES = moves_of(HEAD + DISPUTE)


@pytest.mark.parametrize(
    ("kind", "party", "allowed", "why"),
    [
        ("decide", "board", True, "can take `appoint_chief` without anybody else"),
        ("decide", "rival", False, "has no vote in `remove_chief`"),
        ("resign", "ann", True, "gives up `board`"),
        ("resign", "rival", False, "has no seat or office to give up at this instant"),
        ("call a meeting", "ann", True, "sits in a body"),
        ("call a meeting", "rival", False, "sits in no body, and nobody else may call it"),
        ("offer", "rival", True, "needs no vote"),
        ("sign", "staff", True, "needs no vote"),
        ("yield", "board", True, "has a vote in what would change how it stands"),
        (
            "yield",
            "rival",
            False,
            "has no vote in anything that would change how it stands",
        ),
        ("sue", "rival", True, "is a matter of law or contract that the charter does not say"),
    ],
)
def test_each_declared_move_is_judged(kind: str, party: str, allowed: bool, why: str) -> None:
    move = MOVES[kind, party]
    assert (move.allowed, move.why) == (allowed, why)
    assert move.at is not None


def test_a_single_director_needs_others() -> None:
    text = (HEAD + DISPUTE).replace(
        "parties: board, decision: appoint_chief", "parties: bob, decision: appoint_chief"
    )
    assert moves_of(text)["decide", "bob"].why == "has a vote in `appoint_chief`, and needs others"


def by_target(*changes: tuple[str, str]) -> dict[str, Way]:
    return {way.target: way for way in ways(small(*changes), Budget())}


def test_the_least_coalitions_of_each_way() -> None:
    found = by_target()
    assert found["stands"].decisions == ("remove_chief",)
    assert found["returns"].decisions == ("appoint_chief", "elect")
    assert found["returns"].least is not None
    assert found["returns"].least.coalitions == (("ann", "bob"), ("ann", "cyd"), ("bob", "cyd"))
    assert found["returns"].vetoes == ()
    assert found["returns"].days == 0


def test_a_veto_and_notice_show() -> None:
    appoint = "appoint_chief: {by: board, effect: someone becomes chief, notice: none}"
    vetoed = appoint.replace("notice: none", "notice: 3 days, vetoes: eva")
    way = by_target((appoint, vetoed))["returns"]
    assert way.vetoes == ("eva",)
    assert way.days == 3


def test_one_who_is_recused_does_not_count() -> None:
    remove = "remove_chief: {by: board, effect: chief falls vacant, notice: none"
    way = by_target((remove, f"{remove}, recused: cyd, recusal: leaves quorum and base"))
    assert way["stands"].least is not None
    assert way["stands"].least.coalitions == (("ann", "bob"),)


def test_a_resignation_that_moves_list_is_a_way_of_its_own() -> None:
    text = (HEAD + DISPUTE).replace("effect: eva leaves chief", "effect: ann leaves board")
    text = text.replace("  opens_with: removal\n", "")
    found = {way.target: way for way in ways(crisis(scene(charter_of(text))), Budget())}
    assert found["stands"].decisions == ("resignation",)
    assert found["stands"].least is not None
    assert found["stands"].least.coalitions == (("ann",),)


def test_coalitions_too_many_to_tell_are_said_to_be() -> None:
    found = ways(small(), Budget(nodes=1))
    assert all(way.lawful and way.least is None for way in found)
    assert "are not told" in found[0].why_not[0]


def test_a_forecast_later_starts_where_things_then_stand() -> None:
    later = datetime.fromisoformat("2024-03-02T09:00:00+00:00")
    found = scene(charter_of(HEAD + DISPUTE), at=later)
    made = crisis(found)
    assert made.names[made.start] == "stands"
    assert made.opening is None
    assert found.horizon == 4
    assert "as_before" not in made.names
