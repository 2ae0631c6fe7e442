"""Every rule that the language can say, on boards and meetings small enough to work out by hand."""

import pytest

from stanchion.api.loading import load
from stanchion.api.power import who
from stanchion.api.view import instant_of, view
from stanchion.charter.model import Charter
from stanchion.control.from_charter import CannotDecide, Compiled, compiled
from stanchion.control.results import Who

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
  staff: {group: Staff, size: 10, votes_as: individuals}
  crowd: {group: Crowd, size: 10, votes_as: a bloc}
  silent: {group: Silent, votes_as: nobody}
  fund: {company: Fund}
  co: {company: Co, acts_by: board}
  court: {authority: A court}
"""
BOARD = """
bodies:
  board: {of: co, seats: [ann, bob, cyd, dan, eve], acts: more than 1/2 of seats in office}
"""


def charter_of(text: str) -> Charter:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def made(text: str, decision: str = "decide", *, at: str | None = None) -> Compiled:
    charter = charter_of(text)
    instant = None if at is None else instant_of(charter, at)
    return compiled(view(charter, at=instant).state, decision)


def who_can(text: str, decision: str = "decide", *, at: str | None = None) -> Who:
    charter = charter_of(text)
    return who(view(charter, at=None if at is None else instant_of(charter, at)), decision)


def named(found: Who) -> list[str]:
    return [" ".join(coalition) for coalition in found.minimal]


def said(found: Compiled | Who) -> str:
    return " | ".join([*(step.text for step in found.because), *found.assumptions])


def refused(text: str) -> str:
    with pytest.raises(CannotDecide) as caught:
        made(text)
    return caught.value.why


def decide(rest: str = "", *, by: str = "board") -> str:
    return f"decisions: {{decide: {{by: {by}, {rest}effect: recorded}}}}\n"


def meeting(units: dict[str, str], rule: str, *, rest: str = "", terms: str = "") -> str:
    """A meeting of the holders of one class; `terms` are more terms of the class."""
    held = "\n".join(
        f"    - {{holder: {holder}, class: common, {how}}}" for holder, how in units.items()
    )
    return (
        f"classes: {{co: {{common: {{kind: common, votes: 1 per unit{terms}}}}}}}\n"
        f"holdings:\n  co:\n{held}\n"
        "bodies:\n"
        "  board: {of: co, seats: [eve], acts: all of seats in office}\n"
        f"  meeting: {{of: co, members: holders of common, acts: {rule}{rest}}}\n"
    )


def units(**held: int) -> dict[str, str]:
    return {holder: f"units: {count}" for holder, count in held.items()}


# ------------------------------------------------------------------ seats and terms


def test_an_observer_has_no_vote() -> None:
    found = who_can(
        "bodies: {board: {of: co, seats: [ann, bob], acts: all of seats in office, "
        "observers: [cyd]}}\n" + decide()
    )
    assert found.players == ("ann", "bob")


@pytest.mark.parametrize(
    ("ends", "at", "fewest"),
    [
        ("leaves", "2024-05-01", 2),  # two left of three, so both
        ("stays until replaced", "2024-05-01", 2),
        ("leaves", "2024-01-01", 2),
        ("leaves", "2025-05-01", 1),  # dan alone is left
    ],
)
def test_a_seat_whose_term_is_over_is_vacated_or_held_over_as_said(
    ends: str, at: str, fewest: int
) -> None:
    body = f"""
bodies:
  board:
    of: co
    size: 3
    seats:
      - {{held_by: ann, until: 2024-03-01}}
      - {{held_by: bob, until: 2025-03-01}}
      - dan
    at_term_end: {ends}
    acts: more than 1/2 of seats in office
"""
    assert who_can(body + decide(), at=at).fewest == fewest


def test_a_held_over_member_still_votes_and_the_reason_says_so() -> None:
    body = """
bodies:
  board:
    of: co
    seats: [{held_by: ann, until: 2023-03-01}, bob]
    at_term_end: stays until replaced
    acts: all of seats in office
"""
    found = who_can(body + decide())
    assert found.players == ("ann", "bob")
    assert "`ann` stays in `board` until replaced" in said(found)


def test_whoever_elects_a_seat_can_be_named_by_it() -> None:
    text = """
bodies:
  board:
    of: co
    size: 3
    seats: [ann, {held_by: bob, elected_by: court}, vacant]
    elected_by: owners
    vacancies_filled_by: board
    acts: all of seats in office
  owners: {of: co, members: "cyd, dan", acts: more than 1/2 of members present}
decisions:
  elect: {by: electors of board, effect: someone joins board}
  replace_bob: {by: electors of bob, effect: bob leaves board}
  replace_ann: {by: electors of ann, effect: ann leaves board}
  fill: {by: fillers of vacancies in board, effect: someone joins board}
"""
    assert named(who_can(text, "elect")) == ["cyd dan"]
    assert named(who_can(text, "replace_bob")) == ["court"]
    assert named(who_can(text, "replace_ann")) == ["cyd dan"]
    assert named(who_can(text, "fill")) == ["ann bob"]
    assert "`board` has 1 vacant seat" in said(who_can(text, "fill"))


def test_a_staggered_board_elects_a_class_at_a_time() -> None:
    text = BOARD.replace("acts:", "size: 9, staggered: 3, acts:") + (
        "decisions: {decide: {by: board, effect: someone joins board}}\n"
    )
    assert "one of 3 classes is elected at a time, 3 seats at most" in said(made(text))


# ------------------------------------------------------------------------ committees

COMMITTEE = (
    BOARD + "  audit: {of: co, committee_of: board, seats: [ann, bob], acts: RULE, LIMITS}\n"
)


def committee(limits: str, *, by: str = "board") -> str:
    rule = "all of seats in office"
    return COMMITTEE.replace("RULE", rule).replace("LIMITS", limits) + decide(by=by)


def test_a_delegated_power_is_exercised_by_the_committee_as_well() -> None:
    found = who_can(committee("may: decide"))
    assert "ann bob" in named(found)
    assert found.fewest == 2
    assert [route.name for route in found.routes] == ["meeting", "audit"]
    assert "the power is delegated to `audit`" in said(found)


def test_what_is_not_excluded_is_delegated_where_only_exclusions_are_written() -> None:
    both = (
        "decisions:\n  decide: {by: board, effect: recorded}\n"
        "  sell: {by: board, effect: co is sold}\n"
    )
    text = committee("may_not: sell").replace(decide(), both)
    assert who_can(text, "decide").fewest == 2
    assert who_can(text, "sell").fewest == 3


def test_a_committee_cannot_act_outside_of_its_powers() -> None:
    excluded = who_can(committee("may_not: decide", by="audit"))
    assert excluded.fewest is None
    assert "outside of the powers of `audit`" in said(excluded)
    other = "decisions: {decide: {by: audit, effect: recorded}, x: {by: board, effect: recorded}}\n"
    text = COMMITTEE.replace("RULE", "all of seats in office").replace("LIMITS", "may: x") + other
    assert who_can(text).fewest is None


def test_a_joint_body_acts_for_both_companies() -> None:
    text = """
bodies:
  board: {of: co, seats: [dan], acts: all of seats in office}
  joint: {joint_of: [fund, co], seats: [ann, bob, cyd], acts: at least 2 of seats in office}
"""
    found = who_can(text + decide(by="fund"))
    assert named(found) == ["ann bob", "ann cyd", "bob cyd"]
    assert "`fund` acts by `joint`" in said(found)


# ----------------------------------------------------------------- bases and quorum


@pytest.mark.parametrize(
    ("rule", "fewest"),
    [
        ("more than 1/2 of all seats", 4),  # of seven
        ("more than 1/2 of seats in office", 3),  # of five
        ("more than 1/2 of members present", 3),  # all five come and two say no
        ("at least 60% of members present", 3),
        ("at least 61% of members present", 4),
    ],
)
def test_each_base_is_another_law(rule: str, fewest: int) -> None:
    body = (
        "bodies: {board: {of: co, size: 7, seats: [ann, bob, cyd, dan, eve, vacant, vacant], "
        f"acts: {rule}}}}}\n"
    )
    assert who_can(body + decide()).fewest == fewest


@pytest.mark.parametrize(
    ("quorum", "fewest"),
    [
        ("more than 1/2 of all seats", 4),
        ("at least 2 of seats in office", 3),
        ("all of seats in office", 5),
    ],
)
def test_a_quorum_has_a_base_of_its_own(quorum: str, fewest: int) -> None:
    body = (
        "bodies: {board: {of: co, size: 7, seats: [ann, bob, cyd, dan, eve, vacant, vacant], "
        f"acts: more than 1/2 of members present, quorum: {quorum}}}}}\n"
    )
    assert who_can(body + decide()).fewest == fewest


def test_votes_that_nobody_casts_leave_the_votes_cast_and_stay_outstanding() -> None:
    held = units(ann=30, bob=29, silent=41)
    cast = meeting(held, "more than 1/2 of votes cast") + decide(by="meeting")
    outstanding = meeting(held, "more than 1/2 of outstanding votes") + decide(by="meeting")
    assert named(who_can(cast)) == ["ann"], "30 of the 59 that can be cast"
    assert named(who_can(outstanding)) == ["ann bob"], "59 of 100"


def test_units_that_nobody_is_named_to_hold_count_and_never_agree() -> None:
    text = meeting(
        units(ann=40, bob=30), "more than 1/2 of outstanding votes", terms=", units: 100"
    )
    found = who_can(text + decide(by="meeting"))
    assert named(found) == ["ann bob"], "40 of 70 named, but of 100 there are"
    assert "30% of `common` is held by nobody named here" in said(found)


def test_class_votes_are_counted_in_the_class() -> None:
    text = """
classes:
  co: {common: {kind: common, votes: 1 per unit}, pref: {kind: voting_right, votes: 1 per unit}}
holdings:
  co:
    - {holder: ann, class: common, units: 90}
    - {holder: bob, class: pref, units: 6}
    - {holder: cyd, class: pref, units: 4}
bodies:
  board: {of: co, seats: [eve], acts: all of seats in office}
  meeting:
    members: holders of common, holders of pref
    acts: more than 1/2 of votes cast
"""
    needs = "needs: more than 1/2 of votes cast and more than 1/2 of outstanding votes of co.pref, "
    assert named(who_can(text + decide(by="meeting"))) == ["ann"]
    assert named(who_can(text + decide(needs, by="meeting"))) == ["ann bob"]


# ------------------------------------------------------------ recusal and casting vote

RECUSAL = {
    # of five, eve stands aside
    "leaves quorum and base": ["more than 1/2 of seats in office", 3],  # of four
    "stays in the base": ["at least 3/4 of seats in office", 4],  # of five still
}


@pytest.mark.parametrize("effect", RECUSAL)
def test_a_declared_interest_takes_its_holder_out_of_the_vote(effect: str) -> None:
    rule, fewest = RECUSAL[effect]
    interest = "interests: {tie: {party: eve, what: a tie, recused_from: decide}}\n"
    text = BOARD.replace("more than 1/2 of seats in office", str(rule))
    found = who_can(text + interest + decide(f"recusal: {effect}, "))
    assert found.fewest == fewest
    assert not any("eve" in coalition for coalition in found.minimal)
    assert "interest `tie`" in said(found)


def test_an_interest_declared_later_does_not_bind_before() -> None:
    interest = (
        "opening: 2023-01-01\n"
        "interests: {tie: {party: eve, what: a tie, recused_from: decide, declared: 2023-06-01}}\n"
    )
    text = BOARD + interest + decide("recusal: leaves quorum and base, ")
    assert "eve" in " ".join(named(who_can(text, at="2023-03-01")))
    assert "eve" not in " ".join(named(who_can(text, at="2023-07-01")))


def test_who_steps_aside_may_still_count_for_the_quorum() -> None:
    """Five, two aside: two of the other three decide, four must be there."""
    body = BOARD.replace(
        "acts: more than 1/2 of seats in office",
        "acts: more than 1/2 of members present, quorum: at least 4 of seats in office",
    )
    quorum_only = who_can(body + decide("recused: 'dan, eve', recusal: counts for quorum only, "))
    left = body + decide("recused: 'dan, eve', recusal: leaves quorum and base, ")
    assert "ann bob dan eve" in named(quorum_only)
    assert "ann bob cyd dan" in named(quorum_only)
    assert who_can(left).fewest is None, "three people are no quorum of four"


def test_nothing_is_assumed_of_how_the_recused_are_counted() -> None:
    loaded = load(HEAD + BOARD + decide("recused: eve, "), file="charter.yaml")
    assert [d.code for d in loaded.errors] == ["ST409"]


def test_a_tie_is_decided_by_the_chair() -> None:
    body = (
        "bodies: {board: {of: co, seats: [ann, bob, cyd, dan], chair: ann, casting_vote: ann, "
        "acts: more than 1/2 of seats in office}}\n"
    )
    found = who_can(body + decide())
    assert named(found) == ["ann bob", "ann cyd", "ann dan", "bob cyd dan"]
    assert "a tie is decided by `ann`" in said(found)
    assert who_can(body + decide("needs: at least 3/4 of seats in office, ")).fewest == 3
    aside = decide("recused: ann, recusal: leaves quorum and base, ")
    assert named(who_can(body + aside)) == ["bob cyd", "bob dan", "cyd dan"]


# ----------------------------------------------------------------- routes and consents


def test_written_consent_of_a_body_is_a_way_of_every_decision_by_it() -> None:
    body = BOARD.replace(
        "acts: more than 1/2 of seats in office",
        "acts: at least 2/3 of members present, quorum: all of seats in office, "
        "written_consent: at least 4/5 of seats in office, notice: 7 days",
    )
    found = who_can(body + decide())
    assert [(r.name, r.fewest, r.notice) for r in found.routes] == [
        ("meeting", 5, "7 days"),
        ("written_consent", 4, "none"),
    ]
    assert found.fewest == 4, "what can be done in some way can be done"


def test_written_consent_does_not_undercut_a_stricter_rule_of_a_decision() -> None:
    body = BOARD.replace(
        "seats in office}", "seats in office, written_consent: at least 3 of seats in office}"
    )
    found = who_can(body + decide("needs: at least 4/5 of seats in office, "))
    assert [(r.name, r.fewest) for r in found.routes] == [("meeting", 4), ("written_consent", 4)]


def test_an_entity_acts_in_writing_where_its_body_may() -> None:
    body = BOARD.replace(
        "seats in office}", "seats in office, written_consent: at least 2 of seats in office}"
    )
    assert who_can(body + decide(by="co")).fewest == 2


def test_a_reserved_matter_needs_the_consent_it_is_reserved_to() -> None:
    agreement = (
        "agreements: {rights: {kind: reserved matters, parties: fund, on: decide, "
        "until: 2025-01-01}}\n"
    )
    found = who_can(BOARD + agreement + decide())
    assert found.veto_players == ("fund",)
    later = who_can(BOARD + agreement + decide(), at="2025-06-01")
    assert "fund" not in later.players, "the agreement has ended"


def test_consent_of_a_court_is_needed_where_a_rule_says_so() -> None:
    found = who_can(BOARD + decide("needs: a majority of seats in office and consent of court, "))
    assert found.veto_players == ("court",)
    assert found.fewest == 4


# -------------------------------------------------------------------------- agreements

HOLDINGS = units(ann=40, bob=35, cyd=25)
MAJORITY = "more than 1/2 of outstanding votes"


def test_a_voting_agreement_ends_when_it_says() -> None:
    pact = (
        "agreements: {pact: {kind: voting agreement, parties: [bob, cyd], vote_as: bob, "
        "until: 2024-06-01}}\n"
    )
    text = meeting(HOLDINGS, MAJORITY) + pact + decide(by="meeting")
    assert named(who_can(text)) == ["bob"], "60 of 100 follow bob"
    assert named(who_can(text, at="2024-07-01")) == ["ann bob", "ann cyd", "bob cyd"]


def test_holders_bound_to_their_own_majority_vote_as_it_decides() -> None:
    pact = (
        "  circle: {of: co, members: 'ann, bob, cyd', acts: more than 1/2 of members present}\n"
        "agreements: {pact: {kind: voting agreement, parties: [ann, bob, cyd], vote_as: circle}}\n"
    )
    text = meeting(units(ann=90, bob=5, cyd=5), MAJORITY) + pact + decide(by="meeting")
    assert named(who_can(text)) == ["ann bob", "ann cyd", "bob cyd"]


@pytest.mark.parametrize(("proxies", "minimal"), [("yes", ["bob"]), ("no", ["ann bob"])])
def test_a_proxy_counts_where_proxies_are_allowed(proxies: str, minimal: list[str]) -> None:
    pact = "agreements: {pact: {kind: irrevocable proxy, parties: ann, vote_as: bob}}\n"
    text = meeting(
        units(ann=60, bob=40), "at least 2/3 of outstanding votes", rest=f", proxies: {proxies}"
    )
    assert named(who_can(text + pact + decide(by="meeting"))) == minimal


def test_a_drag_along_makes_the_dragged_agree_and_takes_no_vote_from_them() -> None:
    drag = "agreements: {drag: {kind: drag-along, parties: [bob, cyd], vote_as: ann, on: decide}}\n"
    text = meeting(HOLDINGS, "all of outstanding votes") + drag + decide(by="meeting")
    assert named(who_can(text)) == ["ann"], "with ann's 40 come the 60 that are dragged"
    majority = meeting(HOLDINGS, MAJORITY) + drag + decide(by="meeting")
    assert named(who_can(majority)) == ["ann", "bob cyd"]


def test_a_drag_along_with_a_threshold_is_counted_in_the_body_that_drags() -> None:
    text = meeting(HOLDINGS, "all of outstanding votes").replace(
        "bodies:\n",
        "bodies:\n  seniors: {members: holders of common, acts: all of votes cast}\n",
    )
    drag = (
        "agreements: {drag: {kind: drag-along, parties: cyd, vote_as: seniors, threshold: 75%, "
        "on: decide}}\n"
    )
    assert named(who_can(text + drag + decide(by="meeting"))) == ["ann bob"]


def test_a_tag_along_moves_no_vote() -> None:
    tag = "agreements: {tag: {kind: tag-along, parties: cyd}}\n"
    text = meeting(HOLDINGS, MAJORITY)
    with_tag = who_can(text + tag + decide(by="meeting"))
    assert named(with_tag) == named(who_can(text + decide(by="meeting")))


# -------------------------------------------------------------------------- crowds


def test_a_crowd_votes_one_by_one_as_a_bloc_or_not_at_all() -> None:
    held = {"ann": "units: 45", "staff": "units: 50", "bob": "units: 5"}
    one_by_one = made(meeting(held, MAJORITY) + decide(by="meeting"))
    game = one_by_one.game
    ann = frozenset({game.players[0]})
    staff = next(player for player in game.players if player == "staff")
    assert not game.wins(ann, {staff: 1}), "45 + 5 is exactly half"
    assert game.wins(ann, {staff: 2}), "45 + 2 of 10 who have 5 each"
    bloc = meeting({k.replace("staff", "crowd"): v for k, v in held.items()}, MAJORITY)
    assert named(who_can(bloc + decide(by="meeting"))) == ["ann crowd", "bob crowd"]
    mute = meeting({k.replace("staff", "silent"): v for k, v in held.items()}, MAJORITY)
    assert who_can(mute + decide(by="meeting")).fewest is None


def test_a_crowd_of_members_has_a_vote_for_each_head() -> None:
    body = (
        "bodies:\n  board: {of: co, seats: [eve], acts: all of seats in office}\n"
        "  assembly: {members: 'crowd, ann', acts: more than 1/2 of votes cast}\n"
    )
    assert named(who_can(body + decide(by="assembly"))) == ["crowd"]


# ------------------------------------------------------------------- votes that change


def test_votes_step_down_at_a_sunset() -> None:
    text = """
classes:
  co:
    low: {kind: common, votes: 1 per unit}
    high:
      kind: common
      votes: 10 per unit
      later_votes: {when: from 2024-06-01, votes: 1 per unit}
holdings: {co: [{holder: ann, class: high, units: 10}, {holder: bob, class: low, units: 60}]}
bodies:
  board: {of: co, seats: [eve], acts: all of seats in office}
  meeting: {members: "holders of low, holders of high", acts: more than 1/2 of votes cast}
"""
    assert named(who_can(text + decide(by="meeting"))) == ["ann"]
    after = who_can(text + decide(by="meeting"), at="2024-07-01")
    assert named(after) == ["bob"]
    assert "`high` has 1 votes per unit by now" in said(after)


def test_units_turn_into_another_class_when_they_change_hands() -> None:
    text = """
opening: 2023-01-01
classes:
  co:
    low: {kind: common, votes: 1 per unit}
    high: {kind: common, votes: 10 per unit, on_transfer: low}
holdings: {co: [{holder: ann, class: high, units: 10}, {holder: bob, class: low, units: 50}]}
bodies:
  board: {of: co, seats: [eve], acts: all of seats in office}
  meeting: {members: "holders of low, holders of high", acts: more than 1/2 of votes cast}
events: [{at: 2023-06-01, what: a sale, effect: ann transfers 6 of co.high to cyd}]
"""
    before = who_can(text + decide(by="meeting"), at="2023-03-01")
    after = who_can(text + decide(by="meeting"))
    assert named(before) == ["ann"], "100 of 150"
    assert named(after) == ["bob"], "40 and 6 against 50, of 96"


def test_votes_change_by_an_event() -> None:
    text = meeting(units(ann=40, bob=60), MAJORITY).replace(
        "classes:", "opening: 2023-01-01\nclasses:"
    )
    event = (
        "events: [{at: 2023-06-01, what: a change, effect: class common has 0 votes per unit}]\n"
    )
    assert named(who_can(text + decide(by="meeting") + event, at="2023-03-01")) == ["bob"]
    assert who_can(text + decide(by="meeting") + event).fewest is None


def test_a_voting_cap_limits_what_one_holder_casts() -> None:
    """60, 25, 15 capped at 20%: 20, 20 and 15 of the 55 that can be cast."""
    text = meeting(
        units(ann=60, bob=25, cyd=15), "more than 1/2 of votes cast", rest=", voting_cap: 20%"
    )
    found = who_can(text + decide(by="meeting"))
    assert named(found) == ["ann bob", "ann cyd", "bob cyd"]
    assert "nobody casts more than 20% of all votes" in said(found)


# -------------------------------------------------------------------- cumulative voting


def test_cumulative_voting_assures_a_block_of_seats() -> None:
    """Of 100 votes for 4 seats: more than 20 elect one, more than 40 two, more than 60 three."""
    text = meeting(
        units(ann=45, bob=30, cyd=20, dan=5),
        "more than 1/2 of votes cast",
        rest=", cumulative_voting: yes",
    )
    text = text.replace("seats: [eve]", "size: 4, seats: [eve]")
    elect = "decisions: {decide: {by: meeting, effect: someone joins board}}\n"
    found = who_can(text + elect)
    assert named(found) == ["ann", "bob", "cyd dan"]
    for sure in (
        "`ann` with 45 of 100 votes is sure of 2 of 4",
        "`bob` with 30 of 100 votes is sure of 1 of 4",
        "`cyd` with 20 of 100 votes is sure of 0 of 4",
    ):
        assert sure in said(found)


# ------------------------------------------------------------------------ time and cause


@pytest.mark.parametrize(
    ("rest", "open_at", "closed_at"),
    [
        ("expires: 2024-06-01, ", "2024-05-31", "2024-06-02"),
        ("when: from 2024-06-01, ", "2024-06-02", "2024-05-01"),
        ("when: before 2024-06-01, ", "2024-05-01", "2024-06-02"),
        ("when: prior is taken, ", "2024-04-01", "2024-02-01"),
        ("when: not prior is taken, ", "2024-02-01", "2024-04-01"),
        ("when: ann has received 5, ", "2024-04-01", "2024-02-01"),
    ],
)
def test_a_decision_is_open_when_it_says(rest: str, open_at: str, closed_at: str) -> None:
    text = f"""
decisions:
  decide: {{by: board, {rest}effect: recorded}}
  prior: {{by: board, effect: recorded}}
events:
  - {{at: 2024-03-01, what: a decision, decided: prior, by: ann, effect: ann is paid 5 by co}}
"""
    assert who_can(BOARD + text, at=open_at).fewest == 3
    closed = who_can(BOARD + text, at=closed_at)
    assert closed.fewest is None
    assert closed.players, "they have votes, and nothing to vote on yet"


def test_a_condition_that_a_state_cannot_know_is_refused_with_the_reason() -> None:
    assert "claims are paid" in refused(BOARD + decide("when: claims are paid, "))


def test_removal_for_cause_only_says_so_and_a_reason_is_asked_for() -> None:
    text = BOARD + (
        "decisions: {decide: {by: board, for_cause: yes, reason_recorded: yes, "
        "effect: a member leaves board}}\n"
    )
    found = who_can(text)
    assert found.fewest == 3
    assert "there is a cause, without which nobody can" in said(found)
    assert "the reason of `decide` must be recorded" in said(found)


def test_cause_can_lower_what_is_needed() -> None:
    routes = (
        "decisions:\n  decide:\n    by: board\n    effect: a member leaves board\n    routes:\n"
        "      with_cause: {needs: a majority of seats in office, for_cause: yes}\n"
        "      without_cause: {needs: at least 4/5 of seats in office, for_cause: no}\n"
    )
    found = who_can(BOARD + routes)
    assert [(r.name, r.fewest) for r in found.routes] == [("with_cause", 3), ("without_cause", 4)]
    assert "by `with_cause` for cause only" in said(found)


# ------------------------------------------------------------------------- ranges


def ranged(rule: str, **shares: str) -> str:
    held = {holder: f"share: {share}" for holder, share in shares.items()}
    return meeting(held, rule, terms=", units: 1000") + decide(by="meeting")


def test_a_range_of_holdings_decides_where_both_ends_agree() -> None:
    found = who_can(ranged(MAJORITY, ann="30% to 40%", bob="25%", cyd="35%"))
    assert named(found) == ["ann bob", "ann cyd", "bob cyd"]


def test_a_range_within_which_the_answer_changes_is_refused_with_the_figures() -> None:
    why = refused(ranged(MAJORITY, ann="45% to 55%", bob="25%", cyd="20%"))
    assert "`ann` is not known exactly" in why
    assert "between 450 and 550 votes where 500 are asked for" in why


def test_what_all_others_hold_bounds_a_range_from_above() -> None:
    """Ann may hold up to 60%, were it not that the others hold 45%."""
    found = who_can(ranged("more than 55% of outstanding votes", ann="50% to 60%", bob="45%"))
    assert named(found) == ["ann bob"]


def test_declared_shares_of_all_votes_serve_where_units_are_not_known() -> None:
    text = """
classes: {co: {x: {kind: common, votes: 10 per unit}, y: {kind: common, votes: 1 per unit}}}
holdings:
  co: [{holder: ann, class: x, votes: 75%}, {holder: bob, class: y, votes: 25%}]
bodies:
  board: {of: co, seats: [eve], acts: all of seats in office}
  meeting: {of: co, members: "holders of x, holders of y", acts: at least 2/3 of votes cast}
"""
    assert named(who_can(text + decide(by="meeting"))) == ["ann"]


# --------------------------------------------------------------------- rules of law


@pytest.mark.parametrize(
    ("law", "fewest"),
    [
        ("delaware board meeting", 4),  # a quorum of four of the seven seats
        ("hawaii nonprofit board", 3),  # of three of the five in office
    ],
)
def test_a_rule_of_law_is_taken_by_name_and_cited(law: str, fewest: int) -> None:
    body = (
        "bodies: {board: {of: co, size: 7, seats: [ann, bob, cyd, dan, eve, vacant, vacant], "
        f"law: {law}}}}}\n"
    )
    found = who_can(body + decide())
    assert found.fewest == fewest
    assert any("§" in (step.clause or "") for step in found.because)


def test_what_is_written_stands_before_a_rule_of_law() -> None:
    law = "size: 5, law: [delaware board meeting, delaware board consent], acts:"
    found = who_can(BOARD.replace("acts:", law) + decide())
    assert [(r.name, r.fewest) for r in found.routes] == [("meeting", 3), ("written_consent", 5)]


def test_resolutions_of_holders_by_law() -> None:
    held = meeting(units(ann=70, bob=20, cyd=10), "more than 1/2 of votes cast")
    special = who_can(held + decide("law: uk special resolution, ", by="meeting"))
    removal = who_can(held + decide("law: uk removal, ", by="meeting"))
    assert named(special) == ["ann bob", "ann cyd"]
    assert named(removal) == ["ann"]


def test_a_term_runs_from_when_a_member_joined() -> None:
    text = """
opening: 2020-01-01
bodies:
  board:
    of: co
    seats: [ann, bob]
    acts: more than 1/2 of seats in office
    term: 2 years
    at_term_end: leaves
decisions: {decide: {by: board, effect: recorded}}
events: [{at: 2021-03-01, what: an election, effect: cyd joins board}]
"""
    assert who_can(text, at="2023-02-01").players == ("ann", "bob", "cyd")
    assert who_can(text, at="2023-04-01").players == ("ann", "bob")


def test_times_are_part_of_the_reasons() -> None:
    found = who_can(
        BOARD
        + decide(
            "notice: 14 days, waiver: members of board, cooling_off: 3 days, time_lock: 2 days, "
        )
    )
    for words in (
        "needs notice of 14 days, which may be waived",
        "48 hours after it is taken",
        "after 3 days of cooling-off",
    ):
        assert words in said(found)


def test_an_office_is_filled_by_whoever_appoints_to_it() -> None:
    office = "offices: {chief: {of: co, held_by: dan, appointed_by: 'any 2 of ann, bob'}}\n"
    assert named(who_can(BOARD + office + decide(by="electors of chief"))) == ["ann bob"]


def test_in_delaware_the_last_director_cannot_consent_in_writing_for_an_empty_board() -> None:
    """Source: Applied Energetics v. Farley (Del. Ch. 2020): one of three is no quorum."""
    body = (
        "bodies: {board: {of: co, size: 3, seats: [ann, vacant, vacant], "
        "law: [delaware board meeting, delaware board consent]}}\n"
    )
    assert who_can(body + decide()).fewest is None
    two = who_can(body.replace("ann, vacant", "ann, bob") + decide())
    assert [(r.name, r.fewest) for r in two.routes] == [("meeting", 2), ("written_consent", 2)]


def test_a_range_beside_many_holders_is_answered_without_trying_them_all() -> None:
    crowd = [f"h{i}" for i in range(60)]
    parties = "".join(f"  {name}: {{person: {name}}}\n" for name in crowd)
    held = {"ann": "share: 60% to 70%"} | {
        name: f"share: {(100 + i) / 1000}%" for i, name in enumerate(crowd)
    }
    text = meeting(held, MAJORITY, terms=", units: 1000000") + decide(by="meeting")
    loaded = load(HEAD + parties + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    game = compiled(view(loaded.charter).state, "decide").game
    assert game.wins(frozenset({game.players[0]}))
    assert not game.wins(frozenset(game.players[1:]))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("consent of two", "consent of one"),
        ("consent of one", "consent of one"),
        ("consent of fund", "consent of one"),
    ],
)
def test_bodies_that_act_by_one_another_are_refused(one: str, two: str) -> None:
    text = (
        "bodies:\n  board: {of: co, seats: [eve], acts: all of seats in office}\n"
        f"  one: {{seats: [ann], acts: {one}}}\n  two: {{seats: [fund], acts: {two}}}\n"
    )
    whole = HEAD.replace("fund: {company: Fund}", "fund: {company: Fund, acts_by: two}") + text
    loaded = load(whole + decide(by="one"), file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    with pytest.raises(CannotDecide) as caught:
        compiled(view(loaded.charter).state, "decide")
    assert "in a circle" in caught.value.why


def test_an_election_to_a_body_without_seats_is_answered() -> None:
    text = BOARD + "  owners: {members: 'ann, bob', size: 0, acts: all of votes cast}\n"
    joins = "decisions: {decide: {by: board, effect: someone joins owners}}\n"
    assert who_can(text + joins).fewest == 3
