"""Who can decide in charters with crowds, many holders, quorums; worked out by hand."""

import pytest

from stanchion.api.loading import load
from stanchion.api.power import decisions, who
from stanchion.api.view import view
from stanchion.control.results import Least, Who
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.reports import who as told
from stanchion.reports.marks import plain
from tests.control.test_enumeration import BOARD, HEAD, charter_of


def who_can(text: str, decision: str = "decide", *, budget: Budget | None = None) -> Who:
    return who(view(charter_of(text)), decision, budget=budget)


def said(least: Least) -> list[str]:
    return [told.pattern_in_words(pattern) for pattern in least.patterns]


def test_those_who_are_alike_are_said_together() -> None:
    rule = "decisions: {decide: {by: board, vetoes: agency, effect: recorded}}"
    found = who_can(BOARD + rule)
    assert said(found.least) == ["agency with any 3 of ann, bob, cyd and dan"]
    assert said(found.least_blocking) == ["agency", "any 2 of ann, bob, cyd and dan"]
    assert (found.fewest, found.winning, found.voters) == (4, 5, 5)


def meeting_of(holders: int) -> Who:
    """A meeting of so many holders of a share each, and one with as many as all others have."""
    people = "".join(f"  h{n}: {{person: Holder {n}}}\n" for n in range(holders))
    units = [holders - 1] + [1] * (holders - 1)
    stakes = "".join(
        f"    - {{holder: h{n}, class: common, units: {u}}}\n" for n, u in enumerate(units)
    )
    text = (
        HEAD.replace("  co: {company: Co, acts_by: board}\n", people, 1)
        + f"""
classes: {{parent: {{common: {{kind: common, votes: 1 per unit}}}}}}
holdings:
  parent:
{stakes}
bodies:
  meeting: {{of: parent, members: holders of common, acts: more than 1/2 of outstanding votes}}
decisions: {{decide: {{by: meeting, effect: recorded}}}}
"""
    )
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return who(view(loaded.charter), "decide")


def test_far_more_holders_than_could_be_tried_one_by_one() -> None:
    found = meeting_of(301)
    assert (found.voters, found.fewest, found.least.count) == (301, 2, 300)
    assert found.winning == 2**300 - 1, "the large holder with anybody"
    assert found.veto_players == ("h0",)
    assert found.least_blocking.fewest == 1
    assert (found.least_blocking.count, found.proper) == (2, True)


def test_a_question_that_is_too_large_says_so_in_one_line() -> None:
    text = BOARD + "decisions: {decide: {by: board, effect: recorded}}"
    with pytest.raises(TooLarge, match="a sampled answer"):
        who_can(text, budget=Budget(nodes=1))


MEETING = """
bodies:
  board: {of: co, size: 6, seats: [ann, bob, cyd, dan, vacant, vacant],
    acts: more than 1/2 of members present, quorum: at least 3 of members present}
decisions: {decide: {by: board, effect: recorded}}
"""


def test_staying_away_prevents_a_quorum_or_makes_fewer_enough() -> None:
    """Four sit, three are a quorum: two can stay away, and of three who come two carry it."""
    found = who_can(MEETING)
    assert found.fewest == 3, "against four who all come"
    assert found.attendance is not None
    assert found.attendance.enough is not None
    assert said(found.attendance.stops) == ["any 2 of ann, bob, cyd and dan"]
    assert said(found.attendance.enough) == ["any 2 of ann, bob, cyd and dan"]
    shown = told.decision(found, title="Decide")
    assert "2 can prevent a quorum by staying away" in plain(shown)
    assert "If no more come than the quorum needs, 2 of them carry it" in plain(shown)


def test_where_all_seats_count_nobody_gains_by_staying_away() -> None:
    found = who_can(
        MEETING.replace(
            "acts: more than 1/2 of members present", "acts: more than 1/2 of seats in office"
        )
    )
    assert found.attendance is None


def test_a_rule_that_half_can_meet_lets_two_sides_win() -> None:
    rule = (
        "decisions: {decide: {by: board, needs: at least 1/2 of seats in office, effect: recorded}}"
    )
    found = who_can(BOARD + rule)
    assert not found.proper
    assert "Two coalitions without a common member can both do it" in told.decision(
        found, title="D"
    )


def test_a_number_too_long_to_read_is_a_power_of_ten() -> None:
    assert told.figure(999_999) == "999,999"
    assert told.figure(2**100) == "about 1.26 x 10^30"
    assert told.figure(10**30) == "about 1.00 x 10^30"
    assert told.figure(10**30 - 1) == "about 9.99 x 10^29"


def test_every_way_is_shown_with_its_notice_also_where_there_is_one() -> None:
    """Of a single decision in a table, of all decisions in a word."""
    rule = "decisions: {decide: {by: board, notice: 14 days, effect: recorded}}"
    found = who_can(BOARD + rule)
    assert [(way.name, way.fewest, way.notice) for way in found.routes] == [
        ("meeting", 3, "14 days")
    ]
    assert "meeting       3           2  14 days" in plain(told.decision(found, title="D"))
    overview = decisions(view(charter_of(BOARD + rule)))
    assert "meeting (14 days)" in plain(told.overview_table(overview))
