"""Who can decide, on games small enough to see through."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.power import who
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.control.from_charter import CannotDecide
from stanchion.control.game import Ballot, Count, Every, Formula, Game, Player, Some
from stanchion.control.results import Who
from tests.control.enumeration import MOST_PLAYERS, Coalitions, TooManyPlayers

PLAYERS = tuple(map(Player, "abcde"))


def formulas() -> st.SearchStrategy[Formula]:
    """Monotone rules over five players."""
    ballots: st.SearchStrategy[Formula] = st.sampled_from([Ballot(player) for player in PLAYERS])

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        some = st.lists(inner, min_size=1, max_size=4).map(tuple)
        weighted = st.lists(
            st.tuples(inner, st.integers(0, 5).map(lambda n: n * 1)), min_size=1, max_size=4
        )
        return st.one_of(
            st.builds(Every, some),
            st.builds(Some, st.integers(1, 3), some),
            st.builds(
                lambda parts, quota, strict: Count(tuple(parts), quota, strict),
                weighted,
                st.integers(0, 8),
                st.booleans(),
            ),
        )

    return st.recursive(ballots, larger, max_leaves=8)


games = formulas().map(lambda formula: Game("d", PLAYERS, formula))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(games)
def test_adding_a_yes_vote_never_loses_a_decision(game: Game) -> None:
    for size in range(len(PLAYERS)):
        for coalition in combinations(PLAYERS, size):
            if game.wins(frozenset(coalition)):
                assert all(game.wins(frozenset({*coalition, more})) for more in PLAYERS)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(games)
def test_winners_are_those_who_hold_a_minimal_coalition_and_blockers_their_duals(
    game: Game,
) -> None:
    found = Coalitions(game)
    minimal, blocking = found.minimal_winning(), found.minimal_blocking()
    for size in range(len(PLAYERS) + 1):
        for members in combinations(PLAYERS, size):
            coalition = frozenset(members)
            assert game.wins(coalition) == any(set(c) <= coalition for c in minimal)
            assert game.blocks(coalition) == any(set(c) <= coalition for c in blocking)


def test_more_players_than_can_be_enumerated_are_refused_by_name_and_number() -> None:
    crowd = tuple(Player(f"p{i}") for i in range(MOST_PLAYERS + 1))
    game = Game("decide", crowd, Some(1, tuple(Ballot(player) for player in crowd)))
    with pytest.raises(TooManyPlayers) as refused:
        _ = Coalitions(game).wins
    assert (refused.value.players, refused.value.limit) == (17, 16)


# ---------------------------------------------------------- rules of a charter

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
  co: {company: Co, acts_by: board}
  parent: {company: Parent}
  agency: {authority: Agency}
"""


def charter_of(text: str) -> Charter:
    loaded = load(HEAD + text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return loaded.charter


def who_can(text: str, decision: str = "decide") -> Who:
    return who(view(charter_of(text)), decision)


def named(found: Who) -> list[str]:
    return [" ".join(coalition) for coalition in found.minimal]


BOARD = """
bodies:
  board: {of: co, seats: [ann, bob, cyd, dan], acts: more than 1/2 of seats in office}
"""


DECIDE = "decisions: {decide: {by: board, needs: RULE, effect: recorded}}"


@pytest.mark.parametrize(
    ("rule", "fewest"),
    [
        ("more than 1/2 of seats in office", 3),
        ("at least 1/2 of seats in office", 2),
        ("at least 2/3 of seats in office", 3),
        ("all of seats in office", 4),
        ("at least 1 of seats in office", 1),
        ("a majority of seats in office", 3),
    ],
)
def test_a_threshold_says_whether_it_is_strict(rule: str, fewest: int) -> None:
    found = who_can(
        BOARD + f"decisions: {{decide: {{by: board, needs: {rule}, effect: recorded}}}}"
    )
    assert found.fewest == fewest


def test_all_seats_count_the_vacant_ones() -> None:
    body = """
bodies:
  board: {of: co, size: 5, seats: [ann, bob, vacant, vacant, vacant], acts: BASE}
decisions: {decide: {by: board, effect: recorded}}
"""
    seated = who_can(body.replace("BASE", "more than 1/2 of seats in office"))
    of_all = who_can(body.replace("BASE", "more than 1/2 of all seats"))
    assert (seated.fewest, of_all.fewest) == (2, None), "nobody can reach three of five with two"


def test_a_veto_makes_a_party_necessary() -> None:
    found = who_can(BOARD + "decisions: {decide: {by: board, vetoes: agency, effect: recorded}}")
    assert found.veto_players == ("agency",)
    assert found.fewest == 4


def test_rules_of_several_bodies_are_formulas() -> None:
    rule = """
decisions:
  decide:
    by: board
    needs:
      any:
        - all of seats in office
        - all: [at least 2 of seats in office, consent of agency]
    effect: recorded
"""
    found = who_can(BOARD + rule)
    assert "ann bob cyd dan" in named(found)
    assert "ann bob agency" in named(found)
    assert found.fewest == 3


HOLDERS = """
classes: {parent: {common: {kind: common, votes: 1 per unit}}}
holdings:
  parent:
    - {holder: ann, class: common, units: 51}
    - {holder: bob, class: common, units: 30}
    - {holder: co, class: common, units: 19}
bodies:
  board: {of: co, seats: [bob, cyd, dan], acts: more than 1/2 of seats in office}
  meeting: {of: parent, members: holders of common, acts: at least 2/3 of outstanding votes}
decisions: {decide: {by: meeting, effect: recorded}}
"""


def test_a_vote_held_by_a_company_is_cast_as_the_company_decides() -> None:
    found = who_can(HOLDERS)
    assert found.players == ("ann", "bob", "cyd", "dan")
    assert named(found) == ["ann bob", "ann cyd dan"]
    assert found.veto_players == ("ann",)


def test_a_voting_agreement_moves_votes_to_whom_it_names() -> None:
    agreement = """
agreements:
  pact: {kind: irrevocable proxy, parties: bob, vote_as: cyd}
"""
    assert "ann cyd" in named(who_can(HOLDERS + agreement))


def test_recusal_leaves_the_base_or_stays_in_it_as_said() -> None:
    rule = "decisions: {decide: {by: board, recused: dan, recusal: WAY, effect: recorded}}"
    leaves = who_can(BOARD + rule.replace("WAY", "leaves quorum and base"))
    stays = who_can(BOARD + rule.replace("WAY", "stays in the base"))
    assert (leaves.fewest, stays.fewest) == (2, 3)


def test_a_vacant_office_decides_nothing() -> None:
    found = who_can(
        "offices: {chair: {of: co}}\nbodies: {board: {of: co, seats: [ann], "
        "acts: all of seats in office}}\n"
        "decisions: {decide: {by: chair, effect: recorded}}"
    )
    assert found.fewest is None


def test_what_the_charter_does_not_say_is_asked_for() -> None:
    text = HOLDERS.replace("units: 30", "share: 20% to 40%")
    with pytest.raises(CannotDecide) as refused:
        who_can(text)
    assert "not known exactly" in refused.value.why


def test_routes_are_compared() -> None:
    rule = """
decisions:
  decide:
    by: board
    effect: recorded
    routes:
      meeting: {notice: 48 hours}
      written_consent: {needs: all of seats in office, notice: none}
"""
    found = who_can(BOARD + rule)
    assert [(r.name, r.fewest, r.notice) for r in found.routes] == [
        ("meeting", 3, "48 hours"),
        ("written_consent", 4, "none"),
    ]
