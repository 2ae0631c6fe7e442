"""Yes, no, or stay away: all ways tried one by one, and a board worked out by hand."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.api.power import power
from stanchion.api.view import view
from stanchion.control.attendance import Meeting
from stanchion.control.game import Ballot, Heads, Never, Player
from stanchion.control.power.ternary import TernaryVote, attended, ternary_vote, ways
from stanchion.control.results import Step
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.reports import indices, jsonable_power
from stanchion.reports.marks import plain
from tests.control.test_enumeration import charter_of
from tests.control.test_who import MEETING

YES, NO, AWAY = "yes", "no", "away"


def votes() -> st.SearchStrategy[TernaryVote]:
    levels = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 2)), min_size=1, max_size=3)
    return levels.flatmap(
        lambda found: st.builds(
            TernaryVote,
            weights=st.just(tuple(w for w, _ in found)),
            sizes=st.just(tuple(n for _, n in found)),
            quorum=st.integers(0, sum(w * n for w, n in found) + 1),
            share=st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1), Fraction(0)]),
            votes=st.none(),
            strict=st.booleans(),
        )
    )


def meeting(vote: TernaryVote) -> Meeting:
    voters = [
        (Ballot(Player(f"{level}.{n}")), Fraction(weight))
        for level, (weight, size) in enumerate(zip(vote.weights, vote.sizes, strict=True))
        for n in range(size)
    ]
    at = Step("counted among those who come")
    return Meeting(tuple(voters), Fraction(vote.quorum), False, vote.share, None, vote.strict, at)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(votes())
def test_every_way_of_voting_tried_one_by_one(vote: TernaryVote) -> None:
    weights = [w for w, n in zip(vote.weights, vote.sizes, strict=True) for _ in range(n)]
    outcome = {}
    for choice in product((YES, NO, AWAY), repeat=len(weights)):
        yes = sum(w for w, c in zip(weights, choice, strict=True) if c == YES)
        present = sum(w for w, c in zip(weights, choice, strict=True) if c != AWAY)
        outcome[choice] = vote.passes(yes, present)
    found = attended(meeting(vote), Budget())
    assert found.passes == Fraction(sum(outcome.values()), 3 ** len(weights))
    for place, turnout in enumerate(found.voters):
        counts = {"decides": 0, "by_coming": 0, "no_carries_it": 0, "absence_carries_it": 0}
        for others in product((YES, NO, AWAY), repeat=len(weights) - 1):
            yes, no, away = (
                outcome[(*others[:place], own, *others[place:])] for own in (YES, NO, AWAY)
            )
            counts["decides"] += yes and not no
            counts["by_coming"] += yes and not away
            counts["no_carries_it"] += no and not away
            counts["absence_carries_it"] += away and not no
            assert yes >= max(no, away), "nothing helps a decision more than a yes"
        for name, count in counts.items():
            assert getattr(turnout, name) == Fraction(count, 3 ** (len(weights) - 1)), name


def test_a_no_can_make_the_quorum_and_so_carry_it() -> None:
    """Three sit, two are a quorum, a majority of those present: alone, one yes is no meeting."""
    vote = TernaryVote((1,), (3,), quorum=2, share=Fraction(1, 2), votes=None, strict=False)
    found = attended(meeting(vote), Budget())
    # Of the nine ways of the other two: one says yes and one stays away, twice.
    assert {t.no_carries_it for t in found.voters} == {Fraction(2, 9)}
    # Both of the others come, one for and one against: staying away carries it, a no stops it.
    assert {t.absence_carries_it for t in found.voters} == {Fraction(2, 9)}


def test_a_crowd_is_counted_head_by_head() -> None:
    staff, ann = Player("staff"), Player("ann")
    voters = (
        (Ballot(ann), Fraction(5)),
        (Heads(staff, 30), Fraction(1)),
        (Never("x"), Fraction(1)),
    )
    at = Step("counted among those who come")
    made = Meeting(voters, Fraction(10), True, Fraction(1, 2), None, True, at)
    vote, players = ternary_vote(made)
    assert (vote.weights, vote.sizes, vote.quorum) == ((5, 1), (1, 30), 11)
    assert players == ((ann, 0, False), (staff, 1, True))
    assert sum(ways(vote, Budget()).values()) == 3**31
    found = attended(made, Budget())
    assert [turnout.heads for turnout in found.voters] == [1, 30]
    assert found.voters[0].decides > found.voters[1].decides


def test_too_many_ways_are_refused() -> None:
    vote = TernaryVote(tuple(7**n for n in range(12)), (1,) * 12, 1, Fraction(1, 2), None, True)
    with pytest.raises(TooLarge, match="ways of coming"):
        ways(vote, Budget())


def test_a_charter_with_a_quorum_says_what_a_vote_counts_when_some_stay_away() -> None:
    found = power(view(charter_of(MEETING)), "decide")
    assert found.attended is not None
    # Four may come: 3 ways each, of which 3 or 4 present: 4 x 8 + 16 of 81.
    assert found.attended.quorate == Fraction(48, 81)
    # Of three present two or three say yes: 4 of 8; of four three or four: 5 of 16.
    assert found.attended.passes == Fraction(4 * 4 + 5, 81)
    shown = plain(indices.power(found, title="Decide"))
    assert "a quorum comes in 0.5926" in shown
    document = jsonable_power.power(found)
    assert document["yes_no_absent"]["quorate"] == "16/27"


def test_where_all_seats_count_there_is_no_question_of_who_comes() -> None:
    text = MEETING.replace("members present, quorum", "seats in office, quorum")
    assert power(view(charter_of(text)), "decide").attended is None
