"""How fast votes of many are counted, against the packages `power-bdd` and `powerindex`.

Prints seconds and ratios of one run: a council of 27 states with a double majority, votes of a
hundred and of a thousand with relative errors against exact counts, and a million small holders
beside a few blocks with standard errors.
"""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from time import perf_counter
from typing import TypeVar

import numpy as np
import powerindex
from power_bdd.bdd import BDD, WeightedGame

from stanchion.control.diagram import GameDiagram
from stanchion.control.game import Ballot, Count, Every, Game, Heads, Player, Some
from stanchion.control.power import indices, quadrature, weighted
from stanchion.control.power.sampled import sampled
from stanchion.control.power.weighted import WeightedVote

# ASSUMPTION: populations of the 27 states in thousands at the beginning of 2023, as we recall what
# Eurostat published; only how many there are and how they differ matters here.
PEOPLE = (
    84359, 68173, 58997, 48085, 36754, 19055, 17811, 11743, 10828, 10522, 10467, 10414, 9600, 9105,
    6448, 5933, 5564, 5429, 5271, 3851, 2857, 2117, 1883, 1366, 921, 661, 542,
)  # fmt: skip
DRAWS = 20_000
Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """Seconds of one run, and what it found."""
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def council() -> None:
    """55% of states with 65% of people, or all but three states; all indices of all."""
    states = len(PEOPLE)
    quotas = (-(-55 * states // 100), -(-65 * sum(PEOPLE) // 100), states - 3)
    players = tuple(Player(f"s{n}") for n in range(states))
    ballots = tuple(map(Ballot, players))
    ones = tuple((b, Fraction(1)) for b in ballots)
    people = tuple((b, Fraction(w)) for b, w in zip(ballots, PEOPLE, strict=True))
    double = Every(
        (Count(ones, Fraction(quotas[0]), False), Count(people, Fraction(quotas[1]), False))
    )
    game = Game("d", players, Some(1, (double, Count(ones, Fraction(quotas[2]), False))))

    def ours() -> tuple[tuple[Fraction, ...], tuple[Fraction, ...], int]:
        diagram = GameDiagram(game)
        tally = diagram.tally
        level = {p: at for at, alike in enumerate(diagram.levels) for p in alike.players}
        banzhaf, shapley = indices.banzhaf(tally), indices.shapley_shubik(tally)
        return (
            tuple(banzhaf[level[player]] for player in players),
            tuple(shapley[level[player]] for player in players),
            sum(tally.winning),
        )

    def theirs() -> tuple[list[float], list[float]]:
        one = [1] * states
        rule = BDD(WeightedGame(quotas[0], [*one])) & BDD(WeightedGame(quotas[1], [*PEOPLE]))
        rule = rule | BDD(WeightedGame(quotas[2], [*one]))
        return rule.calc_banzhaf(), rule.calc_shapley()

    ours()
    counted = GameDiagram(game)
    nodes = len(counted.forest.below(counted.root))
    seconds, (banzhaf, shapley, winning) = min((timed(ours) for _ in range(3)), key=lambda x: x[0])
    slow, (their_banzhaf, their_shapley) = timed(theirs)
    off = max(
        abs(float(one) - other)
        for mine, their in ((banzhaf, their_banzhaf), (shapley, their_shapley))
        for one, other in zip(mine, their, strict=True)
    )
    print(f"council of {states}: {nodes:,} nodes, {winning:,} of {2**states:,} coalitions win")
    verdict(
        f"  all Banzhaf and Shapley-Shubik, exact {seconds:8.3f} s", slow, seconds, 10, "power-bdd"
    )
    print(f"  greatest difference {off:.1e}; within a second: {'met' if seconds < 1 else 'missed'}")


def verdict(what: str, slow: float, fast: float, target: int, package: str) -> None:
    """One line: the time, the package's, the ratio and whether it is what was wanted."""
    met = "met" if slow / fast >= target else "missed"
    print(
        f"{what}; {package} {slow:.3f} s; {slow / fast:.0f} times faster (target {target}: {met})"
    )


def vote_of(voters: int, generator: np.random.Generator) -> tuple[WeightedVote, list[int]]:
    """A bare majority of random weights to a hundred."""
    weights = [int(w) for w in generator.integers(1, 101, voters)]
    alike = Counter(weights)
    return WeightedVote(tuple(alike), tuple(alike.values()), sum(weights) // 2 + 1), weights


def many(voters: int, generator: np.random.Generator) -> None:
    """All Banzhaf indices exact and inexact, Shapley-Shubik with its sum, against `powerindex`."""
    vote, weights = vote_of(voters, generator)
    quadrature.banzhaf(vote)
    fast, close = timed(lambda: quadrature.banzhaf(vote))
    exactly, swings = timed(lambda: weighted.swings(vote))
    whole, measured = timed(lambda: quadrature.measured(vote))
    game = powerindex.Game(vote.quota, weights=[*weights])
    slow, _ = timed(game.calc_banzhaf)
    exact = [Fraction(each, 2 ** (voters - 1)) for each in swings]
    error = max(abs(value / float(true) - 1) for true, value in zip(exact, close, strict=True))
    total = sum(each * size for each, size in zip(swings, vote.sizes, strict=True))
    at = {weight: Fraction(each, total) for weight, each in zip(vote.weights, swings, strict=True)}
    theirs = max(abs(b / float(at[w]) - 1) for w, b in zip(weights, game.banzhaf, strict=True))
    print(f"{voters:,} voters, total weight {vote.total:,}, {len(vote.weights)} different weights")
    verdict(f"  all Banzhaf {fast:14.4f} s", slow, fast, 50, "powerindex")
    print(f"  relative error against exact counts {error:.1e}; of powerindex {theirs:.1e}")
    print(f"  exact counts {exactly:13.3f} s; {slow / exactly:.0f} times faster than powerindex")
    print(f"  Shapley-Shubik {whole:11.3f} s; sum of all - 1 = {measured.checksum - 1:.1e}")


def crowd(generator: np.random.Generator) -> None:
    """Three blocks beside a million small holders."""
    players, small = tuple(map(Player, ("a", "b", "c"))), Player("small")
    blocks = zip(map(Ballot, players), map(Fraction, (200_000, 100_000, 50_000)), strict=True)
    votes = Count((*blocks, (Heads(small, 1_000_000), Fraction(1))), Fraction(675_000), strict=True)
    game = Game("d", (*players, small), votes)
    seconds, found = timed(lambda: sampled(game, DRAWS, generator))
    print(f"a million small holders beside three blocks, {DRAWS:,} draws: {seconds:.2f} s")
    for level, b, s in zip(found.levels, found.banzhaf, found.shapley_shubik, strict=True):
        name = f"each of {level.players[0]}" if level.crowd else level.players[0]
        shares = f"Shapley-Shubik {s.value:9.2g} ± {s.error:.1g}"
        print(f"  {name:14} Banzhaf {b.value:9.2g} ± {b.error:.1g}  {shares}")


def main() -> None:
    """Measure and print."""
    generator = np.random.default_rng(20231117)
    council()
    many(100, generator)
    many(1_000, generator)
    crowd(generator)


if __name__ == "__main__":
    main()
