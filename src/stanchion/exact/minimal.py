"""Minimal true points of a monotone rule on a decision diagram: who wins with nobody to spare.

A second diagram holds, for a pair of nodes, the points that are minimal for the first and false
for the second; with every voter who says yes, what the rule gives without that voter joins the
second. Its arcs are single numbers of yes-votes, and UNIT is the point at which nobody below
says yes.

Source: Bolus, European Journal of Operational Research 210 (2011) 258-272, section 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import comb

from stanchion.exact.diagram import FALSE, LOOK_EVERY, TRUE, Forest, Node, TooLarge

EMPTY = 0
UNIT = 1

Point = tuple[int, ...]
"""How many of each level say yes."""
BySize = dict[int, int]
"""Coalitions by their number of voters."""


@dataclass
class MinimalPoints:
    """The minimal true points of a rule, counted with their multiplicity and listed by size."""

    forest: Forest
    root: Node
    _level: list[int] = field(init=False, default_factory=lambda: [-1, -1])
    _arcs: list[tuple[tuple[int, int], ...]] = field(init=False, default_factory=lambda: [(), ()])
    _known: dict[tuple[Node, Node], int] = field(init=False, default_factory=dict)
    _top: int = field(init=False)

    def __post_init__(self) -> None:
        self._top = self._minimal(self.root, FALSE)

    def _minimal(self, rule: Node, other: Node) -> int:
        """Points minimal for `rule` at which `other`, which implies it, is false."""
        if rule in (FALSE, other) or other == TRUE:
            return EMPTY
        if rule == TRUE:
            return UNIT
        key = (rule, other)
        found = self._known.get(key)
        if found is None:
            arcs, without = [], FALSE
            for yes, child in self.forest.arcs[rule]:
                barred = self.forest.join(without, self.forest.child(other, yes))
                below = self._minimal(child, barred)
                if below != EMPTY:
                    arcs.append((yes, below))
                without = child
            found = self._known[key] = self._node(self.forest.level[rule], tuple(arcs))
        return found

    def _node(self, level: int, arcs: tuple[tuple[int, int], ...]) -> int:
        if not arcs:
            return EMPTY
        budget = self.forest.budget
        if len(self._arcs) > budget.nodes:
            raise TooLarge("the diagram of least coalitions has more nodes", budget.nodes)
        if not len(self._arcs) % LOOK_EVERY:
            budget.check_time()
        self._level.append(level)
        self._arcs.append(arcs)
        return len(self._arcs) - 1

    # ------------------------------------------------------------------- counts

    @cached_property
    def _sizes(self) -> list[frozenset[int]]:
        """By node, the numbers of voters that its points have; children before their parents."""
        sizes = [frozenset[int](), frozenset({0})]
        for arcs in self._arcs[2:]:
            sizes.append(frozenset(yes + size for yes, below in arcs for size in sizes[below]))
        return sizes

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of voters that minimal coalitions have, smallest first."""
        return tuple(sorted(self._sizes[self._top]))

    @cached_property
    def _ways(self) -> list[BySize]:
        """By node, its points by number of voters; children come before their parents."""
        ways: list[BySize] = [{}, {0: 1}]
        for level, arcs in zip(self._level[2:], self._arcs[2:], strict=True):
            total: BySize = {}
            for yes, below in arcs:
                _add(total, ways[below], comb(self.forest.sizes[level], yes), yes)
            ways.append(total)
        return ways

    @cached_property
    def by_size(self) -> BySize:
        """How many minimal coalitions there are of each number of voters, smallest first."""
        return dict(sorted(self._ways[self._top].items()))

    @cached_property
    def by_level(self) -> tuple[BySize, ...]:
        """For each level, in how many minimal coalitions of each size one given voter of it is."""
        sizes = self.forest.sizes
        found: tuple[BySize, ...] = tuple({} for _ in sizes)
        reached: list[BySize] = [{} for _ in self._arcs]
        reached[self._top][0] = 1
        for node in range(len(self._arcs) - 1, UNIT, -1):
            level, above = self._level[node], reached[node]
            for yes, below in self._arcs[node] if above else ():
                if yes:
                    with_one = comb(sizes[level] - 1, yes - 1)
                    for size, ways in above.items():
                        _add(found[level], self._ways[below], ways * with_one, size + yes)
                _add(reached[below], above, comb(sizes[level], yes), yes)
        return found

    # --------------------------------------------------------------------- list

    def points(self) -> Iterator[Point]:
        """All minimal points, those of few voters first, earlier levels first among them."""
        for size in self.sizes:
            yield from self._points(self._top, size, 0)

    def _points(self, node: int, size: int, level: int) -> Iterator[Point]:
        """Points of a node with so many voters, as seen from a level at or above it."""
        if node == UNIT:
            if size == 0:
                yield (0,) * (len(self.forest.sizes) - level)
            return
        gap = (0,) * (self._level[node] - level)
        for yes, below in reversed(self._arcs[node]):
            if size - yes in self._sizes[below]:
                for rest in self._points(below, size - yes, self._level[node] + 1):
                    yield (*gap, yes, *rest)


def critical_shares(forest: Forest, root: Node, *, most: int) -> tuple[Fraction, ...]:
    """By level, what one voter gets when every winning coalition shares one among its critical.

    Critical are those without whom the coalition loses; one that everybody can leave unharmed
    gives nothing. Every combination of numbers by level is tried, as far as it matters;
    raises TooLarge when there are more than `most` of them.
    """
    found: list[dict[int, int]] = [{} for _ in forest.sizes]  # by level, by number of critical
    tried = 0
    # Waiting: node of the coalition, level, number of coalitions alike; and for every level with
    # yes-votes, where the diagram would be without one of them: (level, yes-votes, node).
    waiting: list[tuple[Node, int, int, tuple[tuple[int, int, Node], ...]]] = [(root, 0, 1, ())]
    while waiting:
        node, level, ways, without = waiting.pop()
        tried += 1
        if tried > most:
            raise TooLarge("the coalitions to be tried one by one are more", most)
        if not tried % LOOK_EVERY:
            forest.budget.check_time()
        without = tuple(each for each in without if each[2] not in (TRUE, node))
        if node == FALSE or (node == TRUE and not without):
            continue
        if level == len(forest.sizes) or (node == TRUE and all(n == FALSE for *_, n in without)):
            ways *= 2 ** sum(forest.sizes[level:])
            critical = sum(yes for _, yes, _ in without)
            for place, yes, _ in without:
                found[place][critical] = found[place].get(critical, 0) + ways * yes
            continue
        size = forest.sizes[level]
        for yes in range(size + 1):
            moved = tuple((at, many, forest.child(n, yes)) for at, many, n in without)
            if yes:
                moved += ((level, yes, forest.child(node, yes - 1)),)
            child = forest.child(node, yes)
            waiting.append((child, level + 1, ways * comb(size, yes), moved))
    return tuple(
        sum((Fraction(ways, critical * size) for critical, ways in each.items()), Fraction(0))
        for size, each in zip(forest.sizes, found, strict=True)
    )


def _add(total: BySize, more: BySize, times: int, shift: int) -> None:
    """Add coalitions to others, each so many times and with so many voters more."""
    for size, ways in more.items():
        total[size + shift] = total.get(size + shift, 0) + ways * times
