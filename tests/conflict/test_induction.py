"""Backward induction on trees solved by hand, against Gambit, and for all random trees."""

import io
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.extensive.induction import logit, softmax, subgame_perfect
from stanchion.conflict.extensive.tree import (
    BadTree,
    Chance,
    Choice,
    Ending,
    Growing,
    Tree,
    TreeTooLarge,
)

F = Fraction

fuzz = settings(max_examples=40, derandomize=True, deadline=None)

# ---------------------------------------------------------------------- by hand


def entry() -> Tree:
    """Selten's chain store, once: enter or stay out; the incumbent fights or shares."""
    growing = Growing()
    out = growing.add(Ending("out", {"entrant": 1, "incumbent": 5}))
    fight = growing.add(Ending("fight", {"entrant": 0, "incumbent": 0}))
    share = growing.add(Ending("share", {"entrant": 2, "incumbent": 2}))
    reply = growing.add(Choice("incumbent", (("fights", fight), ("shares", share))))
    growing.add(Choice("entrant", (("stays out", out), ("enters", reply))))
    return growing.grown()


def test_a_threat_that_would_not_be_carried_out_does_not_deter() -> None:
    found = subgame_perfect(entry())
    assert found.path == (("entrant", "enters"), ("incumbent", "shares"))
    assert found.values == {"entrant": 2, "incumbent": 2}
    assert found.outcomes == {"out": 0, "fight": 0, "share": 1}


def centipede(legs: int) -> Tree:
    """Rosenthal's: each may take the larger part now or pass; both grow by passing."""
    growing = Growing(most=1_000_000)
    players = ("one", "two")
    last = growing.add(Ending("end", {"one": legs, "two": legs}))
    for leg in range(legs, 0, -1):
        mover, other = players[(leg - 1) % 2], players[leg % 2]
        taken = growing.add(Ending(f"taken at {leg}", {mover: leg + 1, other: leg - 2}))
        last = growing.add(Choice(mover, (("takes", taken), ("passes", last))))
    return growing.grown()


def test_the_centipede_ends_at_once() -> None:
    assert subgame_perfect(centipede(6)).path == (("one", "takes"),)


def test_a_game_deeper_than_any_stack_is_solved() -> None:
    deep = centipede(4 * sys.getrecursionlimit())
    assert subgame_perfect(deep).path == (("one", "takes"),)
    assert logit(deep, 1.0).outcomes["taken at 1"] > 0.5


def test_chance_is_weighed() -> None:
    growing = Growing()
    good = growing.add(Ending("good", {"a": 10}))
    bad = growing.add(Ending("bad", {"a": -5}))
    sure = growing.add(Ending("sure", {"a": 1}))
    gamble = growing.add(Chance((("luck", F(1, 3), good), ("none", F(2, 3), bad))))
    growing.add(Choice("a", (("gamble", gamble), ("sure", sure))))
    found = subgame_perfect(growing.grown())
    assert found.values == {"a": 1}
    assert found.path == (("a", "sure"),)


def test_a_tie_is_said() -> None:
    growing = Growing()
    one = growing.add(Ending("one", {"a": 1}))
    other = growing.add(Ending("other", {"a": 1}))
    growing.add(Choice("a", (("left", one), ("right", other))))
    found = subgame_perfect(growing.grown())
    assert found.ties[0].moves == ("left", "right")
    assert found.path == (("a", "left"),)


def test_logit_of_the_entry_game_by_hand() -> None:
    found = logit(entry(), 1.0)
    shares = np.exp(2) / (1 + np.exp(2))
    worth = 2 * shares
    enters = np.exp(worth) / (np.exp(1) + np.exp(worth))
    assert float(found.outcomes["share"]) == pytest.approx(enters * shares)
    assert float(found.outcomes["out"]) == pytest.approx(1 - enters)


def test_without_precision_every_move_is_alike() -> None:
    found = logit(entry(), 0.0)
    assert float(found.outcomes["fight"]) == pytest.approx(0.25)


# ------------------------------------------------------------------- bad games


def test_a_game_too_large_says_what_to_do() -> None:
    growing = Growing(most=2)
    growing.add(Ending("a", {}))
    growing.add(Ending("b", {}))
    with pytest.raises(TreeTooLarge, match="the simulation, which needs no tree"):
        growing.add(Ending("c", {}))


@pytest.mark.parametrize("odds", [(F(1, 2), F(1, 3)), (F(3, 2), F(-1, 2))])
def test_chances_that_are_none_are_refused(odds: tuple[F, F]) -> None:
    growing = Growing()
    ends = [growing.add(Ending(name, {})) for name in "ab"]
    with pytest.raises(BadTree, match="sum to one"):
        growing.add(Chance(tuple(zip("ab", odds, ends, strict=True))))


def test_a_number_that_is_not_exact_is_refused_by_the_exact_solution() -> None:
    growing = Growing()
    growing.add(Ending("a", {"x": 0.1}))
    with pytest.raises(BadTree, match="exact numbers"):
        subgame_perfect(growing.grown())


def test_no_precision_is_negative() -> None:
    with pytest.raises(BadTree, match="not negative"):
        logit(entry(), -1.0)


# ----------------------------------------------------------------- random trees

PAYOFF = st.integers(-6, 6)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Games of two players with up to three rounds, some of them chance, payoffs distinct."""
    growing = Growing()
    ends = draw(st.lists(st.tuples(PAYOFF, PAYOFF), min_size=8, max_size=8))
    nodes = [
        growing.add(Ending(f"e{n}", {"a": F(8 * a + n), "b": F(8 * b + 7 - n)}))
        for n, (a, b) in enumerate(ends)
    ]
    while len(nodes) > 1:
        pairs = [nodes[n : n + 2] for n in range(0, len(nodes), 2)]
        kinds = draw(st.lists(st.sampled_from("abc"), min_size=len(pairs), max_size=len(pairs)))
        nodes = []
        for kind, (left, right) in zip(kinds, pairs, strict=True):
            if kind == "c":
                odd = F(draw(st.integers(1, 3)), 4)
                node = growing.add(Chance((("l", odd, left), ("r", 1 - odd, right))))
            else:
                node = growing.add(Choice(kind, (("l", left), ("r", right))))
            nodes.append(node)
    return growing.grown()


def _recursive(tree: Tree, place: int) -> dict[str, F]:
    """The obvious solution: the best child for whoever moves."""
    node = tree.nodes[place]
    match node:
        case Ending(_, payoffs):
            return {"a": F(0), "b": F(0), **payoffs}
        case Choice(player, options):
            return max((_recursive(tree, child) for _, child in options), key=lambda v: v[player])
        case Chance(chances):
            found = {"a": F(0), "b": F(0)}
            for _, odd, child in chances:
                for player, value in _recursive(tree, child).items():
                    found[player] += odd * value
            return found


@given(trees())
@fuzz
def test_the_flat_pass_is_the_obvious_recursion(tree: Tree) -> None:
    assert subgame_perfect(tree).values == _recursive(tree, tree.root)


@given(trees())
@fuzz
def test_infinite_precision_is_subgame_perfect_where_nothing_ties(tree: Tree) -> None:
    exact = subgame_perfect(tree)
    if not exact.ties:
        near = logit(tree, np.inf)
        for outcome, share in exact.outcomes.items():
            assert float(near.outcomes[outcome]) == pytest.approx(float(share))


@given(trees(), st.sampled_from([0.0, 0.01, 0.5, 1e3, 1e300, np.inf]))
@fuzz
def test_logit_play_is_a_distribution_at_any_precision(tree: Tree, precision: float) -> None:
    found = logit(tree, precision)
    assert sum(map(float, found.outcomes.values())) == pytest.approx(1)
    assert not any(np.isnan(value) for value in found.values.values())


@given(trees())
@fuzz
def test_runs_at_once_are_runs_one_by_one(tree: Tree) -> None:
    sharp = np.array([0.0, 0.02, 0.4])
    at_once = logit(tree, sharp)
    for run, precision in enumerate(sharp):
        alone = logit(tree, float(precision))
        for outcome in tree.outcomes:
            together = np.broadcast_to(at_once.outcomes[outcome], 3)[run]
            assert together == pytest.approx(float(alone.outcomes[outcome]))


def test_who_is_worth_most_is_likeliest() -> None:
    odds = softmax([np.asarray(1.0), np.asarray(3.0), np.asarray(2.0)], np.asarray(0.7))
    assert odds[1] > odds[2] > odds[0]


# ----------------------------------------------------------------------- Gambit


def _efg(tree: Tree) -> str:
    """The game in Gambit's extensive form, every node an information set of its own."""
    lines, numbers = ['EFG 2 R "game" { "a" "b" }'], {"a": 0, "b": 0, "c": 0, "t": 0}

    def write(place: int) -> None:
        node = tree.nodes[place]
        match node:
            case Ending(_, payoffs):
                numbers["t"] += 1
                told = f"{payoffs['a']}, {payoffs['b']}"
                lines.append(f't "" {numbers["t"]} "" {{ {told} }}')
            case Choice(player, options):
                numbers[player] += 1
                seat = "ab".index(player) + 1
                labels = " ".join(f'"{label}"' for label, _ in options)
                lines.append(f'p "" {seat} {numbers[player]} "" {{ {labels} }} 0')
                for _, child in options:
                    write(child)
            case Chance(chances):
                numbers["c"] += 1
                labels = " ".join(f'"{label}" {odd}' for label, odd, _ in chances)
                lines.append(f'c "" {numbers["c"]} "" {{ {labels} }} 0')
                for _, _, child in chances:
                    write(child)

    write(tree.root)
    return "\n".join(lines)


GAMBIT = settings(max_examples=15, derandomize=True, deadline=None)


@given(trees())
@GAMBIT
def test_gambit_finds_the_same_equilibrium_payoffs(tree: Tree) -> None:
    gambit = pytest.importorskip("pygambit", reason="Gambit has wheels for Python 3.11 only")
    game = gambit.read_efg(io.StringIO(_efg(tree)))
    ours = subgame_perfect(tree)
    found = gambit.nash.enumpure_solve(game).equilibria
    payoffs = [{name: profile.payoffs[name] for name in ("a", "b")} for profile in found]
    assert {name: F(ours.values[name]) for name in ("a", "b") if name in ours.values} in [
        {name: F(str(values[name])) for name in values if name in ours.values} for values in payoffs
    ]


@given(trees(), st.sampled_from([0.02, 0.1]))
@GAMBIT
def test_gambit_finds_the_same_agent_quantal_response(tree: Tree, precision: float) -> None:
    gambit = pytest.importorskip("pygambit", reason="Gambit has wheels for Python 3.11 only")
    if not any(isinstance(node, Choice) for node in tree.nodes):
        return
    game = gambit.read_efg(io.StringIO(_efg(tree)))
    theirs = gambit.qre.logit_solve_lambda(game, [precision])[0].profile
    ours = logit(tree, precision)
    for player in ("a", "b"):
        assert float(theirs.payoffs[player]) == pytest.approx(float(ours.values[player]), abs=1e-4)
