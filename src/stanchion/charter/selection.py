"""Who is meant by a selector in a state: names of parties, opened down to those who sit or hold."""

from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.state import VACANT, State


def selected_names(state: State, selector: p.Selector) -> tuple[p.Name, ...]:
    """The parties a selector names in a state, bodies and groups opened, each once, in order."""
    charter = state.charter
    match selector:
        case p.Named(name):
            if name in charter.bodies:
                body = charter.bodies[name]
                if body.members is not None:
                    return selected_names(state, body.members)
                return state.in_office(name)
            if name in charter.offices:
                holder = state.offices.get(name)
                return (holder,) if holder is not None else ()
            return charter.members(name)
        case p.HoldersOf(share_class):
            return holders_of(state, share_class)
        case p.ManagerOf(entity):
            manager = charter.parties[entity].managed_by
            return (manager,) if manager is not None else ()
        case p.ElectorsOf(of):
            electors = electors_of(state, of)
            return () if electors is None else selected_names(state, electors)
        case p.FillersOf(body):
            fillers = charter.bodies[body].vacancies_filled_by
            return () if fillers is None else selected_names(state, fillers)
        case p.Anyone():
            return tuple(map(p.Name, charter.parties))
        case p.AnyOf(_, of):
            return selected_names(state, of)
        case p.Union(parts):
            return tuple(dict.fromkeys(n for part in parts for n in selected_names(state, part)))
        case p.Except(of, without):
            left = set(selected_names(state, without))
            return tuple(n for n in selected_names(state, of) if n not in left and n != VACANT)
        case _:
            assert_never(selector)


def holders_of(state: State, written: p.Name) -> tuple[p.Name, ...]:
    """Whoever holds units of `class` or `entity.class`, each once, in order."""
    entity, _, name = written.rpartition(".")
    held = [s.holder for s in state.stakes if s.share_class == name and entity in {"", s.entity}]
    return tuple(dict.fromkeys(held))


def electors_of(state: State, of: p.Name) -> p.Selector | None:
    """Who elects a body or the seat that a person holds, or appoints to an office; None where the
    charter does not say."""
    charter = state.charter
    if of in charter.offices:
        return charter.offices[of].appointed_by
    if of in charter.bodies:
        return charter.bodies[of].elected_by
    for name, body in charter.bodies.items():
        if of in state.in_office(p.Name(name)):
            seat = body.seat_of(of)
            return body.elected_by if seat is None or seat.elected_by is None else seat.elected_by
    return None
