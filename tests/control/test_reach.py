# ruff: noqa: E501 - charters read best a line an entry
"""What people can become able to do, on companies small enough to see through."""

from datetime import timedelta

import pytest

from stanchion.api.loading import load
from stanchion.api.proof import check
from stanchion.api.reach import Ahead, Nominees, prospects, reach
from stanchion.api.view import View, view
from stanchion.control.reach.results import Outcome, Plan, Reach
from stanchion.control.results import Verdict
from stanchion.reports import reach as report
from stanchion.reports.jsonable_reach import reach as as_json
from stanchion.reports.marks import plain

HEAD = """
stanchion: 1
name: A test
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  eve: {person: Eve}
  fund: {fund: Fund}
  rest: {group: The rest}
  co: {company: Co, acts_by: board}
  sub: {company: Sub, managed_by: co}
classes: {co: {votes: {kind: common, votes: 1 per unit}}}
holdings:
  co:
    - {holder: fund, class: votes, units: 60}
    - {holder: rest, class: votes, units: 40}
"""
BOARD = """
offices:
  ceo: {of: sub, held_by: ann}
bodies:
  meeting: {of: co, members: holders of votes, acts: more than 1/2 of outstanding votes, notice: 14 days}
  board: {of: co, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: 2 days}
decisions:
  elect: {by: meeting, effect: someone joins board}
  remove: {by: meeting, effect: a member leaves board}
  appoint: {by: manager of sub, effect: someone becomes ceo}
"""


def asked(text: str) -> View:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return view(loaded.charter)


def told(plan: Plan) -> list[tuple[str, str, int, int]]:
    return [(s.decision, s.text, s.waits.days, s.effective.days) for s in plan.steps]


def the_plan(found: Reach) -> Plan:
    assert found.outcome is Outcome.REACHED, found.words
    return found.plans[0]


def proved(text: str, claim: str) -> tuple[Verdict, str]:
    loaded = load(HEAD + text + f"expect: ['{claim}']\n", file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    (outcome,) = check(loaded.charter).outcomes
    return outcome.verdict, outcome.words


# ------------------------------------------------------------ plans and their time


def test_an_owner_replaces_the_board_at_one_meeting_and_then_the_board_acts() -> None:
    found = reach(asked(BOARD), "eve is ceo", by="fund")
    plan = the_plan(found)
    assert told(plan) == [
        ("remove", "`bob` leaves `board`", 14, 14),
        ("elect", "`newcomer of the coalition 1` joins `board`", 14, 14),
        ("remove", "`cyd` leaves `board`", 14, 14),
        ("elect", "`newcomer of the coalition 2` joins `board`", 14, 14),
        ("appoint", "`eve` becomes `ceo`", 16, 16),
    ]
    assert plan.takes == timedelta(days=16)
    assert plan.steps[-1].by == ("newcomer of the coalition 1", "newcomer of the coalition 2")


def test_independent_newcomers_vote_for_nobody() -> None:
    found = reach(asked(BOARD), "eve is ceo", by="fund", ahead=Ahead(nominees=Nominees.INDEPENDENT))
    assert found.outcome is Outcome.NEVER
    assert "independent" in found.nominees


def test_fourteen_days_are_too_few_and_five_decisions_are_needed() -> None:
    for within in ("14 days", "4 steps"):
        found = reach(asked(BOARD), "eve is ceo", by="fund", ahead=Ahead(within=within))
        assert found.outcome is Outcome.NOT_WITHIN, within
    found = reach(asked(BOARD), "eve is ceo", by="fund", ahead=Ahead(within="5 steps and 16 days"))
    assert found.outcome is Outcome.REACHED


def test_the_fewest_who_suffice_are_found_without_being_named() -> None:
    found = reach(asked(BOARD), "eve is ceo")
    coalitions = [[(c.count, c.of) for c in one] for one in found.coalitions]
    assert coalitions == [[(1, ("fund",))], [(2, ("ann", "bob", "cyd"))]]


def test_more_decisions_may_take_less_time() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann, bob, cyd], size: 4, acts: more than 1/2 of seats in office, notice: none}
decisions:
  slow: {by: board, notice: 30 days, effect: recorded}
  shorten: {by: board, effect: decision slow has notice of 1 day}
"""
    found = reach(asked(text), "slow is taken", by="ann and bob")
    assert [(p.decisions, p.takes.days) for p in found.plans] == [(1, 30), (2, 1)]


def test_whoever_may_waive_notice_waives_it_only_for_those_he_is_with() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: 7 days, waiver: cyd}
decisions:
  sell: {by: board, effect: co is sold}
"""
    days = {
        who: the_plan(reach(asked(text), "co is sold", by=who)).takes.days
        for who in ("ann and bob", "ann and cyd")
    }
    assert days == {"ann and bob": 7, "ann and cyd": 0}


def test_cooling_off_comes_before_the_vote_and_a_time_lock_after_it() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: none}
decisions:
  sell: {by: board, notice: 2 days, cooling_off: 1 month, time_lock: 3 days, effect: co is sold}
"""
    assert told(the_plan(reach(asked(text), "co is sold", by="ann and bob"))) == [
        ("sell", "`co` is sold", 33, 36)  # 3 January, 3 February, 6 February
    ]


def test_of_several_routes_the_fastest_that_wins_is_taken() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
decisions:
  sell:
    by: board
    effect: co is sold
    routes:
      meeting: {needs: more than 1/2 of seats in office, notice: 5 days}
      consent: {needs: all of seats in office, notice: none}
"""
    routes = {
        who: (plan.steps[0].route, plan.takes.days)
        for who in ("ann and bob", "board")
        for plan in reach(asked(text), "co is sold", by=who).plans
    }
    assert routes == {"ann and bob": ("meeting", 5), "board": ("consent", 0)}


def test_a_decision_waits_for_its_day_and_is_not_taken_after_it_expires() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann], acts: more than 1/2 of seats in office, notice: none}
decisions:
  sell: {by: board, when: from 2024-02-01, expires: EXPIRES, effect: co is sold}
"""
    late = asked(text.replace("EXPIRES", "2024-03-01"))
    assert the_plan(reach(late, "co is sold", by="ann")).takes.days == 31
    early = asked(text.replace("EXPIRES", "2024-01-20"))
    assert reach(early, "co is sold", by="ann").outcome is Outcome.NEVER


STAGGERED = """
bodies:
  meeting: {of: co, members: holders of votes, acts: more than 1/2 of outstanding votes, notice: none}
  board:
    of: co
    size: 3
    seats:
      - {held_by: ann, elected_by: holders of votes, until: 2024-06-01}
      - {held_by: bob, elected_by: holders of votes, until: 2025-06-01}
      - {held_by: cyd, elected_by: holders of votes, until: 2026-06-01}
    at_term_end: WHAT
    acts: more than 1/2 of seats in office
decisions:
  elect: {by: meeting, effect: someone joins board}
"""


@pytest.mark.parametrize("what", ["stays until replaced", "leaves"])
def test_a_staggered_board_is_taken_over_at_its_second_election(what: str) -> None:
    asked_of = asked(STAGGERED.replace("WHAT", what))
    found = reach(asked_of, "board has a majority loyal to fund", by="fund")
    plan = found.plans[-1]  # if they leave, one decision does as well, in a year more
    assert [step.waits.days for step in plan.steps] == [152, 517]
    replaced = "takes the seat of `ann` in `board`, whose term is over" in plan.steps[0].text
    assert replaced is (what == "stays until replaced")


def test_electors_fill_and_empty_their_own_seats_alone() -> None:
    text = """
bodies:
  meeting: {of: co, members: holders of votes, acts: more than 1/2 of outstanding votes, notice: none}
  board:
    of: co
    size: 3
    seats:
      - {held_by: ann, elected_by: holders of votes}
      - {held_by: bob, elected_by: rest}
      - {held_by: cyd, elected_by: rest}
    acts: more than 1/2 of seats in office
decisions:
  remove: {by: meeting, effect: a member leaves board}
  elect: {by: meeting, effect: someone joins board}
"""
    assert reach(asked(text), "ann does not sit in board", by="fund").outcome is Outcome.REACHED
    assert reach(asked(text), "bob does not sit in board", by="fund").outcome is Outcome.NEVER
    found = reach(asked(text), "board has a majority loyal to fund", by="fund")
    assert found.outcome is Outcome.NEVER


def test_a_group_that_sits_for_several_gives_up_as_many_seats() -> None:
    text = """
bodies:
  meeting: {of: co, members: holders of votes, acts: more than 1/2 of outstanding votes, notice: none}
  board: {of: co, size: 4, seats: [{held_by: rest, votes: 3}, ann], acts: more than 1/2 of seats in office}
decisions:
  remove: {by: meeting, effect: a member leaves board}
  elect: {by: meeting, effect: someone joins board}
"""
    found = reach(asked(text), "board has a majority loyal to fund", by="fund")
    texts = [step.text for step in the_plan(found).steps]
    assert "`rest` leaves `board`" in texts
    assert any("`rest` stands for 3 seats of `board`" in text for text in found.assumptions)
    full = reach(asked(text), "eve sits in board", by="fund")
    assert [step.decision for step in the_plan(full).steps] == ["remove", "elect"]


def test_into_a_committee_come_members_of_its_body() -> None:
    text = """
bodies:
  board: {of: co, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: none}
  audit: {of: co, size: 1, seats: [cyd], committee_of: board, acts: at least 1 of seats in office, notice: none}
decisions:
  leave: {by: board, effect: a member leaves audit}
  join: {by: board, effect: someone joins audit}
  approve: {by: audit, effect: recorded}
"""
    plan = the_plan(reach(asked(text), "approve is taken", by="ann and bob"))
    assert [step.text for step in plan.steps] == [
        "`cyd` leaves `audit`",
        "`ann` joins `audit`",
        "it is recorded",
    ]


def test_a_smaller_board_is_a_way_to_a_majority_of_all_seats() -> None:
    text = """
bodies:
  board: {of: co, size: 5, seats: [ann, bob], acts: more than 1/2 of all seats, notice: none}
decisions:
  size: {by: board, needs: all of seats in office, effect: size of board is open}
  sell: {by: board, effect: co is sold}
"""
    plan = the_plan(reach(asked(text), "co is sold", by="board"))
    assert [step.text for step in plan.steps] == [
        "`board` has 4 seats",
        "`board` has 3 seats",
        "`co` is sold",
    ]


def test_units_that_change_hands_change_who_decides() -> None:
    text = """
bodies:
  board: {of: co, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office}
  meeting: {of: co, members: holders of votes, acts: more than 1/2 of outstanding votes, notice: none}
decisions:
  buy: {by: rest, effect: fund transfers 30 of votes to rest, notice: none}
  sell: {by: meeting, effect: co is sold}
"""
    plan = the_plan(reach(asked(text), "co is sold", by="rest"))
    assert [step.decision for step in plan.steps] == ["buy", "sell"]


# ------------------------------------------------------------------ amendments

AMENDS = """
bodies:
  board: {of: co, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: none}
decisions:
  amend: {by: board, effect: rule of sell is amended}
  sell: {by: board, needs: all of seats in office, effect: co is sold}
"""
LEVER = """
dispute:
  question: may it be sold
  begins: 2024-01-01
  axes: {price: {low: cheap, high: dear}}
  parties:
    ann: {positions: {price: {position: 10, salience: 10}}, influence: 10, because: sits}
    bob: {positions: {price: {position: 10, salience: 10}}, influence: 10, because: sits}
  levers:
    majority: {name: A majority, set: decision sell needs more than 1/2 of seats in office of board}
"""


def test_a_declared_amendment_is_a_move() -> None:
    plan = the_plan(reach(asked(AMENDS + LEVER), "co is sold", by="ann and bob"))
    assert [step.decision for step in plan.steps] == ["amend", "sell"]


def test_who_may_amend_to_what_is_not_declared_is_not_said_to_be_kept_off() -> None:
    found = reach(asked(AMENDS), "co is sold", by="ann and bob")
    assert found.outcome is Outcome.UNDECIDED
    assert "`amend` can amend the rule of `sell`" in found.words
    assert proved(AMENDS, "ann and bob can never sell")[0] is Verdict.UNDECIDED
    assert proved(AMENDS, "ann can never sell")[0] is Verdict.PROVED


# ------------------------------------------------------------------- opponents

RIVALS = """
bodies:
  board: {of: co, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: none}
decisions:
  sell: {by: board, notice: DAYS, effect: co is sold}
  block: {by: consent, notice: 3 days, effect: decision sell needs all of seats in office of board}
""".replace("by: consent", "by: cyd")


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ("2 days", Outcome.REACHED),
        ("3 days", Outcome.NEVER),
        ("4 days", Outcome.NEVER),
    ],
    ids=["we are first", "a tie goes to them", "they are first"],
)
def test_opponents_act_in_between_and_first_on_ties(days: str, outcome: Outcome) -> None:
    text = RIVALS.replace("DAYS", days)
    alone = reach(asked(text), "co is sold", by="ann and bob")
    assert alone.outcome is Outcome.REACHED
    opposed = reach(asked(text), "co is sold", by="ann and bob", ahead=Ahead(against="cyd"))
    assert opposed.outcome is outcome
    anyone = reach(asked(text), "co is sold", by="ann and bob", ahead=Ahead(against="anyone"))
    assert anyone.outcome is outcome


def test_the_main_line_shows_what_opponents_do() -> None:
    text = """
bodies:
  board: {of: co, size: 3, seats: [ann, bob, cyd], acts: more than 1/2 of seats in office, notice: none}
offices: {chair: {of: co, held_by: dan}}
decisions:
  fire: {by: chair, effect: a member leaves board, notice: none}
  sell: {by: board, effect: co is sold}
"""
    found = reach(asked(text), "co is sold", by="ann and bob", ahead=Ahead(against="dan"))
    assert found.outcome is Outcome.NEVER
    assert "`fire`: `ann` leaves `board`" in found.words
    found = reach(asked(text), "ann does not sit in board", by="dan", ahead=Ahead(against="board"))
    assert [step.opposing for step in the_plan(found).steps] == [False]


# ---------------------------------------------------------------- expectations


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("fund can never appoint", Verdict.REFUTED),
        ("rest can never appoint", Verdict.PROVED),
        ("fund can appoint within 16 days", Verdict.PROVED),
        ("fund can appoint within 15 days", Verdict.REFUTED),
        ("fund cannot appoint within 4 steps", Verdict.PROVED),
        ("fund cannot appoint within 5 steps", Verdict.REFUTED),
        ("nobody can ever elect without fund", Verdict.PROVED),
        ("nobody can ever appoint without board", Verdict.REFUTED),
        ("nobody can ever appoint without board and fund", Verdict.PROVED),
        ("any 2 of board can bring about that eve is ceo", Verdict.PROVED),
        ("any 1 of board can never bring about that eve is ceo", Verdict.PROVED),
        ("fund can bring about that ann does not sit in board within 1 step", Verdict.PROVED),
        ("ann cannot be removed from board against fund", Verdict.PROVED),
        ("ann cannot be removed from board against bob", Verdict.REFUTED),
        ("ann cannot be removed from ceo against fund, ann and bob", Verdict.PROVED),
        ("it is false that ann cannot be removed from ceo against bob", Verdict.PROVED),
        ("bob cannot be removed from ceo against ann", Verdict.UNDECIDED),
        ("fund can block appoint within 3 steps", Verdict.UNDECIDED),
    ],
)
def test_an_expectation_over_time_is_proved_or_shown_its_plan(claim: str, verdict: Verdict) -> None:
    found, words = proved(BOARD, claim)
    assert found is verdict, words
    if claim == "fund can never appoint":
        assert words == (
            "`fund` can: `remove`: `ann` leaves `board` (after 14 days); then `elect`: `newcomer "
            "of the coalition 1` joins `board` (after 14 days); then `remove`: `bob` leaves `board` "
            "(after 14 days); then `elect`: `newcomer of the coalition 2` joins `board` (after 14 "
            "days)"
        )


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("ann cannot be removed from bord against bob", "unknown body or office `bord`"),
        ("fund can never bring about that ann is cheif", "unknown office `cheif`"),
        ("fund can never bring about that eva sits in board", "unknown party `eva`"),
        ("fund can bring about that can apoint", "unknown decision `apoint`"),
    ],
)
def test_an_unknown_name_in_an_expectation_is_a_diagnostic(claim: str, message: str) -> None:
    loaded = load(HEAD + BOARD + f"expect: ['{claim}']\n", file="charter.yaml")
    assert [d.message for d in loaded.diagnostics] == [message]


def test_no_coalition_of_a_group_is_shown_its_least_part() -> None:
    text = BOARD + "groups: {friends: [ann, bob, cyd, dan]}\n"
    found, words = proved(text, "no coalition of friends can appoint")
    assert found is Verdict.REFUTED
    assert words == "`ann` and `bob` together can `appoint`"


# ----------------------------------------------------------- limits and answers


def test_a_search_that_meets_a_limit_says_so_and_does_not_guess() -> None:
    few = reach(asked(BOARD), "eve is ceo", by="fund", ahead=Ahead(positions=3))
    assert few.outcome is Outcome.UNDECIDED
    assert "more than 3 positions" in few.words
    text = BOARD.replace("size: 3, seats: [ann, bob, cyd]", "seats: [ann, bob, cyd, dan, eve]")
    ahead = Ahead(time_is_up=lambda: True)
    late = reach(asked(text), "rest is sold", by="fund", ahead=Ahead(positions=10))
    assert late.outcome is Outcome.NEVER  # no decision sells it: nothing to look at
    out_of_time = reach(asked(text), "co is sold and can appoint", by="fund", ahead=ahead)
    assert out_of_time.outcome in {Outcome.UNDECIDED, Outcome.NEVER}


def test_what_is_taken_for_granted_is_said() -> None:
    text = BOARD.replace("size: 3, ", "").replace(", notice: 14 days", "")
    found = reach(asked(text), "board has a majority loyal to fund", by="fund")
    assert found.assumptions == (
        "newcomers are loyal to those who appoint them",
        "`board` has no stated size; it is taken to grow to 7 at most",
        "no notice is stated for `elect`, `remove`; none is counted",
    )


def test_every_decision_that_a_coalition_can_come_to_take() -> None:
    found = prospects(asked(BOARD), by="fund")
    assert [(one.decision, one.reach.outcome, len(one.reach.plans[0].steps)) for one in found] == [
        ("elect", Outcome.REACHED, 0),
        ("remove", Outcome.REACHED, 0),
        ("appoint", Outcome.REACHED, 4),
    ]
    assert "4 decisions before, 14 days in all" in plain(report.prospects(found))


def test_the_answer_in_words_and_as_json_says_who_how_and_when() -> None:
    found = reach(asked(BOARD), "eve is ceo")
    text = plain(report.reach(found))
    assert "The fewest who suffice are 1; the least coalitions:" in text
    assert "any 2 of (ann, bob, cyd)" in text
    assert "after 16 days" in text
    document = as_json(found)
    assert document["outcome"] == "reached"
    assert document["plans"][0]["steps"][0]["voted_after_days"] == "14"
    assert len(document["digest"]) == 64


def test_renaming_people_renames_the_answer_and_changes_nothing_else() -> None:
    named = reach(asked(BOARD), "eve is ceo", by="fund")
    other = reach(asked(BOARD.replace("bob", "dan")), "eve is ceo", by="fund")
    assert [s.text.replace("bob", "dan") for s in named.plans[0].steps] == [
        s.text for s in other.plans[0].steps
    ]
    assert named.positions == other.positions
