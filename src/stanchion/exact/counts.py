"""Exact counts over a decision diagram: coalitions that win, and swings, by their number of voters.

A polynomial in the number of yes-voters is packed into one integer, a field of bits for every
number, so that one multiplication of integers multiplies polynomials. One pass from the bottom
counts how a node can still be won, one pass from the top counts how it is reached; together they
give the swings of every voter.

Source: Bolus, European Journal of Operational Research 210 (2011) 258-272.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stanchion.exact.diagram import LOOK_EVERY, TRUE, Arcs, Forest, Node, TooLarge
from stanchion.exact.record import record

MOST_VOTERS = 5_000
"""Of more, the number of coalitions has more digits than anybody reads."""
MOST_BYTES = 1_500_000_000
"""Memory that the counts of all nodes may take."""


@record(frozen=True, slots=True)
class Tally:
    """How often a rule is won, and how often a voter's vote decides it, by number of voters.

    `winning[k]`: coalitions of k that win. `swings[level][k]`: coalitions of k others that lose
    without, and win with, one given voter of that level.
    """

    voters: int
    winning: tuple[int, ...]
    swings: tuple[tuple[int, ...], ...]


@record(frozen=True, slots=True)
class Packing:
    """Polynomials up to degree `voters` as integers, a field of whole bytes a coefficient."""

    voters: int

    @property
    def bits(self) -> int:
        """Bits of a field: a coefficient is at most 2 ** voters."""
        return (self.voters // 8 + 1) * 8

    def binomials(self, size: int) -> int:
        """(1 + y) ** size: how many ways of so many out of `size`."""
        power: int = (1 + (1 << self.bits)) ** size
        return power

    def between(self, packed: int, first: int, last: int) -> int:
        """The terms of degree first..last of a packed polynomial, where they are."""
        width = self.bits
        return (packed >> first * width & (1 << (last - first + 1) * width) - 1) << first * width

    def unpacked(self, packed: int) -> tuple[int, ...]:
        """Coefficients from degree 0 to `voters`."""
        width = self.bits // 8
        whole = packed.to_bytes((self.voters + 1) * width, "little")
        return tuple(
            int.from_bytes(whole[at : at + width], "little") for at in range(0, len(whole), width)
        )


def tally(forest: Forest, root: Node) -> Tally:
    """All winning coalitions and swings of a monotone rule, by number of voters; exact.

    Raises TooLarge where the counts would not fit into memory.
    """
    voters = sum(forest.sizes)
    if voters > MOST_VOTERS:
        raise TooLarge("the voters whose coalitions are counted are more", MOST_VOTERS)
    packing = Packing(voters)
    order = forest.below(root)
    if len(order) * voters * packing.bits // 8 > MOST_BYTES:
        raise TooLarge(f"counts of {voters:,} voters at {len(order):,} nodes take more memory")
    passes = _Passes(forest, packing)
    ways = passes.upwards(order)
    won = ways[root] if root > TRUE else packing.binomials(voters) * root
    swings = passes.swings(order, ways, root)
    return Tally(voters, packing.unpacked(won), tuple(packing.unpacked(each) for each in swings))


@dataclass(slots=True)
class _Passes:
    forest: Forest
    packing: Packing
    rest: list[int] = field(init=False)  # by level: all ways of voters of that level and below
    _ways: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = [1]
        for size in reversed(self.forest.sizes):
            found.append(found[-1] * self.ways_of(size))
        self.rest = found[::-1]

    def ways_of(self, size: int) -> int:
        """All ways of so many voters of one level."""
        if size not in self._ways:
            self._ways[size] = self.packing.binomials(size)
        return self._ways[size]

    def runs(self, arcs: Arcs, level: int) -> list[tuple[int, Node]]:
        """For every arc of a node, the ways of its numbers of yes-votes, packed; and its child."""
        size = self.forest.sizes[level]
        ways = self.ways_of(size)
        ends = [first - 1 for first, _ in arcs[1:]] + [size]
        return [
            (self.packing.between(ways, first, last), child)
            for (first, child), last in zip(arcs, ends, strict=True)
        ]

    def upwards(self, order: Sequence[Node]) -> dict[Node, int]:
        """By node, how it can still be won by voters of its level and below."""
        ways: dict[Node, int] = {}
        levels, all_arcs, sizes = self.forest.level, self.forest.arcs, self.forest.sizes
        bits = self.packing.bits
        for place, node in enumerate(reversed(order)):
            if not place % LOOK_EVERY:
                self.forest.budget.check_time()
            level, arcs = levels[node], all_arcs[node]
            whole, total = self.rest[level + 1], 0
            if sizes[level] == 1:  # the common case
                low, high = arcs[0][1], arcs[-1][1]
                no = ways[low] if low > TRUE else whole * low
                yes = ways[high] if high > TRUE else whole * high
                ways[node] = no + (yes << bits)
                continue
            for run, child in self.runs(arcs, level):
                total += run * (ways[child] if child > TRUE else whole * child)
            ways[node] = total
        return ways

    def swings(self, order: Sequence[Node], ways: dict[Node, int], root: Node) -> list[int]:
        """By level, how often one voter of it decides, packed by the number of the others."""
        found = [0] * len(self.forest.sizes)
        reached = {root: 1}
        levels, all_arcs, sizes = self.forest.level, self.forest.arcs, self.forest.sizes
        bits = self.packing.bits
        for place, node in enumerate(order):
            if not place % LOOK_EVERY:
                self.forest.budget.check_time()
            level, arcs, here = levels[node], all_arcs[node], reached.pop(node)
            size, before = sizes[level], 0
            if size == 1:  # the common case
                low, high = arcs[0][1], arcs[-1][1]
                if low != high:
                    yes = ways[high] if high > TRUE else self.rest[level + 1]
                    found[level] += here * (yes - (ways[low] if low > TRUE else 0))
                if low > TRUE:
                    reached[low] = reached.get(low, 0) + here
                if high > TRUE:
                    reached[high] = reached.get(high, 0) + (here << bits)
                continue
            for first, child in arcs:
                won = self.rest[level + 1] if child == TRUE else ways.get(child, 0)
                if first:
                    ways_of_others = self.ways_of(size - 1)
                    others = self.packing.between(ways_of_others, first - 1, first - 1)
                    found[level] += here * (won - before) * others
                before = won
            for run, child in self.runs(arcs, level):
                if child > TRUE:
                    reached[child] = reached.get(child, 0) + here * run
        return found
