"""The fewest people who can bring a goal about: coalitions tried by size, alike people as one kind.

Adding somebody to a coalition takes nothing from it, so a coalition that contains one known to
suffice need not be tried, and where all together do not suffice nobody does.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.from_charter import CannotDecide, compiled, selected_names
from stanchion.control.game import Player
from stanchion.control.reach.arena import Kind, Nominees, Side
from stanchion.control.reach.cone import cone_of, names_in
from stanchion.control.reach.from_charter import arena
from stanchion.control.reach.results import Choice

Counts = tuple[int, ...]


def with_a_voice(state: State, goal: p.Goal) -> frozenset[Player]:
    """Everybody who has a ballot in a decision that can matter for the goal, or whom it names."""
    cone = cone_of(state, goal)
    found = {Player(str(n)) for n in _meant(state, goal) if n in state.charter.parties}
    for decision in cone.asks:
        try:
            found |= set(compiled(state, decision).game.players)
        except CannotDecide:
            continue  # said to be unclear when the search asks for it
    return frozenset(found)


def _meant(state: State, goal: p.Goal) -> Iterator[p.Name]:
    yield from names_in(goal)
    match goal:
        case p.MajorityLoyal(_, to):
            yield from selected_names(state, to)
        case p.AllGoals(parts):
            for part in parts:
                yield from _meant(state, part)
        case _:
            return


def kinds_among(
    state: State, goal: p.Goal, players: frozenset[Player], nominees: Nominees
) -> Mapping[Kind, tuple[p.Name, ...]]:
    """The players, those put together whom nothing tells apart."""
    found = arena(state, goal, {Side.OURS: players}, nominees=nominees)
    return {
        kind: tuple(name for name in members if Player(str(name)) in players)
        for kind, members in found.kinds.items()
        if found.side_of[kind] is Side.OURS
    }


def least(
    kinds: Mapping[Kind, tuple[p.Name, ...]], suffices: Callable[[frozenset[Player]], bool]
) -> tuple[tuple[Choice, ...], ...]:
    """The minimal coalitions that suffice, smallest first, each as so many of each kind."""
    groups = list(kinds.values())
    found: list[Counts] = []
    if not suffices(_first(groups, tuple(len(group) for group in groups))):
        return ()
    for counts in _by_size(groups):
        contains = any(all(a >= b for a, b in zip(counts, known, strict=True)) for known in found)
        if not contains and suffices(_first(groups, counts)):
            found.append(counts)
    return tuple(_choices(groups, counts) for counts in found)


def _by_size(groups: list[tuple[p.Name, ...]]) -> list[Counts]:
    every = product(*(range(len(group) + 1) for group in groups))
    return sorted(every, key=lambda counts: (sum(counts), [-n for n in counts]))


def _first(groups: list[tuple[p.Name, ...]], counts: Counts) -> frozenset[Player]:
    taken = [name for group, n in zip(groups, counts, strict=True) for name in group[:n]]
    return frozenset(Player(str(name)) for name in taken)


def _choices(groups: list[tuple[p.Name, ...]], counts: Counts) -> tuple[Choice, ...]:
    return tuple(
        Choice(n, tuple(map(str, group))) for group, n in zip(groups, counts, strict=True) if n
    )


def first_of(choices: tuple[Choice, ...]) -> frozenset[Player]:
    """One coalition out of those that a choice describes."""
    return frozenset(Player(name) for choice in choices for name in choice.of[: choice.count])
