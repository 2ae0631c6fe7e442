"""Rings: companies that hold one another, so that some own themselves in part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from stanchion.control.ownership.network import Columns
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Ring:
    """Companies each of which holds every other, directly or not, with one cycle as witness.

    `witness` begins and ends with the same company, each a holder of the next. `closed` says
    that nobody outside has any share of them, so that their ownership leads nowhere.
    """

    members: tuple[str, ...]
    witness: tuple[str, ...]
    closed: bool


def components(columns: Columns, nodes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Strongly connected components, those that are held before those that hold them.

    Source: Tarjan (1972), with a stack of its own so that long chains do not exhaust Python's.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []

    def walk(root: str) -> None:
        open_nodes: list[tuple[str, Iterator[str]]] = [(root, _enter(root))]
        while open_nodes:
            node, holders = open_nodes[-1]
            for holder in holders:
                if holder not in index:
                    open_nodes.append((holder, _enter(holder)))
                    break
                if holder in on_stack:
                    low[node] = min(low[node], index[holder])
            else:
                open_nodes.pop()
                if open_nodes:
                    above = open_nodes[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    found.append(_leave(node))

    def _enter(node: str) -> Iterator[str]:
        index[node] = low[node] = len(index)
        stack.append(node)
        on_stack.add(node)
        return iter(columns.get(node, ()))

    def _leave(node: str) -> tuple[str, ...]:
        members: list[str] = []
        while not members or members[-1] != node:
            members.append(stack.pop())
            on_stack.remove(members[-1])
        return tuple(sorted(members, key=index.__getitem__))

    for node in nodes:
        if node not in index:
            walk(node)
    # a component is found when all its holders are, so owners come first: turn that round
    return tuple(reversed(found))


def rings(columns: Columns, nodes: Sequence[str]) -> tuple[Ring, ...]:
    """Every ring of the network, in order of its first member."""
    place = {node: number for number, node in enumerate(nodes)}
    found = []
    for component in components(columns, nodes):
        members = tuple(sorted(component, key=place.__getitem__))
        if len(members) == 1 and members[0] not in columns.get(members[0], ()):
            continue
        found.append(Ring(members, _witness(columns, members), is_closed(columns, members)))
    return tuple(sorted(found, key=lambda ring: place[ring.members[0]]))


def is_closed(columns: Columns, members: Iterable[str]) -> bool:
    """Whether the members hold all of one another, so that nobody outside owns any of it."""
    inside = set(members)
    return all(
        sum((s for holder, s in columns.get(m, {}).items() if holder in inside), Fraction(0)) == 1
        for m in inside
    )


def _witness(columns: Columns, members: Sequence[str]) -> tuple[str, ...]:
    """A shortest cycle through the first member, from holder to held."""
    first, inside = members[0], set(members)
    held_by_it: dict[str, str | None] = {first: None}
    queue = [first]
    for node in queue:
        for holder in _inside(columns.get(node, {}), inside):
            if holder == first:
                return (first, *_back(held_by_it, node))
            if holder not in held_by_it:
                held_by_it[holder] = node
                queue.append(holder)
    raise AssertionError("# INVARIANT: a ring leads back to each of its members")


def _inside(holders: Mapping[str, Fraction], inside: set[str]) -> list[str]:
    return [holder for holder in holders if holder in inside]


def _back(held_by_it: Mapping[str, str | None], node: str) -> tuple[str, ...]:
    """From a holder down to the first member, each holding the next."""
    found: list[str] = []
    at: str | None = node
    while at is not None:
        found.append(at)
        at = held_by_it[at]
    return tuple(found)
