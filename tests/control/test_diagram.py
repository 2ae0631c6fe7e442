"""The decision diagram against every coalition tried one by one, and against oxidd where large."""

from collections import Counter
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from oxidd.bdd import BDDFunction, BDDManager

from stanchion.control.coalitions import Coalitions
from stanchion.control.diagram import GameDiagram
from stanchion.control.game import Ballot, Count, Every, Game, Heads, Player, Some
from stanchion.exact.counts import tally
from stanchion.exact.diagram import Budget, Forest, TooLarge
from tests.control.enumeration import Coalitions as Enumerated
from tests.control.games import head_by_head, random_games, weighted


@settings(derandomize=True, deadline=None, max_examples=70)
@given(random_games())
def test_every_question_is_answered_as_by_trying_every_coalition(game: Game) -> None:
    found, tried = Coalitions(game), Enumerated(head_by_head(game))
    apart = tried.game.players
    crowds = {player for player in game.players if player not in apart}
    minimal, blocking = tried.minimal_winning(), tried.minimal_blocking()
    assert found.winning == tried.winning
    for least, listed in ((found.least_winning, minimal), (found.least_blocking, blocking)):
        assert least.count == len(listed)
        assert dict(least.by_people or ()) == Counter(map(len, listed))
        assert sum(pattern.ways for pattern in least.patterns) == len(listed)
        if not crowds:
            assert least.coalitions == listed
    people = [player for player in game.players if player not in crowds]
    needed = {player for coalition in minimal for player in coalition}
    assert [p for p in found.dummies() if p in people] == [p for p in people if p not in needed]
    vetoes = [p for p in people if minimal and all(p in coalition for coalition in minimal)]
    assert [p for p in found.veto_players() if p in people] == vetoes
    lone = minimal[0] if len(minimal) == 1 and len(minimal[0]) == 1 else ()
    assert found.dictators() == tuple(p for p in lone if p in people)
    full = len(tried.wins) - 1
    both = any(won and tried.wins[full ^ mask] for mask, won in enumerate(tried.wins))
    assert found.diagram.proper != both, "two disjoint coalitions both win"


@settings(derandomize=True, deadline=None, max_examples=70)
@given(random_games())
def test_swings_are_counted_by_the_number_of_others(game: Game) -> None:
    diagram, tried = GameDiagram(game), Enumerated(head_by_head(game))
    place = {player: bit for bit, player in enumerate(tried.game.players)}
    outside = len(place) - sum(level.voters for level in diagram.levels)
    for level, counted in zip(diagram.levels, diagram.tally.swings, strict=True):
        voter = Player(f"{level.players[0]} 0") if level.crowd else level.players[0]
        bit = 1 << place[voter]
        swings = sum(
            tried.wins[mask | bit] and not tried.wins[mask]
            for mask in range(len(tried.wins))
            if not mask & bit
        )
        assert sum(counted) << outside == swings


@settings(derandomize=True, deadline=None, max_examples=100)
@given(random_games())
def test_to_stop_is_the_dual_of_to_decide_and_twice_turned_is_the_same(game: Game) -> None:
    diagram = GameDiagram(game)
    assert diagram.forest.dual(diagram.dual) == diagram.root
    assert Coalitions(game).winning is not None
    total = 1 << sum(diagram.forest.sizes)
    won = sum(diagram.tally.winning)
    assert sum(tally(diagram.forest, diagram.dual).winning) == total - won


def test_equal_rules_are_the_same_node_however_they_are_written() -> None:
    forest = Forest((1, 1, 1, 2))
    majority = forest.at_least([1, 1, 1, 1], 3)
    assert forest.at_least([3, 3, 3, 3], 7) == majority
    assert forest.dual(majority) == majority, "a majority of five stops what it can decide"
    assert forest.join(majority, forest.at_least([1, 1, 1, 1], 4)) == majority
    assert forest.weighted([(majority, 2)], [0, 0, 0, 0], 2) == majority


def test_people_who_are_alike_are_one_level() -> None:
    board = tuple(map(Player, ("ann", "bob", "cyd", "dan")))
    rule = Every((Count(tuple((Ballot(p), Fraction(1)) for p in board), Fraction(2), strict=True),))
    diagram = GameDiagram(Game("decide", board, Every((rule, Ballot(board[0])))))
    assert [level.players for level in diagram.levels] == [("ann",), ("bob", "cyd", "dan")]


def test_a_crowd_is_counted_by_its_heads() -> None:
    ann, staff = Player("ann"), Player("staff")
    parts = ((Ballot(ann), Fraction(30)), (Heads(staff, 770), Fraction(1)))
    found = Coalitions(Game("decide", (ann, staff), Count(parts, Fraction(400), strict=True)))
    assert [[(p.count, p.of) for p in c.picks] for c in found.least_winning.patterns] == [
        [(1, (ann,)), (371, (staff,))],
        [(401, (staff,))],
    ]
    assert found.least_winning.count == comb(770, 371) + comb(770, 401)
    assert found.least_winning.coalitions is None
    assert found.winning == sum(comb(770, k) for k in range(371, 771)) + sum(
        comb(770, k) for k in range(401, 771)
    )


def test_a_million_heads_are_no_obstacle_to_who_can() -> None:
    block, crowd = Player("block"), Player("float")
    parts = ((Ballot(block), Fraction(400_000)), (Heads(crowd, 1_000_000), Fraction(1)))
    game = Game("decide", (block, crowd), Count(parts, Fraction(700_000), strict=True))
    found = Coalitions(game)
    assert found.least_winning.fewest == 300_002
    assert found.least_blocking.fewest == 300_001
    assert found.winning is None, "the number has three hundred thousand digits"


def test_what_does_not_fit_says_so_and_offers_the_sampled_answer() -> None:
    game = weighted(10_000_000, [5**k % 999_983 for k in range(40)])
    with pytest.raises(TooLarge) as refused:
        _ = Coalitions(game, Budget(nodes=500)).least_winning
    assert refused.value.limit == 500
    assert "a sampled answer" in str(refused.value)
    with pytest.raises(TooLarge, match="longer than the time given"):
        _ = Coalitions(game, Budget(expired=lambda: True)).least_winning
    crowd = weighted(300, [k + 1 for k in range(601)])
    with pytest.raises(TooLarge, match="voters who differ"):
        _ = Coalitions(crowd).least_winning


def test_a_person_on_two_boards_is_one_voter() -> None:
    """Two boards of three share a member; the product of their powers would be wrong."""
    ann, bob, cyd, dan, eve = map(Player, ("ann", "bob", "cyd", "dan", "eve"))
    one = Some(2, (Ballot(ann), Ballot(bob), Ballot(cyd)))
    two = Some(2, (Ballot(ann), Ballot(dan), Ballot(eve)))
    game = Game("decide", (ann, bob, cyd, dan, eve), Every((one, two)))
    found = Coalitions(game)
    assert [set(c) for c in found.minimal_winning()[:2]] == [{ann, bob, dan}, {ann, bob, eve}]
    swings = dict(
        zip(
            [level.players for level in found.diagram.levels],
            map(sum, found.diagram.tally.swings),
            strict=True,
        )
    )
    assert swings[(ann,)] == 8, "of the 16 choices of the others: 9 have one of each pair, less 1"


def test_a_large_rule_has_as_many_winning_coalitions_as_oxidd_finds() -> None:
    """A council of 24 with two thirds of the states and of the people, or all but three states."""
    people = [83, 67, 59, 48, 38, 19, 17, 12, 11, 10, 10, 10, 10, 9, 7, 6, 6, 5, 5, 4, 3, 2, 2, 1]
    count, total = len(people), sum(people)
    forest = Forest((1,) * count)
    states = forest.at_least([1] * count, 16)
    many = forest.at_least(people, -(-2 * total // 3))
    rule = forest.join(forest.meet(states, many), forest.at_least([1] * count, 21))

    manager = BDDManager(1_000_000, 1_000_000, 1)
    voters = manager.add_vars(count)

    def at_least(weights: list[int], quota: int) -> BDDFunction:
        memo: dict[tuple[int, int], BDDFunction] = {}

        def needed(place: int, need: int) -> BDDFunction:
            if need <= 0:
                return manager.true()
            if place == count:
                return manager.false()
            if (place, need) not in memo:
                without = needed(place + 1, need)
                with_it = needed(place + 1, need - weights[place])
                memo[place, need] = manager.var(voters[place]).ite(with_it, without)
            return memo[place, need]

        return needed(0, quota)

    theirs = at_least([1] * count, 16) & at_least(people, -(-2 * total // 3))
    theirs |= at_least([1] * count, 21)
    assert sum(tally(forest, rule).winning) == theirs.sat_count(count)
    # Swings of the first: rule with it and not without it.
    with_it, without = theirs.cofactor_true(), theirs.cofactor_false()
    assert with_it is not None
    assert without is not None
    decides = with_it & ~without
    assert sum(tally(forest, rule).swings[0]) == decides.sat_count(count - 1)
