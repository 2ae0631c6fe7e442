"""How time goes on: notices run, decisions are taken, effects that wait come due.

Notice of a decision runs from when a side first has a voice in it (somebody with a ballot, whether
or not that suffices): giving notice costs nothing and binds to nothing, so that it is given then.
Notices of several decisions run side by side, and a meeting takes as many as are due.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.calendar import later
from stanchion.control.reach.arena import Move, Node, Pending, Side
from stanchion.control.reach.effects import position_after
from stanchion.control.reach.moves import Moves

ORDER = (Side.THEIRS, Side.OURS)
"""Who comes first when effects come due, or moves are made, at one moment."""


def first_node(moves: Moves, sides: tuple[Side, ...]) -> Node:
    """The company as it stands when the question is asked."""
    arena = moves.arena
    now = arena.state.instant
    return heard(moves, Node(arena.start.aged(now, arena.calendar), now), sides)


def heard(moves: Moves, node: Node, sides: tuple[Side, ...]) -> Node:
    """The node with a notice running wherever a side now has a voice, and none where it lost it."""
    since = {(side, decision): moment for side, decision, moment in node.voices}
    voices = set()
    for decision in moves.noticed(node.position):
        for side in sides:
            standings = moves.ballots.standings(node.position, decision, side)
            if any(standing.has_voice for standing in standings):
                voices.add((side, decision, since.get((side, decision), node.now)))
    return replace(node, voices=frozenset(voices))


def after_move(moves: Moves, node: Node, move: Move, sides: tuple[Side, ...]) -> Node | None:
    """The node once a decision is taken; None where it changes nothing or does not fit."""
    terms = moves.ballots.terms_in(node.position).decisions[move.decision]
    due = later(node.now, terms.time_lock or p.Duration())
    if due > node.now:
        if any(pending.move == move for pending in node.pending):
            return None
        return replace(node, pending=node.pending | {Pending(due, move)})
    position = position_after(moves.arena, node.position, move)
    if position is None or position == node.position:
        return None
    return heard(moves, replace(node, position=position), sides)


def next_moment(moves: Moves, node: Node, sides: tuple[Side, ...]) -> Node | None:
    """The node when next something comes due; None where nothing will."""
    moment = min((m for m in _moments(moves, node, sides) if m > node.now), default=None)
    if moment is None:
        return None
    node = replace(node, now=moment)
    position = node.position
    for move in coming_due(node, moment):
        position = position_after(moves.arena, position, move) or position
    waiting = frozenset(pending for pending in node.pending if pending.due > moment)
    return heard(
        moves,
        replace(node, position=position.aged(moment, moves.arena.calendar), pending=waiting),
        sides,
    )


def coming_due(node: Node, moment: datetime) -> tuple[Move, ...]:
    """The moves whose effects wait and are there by a moment, opponents' first on ties."""
    due = [pending for pending in node.pending if pending.due <= moment]
    due.sort(key=lambda x: (x.due, ORDER.index(x.move.side), repr(x.move)))
    return tuple(pending.move for pending in due)


def _moments(moves: Moves, node: Node, sides: tuple[Side, ...]) -> Iterator[datetime]:
    yield from moves.arena.calendar.instants
    for pending in node.pending:
        yield pending.due
    for side, decision, since in node.voices:
        if side in sides:
            for timing in moves.ballots.timings(node.position, decision):
                yield timing.ready(since, waived=False)
                if timing.waiver is not None:
                    yield timing.ready(since, waived=True)


def key_of(moves: Moves, node: Node) -> object:
    """What the future hangs on, with moments as far off as they are.

    Two nodes with one key differ only in how late it is, and earlier is never worse for anybody who
    may wait.
    """
    running = set()
    for side, decision, since in node.voices:
        for timing in moves.ballots.timings(node.position, decision):
            for waived in (False, True):
                left = timing.ready(since, waived=waived) - node.now
                if left.total_seconds() > 0:
                    running.add((side, decision, timing.route, waived, left))
    heard_of = frozenset((side, decision) for side, decision, _ in node.voices)
    waiting = frozenset((pending.due - node.now, pending.move) for pending in node.pending)
    return node.position, heard_of, frozenset(running), waiting
