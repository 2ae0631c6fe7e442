"""Reach against opponents who act in between: a game on time-stamped turns, solved as an attractor.

At every moment the opponents may first take any decisions open to them, one after another; then
those who want the goal take one decision, or wait for the next moment. From the positions that
meet the goal the attractor grows backward: a turn of ours belongs to it when one way leads into it,
a turn of theirs when every way does. Its rank is the number of decisions we need in the worst case.
What never enters it the opponents can hold for ever.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from stanchion.control.reach.arena import Node, Side
from stanchion.control.reach.cone import decisions_asked
from stanchion.control.reach.course import after_move, first_node, key_of, next_moment
from stanchion.control.reach.goals import met
from stanchion.control.reach.limits import Limits, check
from stanchion.control.reach.moves import Moves
from stanchion.control.reach.search import Track
from stanchion.exact.record import record

BOTH = (Side.THEIRS, Side.OURS)


@record(frozen=True, slots=True)
class Edge:
    """A way from one turn to the next, with the moves made on it."""

    to: int
    track: Track  # from the node of the turn it leaves

    @property
    def cost(self) -> int:
        """How many decisions of ours are taken on the way."""
        return self.track.steps


@record(frozen=True, slots=True)
class Contest:
    """Whether the goal can be forced; the main line if so, else how it is held off at the start."""

    line: Track | None
    held_by: Track | None
    positions: int


@dataclass(slots=True)
class Turns:
    """The turns that come up within so many decisions of ours, whose they are, where they lead."""

    moves: Moves
    until: datetime | None
    limits: Limits
    nodes: list[Node] = field(default_factory=list)
    ours: list[bool] = field(default_factory=list)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    goals: set[int] = field(default_factory=set)
    _known: dict[object, int] = field(default_factory=dict)

    def place(self, node: Node, *, ours: bool) -> int:
        """The turn of a side at a node, by number; the same for nodes that differ in nothing."""
        timed = self.until is not None or bool(self.moves.arena.calendar.instants)
        key = (key_of(self.moves, node), ours, node.now if timed else None)
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
            self.ours.append(ours)
            check(self.limits, len(self.nodes))
        return self._known[key]

    def follow(self, begin: set[int]) -> set[int]:
        """Follow turns up to our next decision; the turns that come after it are returned."""
        waiting, beyond = deque(sorted(begin)), set[int]()
        while waiting:
            here = waiting.popleft()
            if here in self.edges:
                continue
            self.edges[here] = []
            if self._is_goal(here):
                self.goals.add(here)
                continue
            for track in self._ways(here):
                if self.until is None or track.node.now <= self.until:
                    edge = Edge(self.place(track.node, ours=not self.ours[here]), track)
                    self.edges[here].append(edge)
                    (beyond.add if edge.cost else waiting.append)(edge.to)
        return {turn for turn in beyond if turn not in self.edges}

    def _is_goal(self, here: int) -> bool:
        """Whether a turn meets the goal; who has the votes is asked once the others have moved."""
        goal, node = self.moves.arena.goal, self.nodes[here]
        if not self.ours[here] and any(True for _ in decisions_asked(goal)):
            return False
        return met(self.moves.ballots, node.position, node.now, goal)

    def _ways(self, here: int) -> list[Track]:
        ways = _our_ways if self.ours[here] else _their_ways
        return ways(self.moves, self.nodes[here])


def forced(moves: Moves, *, until: datetime | None, limits: Limits) -> Contest:
    """Whether our side can bring the goal about whatever the other does; raises Stopped.

    Turns are followed one decision of ours at a time. After each the attractor is asked twice: with
    all that is not yet followed counted as lost, so that what is forced is; and counted as won, so
    that what is held off is.
    """
    turns = Turns(moves, until, limits)
    start = turns.place(first_node(moves, BOTH), ours=False)
    beyond = {start}
    while True:
        beyond = turns.follow(beyond)
        chosen = _attractor(turns, turns.goals)
        if start in chosen:
            return Contest(_main_line(turns, chosen), None, len(turns.nodes))
        hoped = _attractor(turns, turns.goals | beyond)
        if start not in hoped:
            away = [edge for edge in turns.edges[start] if edge.to not in hoped]
            return Contest(None, away[0].track if away else None, len(turns.nodes))


def _our_ways(moves: Moves, node: Node) -> list[Track]:
    """One decision, or waiting for the next moment."""
    start = Track(node, 0)
    found = []
    for move in moves.open_to(node, Side.OURS):
        after = after_move(moves, node, move, BOTH)
        if after is not None:
            found.append(Track(after, 1, start, move))
    later = next_moment(moves, node, BOTH)
    if later is not None:
        found.append(Track(later, 0, start))
    return found


def _their_ways(moves: Moves, node: Node) -> list[Track]:
    """Letting it be, or any decisions one after another at this moment."""
    found = [Track(node, 0)]
    seen = {key_of(moves, node)}
    for track in found:
        for move in moves.open_to(track.node, Side.THEIRS):
            after = after_move(moves, track.node, move, BOTH)
            if after is not None and key_of(moves, after) not in seen:
                seen.add(key_of(moves, after))
                found.append(Track(after, 0, track, move))
    return found


def _attractor(turns: Turns, goals: set[int]) -> dict[int, Edge | None]:
    """The turns from which a goal is forced, each with the way to take (for goals: none).

    They are found in order of the decisions we need at worst, so that ours is the quickest way and
    theirs the one that delays us most.
    """
    into: dict[int, list[tuple[int, Edge]]] = defaultdict(list)
    for here, edges in turns.edges.items():
        for edge in edges:
            into[edge.to].append((here, edge))
    open_ways = {here: len(edges) for here, edges in turns.edges.items()}
    chosen: dict[int, Edge | None] = {}
    order = count()
    waiting: list[tuple[int, int, int, Edge | None]] = [
        (0, next(order), goal, None) for goal in sorted(goals)
    ]
    while waiting:
        value, _, here, way = heappop(waiting)
        if here in chosen:
            continue
        chosen[here] = way
        for before, edge in into[here]:
            open_ways[before] -= 1
            if before not in chosen and (turns.ours[before] or open_ways[before] == 0):
                heappush(waiting, (value + edge.cost, next(order), before, edge))
    return chosen


def _main_line(turns: Turns, chosen: dict[int, Edge | None]) -> Track:
    """The way it goes when both do their best."""
    here, line = 0, Track(turns.nodes[0], 0)
    while (edge := chosen[here]) is not None:
        line = _joined(turns.moves, line, edge.track)
        here = edge.to
    return line


def _joined(moves: Moves, line: Track, way: Track) -> Track:
    """A line followed by a way that begins where the line ends, or at a turn equal to it."""
    if way.before is None:
        return line
    before = _joined(moves, line, way.before)
    if way.move is None:
        node = next_moment(moves, before.node, BOTH)
    else:
        node = after_move(moves, before.node, way.move, BOTH)
    assert node is not None  # INVARIANT: equal turns have equal ways
    ours = way.move is not None and way.move.side is Side.OURS
    return Track(node, before.steps + ours, before, way.move)
