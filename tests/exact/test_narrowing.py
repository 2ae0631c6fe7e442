"""A rule narrowed by a threshold in one pass is the meet of the two, and is true when both are."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact.diagram import Forest, Node

VOTERS = 6
weights = st.lists(st.integers(0, 9), min_size=VOTERS, max_size=VOTERS)
quotas = st.integers(-2, 40)
thresholds = st.tuples(weights, quotas)
laws = settings(max_examples=150, derandomize=True, deadline=None)


def any_rule(forest: Forest, parts: list[tuple[list[int], int]]) -> Node:
    """Some rule that is no threshold itself: thresholds joined."""
    node = forest.at_least(*parts[0])
    for part in parts[1:]:
        node = forest.join(node, forest.at_least(*part))
    return node


@given(st.lists(thresholds, min_size=1, max_size=3), thresholds)
@laws
def test_narrowing_is_a_meet(parts: list[tuple[list[int], int]], by: tuple[list[int], int]) -> None:
    forest = Forest((1,) * VOTERS)
    rule = any_rule(forest, parts)
    narrowed = forest.meet_at_least(rule, *by)
    assert narrowed == forest.meet(rule, forest.at_least(*by)), "equal rules are the same node"
    for yes in product((0, 1), repeat=VOTERS):
        enough = sum(weight * vote for weight, vote in zip(by[0], yes, strict=True)) >= by[1]
        assert forest.holds(narrowed, yes) == (forest.holds(rule, yes) and enough)


@given(thresholds, thresholds)
@laws
def test_crowds_are_narrowed_too(one: tuple[list[int], int], other: tuple[list[int], int]) -> None:
    forest = Forest((1, 3, 2, 1, 1, 4))
    narrowed = forest.meet_at_least(forest.at_least(*one), *other)
    assert narrowed == forest.meet(forest.at_least(*one), forest.at_least(*other))
