"""The shortest way to a goal when nobody acts in between, or the proof that there is none.

Nodes are visited in order of decisions taken, then of time. A node is left out where an equal one
was reached earlier with no more decisions. When nothing is left the positions are exhausted, and no
plan of modelled moves exists.
"""

from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from stanchion.control.reach.arena import Move, Node, Side
from stanchion.control.reach.course import after_move, first_node, key_of, next_moment
from stanchion.control.reach.goals import met
from stanchion.control.reach.limits import Limits, check
from stanchion.control.reach.moves import Moves
from stanchion.exact.record import record

ALONE = (Side.OURS,)
FASTER = 2_000
"""Positions in which a faster way of more decisions is looked for once there is a way."""


@record(frozen=True, slots=True)
class Track:
    """A node, and how it was come to: by a decision, or (no move) by waiting."""

    node: Node
    steps: int
    before: "Track | None" = None
    move: Move | None = None
    lateness: timedelta = (
        timedelta()
    )  # of its decisions in all: of like plans the prompt one counts


@record(frozen=True, slots=True)
class Found:
    """Ways to the goal, fewest decisions first, each later one faster; and what was looked at.

    Not `whole`, the way of fewest decisions stands, and whether more of them would be faster was
    not searched to the end.
    """

    tracks: tuple[Track, ...]
    positions: int
    whole: bool = True


def shortest(
    moves: Moves,
    *,
    most_steps: int | None,
    until: datetime | None,
    limits: Limits,
    faster: int = FASTER,
) -> Found:
    """The ways to the arena's goal that no other beats in both decisions and time.

    Once there is one, a faster one is looked for in `faster` positions more. Raises Stopped when a
    limit is met before there is any.
    """
    start = Track(first_node(moves, ALONE), 0)
    order = count()
    waiting = [(0, start.node.now, start.lateness, next(order), start)]
    earliest: dict[object, datetime] = {}
    found: list[Track] = []
    looked_at = 0
    while waiting:
        _, now, _, _, track = heappop(waiting)
        if found and now >= found[-1].node.now:
            continue
        key = key_of(moves, track.node)
        if key in earliest and earliest[key] <= now:
            continue
        earliest[key] = now
        if not found:
            check(limits, len(earliest))
        elif len(earliest) - looked_at > faster or limits.time_is_up():
            return Found(tuple(found), len(earliest), whole=False)
        if met(moves.ballots, track.node.position, now, moves.arena.goal):
            found.append(track)
            looked_at = len(earliest)
            if now == start.node.now:
                break
            continue
        may_decide = most_steps is None or track.steps < most_steps
        for further in _further(moves, track, may_decide=may_decide):
            if until is None or further.node.now <= until:
                ahead = (further.steps, further.node.now, further.lateness)
                heappush(waiting, (*ahead, next(order), further))
    return Found(tuple(found), len(earliest))


def _further(moves: Moves, track: Track, *, may_decide: bool) -> list[Track]:
    """Where one decision, if any more may be taken, or waiting for the next moment, leads."""
    found: list[Track] = []
    open_now = list(moves.open_to(track.node, Side.OURS)) if may_decide else []
    for move in open_now:
        node = after_move(moves, track.node, move, ALONE)
        if node is not None:
            late = track.lateness + (track.node.now - moves.arena.state.instant)
            found.append(Track(node, track.steps + 1, track, move, late))
    later = next_moment(moves, track.node, ALONE)
    if later is not None:
        found.append(Track(later, track.steps, track, None, track.lateness))
    return found
