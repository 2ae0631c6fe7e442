"""Cascades of declared thresholds, and of normal ones, against published values."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.cascade.normal import after_stage, critical_deviation, fixed_point
from stanchion.conflict.cascade.thresholds import Easing, Group, UnknownGroup, cascade

GRANOVETTER = "Granovetter (1978), Threshold models of collective behavior"


@dataclass(frozen=True)
class Case:
    """A published cascade: thresholds of a crowd of a hundred, and how many join."""

    source: str
    given: tuple[int, ...]
    expected: int


PUBLISHED = (
    Case(GRANOVETTER, tuple(range(100)), 100),
    Case(GRANOVETTER, (0, 2, 2, *range(3, 100)), 1),
)

fuzz = settings(max_examples=40, derandomize=True, deadline=None)


@pytest.mark.parametrize("case", PUBLISHED, ids=("every threshold once", "nobody waits for one"))
def test_one_threshold_makes_or_ends_a_riot(case: Case) -> None:
    found = cascade([Group("crowd", case.given)])
    assert found.total == case.expected
    assert found.exact


def test_who_joins_in_which_order() -> None:
    found = cascade([Group("crowd", (3, 0, 1, 1, 9))])
    told = [(joining.stage, joining.thresholds) for joining in found.order]
    assert told == [(1, (0,)), (2, (1, 1)), (3, (3,))]
    assert found.stages == 3


def test_a_normal_crowd_tips_at_the_published_deviation() -> None:
    assert critical_deviation(0.25) * 100 == pytest.approx(12.222, abs=5e-4)
    assert fixed_point(0.25, 0.1221) * 100 == pytest.approx(5.71, abs=0.05)  # below: six people
    assert fixed_point(0.25, 0.1223) * 100 == pytest.approx(100, abs=1e-6)


@given(st.floats(0.02, 0.45))
@fuzz
def test_around_the_critical_deviation_a_crowd_tips(mean: float) -> None:
    critical = critical_deviation(mean)
    assert fixed_point(mean, critical * 0.98) < mean
    assert fixed_point(mean, critical * 1.02) > mean


def test_an_offer_to_all_at_once_tips_a_crowd_that_stood_still() -> None:
    crowd = Group("staff", (0, *(4,) * 6))
    assert cascade([crowd]).total == 1
    eased = cascade([crowd], easings=[Easing("staff", 3, Fraction(1, 4))])
    assert eased.total == 7
    assert eased.order[-1].stage == 3


def test_a_group_that_watches_another_follows_it() -> None:
    groups = [Group("old", (0, 0, 1)), Group("new", (3, 4), watches=("old", "new"))]
    found = cascade(groups)
    assert dict(found.joined) == {"old": 3, "new": 2}
    assert [(j.stage, j.group) for j in found.order] == [
        (1, "old"), (2, "old"), (3, "new"), (4, "new"),
    ]  # fmt: skip


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(UnknownGroup, match="unknown group `staf`; there is: `staff`"):
        cascade([Group("staff", (0,))], easings=[Easing("staf", 1, Fraction(1))])


def _slow(groups: list[Group]) -> dict[str, int]:
    """The least fixed point, one person at a time, whoever can."""
    inside: set[tuple[str, int]] = set()
    while True:
        for group in groups:
            watched = group.watches or (group.name,)
            seen = sum(1 for name, _ in inside if name in watched)
            for place, threshold in enumerate(group.thresholds):
                if (group.name, place) not in inside and threshold <= seen:
                    inside.add((group.name, place))
                    break
            else:
                continue
            break
        else:
            return {g.name: sum(1 for name, _ in inside if name == g.name) for g in groups}


THRESHOLDS = st.lists(st.integers(0, 8), min_size=1, max_size=8).map(tuple)


@given(THRESHOLDS, THRESHOLDS, st.booleans())
@fuzz
def test_stages_end_where_joining_one_by_one_ends(
    one: tuple[int, ...], other: tuple[int, ...], together: bool
) -> None:
    both = ("one", "other") if together else ()
    groups = [Group("one", one, both), Group("other", other, both)]
    assert dict(cascade(groups).joined) == _slow(groups)


@given(THRESHOLDS, st.integers(0, 7))
@fuzz
def test_whoever_is_easier_to_move_never_makes_a_cascade_smaller(
    thresholds: tuple[int, ...], place: int
) -> None:
    eased = list(thresholds)
    eased[place % len(eased)] -= 1
    assert cascade([Group("c", tuple(eased))]).total >= cascade([Group("c", thresholds)]).total


@given(st.floats(-0.5, 1.5), st.floats(0.0, 0.5), st.floats(0.0, 1.0), st.integers(1, 900))
@fuzz
def test_a_stage_of_a_crowd_stays_a_share_and_nobody_leaves(
    mean: float, deviation: float, joined: float, size: int
) -> None:
    share = after_stage(np.array([joined]), np.array([mean]), np.array([deviation]), size)[0]
    assert joined <= share <= 1


def test_a_crowd_without_spread_moves_as_one() -> None:
    joined, none = np.array([0.0, 0.3]), np.zeros(2)
    assert after_stage(joined, np.array([0.2, 0.2]), none, 10).tolist() == [0.0, 1.0]
