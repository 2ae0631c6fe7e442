"""The smallest sets of changes that do something: tried by size, the smallest first."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Generic, TypeVar

from stanchion.conflict.trials import Stopped
from stanchion.exact.record import record

T = TypeVar("T")


@record(frozen=True, slots=True)
class Smallest(Generic[T]):
    """The minimal sets that do it, how many sets were tried, and up to which size."""

    sets: tuple[tuple[T, ...], ...]
    tried: int
    largest: int
    complete: bool
    stopped: bool = False


def smallest_sets(
    items: Sequence[T],
    does: Callable[[tuple[T, ...]], bool | None],
    *,
    largest: int,
    tries: int,
) -> Smallest[T]:
    """Every set that does it and no part of which does; by size, up to `largest` members.

    `does` answers None for a set that makes no sense (two changes of one rule); it is passed over
    and so is whatever contains it. Nothing is taken for granted about sets that contain others:
    two changes may undo each other. The search stops after so many `tries`, and says so.
    """
    found: list[tuple[T, ...]] = []
    senseless: list[frozenset[T]] = []
    tried = 0
    for size in range(1, min(largest, len(items)) + 1):
        for chosen in combinations(items, size):
            members = frozenset(chosen)
            if any(members >= set(one) for one in found) or any(members >= s for s in senseless):
                continue
            if tried == tries:
                return Smallest(tuple(found), tried, size - 1, complete=False)
            try:
                answer = does(chosen)
            except Stopped:
                return Smallest(tuple(found), tried, size - 1, complete=False, stopped=True)
            if answer is None:
                senseless.append(members)
                continue
            tried += 1
            if answer:
                found.append(chosen)
    return Smallest(tuple(found), tried, min(largest, len(items)), complete=largest >= len(items))
