"""The company as a picture needs it: who there is, who governs whom, and who is paid by whom."""

from collections.abc import Iterable, Iterator
from enum import Enum

from stanchion.api.view import View
from stanchion.charter import phrases as p
from stanchion.charter.model import Charter
from stanchion.charter.parties import Kind
from stanchion.charter.selection import selected_names
from stanchion.charter.state import State
from stanchion.exact.record import record

MOST_LEAVES = 8
"""Holders of one entity that are shown one by one, where nothing else is said of them."""


class Tie(Enum):
    """What joins two boxes; all but `PAYS` are control."""

    GOVERNS = "governs"
    MANAGES = "manages"
    VOTES = "has votes in"
    APPOINTS = "elects or appoints"
    STOPS = "can stop decisions of"
    PAYS = "pays"

    @property
    def is_money(self) -> bool:
        """Whether money goes along it."""
        return self is Tie.PAYS


@record(frozen=True, slots=True)
class Node:
    """One box: a party or a body; `members` sit in it, `offices` are posts of it with holders.

    `stands_for` are the parties that a box of several holders stands for.
    """

    id: str
    kind: Kind | None  # None: a body
    members: tuple[str, ...] = ()
    offices: tuple[tuple[str, str | None], ...] = ()
    stands_for: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Edge:
    """A line from who governs, or pays, to who is governed, or paid."""

    start: str
    end: str
    tie: Tie


@record(frozen=True, slots=True)
class Structure:
    """Entities, holders and bodies at an instant, with the ties among them; in declared order."""

    charter: Charter
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def structure(asked: View) -> Structure:
    """The boxes and lines of the company as it stood; parties that nothing ties are left out."""
    state, charter = asked.state, asked.charter
    edges = tuple(dict.fromkeys([*_control(state), *_money(state)]))
    edges = tuple(edge for edge in edges if edge.start != edge.end)
    named = dict.fromkeys(end for edge in edges for end in (edge.start, edge.end))
    shown = [name for name in (*charter.bodies, *charter.parties) if str(name) in named]
    nodes = tuple(_node(state, str(name)) for name in shown)
    return _gathered(Structure(charter, nodes, edges))


def _node(state: State, name: str) -> Node:
    charter = state.charter
    offices = tuple(
        (str(office), None if holder is None else str(holder))
        for office, holder in state.offices.items()
        if charter.offices[office].of == name
    )
    body = charter.bodies.get(p.Name(name))
    if body is None:
        return Node(name, charter.parties[p.Name(name)].kind, offices=offices)
    members = tuple(map(str, selected_names(state, p.Named(p.Name(name)))))
    return Node(name, None, members=members, offices=offices)


def _control(state: State) -> Iterator[Edge]:
    charter = state.charter
    for name, body in charter.bodies.items():
        governed = [*([body.of] if body.of else []), *body.joint_of]
        if body.members is None:
            yield from (Edge(str(name), str(entity), Tie.GOVERNS) for entity in governed)
            for elector in _sources(state, body.elected_by):
                yield Edge(elector, str(name), Tie.APPOINTS)
            for seat in body.seats or ():
                for elector in _sources(state, seat.elected_by):
                    yield Edge(elector, str(name), Tie.APPOINTS)
        else:
            for holder in selected_names(state, body.members):
                yield from (Edge(str(holder), str(entity), Tie.VOTES) for entity in governed)
    for name, party in charter.parties.items():
        if party.managed_by:
            yield Edge(str(party.managed_by), str(name), Tie.MANAGES)
        if party.acts_by and party.acts_by in charter.bodies:
            if charter.bodies[party.acts_by].members is None:
                yield Edge(str(party.acts_by), str(name), Tie.GOVERNS)
    for stake in state.stakes:
        terms = charter.classes.get(stake.entity, {}).get(stake.share_class)
        if terms is not None and terms.votes:
            yield Edge(str(stake.holder), str(stake.entity), Tie.VOTES)
    yield from _vetoes(state)


def _vetoes(state: State) -> Iterator[Edge]:
    """Outsiders whose consent a decision needs, to the body or the entity that takes it."""
    for decision in state.charter.decisions.values():
        takes = _sources(state, decision.by)
        for veto in decision.vetoes:
            for name in _sources(state, veto):
                yield from (Edge(name, taker, Tie.STOPS) for taker in takes)


def _sources(state: State, selector: p.Selector | None) -> tuple[str, ...]:
    """The boxes that a selector means: bodies and parties as they are, classes by their holders."""
    charter = state.charter
    match selector:
        case None | p.Anyone():
            return ()
        case p.Named(name) if name in charter.bodies and charter.bodies[name].members is None:
            return (str(name),)
        case p.Named(name) if name in charter.parties:
            return (str(name),)
        case p.Named(name) if name in charter.offices:
            return (str(charter.offices[name].of),)
        case p.Union(parts):
            return tuple(dict.fromkeys(n for part in parts for n in _sources(state, part)))
        case p.AnyOf(_, of):
            return _sources(state, of)
        case _:
            return tuple(map(str, selected_names(state, selector)))


def _money(state: State) -> Iterator[Edge]:
    charter = state.charter
    for entity, written in charter.pay.items():
        payees: list[p.Name] = [item.to for item in written.deductions if item.to]
        payees += [name for s in written.stages for name in (s.claims or s.shares or {})]
        payees += [written.residual] if written.residual else []
        if written.by == "class terms":
            payees += [stake.holder for stake in state.stakes if stake.entity == entity]
        yield from (Edge(str(entity), str(name), Tie.PAYS) for name in payees)


def _gathered(found: Structure) -> Structure:
    """Many holders of one entity, tied to nothing else and in the same ways, are one box."""
    ties: dict[str, set[tuple[str, Tie, str]]] = {node.id: set() for node in found.nodes}
    for edge in found.edges:
        ties[edge.start].add(("from", edge.tie, edge.end))
        ties[edge.end].add(("to", edge.tie, edge.start))
    alike: dict[frozenset[tuple[str, Tie, str]], list[str]] = {}
    bodies = {node.id for node in found.nodes if node.kind is None}
    for node in found.nodes:
        if node.id not in bodies and not node.offices and len({t[2] for t in ties[node.id]}) == 1:
            alike.setdefault(frozenset(ties[node.id]), []).append(node.id)
    stands: dict[str, tuple[str, ...]] = {}
    instead: dict[str, str] = {}
    for names in alike.values():
        if len(names) > MOST_LEAVES:
            rest = names[MOST_LEAVES - 1 :]
            stands[rest[0]] = tuple(rest)
            instead |= dict.fromkeys(rest, rest[0])
    if not instead:
        return found
    nodes = tuple(
        Node(node.id, Kind.GROUP, stands_for=stands[node.id]) if node.id in stands else node
        for node in found.nodes
        if instead.get(node.id, node.id) == node.id
    )
    return Structure(found.charter, nodes, _renamed(found.edges, instead))


def _renamed(edges: Iterable[Edge], instead: dict[str, str]) -> tuple[Edge, ...]:
    moved = (Edge(instead.get(e.start, e.start), instead.get(e.end, e.end), e.tie) for e in edges)
    return tuple(dict.fromkeys(moved))
