"""Differences on common random numbers, and the smallest sets of changes."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.levers.paired import difference
from stanchion.conflict.levers.sets import smallest_sets

laws = settings(derandomize=True, deadline=None, max_examples=80)


def hits(text: str) -> np.ndarray:
    return np.array([c == "1" for c in text])


def test_a_change_that_changes_no_run_is_zero_with_an_interval_around_it() -> None:
    found = difference(hits("1100" * 50), hits("1100" * 50))
    assert found.change.value == 0
    assert found.change.low < 0 < found.change.high
    assert not found.shown
    assert (found.gained, found.lost) == (0, 0)


def test_bonett_and_price_by_hand() -> None:
    """n = 100, 3 runs gained and 20 lost: p12 = 21/102, p21 = 4/102."""
    before = hits("1" * 50 + "0" * 50)
    after = hits("0" * 20 + "1" * 30 + "1" * 3 + "0" * 47)
    found = difference(before, after)
    up, down = 4 / 102, 21 / 102
    half = 1.959963984540054 * ((up + down - (up - down) ** 2) / 102) ** 0.5
    assert found.change.value == pytest.approx(-0.17)
    assert found.change.low == pytest.approx(up - down - half)
    assert found.change.high == pytest.approx(up - down + half)
    assert found.shown


def test_common_draws_see_a_small_change_that_separate_samples_would_not() -> None:
    u = np.random.Generator(np.random.Philox(7)).random(4000)
    paired = difference(u < 0.50, u < 0.51).change
    separate = 2 * 1.96 * (2 * 0.25 / 4000) ** 0.5
    assert paired.low > 0
    assert paired.high - paired.low < separate / 3


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    source = np.random.Generator(np.random.Philox(3))
    covered = 0
    for _ in range(400):
        u = source.random(300)
        found = difference(u < 0.4, u < 0.46).change
        covered += found.low <= 0.06 <= found.high
    assert covered >= 0.92 * 400


def test_the_smallest_sets_are_minimal_and_tried_by_size() -> None:
    tried: list[tuple[str, ...]] = []

    def does(chosen: tuple[str, ...]) -> bool:
        tried.append(chosen)
        return "a" in chosen or {"b", "c"} <= set(chosen)

    found = smallest_sets("abcd", does, largest=3, tries=99)
    assert found.sets == (("a",), ("b", "c"))
    assert [len(x) for x in tried] == sorted(len(x) for x in tried)
    assert not any("a" in x and len(x) > 1 for x in tried), "what contains a solution is skipped"


def test_a_set_that_makes_no_sense_is_passed_over() -> None:
    found = smallest_sets(
        "ab", lambda chosen: None if len(chosen) == 2 else False, largest=2, tries=9
    )
    assert (found.sets, found.tried, found.complete) == ((), 2, True)


def test_a_search_that_is_cut_short_says_so() -> None:
    found = smallest_sets("abcde", lambda chosen: False, largest=5, tries=7)
    assert (found.tried, found.complete) == (7, False)
    assert found.largest == 1, "only the sets of one were all tried"


@laws
@given(st.sets(st.frozensets(st.sampled_from("abcde"), min_size=1), max_size=5))
def test_every_minimal_set_is_found_whatever_does_it(doing: set[frozenset[str]]) -> None:
    """Against all subsets; supersets of what does it may fail, as changes may undo each other."""
    found = smallest_sets("abcde", lambda c: frozenset(c) in doing, largest=5, tries=999)
    every = [frozenset(c) for n in range(1, 6) for c in combinations("abcde", n)]
    expected = {s for s in every if s in doing and not any(d < s for d in doing)}
    assert {frozenset(s) for s in found.sets} == expected
