"""Rules met in many runs at once, against the rule asked run by run."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.crisis.carried import carried
from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Heads,
    Never,
    Player,
    Some,
    holds,
)

PLAYERS = [Player(name) for name in "abcd"]
fuzz = settings(max_examples=80, derandomize=True, deadline=None)

leaves = st.one_of(
    st.sampled_from(PLAYERS[:3]).map(Ballot),
    st.integers(1, 9).map(lambda size: Heads(PLAYERS[3], size)),
    st.just(Never("nobody")),
)
weights = st.fractions(0, 5, max_denominator=7)


def _joined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    weighed = st.lists(st.tuples(parts, weights), min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(Every),
        st.builds(Some, st.integers(1, 3), several),
        st.builds(Count, weighed, st.fractions(0, 12, max_denominator=6), st.booleans()),
    )


@given(st.recursive(leaves, _joined, max_leaves=8))
@fuzz
def test_many_runs_at_once_are_runs_one_by_one(formula: Formula) -> None:
    yes = {
        player: np.array([bool(run >> place & 1) for run in range(16)])
        for place, player in enumerate(PLAYERS)
    }
    together = carried(formula, yes, 16)
    for run in range(16):
        coalition = frozenset(player for player in PLAYERS if yes[player][run])
        assert together[run] == holds(formula, coalition), run


def test_weights_beyond_a_machine_word_are_still_counted_exactly() -> None:
    huge = Fraction(2**80)
    rule = Count(((Ballot(PLAYERS[0]), huge), (Ballot(PLAYERS[1]), Fraction(1))), huge, strict=True)
    yes = {PLAYERS[0]: np.array([True, True]), PLAYERS[1]: np.array([False, True])}
    assert carried(rule, yes, 2).tolist() == [False, True]


def test_whoever_is_not_asked_says_no() -> None:
    assert carried(Ballot(PLAYERS[0]), {}, 3).tolist() == [False, False, False]
