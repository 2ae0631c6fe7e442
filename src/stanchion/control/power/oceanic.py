"""A few blocks beside an ocean of holders too small to matter singly: exact in the limit."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import comb

from stanchion.exact.diagram import TooLarge

MOST_BLOCKS = 16


def oceanic(blocks: Sequence[Fraction], ocean: Fraction, quota: Fraction) -> tuple[Fraction, ...]:
    """Shapley-Shubik index of each block when the ocean is infinitely divided; the rest is its.

    A block arrives at a time between 0 and 1, when that part of the ocean has arrived; it decides
    if the votes before it are below the quota and reach it with its own. One block of weight w
    with a bare majority of 1 in all has w / (1 - w).
    Source: Milnor and Shapley, Mathematics of Operations Research 3 (1978) 290-307.
    """
    if len(blocks) > MOST_BLOCKS:
        raise TooLarge("blocks beside the ocean are more", MOST_BLOCKS)
    found = []
    for place, block in enumerate(blocks):
        others = [*blocks[:place], *blocks[place + 1 :]]
        total = Fraction(0)
        for count in range(len(others) + 1):
            for before in combinations(others, count):
                arrived = sum(before, Fraction(0))
                start = _time(quota - block - arrived, ocean)
                end = _time(quota - arrived, ocean)
                total += _chance(len(others), count, start, end)
        found.append(total)
    return tuple(found)


def _time(needed: Fraction, ocean: Fraction) -> Fraction:
    """When so much of the ocean has arrived, within 0 and 1."""
    if not ocean:
        return Fraction(needed > 0)
    return min(max(needed / ocean, Fraction(0)), Fraction(1))


def _chance(others: int, before: int, start: Fraction, end: Fraction) -> Fraction:
    """Integral from start to end of t^before (1-t)^(others-before)."""

    def antiderivative(t: Fraction) -> Fraction:
        rest = others - before
        return sum(
            (
                Fraction((-1) ** k * comb(rest, k), before + k + 1) * t ** (before + k + 1)
                for k in range(rest + 1)
            ),
            Fraction(0),
        )

    return antiderivative(end) - antiderivative(start) if end > start else Fraction(0)
