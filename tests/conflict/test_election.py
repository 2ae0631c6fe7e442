"""The probabilistic Condorcet election: KTAB's printed tables, and the laws of probabilities."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.election.election import elected
from stanchion.conflict.election.options import (
    Condorcet,
    RiskAdjust,
    RiskRange,
    Switches,
    VictoryProb,
    VotingRule,
)
from stanchion.conflict.election.utilities import Scenario, seen_by
from tests.conflict.published_elections import CASES, Case

HALF_THIRD, HALF_FOURTH = 5.01e-4, 5.01e-5


def scenario(rows: list[tuple[float, tuple[float, ...], tuple[float, ...]]]) -> Scenario:
    power, positions, salience = zip(*rows, strict=True)
    names = tuple(f"p{n}" for n in range(len(rows)))
    return Scenario(names, np.array(power), np.array(positions), np.array(salience))


def of(case: Case) -> Scenario:
    names, power, positions, salience = zip(*case.actors, strict=True)
    return Scenario(names, np.array(power), np.array(positions) / 100, np.array(salience) / 100)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.source.split()[-1])
def test_turn_zero_comes_out_to_all_printed_digits(case: Case) -> None:
    found = elected(of(case), case.switches)
    assert found.value == pytest.approx(np.array(case.value), abs=HALF_THIRD)
    assert found.risk == pytest.approx(np.array(case.risk), abs=HALF_THIRD)
    assert found.utility == pytest.approx(np.array(case.utility), abs=HALF_FOURTH)
    chances = [found.of_actor(name) for name in found.scenario.actors]
    assert chances == pytest.approx(case.probability, abs=HALF_FOURTH)


def test_what_one_sees_of_anothers_risk_is_a_mixture() -> None:
    case = CASES[1]
    found, distances = elected(of(case), case.switches), of(case).distances()
    seen = seen_by(distances, found.risk, 0, RiskAdjust.ONE_THIRD)
    # KTAB prints of the estimate by the first of 13 actors, rows two and three
    assert seen[1, :4] == pytest.approx([0.7852, 1.0000, 0.7582, 0.9230], abs=HALF_FOURTH)
    assert seen[2, :4] == pytest.approx([0.9768, 0.6672, 1.0000, 0.8234], abs=HALF_FOURTH)
    assert seen_by(distances, found.risk, 3, RiskAdjust.FULL) == pytest.approx(found.utility)


ROWS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 50.0]),
        st.tuples(*(st.sampled_from([0.0, 0.25, 0.5, 1.0]),) * 2),
        st.tuples(*(st.sampled_from([0.0, 0.3, 0.5]),) * 2),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(
    "switches",
    [Switches(v, r, c) for v, r, c in product(VictoryProb, VotingRule, Condorcet)],
    ids=lambda s: f"{s.victory.value}-{s.voting.value}-{s.condorcet.value}",
)
@given(ROWS)
@settings(max_examples=3, deadline=None, derandomize=True)
def test_probabilities_make_one_under_every_switch(
    switches: Switches, rows: list[tuple[float, tuple[float, ...], tuple[float, ...]]]
) -> None:
    found = elected(scenario(rows), switches)
    assert np.isfinite(found.probability).all()
    assert (found.probability >= 0).all()
    assert found.probability.sum() == pytest.approx(1)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ROWS, st.sampled_from(RiskRange))
def test_who_does_not_care_moves_nothing(
    rows: list[tuple[float, tuple[float, ...], tuple[float, ...]]], risk_range: RiskRange
) -> None:
    rows = [*rows, (5.0, (0.25, 0.5), (0.3, 0.3))]
    switches = Switches(risk_range=risk_range)
    base = elected(scenario(rows), switches)
    more = elected(scenario([*rows, (9.0, (0.9, 0.1), (0.0, 0.0))]), switches)
    for name in base.scenario.actors:
        assert more.of_actor(name) == pytest.approx(base.of_actor(name), abs=1e-9)
    assert more.of_actor(more.scenario.actors[-1]) == 0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_actors_changes_nothing(
    rows: list[tuple[float, tuple[float, ...], tuple[float, ...]]], shuffler: object
) -> None:
    order = list(range(len(rows)))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    base, other = elected(scenario(rows)), elected(scenario([rows[n] for n in order]))
    for place, n in enumerate(order):
        assert other.of_actor(f"p{place}") == pytest.approx(base.of_actor(f"p{n}"), abs=1e-9)
