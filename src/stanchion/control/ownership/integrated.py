"""Integrated ownership: shares over all chains of companies, rings included.

With `A` the matrix of direct shares (row the holder, column the held) the shares over all chains
are `A + A² + … = (I - A)⁻¹ A`. That is solved exactly, one strongly connected component at a time,
from the held company up to its owners.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from stanchion.control.ownership.network import Columns
from stanchion.control.ownership.rings import components, is_closed
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

Shares = dict[str, Fraction]


@dataclass(eq=False)
class ClosedRing(StanchionError, ValueError):
    """`members` hold all of one another; nobody outside owns them, and no share can be said."""

    entity: str
    members: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(f"`{name}`" for name in self.members)
        return (
            f"nobody in the end owns `{self.entity}`: {names} hold all of one another, a closed "
            "ring; correct a holding, or name the owner that is missing"
        )


@dataclass(eq=False)
class BeyondTheWhole(StanchionError, ValueError):
    """At these shares the members of a ring own more than themselves: the sum has no limit."""

    entity: str
    members: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(f"`{name}`" for name in self.members)
        return f"the high ends of what {names} hold of one another come to more than there is"


MOST_IN_RING = 60
"""Exact elimination over so many companies of one ring takes two seconds; `large` goes on."""


@dataclass(eq=False)
class RingTooLarge(StanchionError, ValueError):
    """`members` companies of one ring are more than `limit`, up to which shares are exact."""

    entity: str
    members: int
    limit: int

    def __str__(self) -> str:
        return (
            f"`{self.entity}` is owned through a ring of {self.members} companies, and exact "
            f"shares stop at {self.limit}; `control.ownership.large` works in floating point"
        )


@record(frozen=True, slots=True)
class Integrated:
    """Shares in one entity over all chains, by two conventions.

    `geometric`: `(I - A)⁻¹ A`, which counts a chain anew each time it comes round to its owner.
    Source: Brioschi, Buzzacchi, Colombo (1989).
    `corrected`: chains end where they first reach the owner; equal for those whom nobody holds.
    Source: Baldone, Brioschi, Paleari (1998); Vitali, Glattfelder, Battiston (2011), appendix.
    """

    geometric: Shares
    corrected: Shares


def integrated(columns: Columns, entity: str) -> Integrated:
    """The shares of every owner in an entity; raises ClosedRing, BeyondTheWhole,
    RingTooLarge."""
    visits: Shares = {}
    returns: Shares = {}
    for members in components(upstream(columns, entity), [entity]):
        if is_closed(columns, members):
            raise ClosedRing(entity, members)
        if len(members) > MOST_IN_RING:
            raise RingTooLarge(entity, len(members), MOST_IN_RING)
        inverse = _inverse_of_rest(columns, members)
        if inverse is None:
            raise BeyondTheWhole(entity, members)
        reached = _reached(columns, members, visits, entity)
        for row, owner in enumerate(members):
            visits[owner] = sum(
                (part * share for part, share in zip(inverse[row], reached, strict=True)),
                Fraction(0),
            )
            returns[owner] = inverse[row][row]
    geometric = {owner: n - (owner == entity) for owner, n in visits.items()}
    corrected = {owner: share / returns[owner] for owner, share in geometric.items()}
    return Integrated(_nonzero(geometric), _nonzero(corrected))


def upstream(columns: Columns, entity: str) -> dict[str, Mapping[str, Fraction]]:
    """The part of the network that owns any of an entity, the entity included."""
    found: dict[str, Mapping[str, Fraction]] = {}
    waiting = [entity]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = columns.get(name, {})
            waiting.extend(found[name])
    return found


def _nonzero(shares: Shares) -> Shares:
    return {owner: share for owner, share in shares.items() if share}


def _reached(
    columns: Columns, members: Sequence[str], visits: Shares, entity: str
) -> list[Fraction]:
    """For each member: one if it is the entity, and what it holds of those nearer to it."""
    held = {name: Fraction(int(name == entity)) for name in members}
    for name, share in visits.items():
        for holder, part in columns.get(name, {}).items():
            if holder in held:
                held[holder] += part * share
    return list(held.values())


def _inverse_of_rest(columns: Columns, members: Sequence[str]) -> list[list[Fraction]] | None:
    """`(I - A)⁻¹` within a component; None where the series behind it has no limit.

    `I - A` with `A >= 0` has an inverse without negative entries exactly if the series converges
    (it is then an M-matrix). Source: Berman, Plemmons (1994), theorem 6.2.3. Each column times
    its common denominator is whole, and elimination among whole numbers needs no fractions.
    """
    size = len(members)
    held_by = [columns.get(held, {}) for held in members]
    scales = [lcm(*(share.denominator for share in shares.values())) for shares in held_by]
    rows = [
        [int((int(i == j) - held_by[j].get(holder, Fraction(0))) * scales[j]) for j in range(size)]
        for i, holder in enumerate(members)
    ]
    solved = _adjugate(rows)
    if solved is None:
        return None
    determinant, adjugate = solved
    inverse = [
        [Fraction(scale * value, determinant) for value in row]
        for scale, row in zip(scales, adjugate, strict=True)
    ]
    return None if any(value < 0 for row in inverse for value in row) else inverse


def _adjugate(rows: list[list[int]]) -> tuple[int, list[list[int]]] | None:
    """A whole number `d` and a matrix `M` with `d` times the inverse; None where it is singular.

    `d` is the determinant but for its sign, which `M` shares.

    Source: Bareiss (1968), fraction-free elimination; every division is without remainder.
    """
    size = len(rows)
    work = [[*row, *(int(i == j) for j in range(size))] for i, row in enumerate(rows)]
    before = 1
    for column in range(size):
        pivot_row = next((row for row in range(column, size) if work[row][column]), None)
        if pivot_row is None:
            return None
        work[column], work[pivot_row] = work[pivot_row], work[column]
        pivot = work[column]
        for row in range(size):
            if row != column:
                factor = work[row][column]
                work[row] = [
                    (pivot[column] * value - factor * by) // before
                    for value, by in zip(work[row], pivot, strict=True)
                ]
        before = pivot[column]
    return before, [row[size:] for row in work]
