"""What becomes of a position when a decision takes effect.

People effects are transitions of roles: each gives the role somebody had and the role that the
person has afterwards. A plan with names in it follows the same transitions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.state import DoesNotFit, after, known_value
from stanchion.control.reach.arena import ANYBODYS, Arena, Deed, Fact, Move, Position, Role, Seat

Transition = tuple[Role | None, Role | None]
"""The role somebody had (None: came from outside) and has (None: left, with nothing kept)."""


def position_after(arena: Arena, position: Position, move: Move) -> Position | None:
    """The position once a move has its effect; None where it cannot happen there."""
    for deed in move.deeds:
        found = _after_deed(arena, position, move, deed)
        if found is None:
            return None
        position = found
    if move.decision in arena.taken:
        position = with_fact(position, ("taken", str(move.decision)))
    return position


def with_fact(position: Position, fact: Fact) -> Position:
    """The position in which a fact holds; a model stands at one stage at a time."""
    kept = position.facts
    if fact[0] in {"released", "halted"}:
        kept = frozenset(f for f in kept if f[0] not in {"released", "halted"} or f[1] != fact[1])
    return replace(position, facts=kept | {fact})


def followed(
    arena: Arena, position: Position, move: Move
) -> Iterator[tuple[Deed, tuple[Transition, ...]]]:
    """Each deed of a move that fits a position, with what it does to people, in order."""
    for deed in move.deeds:
        yield deed, transitions(arena, position, move, deed) or ()
        position = _after_deed(arena, position, move, deed) or position


def _after_deed(arena: Arena, position: Position, move: Move, deed: Deed) -> Position | None:
    match deed.effect:
        case p.Joins() | p.Leaves() | p.Becomes() | p.FallsVacant():
            changes = transitions(arena, position, move, deed)
            return None if changes is None else _shifted(position, changes)
        case p.SizeIs(body, size):
            return _resized(arena, position, body, size)
        case p.SetRule() | p.SetNotice() | p.SetVotes() as patch:
            return _amended(position, patch)
        case p.Receives(who, units, share_class):
            issued = ("issued", str(move.decision))
            if issued in position.facts:
                return None
            count = known_value(units)
            return (
                None
                if count is None
                else _moved(arena, with_fact(position, issued), who, share_class, count)
            )
        case p.Transfers(who, units, share_class, to):
            count = known_value(units)
            if count is None:
                return None
            less = _moved(arena, position, who, share_class, -count)
            return None if less is None else _moved(arena, less, to, share_class, count)
        case p.EntityIs(entity, fate):
            return with_fact(position, ("is", str(entity), fate.value))
        case p.ModelBecomes(model, _, halted, stage):
            words = ("halted",) if halted else ("released",)
            staged = () if stage is None or halted else (str(stage),)
            return with_fact(position, (*words, str(model), *staged))
        case _:
            return position


def _shifted(position: Position, changes: Iterable[Transition]) -> Position | None:
    people = position.counted()
    for before, now in changes:
        if before is not None:
            if not people[before]:
                return None
            people[before] -= 1
        if now is not None and (now.seats or now.offices):
            people[now] += 1
    return replace(position, people=tuple(sorted((role, n) for role, n in people.items() if n)))


def transitions(
    arena: Arena, position: Position, move: Move, deed: Deed
) -> tuple[Transition, ...] | None:
    """What people have before and after a deed; None where it does not fit."""
    match deed.effect:
        case p.Joins(who, body):
            return _joined(arena, position, move, deed, p.Name(str(who)), body)
        case p.Leaves(who, place):
            return _left(arena, position, deed, p.Name(str(who)), place)
        case p.Becomes(who, office):
            return _became(arena, position, deed, p.Name(str(who)), office)
        case p.FallsVacant(office):
            holder = position.holder(office)
            if office not in arena.offices:
                return ()
            return None if holder is None else ((holder, holder.dismissed(office)),)
        case _:
            return ()


def _present(position: Position, deed: Deed, kind: p.Name, body: p.Name | None) -> Role | None:
    """Whom a deed befalls: the role it names, or else one of that kind (with a seat there)."""
    roles = [role for role, _ in position.people]
    if deed.role in roles:
        return deed.role
    fitting = [r for r in roles if r.kind == kind and (body is None or r.seat_in(body))]
    return next(iter(fitting), None)


def _joined(
    arena: Arena, position: Position, move: Move, deed: Deed, kind: p.Name, body: p.Name
) -> tuple[Transition, ...] | None:
    if body not in arena.bodies:
        return ()
    before = None if deed.role is None else _present(position, deed, kind, None)
    if before is not None and before.seat_in(body):
        return None
    if before is None and kind in arena.kinds:
        busy = sum(n for role, n in position.people if role.kind == kind)
        if busy >= len(arena.kinds[kind]):
            return None
    electorate = arena.elects.get((move.decision, body), ANYBODYS)
    changes: list[Transition] = []
    if deed.instead is not None:
        if deed.instead not in dict(position.people):
            return None
        changes.append((deed.instead, deed.instead.unseated(body)))
    elif not has_room(arena, position, body, electorate):
        return None
    seat = Seat(body, electorate)
    role = before or Role(kind)
    return (*changes, (before, role.seated(seat)))


def has_room(arena: Arena, position: Position, body: p.Name, electorate: int) -> bool:
    """Whether a seat is free, in a body and among those of its electors."""
    size = position.size_of(body)
    room = arena.most_seats[body] if size is None else size
    if arena.seated(position, body) >= room:
        return False
    if electorate == ANYBODYS:
        return True
    return arena.seated(position, body, electorate) < arena.places[body, electorate]


def _left(
    arena: Arena, position: Position, deed: Deed, kind: p.Name, place: p.Name
) -> tuple[Transition, ...] | None:
    if place in arena.state.charter.offices:
        if place not in arena.offices:
            return ()
        holder = position.holder(place)
        if holder is None or holder.kind != kind:
            return None
        return ((holder, holder.dismissed(place)),)
    if place not in arena.bodies:
        return ()
    role = _present(position, deed, kind, place)
    if role is None or role.kind != kind or role.seat_in(place) is None:
        return None
    return ((role, role.unseated(place)),)


def _became(
    arena: Arena, position: Position, deed: Deed, kind: p.Name, office: p.Name
) -> tuple[Transition, ...] | None:
    if office not in arena.offices:
        return ()
    role = None if deed.role is None else _present(position, deed, kind, None)
    holder = position.holder(office)
    if role is not None and office in role.offices:
        return ()
    changes: list[Transition] = []
    if holder is not None:
        changes.append((holder, holder.dismissed(office)))
    new = role or Role(kind)
    return (*changes, (role, new.appointed(office)))


def _resized(arena: Arena, position: Position, body: p.Name, size: int | None) -> Position | None:
    if body not in arena.bodies or size is None:
        return position
    if arena.seated(position, body) > size:
        return None
    return replace(position, sizes=frozenset({**dict(position.sizes), body: size}.items()))


def _amended(position: Position, patch: p.SetRule | p.SetNotice | p.SetVotes) -> Position:
    """The terms as the last change of each sort left them; the same addition is made once."""
    match patch:
        case p.SetRule(subject, _, also):
            known = dict(position.amended).get(subject, ())
            kept = known if also else tuple(k for k in known if not isinstance(k, p.SetRule))
        case p.SetNotice(subject, _):
            known = dict(position.amended).get(subject, ())
            kept = tuple(k for k in known if not isinstance(k, p.SetNotice))
        case p.SetVotes(subject, _):
            kept = ()
    stands = kept if patch in kept else (*kept, patch)
    amended = {**dict(position.amended), subject: stands}
    return replace(position, amended=frozenset(amended.items()))


def _moved(
    arena: Arena, position: Position, who: p.Name, share_class: p.Name, units: Fraction
) -> Position | None:
    """The position with units added to a holding, or taken from it where they are there."""
    held = {(name, of_class): count for name, of_class, count in position.shifts}
    held[who, share_class] = held.get((who, share_class), Fraction(0)) + units
    shifts = frozenset((n, c, count) for (n, c), count in held.items() if count)
    state = arena.state
    try:
        for name, of_class, count in shifts:
            state = after(state, p.Receives(name, p.Quantity(count), of_class))
    except DoesNotFit:
        return None
    return replace(position, shifts=shifts)
