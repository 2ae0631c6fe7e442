"""Quasi-reduced ordered decision diagrams of monotone rules over levels of interchangeable voters.

A level is so many voters whom the rule treats alike; a node of the level has an outcome for every
number of them that say yes. Runs of numbers with the same outcome are kept as one arc, so a crowd
costs as much as its outcomes differ. No level is skipped but on the way to FALSE and TRUE, which
is why two nodes that are combined always stand on the same level.

A weighted threshold is built by the interval memo: what is still needed, at a level, leads to the
same node as long as it stays within an interval that is found together with the node.

Source: Bolus, European Journal of Operational Research 210 (2011) 258-272.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

Node = int
Arcs = tuple[tuple[int, Node], ...]
"""(yes-votes from which on, node): begins at 0, and neighbours lead to different nodes."""

FALSE: Node = 0
TRUE: Node = 1

MOST_NODES = 500_000
"""A few hundred megabytes, and some ten seconds."""
MOST_LEVELS = 600
"""As deep as the diagram may be: one call within another for every level."""
LOOK_EVERY = 2048
"""Nodes between two looks at the clock."""


@dataclass(eq=False)
class TooLarge(StanchionError, ValueError):
    """A question needs more than it was allowed: `what` came to `limit`, and was not finished."""

    what: str
    limit: int | None = None

    def __str__(self) -> str:
        limit = "" if self.limit is None else f" than {self.limit:,}"
        return (
            f"no exact answer within the limits: {self.what}{limit}; raise the limit, or ask for "
            "a sampled answer, which comes with its error"
        )


def _never() -> bool:
    return False


@record(frozen=True, slots=True)
class Budget:
    """How much a diagram may take; `expired` says whether the time is up."""

    nodes: int = MOST_NODES
    expired: Callable[[], bool] = _never

    def check_time(self) -> None:
        """Raise TooLarge when the time is up."""
        if self.expired():
            raise TooLarge("it takes longer than the time given")


@dataclass(slots=True)
class _Threshold:
    """The interval memo of one vector of weights: by level, sorted starts of disjoint intervals."""

    weights: tuple[int, ...]
    rest: tuple[int, ...]  # by level: what that level and those below can still give
    starts: list[list[int]]
    ends: list[list[int]]
    nodes: list[list[Node]]


_Intervals = tuple[list[int], list[int], list[Node]]
"""Sorted starts of disjoint intervals, their ends, and the node of each."""


@dataclass(slots=True)
class Forest:
    """Diagrams over the same levels; equal rules are the same node."""

    sizes: tuple[int, ...]  # voters by level
    budget: Budget = field(default_factory=Budget)
    level: list[int] = field(init=False)
    arcs: list[Arcs] = field(init=False)
    _unique: dict[tuple[int, Arcs], Node] = field(init=False, default_factory=dict)
    _pairs: dict[int, Node] = field(init=False, default_factory=dict)
    _thresholds: dict[tuple[int, ...], _Threshold] = field(init=False, default_factory=dict)
    _joined: dict[int, Node] = field(init=False, default_factory=dict)
    _met: dict[int, Node] = field(init=False, default_factory=dict)
    _duals: dict[Node, Node] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.sizes) > MOST_LEVELS:
            raise TooLarge("there are more voters who differ", MOST_LEVELS)
        end = len(self.sizes)
        self.level = [end, end]
        self.arcs = [(), ()]

    # ------------------------------------------------------------------- nodes

    def node(self, level: int, arcs: Iterable[tuple[int, Node]]) -> Node:
        """The one node with these arcs, neighbours that lead to the same node put together."""
        merged: list[tuple[int, Node]] = []
        for first, child in arcs:
            if not merged or merged[-1][1] != child:
                merged.append((first, child))
        if len(merged) == 1 and merged[0][1] <= TRUE:
            return merged[0][1]
        if self.sizes[level] == 1:
            return self._pair(level, merged[0][1], merged[-1][1])
        key = (level, tuple(merged))
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = self._new(level, key[1])
        return found

    def _pair(self, level: int, low: Node, high: Node) -> Node:
        """The node of a single voter: where a no leads, and where a yes."""
        if low == high and low <= TRUE:
            return low
        # an inner child tells the level; FALSE and TRUE are children on any.
        key = low << 32 | high if low > TRUE or high > TRUE else ~level
        found = self._pairs.get(key)
        if found is None:
            arcs = ((0, low),) if low == high else ((0, low), (1, high))
            found = self._pairs[key] = self._new(level, arcs)
        return found

    def _new(self, level: int, arcs: Arcs) -> Node:
        found = len(self.arcs)
        if found > self.budget.nodes:
            raise TooLarge("the diagram has more nodes", self.budget.nodes)
        if not found % LOOK_EVERY:
            self.budget.check_time()
        self.level.append(level)
        self.arcs.append(arcs)
        return found

    def child(self, node: Node, yes: int) -> Node:
        """Where so many yes-votes of its level lead from a node; FALSE and TRUE stay."""
        arcs = self.arcs[node]
        if not arcs:
            return node
        if len(arcs) == 1 or yes < arcs[1][0]:
            return arcs[0][1]
        return arcs[bisect_right(arcs, yes, key=_first) - 1][1]

    def holds(self, node: Node, yes: Sequence[int]) -> bool:
        """Whether the rule is true when so many voters of each level say yes."""
        for count in yes:
            node = self.child(node, count)
        return node == TRUE

    def below(self, root: Node) -> list[Node]:
        """The inner nodes that can be reached from a root, higher levels first."""
        order: list[Node] = []
        layer = {root} - {FALSE, TRUE}
        while layer:
            order.extend(sorted(layer))
            layer = {child for node in layer for _, child in self.arcs[node] if child > TRUE}
        return order

    # -------------------------------------------------------------- thresholds

    def at_least(self, weights: Sequence[int], quota: int) -> Node:
        """True when the weights of those who say yes reach the quota; one weight a level, >= 0."""
        return self._needed(self._memo(tuple(weights)), 0, quota)[0]

    def _memo(self, weights: tuple[int, ...]) -> _Threshold:
        """The interval memo of one vector of weights, kept for every quota."""
        memo = self._thresholds.get(weights)
        if memo is None:
            rest = [0]
            for weight, size in zip(reversed(weights), reversed(self.sizes), strict=True):
                rest.append(rest[-1] + weight * size)
            blank: list[list[list[int]]] = [[[] for _ in weights] for _ in range(3)]
            memo = _Threshold(weights, tuple(reversed(rest)), *blank)
            self._thresholds[weights] = memo
        return memo

    def meet_at_least(self, node: Node, weights: Sequence[int], quota: int) -> Node:
        """Both a rule and a weighted threshold, in one pass by an interval memo for every node.

        Only where every level is one voter; elsewhere the same as a meet of the two.
        """
        if max(self.sizes, default=1) > 1:
            return self.meet(node, self.at_least(weights, quota))
        memo = self._memo(tuple(weights))
        weights, rest, all_arcs = memo.weights, memo.rest, self.arcs
        endless = 2 * rest[0] + 2  # more than any sum of weights
        known: dict[Node, _Intervals] = {}
        pairs = self._pairs

        def narrowed(node: Node, level: int, need: int) -> tuple[Node, int, int]:
            """The node for what is still needed, and the interval of needs that lead to it."""
            if need <= 0:
                return node, -endless, 0
            if node == FALSE:
                return FALSE, 1, endless
            if need > rest[level]:
                return FALSE, rest[level] + 1, endless
            if node == TRUE:
                return self._needed(memo, level, need)
            intervals = known.get(node)
            if intervals is None:
                intervals = known[node] = ([], [], [])
            starts, ends, nodes = intervals
            place = bisect_right(starts, need)
            if place and need <= ends[place - 1]:
                return nodes[place - 1], starts[place - 1], ends[place - 1]
            weight, arcs = weights[level], all_arcs[node]
            level += 1
            without, low, high = narrowed(arcs[0][1], level, need)
            with_it, start, end = narrowed(arcs[-1][1], level, need - weight)
            at_hand = pairs.get(without << 32 | with_it)  # most are; FALSE and TRUE alone never
            found = self._pair(level - 1, without, with_it) if at_hand is None else at_hand
            low, high = max(low, start + weight), min(high, end + weight, rest[level - 1])
            starts.insert(place, low)
            ends.insert(place, high)
            nodes.insert(place, found)
            return found, low, high

        return narrowed(node, 0, quota)[0]

    def _needed(self, memo: _Threshold, level: int, need: int) -> tuple[Node, int, int]:
        """The node for what is still needed, and the interval of needs that lead to it."""
        if need <= 0:
            return TRUE, need, 0
        rest = memo.rest[level]
        if need > rest:
            return FALSE, rest + 1, need
        starts = memo.starts[level]
        place = bisect_right(starts, need) - 1
        if place >= 0 and need <= memo.ends[level][place]:
            return memo.nodes[level][place], starts[place], memo.ends[level][place]
        node, low, high = self._split(memo, level, need)
        place = bisect_left(starts, low)
        starts.insert(place, low)
        memo.ends[level].insert(place, high)
        memo.nodes[level].insert(place, node)
        return node, low, high

    def _split(self, memo: _Threshold, level: int, need: int) -> tuple[Node, int, int]:
        """A need that is not known yet, by what each number of yes-votes of the level leaves."""
        weight, size = memo.weights[level], self.sizes[level]
        low, high, yes, arcs = 1, memo.rest[level], 0, []
        if size == 1:  # the common case
            without, start, end = self._needed(memo, level + 1, need)
            with_it, start_with, end_with = self._needed(memo, level + 1, need - weight)
            node = self._pair(level, without, with_it)
            if with_it != TRUE:
                low = max(start, start_with + weight, 1)
            elif without != TRUE:
                low = max(start, 1)
            if without != FALSE:
                high = min(end, end_with + weight, high)
            elif with_it != FALSE:
                high = min(end_with + weight, high)
            return node, low, high
        while yes <= size:
            child, start, end = self._needed(memo, level + 1, need - weight * yes)
            last = size
            if weight and child != TRUE:
                last = min(size, (need - start) // weight)
            if child != TRUE:
                low = max(low, start + weight * last)
            if child != FALSE:
                high = min(high, end + weight * yes)
            arcs.append((yes, child))
            yes = last + 1
        return self.node(level, arcs), low, high

    def weighted(
        self, parts: Sequence[tuple[Node, int]], weights: Sequence[int], quota: int
    ) -> Node:
        """True when the weights of rules that are true, and of voters who say yes, reach the quota.

        Rules weigh as often as they are listed; `weights` are those of the voters, by level.
        """
        memo: dict[tuple[int, int], Node] = {}
        votes = sum(weight * size for weight, size in zip(weights, self.sizes, strict=True))
        rest = [votes]
        for _, weight in reversed(parts):
            rest.append(rest[-1] + weight)
        rest.reverse()

        def needed(place: int, need: int) -> Node:
            if need <= 0:
                return TRUE
            if need > rest[place]:
                return FALSE
            if place == len(parts):
                return self.at_least(weights, need)
            key = (place, need)
            if key not in memo:
                part, weight = parts[place]
                without = needed(place + 1, need)
                with_it = needed(place + 1, need - weight)
                memo[key] = self.join(self.meet(part, with_it), without)
            return memo[key]

        return needed(0, quota)

    # ------------------------------------------------------------- combinations

    def join(self, one: Node, other: Node) -> Node:
        """True when one of two rules is."""
        return self._combined(one, other, TRUE, self._joined)

    def meet(self, one: Node, other: Node) -> Node:
        """True when both rules are."""
        return self._combined(one, other, FALSE, self._met)

    def _combined(self, one: Node, other: Node, settles: Node, memo: dict[int, Node]) -> Node:
        """A join, which TRUE settles, or a meet, which FALSE settles; the other of the two is idle.

        Most nodes are of one voter: their children are looked up here rather than in a call each.
        """
        if one > other:
            one, other = other, one
        if one <= TRUE:
            return settles if one == settles else other
        if one == other:
            return one
        found = memo.get(one << 32 | other)
        if found is not None:
            return found
        level, left, right = self.level[one], self.arcs[one], self.arcs[other]
        if self.sizes[level] > 1:
            firsts = sorted({first for first, _ in (*left, *right)})
            arcs = [
                (f, self._combined(self.child(one, f), self.child(other, f), settles, memo))
                for f in firsts
            ]
            found = self.node(level, arcs)
        else:
            low, low_too = left[0][1], right[0][1]
            if low > low_too:
                low, low_too = low_too, low
            if low <= TRUE:
                low = settles if low == settles else low_too
            elif low != low_too:
                known = memo.get(low << 32 | low_too)
                low = self._combined(low, low_too, settles, memo) if known is None else known
            high, high_too = left[-1][1], right[-1][1]
            if high > high_too:
                high, high_too = high_too, high
            if high <= TRUE:
                high = settles if high == settles else high_too
            elif high != high_too:
                known = memo.get(high << 32 | high_too)
                high = self._combined(high, high_too, settles, memo) if known is None else known
            found = self._pair(level, low, high)
        memo[one << 32 | other] = found
        return found

    def dual(self, node: Node) -> Node:
        """True when those who say yes can stop the rule: it is false if they alone say no."""
        if node <= TRUE:
            return TRUE - node
        found = self._duals.get(node)
        if found is None:
            arcs = self.arcs[node]
            size = self.sizes[self.level[node]]
            ends = [first - 1 for first, _ in arcs[1:]] + [size]
            turned = [
                (size - last, self.dual(child))
                for (_, child), last in zip(reversed(arcs), reversed(ends), strict=True)
            ]
            found = self._duals[node] = self.node(self.level[node], turned)
        return found


def _first(arc: tuple[int, Node]) -> int:
    return arc[0]
