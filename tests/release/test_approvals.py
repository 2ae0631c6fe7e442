"""Votes under the charter's own rules, and what approvals of every effect come to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.control.from_charter import approval_game
from stanchion.control.game import Player
from stanchion.release.dossier import HaltCall, Vote
from stanchion.release.results import Outcome, Standing, Verdict
from tests.release.labs import (
    DAY,
    HOUR,
    LAB,
    MODEL,
    OPENED,
    OTHER,
    approval,
    asked_of,
    lab,
    vote,
)

LATER = 8 * DAY
PEOPLE = ("ann", "bob", "cyd", "dan", "eve")


def asked(*votes: Vote, after: timedelta = DAY, text: str = LAB) -> Verdict:
    return asked_of(lab(text), *votes, after=after)


def yes(party: str, name: str, after: timedelta = HOUR) -> Vote:
    return vote(lab(), party, name, "yes", after)


def no(party: str, name: str, after: timedelta = HOUR) -> Vote:
    return vote(lab(), party, name, "no", after)


CHIEF = yes("ann", "chief")
CLEARED = (yes("cyd", "committee"), yes("dan", "committee"))


def test_the_chief_decides_and_the_veto_runs_out() -> None:
    found = asked(CHIEF, after=LATER)
    assert approval(found, "committee").standing is Standing.NOT_VETOED
    assert found.outcome is Outcome.PASSED
    assert found.stands_from == OPENED + 7 * DAY + DAY  # the veto's time, then cooling-off
    assert found.stands_until == OPENED + 7 * DAY + 90 * DAY


def test_while_a_veto_can_be_used_nothing_ships() -> None:
    found = asked(CHIEF)
    assert found.outcome is Outcome.REFUSED
    assert approval(found, "committee").could == (("cyd", "dan"), ("cyd", "eve"), ("dan", "eve"))
    assert any("let its veto go" in said for said in found.would)


def test_a_committee_that_says_yes_lets_its_veto_go() -> None:
    found = asked(CHIEF, *CLEARED, after=2 * DAY)
    assert approval(found, "committee").standing is Standing.NOT_VETOED
    assert found.outcome is Outcome.PASSED
    assert found.stands


def test_a_veto_stops_whatever_the_others_say() -> None:
    votes = (no("dan", "committee"), no("eve", "committee"))
    over = [yes(person, "board", 2 * HOUR) for person in ("ann", "bob", "cyd")]
    found = asked(CHIEF, *votes, *over, after=LATER)
    assert approval(found, "committee").standing is Standing.VETOED
    assert approval(found, "board").standing is Standing.OVERRULED_YES
    assert found.outcome is Outcome.REFUSED


def test_a_board_that_may_overrule_the_veto_undoes_it() -> None:
    text = LAB.replace(
        "effect: overrule, within: 10 days", "effect: overrule, of: [committee, chief]"
    )
    there = lab(text)
    votes = [vote(there, person, "committee", "no") for person in ("dan", "eve")]
    votes += [vote(there, person, "board", "yes", 2 * HOUR) for person in ("ann", "bob")]
    found = asked_of(there, *votes, after=LATER)
    assert found.outcome is Outcome.PASSED


def test_a_recommendation_binds_nobody() -> None:
    found = asked(no("bob", "advice"), CHIEF, *CLEARED, after=2 * DAY)
    assert approval(found, "advice").standing is Standing.REFUSED
    assert found.outcome is Outcome.PASSED


def test_the_board_puts_its_no_in_the_place_of_a_yes() -> None:
    over = [no(person, "board", 2 * HOUR) for person in ("bob", "cyd")]
    found = asked(CHIEF, *CLEARED, *over, after=LATER)
    assert approval(found, "board").standing is Standing.OVERRULED_NO
    assert found.outcome is Outcome.REFUSED
    assert any("has overruled it" in said for said in found.would)


def test_the_board_puts_its_yes_in_the_place_of_a_no() -> None:
    over = [yes(person, "board", 2 * HOUR) for person in ("bob", "cyd")]
    found = asked(no("ann", "chief"), *CLEARED, *over, after=LATER)
    assert approval(found, "chief").standing is Standing.REFUSED
    assert found.outcome is Outcome.PASSED


def test_what_is_not_decided_in_time_lapses() -> None:
    found = asked(*CLEARED, after=21 * DAY)
    assert approval(found, "chief").standing is Standing.LAPSED
    assert found.outcome is Outcome.REFUSED


def test_a_release_stands_for_so_long_and_no_longer() -> None:
    text = LAB.replace("      oldest: 30 days\n", "")
    there = lab(text)
    votes = [
        vote(there, "ann", "chief"),
        vote(there, "cyd", "committee"),
        vote(there, "dan", "committee"),
    ]
    assert asked_of(there, *votes, after=80 * DAY).stands
    over = asked_of(there, *votes, after=91 * DAY)
    assert not over.stands
    assert any("a new decision" in said for said in over.would)


def test_the_fast_track_waits_for_no_cooling_off_and_ends_soon() -> None:
    found = asked(CHIEF, *CLEARED, yes("bob", "fast_track"), after=2 * HOUR)
    assert found.stands
    assert found.stands_until == OPENED + HOUR + 72 * HOUR
    assert approval(found, "advice").standing is Standing.WAIVED
    assert not asked(CHIEF, *CLEARED, after=2 * HOUR).stands


def test_the_fast_track_is_for_whom_the_policy_names() -> None:
    assert not asked(CHIEF, *CLEARED, yes("dan", "fast_track"), after=2 * HOUR).stands


def test_an_approval_is_asked_for_only_on_its_condition() -> None:
    text = LAB.replace(
        "effect: decide, within: 20 days}",
        "effect: decide, within: 20 days}\n        outside: {by: house, effect: approve, "
        "when: risk of misuse after mitigation is at least high}",
    )
    there = lab(text)
    votes = [vote(there, "ann", "chief")]
    known = asked_of(there, *votes, after=LATER)
    assert approval(known, "outside").standing is Standing.NOT_ASKED
    unknown = asked_of(there, *votes, evidence=(), after=LATER)
    assert approval(unknown, "outside").standing is Standing.OPEN
    assert any("cannot be told" in said for said in unknown.assumptions)


REFUSED_VOTES = {
    "had no vote in it": yes("eve", "chief"),
    "another build": replace(CHIEF, subject_sha256=OTHER),
    "under another policy": replace(CHIEF, policy_sha256="0" * 64),
    "a release to `limited`": replace(CHIEF, stage="limited"),
    "earlier than": replace(CHIEF, at=OPENED - HOUR),
    "later than": replace(CHIEF, at=OPENED + 25 * DAY),
    "nothing of that name": replace(CHIEF, approval="mayor"),
}


@pytest.mark.parametrize("why", REFUSED_VOTES)
def test_a_vote_that_breaks_a_rule_is_named_and_not_counted(why: str) -> None:
    found = asked(REFUSED_VOTES[why], after=26 * DAY)
    assert [why in record.why for record in found.refused] == [True]
    assert approval(found, "chief").yes == ()


def test_nobody_votes_twice() -> None:
    found = asked(no("ann", "chief"), yes("ann", "chief", 2 * HOUR), after=LATER)
    assert [record.why for record in found.refused] == ["`ann` has voted already"]
    assert approval(found, "chief").standing is Standing.REFUSED


def test_nothing_is_overruled_before_it_is_decided() -> None:
    found = asked(no("bob", "board"), no("cyd", "board"))
    assert {record.why for record in found.refused} == {"nothing has been decided yet"}


def test_without_an_opening_no_vote_counts() -> None:
    from stanchion.api.release import may_ship

    found = may_ship(lab(), model="new", stage="general", votes=[CHIEF], now=OPENED + DAY)
    assert [record.why for record in found.refused] == ["the release has not been opened"]


MOVED = LAB.replace(
    "events: []",
    """events:
  - id: cyd_leaves
    at: 2026-03-01 02:00
    what: Cyd leaves the committee, and Bob joins it
    about: board
    effect: [cyd leaves committee, bob joins committee]
    confidence: documented""",
)


def test_a_past_member_has_no_vote_and_a_vote_in_time_stands() -> None:
    there = lab(MOVED)
    early = vote(there, "cyd", "committee", "no", HOUR)
    late = vote(there, "cyd", "committee", "no", 3 * HOUR)
    dan = vote(there, "dan", "committee", "no", timedelta(minutes=90))
    assert approval(asked_of(there, early, dan), "committee").standing is Standing.VETOED
    found = asked_of(there, late, vote(there, "dan", "committee", "no", 4 * HOUR))
    assert ["had no vote in it" in record.why for record in found.refused] == [True]
    assert approval(found, "committee").standing is Standing.OPEN


def test_a_newcomer_votes_from_the_day_of_joining() -> None:
    there = lab(MOVED)
    votes = [vote(there, who, "committee", "no", 3 * HOUR) for who in ("bob", "dan")]
    assert approval(asked_of(there, *votes), "committee").standing is Standing.VETOED


# ------------------------------------------------------------------------ halts


def call(party: str, after: timedelta, subject: str = MODEL) -> HaltCall:
    return HaltCall(party, OPENED + after, subject, "it answers what it should not")


def halted(*calls: HaltCall, after: timedelta) -> Verdict:
    return asked_of(lab(), CHIEF, *CLEARED, halts=calls, after=after)


def test_enough_of_those_who_may_halt_it_and_for_so_long() -> None:
    assert halted(call("dan", 2 * DAY), after=3 * DAY).halted is None
    both = (call("dan", 2 * DAY), call("eve", 2 * DAY + HOUR))
    found = halted(*both, after=3 * DAY)
    assert found.halted is not None
    assert not found.stands
    assert found.halted.until == OPENED + 7 * DAY + HOUR
    assert halted(*both, after=8 * DAY).stands


def test_the_board_halts_without_an_end() -> None:
    found = halted(call("ann", 2 * DAY), call("bob", 2 * DAY), after=6 * DAY)
    assert found.halted is not None
    assert found.halted.until is None


def test_a_call_about_another_build_stops_nothing() -> None:
    found = halted(call("dan", DAY, OTHER), call("eve", DAY, OTHER), after=3 * DAY)
    assert found.stands
    assert {record.why for record in found.refused} == {"it is about another build"}


# ------------------------------------------------------------------------- laws


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    name=st.sampled_from(["advice", "committee", "chief"]),
    choices=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["yes", "no", "abstain"])),
)
def test_an_approval_is_given_exactly_when_the_yes_votes_win_the_decision(
    name: str, choices: dict[str, str]
) -> None:
    there = lab()
    votes = [vote(there, person, name, choice) for person, choice in choices.items()]
    found = approval(asked_of(there, *votes), name)
    gate = there.charter.release
    assert gate is not None
    terms = gate.policies["gate"].all_approvals[name]  # type: ignore[index]
    game = approval_game(there.state, name, terms).game
    said = {c: frozenset(Player(p) for p in choices if choices[p] == c) for c in ("yes", "no")}
    if name == "committee":
        assert (found.standing is Standing.VETOED) == game.wins(said["no"])
        safe = game.blocks(said["yes"]) and not game.wins(said["no"])
        assert (found.standing is Standing.NOT_VETOED) == safe
    else:
        assert (found.standing is Standing.GIVEN) == game.wins(said["yes"])


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    choices=st.dictionaries(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["committee", "chief", "board"])),
        st.sampled_from(["yes", "no"]),
        max_size=10,
    ),
    more=st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["committee", "chief", "board"])),
)
def test_another_yes_never_loses_a_release(
    choices: dict[tuple[str, str], str], more: tuple[str, str]
) -> None:
    there = lab()

    def outcome(votes: dict[tuple[str, str], str]) -> bool:
        # the board speaks last, so that something has been decided that it can overrule
        cast = [
            vote(there, person, name, choice, 2 * HOUR if name == "board" else HOUR)
            for (person, name), choice in votes.items()
        ]
        return asked_of(there, *cast, after=LATER).outcome is Outcome.PASSED

    before = {key: choice for key, choice in choices.items() if key != more}
    assert outcome(before) <= outcome({**before, more: "yes"})
