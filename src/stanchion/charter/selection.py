"""Who is meant by a selector in a state: parties, each once, in order."""

from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.state import VACANT, State


def selected(state: State, selector: p.Selector) -> tuple[p.Name, ...]:
    """The parties that a selector names, groups, bodies and offices opened.

    `any 2 of` and `anyone` say how many and not which, so everybody they may mean is named.
    """
    match selector:
        case p.Named(name):
            return _named(state, name)
        case p.HoldersOf(share_class):
            entity, _, held = share_class.rpartition(".")
            holders = [
                s.holder
                for s in state.stakes
                if s.share_class == held and entity in {"", str(s.entity)}
            ]
            return tuple(dict.fromkeys(holders))
        case p.ManagerOf(entity):
            manager = state.charter.parties[entity].managed_by
            return () if manager is None else (manager,)
        case p.Anyone():
            return tuple(map(p.Name, state.charter.parties))
        case p.AnyOf(_, of):
            return selected(state, of)
        case p.Union(parts):
            return tuple(dict.fromkeys(name for part in parts for name in selected(state, part)))
        case p.Except(of, without):
            left = set(selected(state, without))
            return tuple(name for name in selected(state, of) if name not in left)
        case _:
            assert_never(selector)


def _named(state: State, name: p.Name) -> tuple[p.Name, ...]:
    charter = state.charter
    body = charter.bodies.get(name)
    if body is not None:
        return state.in_office(name) if body.members is None else selected(state, body.members)
    if name in charter.offices:
        holder = state.offices.get(name)
        return () if holder is None else (holder,)
    return tuple(member for member in charter.members(name) if member != VACANT)
