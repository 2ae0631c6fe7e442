"""Power indices against their definitions, coalition by coalition, and the laws they keep."""

from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.control.diagram import GameDiagram
from stanchion.control.game import Ballot, Count, Every, Formula, Game, Heads, Never, Player, Some
from stanchion.control.power import indices, quadrature, weighted
from stanchion.control.power.measures import Indices, Sample, power_indices, weighted_vote
from stanchion.control.power.results import Estimate, Figure
from stanchion.control.power.weighted import WeightedVote
from stanchion.exact.counts import tally
from stanchion.exact.diagram import Budget, Forest, TooLarge
from stanchion.reports import jsonable_power
from tests.control.games import PEOPLE, head_by_head, random_games
from tests.control.games import weighted as weighted_game

SLOW = settings(derandomize=True, deadline=None, max_examples=60)


def by_definition(game: Game) -> dict[str, list[Fraction]]:
    """Every index as its definition says, from all coalitions; of the players in order."""
    players = game.players
    n = len(players)
    wins = [
        game.wins(frozenset(p for bit, p in enumerate(players) if mask >> bit & 1))
        for mask in range(1 << n)
    ]
    size = [mask.bit_count() for mask in range(1 << n)]
    critical = [
        [b for b in range(n) if mask >> b & 1 and wins[mask] and not wins[mask ^ (1 << b)]]
        for mask in range(1 << n)
    ]
    minimal = [m for m in range(1 << n) if wins[m] and len(critical[m]) == size[m]]
    swings = [sum(b in c for c in critical) for b in range(n)]
    won = sum(wins)

    def over(parts: list[Fraction]) -> list[Fraction]:
        whole = sum(parts)
        return [part / (whole or 1) for part in parts]

    def orders(b: int) -> Fraction:
        places = (size[m] for m in range(1 << n) if b in critical[m])
        return sum(
            (Fraction(factorial(k - 1) * factorial(n - k), factorial(n)) for k in places),
            Fraction(0),
        )

    def shared(b: int) -> Fraction:
        return sum((Fraction(1, len(c)) for c in critical if b in c), Fraction(0))

    def equally(b: int) -> Fraction:
        return sum((Fraction(1, size[m]) for m in minimal if m >> b & 1), Fraction(0))

    return {
        "banzhaf": [Fraction(s, 2 ** (n - 1)) for s in swings],
        "banzhaf_normalised": over([Fraction(s) for s in swings]),
        "shapley_shubik": [orders(b) for b in range(n)],
        "prevention": [Fraction(s, won or 1) for s in swings],
        "initiative": [Fraction(s, (2**n - won) or 1) for s in swings],
        "johnston": over([shared(b) for b in range(n)]),
        "deegan_packel": [equally(b) / (len(minimal) or 1) for b in range(n)],
        "holler": over([Fraction(sum(m >> b & 1 for m in minimal)) for b in range(n)]),
    }


def of_players(found: Indices, index: str, players: tuple[Player, ...]) -> list[Figure]:
    level = {p: at for at, each in enumerate(found.levels) for p in each.players}
    figures = getattr(found, index)
    return [figures[level[p]] if p in level else Fraction(0) for p in players]


@SLOW
@given(random_games())
def test_every_index_is_what_its_definition_says(game: Game) -> None:
    found, expected = power_indices(game, budget=Budget()), by_definition(head_by_head(game))
    apart = head_by_head(game).players
    places = [
        apart.index(p if p in apart else Player(f"{p} 0")) for p in game.players if p in apart
    ]
    people = tuple(p for p in game.players if p in apart)
    for index, values in expected.items():
        assert of_players(found, index, people) == [values[at] for at in places], index
    for at, level in enumerate(found.levels):
        if level.crowd:
            head = apart.index(Player(f"{level.players[0]} 0"))
            for index, values in expected.items():
                assert getattr(found, index)[at] == values[head], f"{index} of a head"


@SLOW
@given(random_games())
def test_shapley_shubik_sums_to_one_unless_nothing_is_decided(game: Game) -> None:
    found = power_indices(game, budget=Budget())
    decided = found.winning not in (0, 1 << sum(level.voters for level in found.levels))
    assert found.checksum == int(decided)
    for index in ("banzhaf_normalised", "johnston", "deegan_packel", "holler"):
        figures = getattr(found, index)
        total = sum(f * level.voters for f, level in zip(figures, found.levels, strict=True))
        assert total == int(decided), index


def renamed(formula: Formula, names: dict[Player, Player]) -> Formula:
    match formula:
        case Ballot(player):
            return Ballot(names[player])
        case Heads(player, size):
            return Heads(names[player], size)
        case Never():
            return formula
        case Count(parts, quota, strict):
            return Count(tuple((renamed(part, names), w) for part, w in parts), quota, strict)
        case Every(parts):
            return Every(tuple(renamed(part, names) for part in parts))
        case Some(count, parts):
            return Some(count, tuple(renamed(part, names) for part in parts))


@SLOW
@given(random_games(), st.permutations(PEOPLE))
def test_renaming_the_players_renames_their_power(game: Game, order: list[Player]) -> None:
    names = dict(zip(PEOPLE, order, strict=True)) | {Player("staff"): Player("crew")}
    players = tuple(names[p] for p in game.players)
    other = Game("d", players, renamed(game.formula, names))
    one, two = (power_indices(g, budget=Budget()) for g in (game, other))
    for index in ("banzhaf", "shapley_shubik", "holler", "johnston", "deegan_packel"):
        assert of_players(one, index, game.players) == of_players(two, index, players)


VOTES = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=5).flatmap(
    lambda levels: st.builds(
        WeightedVote,
        st.just(tuple(w for w, _ in levels)),
        st.just(tuple(n for _, n in levels)),
        st.integers(-1, sum(w * n for w, n in levels) + 2),
    )
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(VOTES)
def test_weights_are_counted_as_on_a_diagram(vote: WeightedVote) -> None:
    forest = Forest(vote.sizes)
    on_diagram = tally(forest, forest.at_least(vote.weights, vote.quota))
    assert weighted.tally(vote) == on_diagram
    assert weighted.swings(vote) == tuple(map(sum, on_diagram.swings))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(VOTES)
def test_quadrature_comes_within_its_error(vote: WeightedVote) -> None:
    exact, found = weighted.tally(vote), quadrature.measured(vote)
    for one, other in (
        (indices.banzhaf(exact), found.banzhaf),
        (indices.shapley_shubik(exact), found.shapley_shubik),
    ):
        for value, estimate in zip(one, other, strict=True):
            assert abs(float(value) - estimate) < quadrature.ROUNDING


def test_a_hundred_voters_who_all_differ_are_counted_exactly() -> None:
    game = weighted_game(2_526, [n + 1 for n in range(100)])
    vote = weighted_vote(game, GameDiagram(game).levels)
    assert vote is not None
    assert vote.bits(by_size=True) < weighted.MOST_BITS
    swings = weighted.swings(vote)
    close = quadrature.banzhaf(vote)
    for exact, inexact in zip(swings, close, strict=True):
        assert inexact == pytest.approx(float(Fraction(exact, 2**99)), rel=1e-12)


def test_four_hundred_voters_of_fifty_weights_are_measured_with_a_checksum() -> None:
    found = power_indices(weighted_game(5_000, [n % 50 + 1 for n in range(400)]), budget=Budget())
    assert not found.exact
    assert isinstance(found.checksum, Estimate)
    assert found.checksum.value == pytest.approx(1, abs=1e-9)
    assert {name for name, _ in found.not_given} == {
        "johnston",
        "deegan_packel",
        "holler",
        "coleman",
    }


def test_a_sum_that_is_not_one_is_said_and_the_index_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too few points of quadrature give figures that look good and are wrong."""
    monkeypatch.setattr(quadrature, "FIRST_POINTS", 8)
    monkeypatch.setattr(quadrature, "MOST_POINTS", 8)
    found = power_indices(weighted_game(5_000, [n % 50 + 1 for n in range(400)]), budget=Budget())
    assert found.shapley_shubik is None
    assert "instead of 1" in dict(found.not_given)["shapley_shubik"]


@pytest.mark.parametrize("seed", range(3))
def test_sampled_figures_are_within_their_error(seed: int) -> None:
    staff, ann, bob, cyd = map(Player, ("staff", "ann", "bob", "cyd"))
    parts = tuple((Ballot(p), Fraction(w)) for p, w in ((ann, 60), (bob, 40), (cyd, 25)))
    votes = Count((*parts, (Heads(staff, 200), Fraction(1))), Fraction(162), strict=True)
    game = Game("d", (ann, bob, cyd, staff), Every((votes, Some(1, (Ballot(ann), Ballot(cyd))))))
    exact = power_indices(game, budget=Budget())
    drawn = power_indices(game, budget=Budget(), sample=Sample(20_000, np.random.default_rng(seed)))
    assert not drawn.exact
    for index in (
        "banzhaf",
        "banzhaf_normalised",
        "shapley_shubik",
        "prevention",
        "initiative",
    ):
        for true, found in zip(getattr(exact, index), getattr(drawn, index), strict=True):
            assert abs(float(true) - found.value) < 4.5 * found.error, index
    assert drawn.checksum is not None
    assert isinstance(drawn.checksum, Estimate)
    assert drawn.checksum.value == pytest.approx(1)
    again = power_indices(game, budget=Budget(), sample=Sample(20_000, np.random.default_rng(seed)))
    assert again.shapley_shubik == drawn.shapley_shubik, "the same seed gives the same figures"


def test_where_nothing_is_decided_nobody_has_power_in_a_sample_either() -> None:
    ann = Player("ann")
    for rule in (Never("vacant"), Count(((Ballot(ann), Fraction(1)),), Fraction(0), strict=False)):
        game = Game("d", (ann,), Some(1, (rule, Every((rule, Ballot(ann))))))
        drawn = power_indices(game, budget=Budget(), sample=Sample(10, np.random.default_rng(0)))
        assert drawn.shapley_shubik is not None
        assert [f.value for f in drawn.shapley_shubik if isinstance(f, Estimate)] == [0]


def test_too_large_is_refused_with_the_sampled_answer_offered() -> None:
    weights = [2**n + 1 for n in range(60)]
    with pytest.raises(TooLarge, match="a sampled answer"):
        power_indices(weighted_game(2**59, weights), budget=Budget())
    boards = [tuple(map(Ballot, some)) for some in combinations(PEOPLE, 4)]
    rule = Some(9, tuple(Some(3, board) for board in boards))
    with pytest.raises(TooLarge):
        power_indices(Game("d", PEOPLE, rule), budget=Budget(nodes=3))


def test_a_vote_for_every_order_agrees_with_the_pivot() -> None:
    """Shapley-Shubik by walking through all orders of five, the definition in words."""
    game = weighted_game(8, [5, 4, 3, 2, 1])
    pivots = dict.fromkeys(game.players, 0)
    for order in permutations(game.players):
        before: set[Player] = set()
        for player in order:
            if game.wins(frozenset({*before, player})) and not game.wins(frozenset(before)):
                pivots[player] += 1
            before.add(player)
    found = power_indices(game, budget=Budget())
    shares = [Fraction(n, 120) for n in pivots.values()]
    assert of_players(found, "shapley_shubik", game.players) == shares


def test_a_large_crowd_is_written_in_json_and_a_larger_one_left_to_sampling() -> None:
    block, crowd = Player("block"), Player("small")

    def beside(size: int) -> Game:
        parts = ((Ballot(block), Fraction(size // 3)), (Heads(crowd, size), Fraction(1)))
        return Game("d", (block, crowd), Count(parts, Fraction(2 * size // 3), strict=True))

    found = power_indices(beside(300), budget=Budget())
    assert found.exact
    assert found.shapley_shubik is not None
    assert jsonable_power.figure(found.shapley_shubik[0]) == "100/301"
    assert found.banzhaf is not None
    text = jsonable_power.figure(found.banzhaf[0])
    assert isinstance(text, str)
    assert Fraction(text) == found.banzhaf[0]
    assert isinstance(jsonable_power.figure(Fraction(1, 3**9000)), dict)
    with pytest.raises(TooLarge, match="a sampled answer"):
        power_indices(beside(60_000), budget=Budget())
