"""Laws of `allocate`: it sums, stays within a unit, respects ceilings, and breaks ties by order."""

import doctest
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact import allocation
from stanchion.exact.allocation import AllocationImpossible, BadEntitlements, Leftover, allocate

exactly = settings(derandomize=True, deadline=None, max_examples=200)
HALF = Fraction(1, 2)


@st.composite
def entitlements(draw: st.DrawFn) -> list[Fraction]:
    """Up to six shares of a whole total."""
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
    total = draw(st.integers(0, 40))
    return [Fraction(total * w, sum(weights)) for w in weights]


def ceilings_for(shares: Sequence[Fraction]) -> st.SearchStrategy[list[int | None]]:
    """Mostly near the entitlement, where they matter."""
    return st.tuples(
        *(
            st.none() | st.integers(max(0, floor(e) - 1), ceil(e) + 1) | st.integers(0, 50)
            for e in shares
        )
    ).map(list)


with_ceilings = entitlements().flatmap(lambda e: st.tuples(st.just(e), ceilings_for(e)))


def total_of(shares: Sequence[Fraction]) -> int:
    return int(sum(shares))


def near_roundings(
    shares: Sequence[Fraction], ceilings: Sequence[int | None]
) -> list[tuple[int, ...]]:
    """Every allocation within less than one unit of each share and under the ceilings."""
    choices = [{floor(e), ceil(e)} for e in shares]
    return [
        paid
        for paid in product(*choices)
        if sum(paid) == sum(shares)
        and all(c is None or p <= c for p, c in zip(paid, ceilings, strict=True))
    ]


def gained(paid: Sequence[int], shares: Sequence[Fraction]) -> Fraction:
    """The remainders of those rounded up, summed: what largest remainder makes largest."""
    return sum((e % 1 for p, e in zip(paid, shares, strict=True) if p > e), start=Fraction(0))


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(allocation).failed == 0


def test_largest_remainder_is_not_monotone_but_the_entitlement_is() -> None:
    def shares(total: int) -> list[Fraction]:
        return [Fraction(total * w, 14) for w in (6, 6, 2)]

    assert allocate(shares(10), total=10) == (4, 4, 2)
    assert allocate(shares(11), total=11) == (5, 5, 1)
    assert all(a < b for a, b in zip(shares(10), shares(11), strict=True))


def test_ties_and_order() -> None:
    assert allocate([HALF] * 4, total=2) == (1, 1, 0, 0)
    shares = [Fraction(1, 4), Fraction(1), Fraction(3, 4)]
    assert allocate(shares, total=2) == (0, 1, 1)
    assert allocate(shares, total=2, leftover=Leftover.IN_ORDER) == (1, 1, 0)


def test_ceilings_win_over_nearness_and_the_surplus_goes_to_the_uncapped() -> None:
    shares = [HALF, HALF, Fraction(3)]
    assert allocate(shares, total=4, ceilings=[0, 0, None]) == (0, 0, 4)
    assert allocate(shares, total=4, ceilings=[0, 0, 100]) == (0, 0, 4)


def test_the_surplus_goes_round_by_round() -> None:
    shares = [Fraction(5), Fraction(1, 4), Fraction(3, 4), Fraction(0)]
    assert allocate(shares, total=6, ceilings=[0, None, None, None]) == (0, 2, 3, 1)
    in_order = allocate(shares, total=6, ceilings=[0, None, None, None], leftover=Leftover.IN_ORDER)
    assert in_order == (0, 3, 2, 1)


def test_a_large_surplus_under_ceilings_takes_no_loop_over_units() -> None:
    huge = 10**18
    shares = [Fraction(huge), Fraction(0), Fraction(0)]
    assert allocate(shares, total=huge, ceilings=[0, huge, 7]) == (0, huge - 7, 7)
    assert allocate(shares, total=huge, ceilings=[0, None, None])[1:] == (huge // 2, huge // 2)


def test_ceilings_that_leave_no_room_are_an_error_with_the_facts() -> None:
    with pytest.raises(AllocationImpossible) as caught:
        allocate([HALF, HALF], total=1, ceilings=[0, 0])
    assert (caught.value.total, caught.value.ceilings) == (1, (0, 0))


@pytest.mark.parametrize(
    ("shares", "total", "ceilings", "why"),
    [
        ([HALF], 1, None, "the entitlements do not sum to the total"),
        ([Fraction(-1), Fraction(2)], 1, None, "a negative entitlement"),
        ([Fraction(1)], 1, [-1], "a negative ceiling"),
        ([Fraction(1)], 1, [], "not one ceiling for each payee"),
        ([], 1, None, "the entitlements do not sum to the total"),
    ],
)
def test_what_is_no_division_of_the_total_is_refused(
    shares: list[Fraction], total: int, ceilings: list[int | None] | None, why: str
) -> None:
    with pytest.raises(BadEntitlements) as caught:
        allocate(shares, total=total, ceilings=ceilings)
    assert caught.value.why == why


def test_nothing_to_nobody() -> None:
    assert allocate([], total=0) == ()


@exactly
@given(entitlements(), st.sampled_from(Leftover))
def test_sum_and_nearness(shares: list[Fraction], leftover: Leftover) -> None:
    paid = allocate(shares, total=total_of(shares), leftover=leftover)
    assert sum(paid) == sum(shares)
    assert all(abs(p - e) < 1 for p, e in zip(paid, shares, strict=True))


@exactly
@given(with_ceilings, st.sampled_from(Leftover))
def test_ceilings_hold_and_nearness_wherever_it_is_possible(
    case: tuple[list[Fraction], list[int | None]], leftover: Leftover
) -> None:
    shares, ceilings = case
    total = total_of(shares)
    near = near_roundings(shares, ceilings)
    if None not in ceilings and sum(c or 0 for c in ceilings) < total:
        with pytest.raises(AllocationImpossible):
            allocate(shares, total=total, ceilings=ceilings, leftover=leftover)
        assert not near
        return
    paid = allocate(shares, total=total, ceilings=ceilings, leftover=leftover)
    assert sum(paid) == total
    assert all(c is None or p <= c for p, c in zip(paid, ceilings, strict=True))
    if near:
        assert paid in near


@exactly
@given(with_ceilings)
def test_best_of_all_roundings(case: tuple[list[Fraction], list[int | None]]) -> None:
    shares, ceilings = case
    near = near_roundings(shares, ceilings)
    if not near:
        return
    total = total_of(shares)
    by_remainder = allocate(shares, total=total, ceilings=ceilings)
    assert by_remainder == max(near, key=lambda paid: (gained(paid, shares), paid))
    in_order = allocate(shares, total=total, ceilings=ceilings, leftover=Leftover.IN_ORDER)
    assert in_order == max(near)
