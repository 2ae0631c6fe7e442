"""Power indices by their definitions, over exact counts of coalitions and swings.

Every function gives one figure a level: the index of one voter of that level.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from stanchion.exact.counts import Tally
from stanchion.exact.diagram import Forest, Node
from stanchion.exact.minimal import MinimalPoints, critical_shares

Figures = tuple[Fraction, ...]

MOST_TRIED = 200_000
"""Combinations that `johnston` tries: about a second."""


def banzhaf(tally: Tally) -> Figures:
    """Share of the coalitions of the others that a voter turns from losing into winning.

    Absolute, also called Penrose-Banzhaf. Source: Penrose (1946); Banzhaf (1965).
    """
    return tuple(Fraction(sum(each), 2 ** (tally.voters - 1)) for each in tally.swings)


def banzhaf_normalised(tally: Tally, sizes: Sequence[int]) -> Figures:
    """A voter's part of all swings; sums to 1 over all voters. Source: Banzhaf (1965)."""
    swings = [sum(each) for each in tally.swings]
    total = sum(size * each for size, each in zip(sizes, swings, strict=True))
    return tuple(Fraction(each, total or 1) for each in swings)


def shapley_shubik(tally: Tally) -> Figures:
    """Probability of being pivotal when all orders of the voters are equally likely.

    Sums to 1 over all voters. Source: Shapley and Shubik, American Political Science Review 48
    (1954) 787-792.
    """
    voters = tally.voters
    orders = [factorial(k) * factorial(voters - 1 - k) for k in range(voters)]
    return tuple(
        Fraction(sum(w * n for w, n in zip(orders, each, strict=False)), factorial(voters))
        for each in tally.swings
    )


def coleman_collectivity(tally: Tally) -> Fraction:
    """Power of the body to act: share of all coalitions that win.

    Source: Coleman, Control of Collectivities and the Power of a Collectivity to Act (1971).
    """
    return Fraction(sum(tally.winning), 2**tally.voters)


def coleman_prevention(tally: Tally) -> Figures:
    """Share of the winning coalitions that a voter can break by leaving. Source: Coleman (1971)."""
    won = sum(tally.winning)
    return tuple(Fraction(sum(each), won or 1) for each in tally.swings)


def coleman_initiative(tally: Tally) -> Figures:
    """Share of the losing coalitions that a voter can lift by joining. Source: Coleman (1971)."""
    lost = 2**tally.voters - sum(tally.winning)
    return tuple(Fraction(sum(each), lost or 1) for each in tally.swings)


def johnston(forest: Forest, rule: Node, *, most: int = MOST_TRIED) -> Figures:
    """As the normalised Banzhaf index, but a coalition with k critical members gives each 1/k.

    Sums to 1. Raises TooLarge when the coalitions to be tried are more than `most`.
    Source: Johnston, Environment and Planning A 10 (1978) 907-914.
    """
    shares = critical_shares(forest, rule, most=most)
    total = sum((s * n for s, n in zip(shares, forest.sizes, strict=True)), Fraction(0))
    return tuple(share / (total or 1) for share in shares)


def deegan_packel(least: MinimalPoints) -> Figures:
    """All minimal winning coalitions are equally likely, and each divides its power equally.

    Sums to 1. Not monotone in weight: a heavier voter may have less.
    Source: Deegan and Packel, International Journal of Game Theory 7 (1978) 113-123.
    """
    count = sum(least.by_size.values())
    return tuple(
        sum((Fraction(ways, size) for size, ways in each.items()), Fraction(0)) / (count or 1)
        for each in least.by_level
    )


def holler(least: MinimalPoints) -> Figures:
    """A voter's part of all memberships in minimal winning coalitions: the public good index.

    Sums to 1. Not monotone in weight: a heavier voter may have less.
    Source: Holler and Packel, Zeitschrift für Nationalökonomie 43 (1983) 21-29.
    """
    total = sum(size * ways for size, ways in least.by_size.items())
    return tuple(Fraction(sum(each.values()), total or 1) for each in least.by_level)
