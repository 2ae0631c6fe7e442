"""Exact entitlements to whole minor units: the one place where money stops being exact.

The method is that of largest remainders (Hamilton 1792) or, where the terms say so, of the order
of declaration; ceilings are ours. Paid units, unlike entitlements, may fall as the total grows:
shares of 6:6:2 pay the third payee 2 of 10 units and 1 of 11. Order of declaration is part of the
input.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import assert_never

from stanchion.exact.errors import AllocationImpossible, BadEntitlements

__all__ = ["AllocationImpossible", "BadEntitlements", "Leftover", "allocate", "settle"]


class Leftover(StrEnum):
    """Who gets the units that remain when every entitlement is cut to whole ones."""

    LARGEST_REMAINDER = "largest_remainder"
    """Those who lost the largest fraction; ties in order of declaration."""

    IN_ORDER = "in_order"
    """Those who lost a fraction, in order of declaration."""


def allocate(
    entitlements: Sequence[Fraction],
    *,
    total: int,
    ceilings: Sequence[int | None] | None = None,
    leftover: Leftover = Leftover.LARGEST_REMAINDER,
) -> tuple[int, ...]:
    """Whole minor units for each payee, summing to `total`, which the entitlements sum to.

    Entitlements are exact, in minor units; so are ceilings (None: no ceiling), which are never
    exceeded. Where an allocation exists that keeps every payee within less than one unit of its
    entitlement, this is one. Where the ceilings leave none, they win: the surplus goes, one unit
    at a time and round by round, to the payees without a ceiling, or if there are none to those
    with room under theirs, in the same order as the leftover units (largest remainder first, then
    declaration; or declaration alone).

    Raises BadEntitlements for a negative entitlement or ceiling or a wrong sum, and
    AllocationImpossible where all payees have ceilings which together are below the total.

    >>> allocate([Fraction(10, 3)] * 3, total=10, ceilings=[3, None, None])
    (3, 4, 3)
    """
    limits = [None] * len(entitlements) if ceilings is None else list(ceilings)
    _check(entitlements, total=total, limits=limits)
    paid = [_within(floor(e), limit) for e, limit in zip(entitlements, limits, strict=True)]
    ranked = _ranked(entitlements, leftover=leftover)
    missing = total - sum(paid)
    for i in ranked:
        if missing and entitlements[i] % 1 and _within(paid[i] + 1, limits[i]) > paid[i]:
            paid[i] += 1
            missing -= 1
    if missing:
        _pay_surplus(paid, surplus=missing, limits=limits, ranked=ranked, total=total)
    # INVARIANT: all of the total is paid, and nobody is paid more than its ceiling
    assert sum(paid) == total
    assert all(_within(p, limit) == p for p, limit in zip(paid, limits, strict=True))
    return tuple(paid)


def settle(
    entitlements: Sequence[Fraction],
    *,
    already: Sequence[int],
    total: int,
    ceilings: Sequence[int | None] | None = None,
    leftover: Leftover = Leftover.LARGEST_REMAINDER,
) -> tuple[int, ...]:
    """Whole minor units to pay now, `total` of them, to payees who were paid `already` before.

    Entitlements and ceilings are cumulative: what was paid before and is paid now follows the
    entitlements, which sum to all of it. Nothing is taken back. Where somebody has had more than is
    due (by less than a unit), the others wait for so much, in proportion to what they are due.
    Nobody's total is ever a whole unit above its entitlement, unless ceilings leave no other way.

    Raises as `allocate` does.

    >>> settle([Fraction(5, 2), Fraction(5, 2)], already=[3, 0], total=2)
    (0, 2)
    """
    entitled, paid = sum(entitlements, start=Fraction(0)), sum(already)
    if entitled != paid + total:
        raise BadEntitlements("the entitlements do not sum to the total", paid + total, entitled)
    due = [max(e - had, Fraction(0)) for e, had in zip(entitlements, already, strict=True)]
    all_due = sum(due, start=Fraction(0))
    now = due if all_due == total else [amount * total / all_due for amount in due]
    limits = [None] * len(due) if ceilings is None else ceilings
    left = [
        None if limit is None else max(limit - had, 0)
        for limit, had in zip(limits, already, strict=True)
    ]
    return allocate(now, total=total, ceilings=left, leftover=leftover)


def _ranked(entitlements: Sequence[Fraction], *, leftover: Leftover) -> Sequence[int]:
    """The payees' indices, first come first served."""
    match leftover:
        case Leftover.LARGEST_REMAINDER:  # the sort is stable: ties stay in order
            return sorted(range(len(entitlements)), key=lambda i: -(entitlements[i] % 1))
        case Leftover.IN_ORDER:
            return range(len(entitlements))
        case _:
            assert_never(leftover)


def _pay_surplus(
    paid: list[int],
    *,
    surplus: int,
    limits: Sequence[int | None],
    ranked: Sequence[int],
    total: int,
) -> None:
    """Add `surplus` units to `paid` where the ceilings leave room, evenly, the rest by rank."""
    uncapped = [i for i in ranked if limits[i] is None]
    if uncapped:
        each, rest = divmod(surplus, len(uncapped))
        for rank, i in enumerate(uncapped):
            paid[i] += each + (rank < rest)
        return
    full = [limit for limit in limits if limit is not None]
    if sum(full) < total:
        raise AllocationImpossible(total, tuple(full))
    while surplus:
        roomy = [i for i in ranked if paid[i] < full[i]]
        each = max(1, min(surplus // len(roomy), *(full[i] - paid[i] for i in roomy)))
        for i in roomy[:surplus]:
            paid[i] += each
            surplus -= each


def _within(units: int, limit: int | None) -> int:
    return units if limit is None else min(units, limit)


def _check(entitlements: Sequence[Fraction], *, total: int, limits: Sequence[int | None]) -> None:
    entitled = sum(entitlements, start=Fraction(0))
    if len(limits) != len(entitlements):
        raise BadEntitlements("not one ceiling for each payee", total, entitled)
    for i, (entitlement, limit) in enumerate(zip(entitlements, limits, strict=True)):
        if entitlement < 0:
            raise BadEntitlements("a negative entitlement", total, entitled, i)
        if limit is not None and limit < 0:
            raise BadEntitlements("a negative ceiling", total, entitled, i)
    if entitled != total:
        raise BadEntitlements("the entitlements do not sum to the total", total, entitled)
