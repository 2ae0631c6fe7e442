"""The challenge model: published rounds, a naive implementation, and the laws it must keep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stanchion.conflict.challenge.account import account
from stanchion.conflict.challenge.options import (
    DEFAULT,
    PRESETS,
    Options,
    Scale,
    StatusQuoSign,
    Stop,
    VotingRisk,
)
from stanchion.conflict.challenge.rounds import Course, course
from stanchion.conflict.contest import Contest
from tests.conflict import naive_challenge
from tests.conflict.published_rounds import CASES, EC, Actor, Case

PRINTED = 5.01e-7
"""Half a unit of the last printed digit."""


def contest(actors: tuple[Actor, ...], scale: tuple[float, float] = (0, 100)) -> Contest:
    names, positions, influence, salience = zip(*actors, strict=True)
    return Contest.of_numbers(names, positions, influence, salience, scale=scale)


def medians(found: Course, rounds: int) -> list[float]:
    return [float(found.median(n)[0]) for n in range(rounds + 1)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.preset}-{len(c.actors)}")
def test_published_rounds_come_out_to_all_printed_digits(case: Case) -> None:
    rounds = len(case.medians) - 1
    who = contest(case.actors)
    found = course(who, PRESETS[case.preset], rounds=rounds)
    assert medians(found, rounds) == pytest.approx(case.medians, abs=PRINTED)
    means = [float(found.mean(n)[0]) for n in range(rounds + 1)]
    assert means == pytest.approx(case.means, abs=PRINTED)
    assert found.positions[-1, :, 0] == pytest.approx(case.final, abs=PRINTED)
    told = account(who, PRESETS[case.preset], rounds=rounds)
    assert [r for _, r in told.rounds[0].risk] == pytest.approx(case.risk, abs=PRINTED)


def test_the_headline_number_depends_on_the_reading() -> None:
    ends = {name: medians(course(contest(EC), o, rounds=10), 10)[-1] for name, o in PRESETS.items()}
    assert max(ends.values()) - min(ends.values()) > 2
    assert not any(abs(end - 8.35) < 0.005 for end in ends.values())


NUMBERS = st.tuples(
    st.integers(0, 100).map(float), st.integers(1, 100).map(float), st.floats(0.05, 1)
)
PARTIES = st.lists(NUMBERS, min_size=2, max_size=5).filter(lambda p: len({x for x, _, _ in p}) > 1)
VARIANTS = {
    **PRESETS,
    "neutral votes": Options(voting_risk=VotingRisk.NEUTRAL),
    "current scale": Options(scale=Scale.CURRENT),
    "declared scale": Options(scale=Scale.DECLARED),
    "added": replace(PRESETS["even_status_quo"], sign=StatusQuoSign.ADDED),
}


def array_positions(
    parties: list[tuple[float, float, float]], options: Options, *, rounds: int = 2
) -> list[float]:
    who = contest(tuple((str(n), *p) for n, p in enumerate(parties)))
    return [float(x) for x in course(who, options, rounds=rounds).positions[-1, :, 0]]


@pytest.mark.parametrize("name", VARIANTS)
@given(PARTIES)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_the_engine_agrees_with_the_naive_implementation(
    name: str, parties: list[tuple[float, float, float]]
) -> None:
    naive = naive_challenge.positions_after(parties, VARIANTS[name], rounds=2, declared=100)
    found = array_positions(parties, VARIANTS[name])
    if found != pytest.approx(naive, abs=1e-6):
        # a decision on the edge, which rounding takes either way, is one for both
        assume(_stable(parties, VARIANTS[name]))
        assert found == pytest.approx(naive, abs=1e-6)


def _stable(parties: list[tuple[float, float, float]], options: Options) -> bool:
    """Whether nudging the inputs by less than matters leaves the answer where it is."""
    base = array_positions(parties, options)
    for nudge in (1e-9, -1e-9):
        moved = [(x, c, s * (1 + nudge * (n + 1))) for n, (x, c, s) in enumerate(parties)]
        if array_positions(moved, options) != pytest.approx(base, abs=1e-5):
            return False
    return True


@given(PARTIES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_parties_changes_nothing(
    parties: list[tuple[float, float, float]], shuffler: object
) -> None:
    order = list(range(len(parties)))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    assume(_stable(parties, PRESETS[DEFAULT]))
    base = array_positions(parties, PRESETS[DEFAULT])
    other = array_positions([parties[place] for place in order], PRESETS[DEFAULT])
    assert other == pytest.approx([base[place] for place in order], abs=1e-6)


@given(PARTIES, st.sampled_from([2.0, 0.5, 0.1]), st.sampled_from([0.0, 7.0]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_unit_of_an_axis_changes_nothing(
    parties: list[tuple[float, float, float]], factor: float, shift: float
) -> None:
    assume(_stable(parties, PRESETS[DEFAULT]))
    base = array_positions(parties, PRESETS[DEFAULT])
    scaled = [(x * factor + shift, c, s) for x, c, s in parties]
    other = array_positions(scaled, PRESETS[DEFAULT])
    assert other == pytest.approx([x * factor + shift for x in base], abs=1e-6)


@pytest.mark.parametrize("name", PRESETS)
@given(PARTIES, st.integers(0, 100).map(float))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_a_party_without_salience_moves_nothing(
    name: str, parties: list[tuple[float, float, float]], where: float
) -> None:
    base = array_positions(parties, PRESETS[name])
    more = array_positions([*parties, (where, 100.0, 0.0)], PRESETS[name])
    assert more == [*base, where]


@pytest.mark.parametrize("name", VARIANTS)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 50.0, 100.0]),
            st.sampled_from([0.0, 1.0, 100.0]),
            st.sampled_from([0.0, 0.5, 1.0]),
        ),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_answer_is_ever_nan(name: str, parties: list[tuple[float, float, float]]) -> None:
    found = course(
        contest(tuple((str(n), *p) for n, p in enumerate(parties))), VARIANTS[name], rounds=3
    )
    for values in (found.positions, found.median(-1), found.mean(-1)):
        assert np.isfinite(values).all()


def test_a_run_is_the_same_alone_as_in_a_batch() -> None:
    rng = np.random.default_rng(5)
    shape = (6, 40)
    batch = Contest(
        tuple("abcdef"),
        rng.uniform(0, 100, shape),
        rng.uniform(1, 100, shape),
        rng.uniform(0.1, 1, shape),
        0,
        100,
    )
    whole = course(batch, Options(), rounds=6)
    for run in (0, 7, 39):
        one = slice(run, run + 1)
        alone = Contest(
            batch.parties,
            batch.positions[:, one],
            batch.influence[:, one],
            batch.salience[:, one],
            0,
            100,
        )
        found = course(alone, Options(), rounds=6)
        assert np.array_equal(found.positions[..., 0], whole.positions[..., run])
        assert found.period[0] == whole.period[run]


@pytest.mark.parametrize("name", VARIANTS)
def test_runs_with_bystanders_are_the_same_alone_as_among_others(name: str) -> None:
    rng = np.random.default_rng(8)
    shape = (5, 12)
    positions = rng.integers(0, 5, shape) * 25.0
    salience = rng.choice([0.0, 0.4, 1.0], shape)
    batch = Contest(tuple("abcde"), positions, np.ones(shape), salience, 0, 100)
    whole = course(batch, VARIANTS[name], rounds=4)
    for run in range(shape[1]):
        one = slice(run, run + 1)
        alone = Contest(batch.parties, positions[:, one], np.ones((5, 1)), salience[:, one], 0, 100)
        found = course(alone, VARIANTS[name], rounds=4).positions[..., 0]
        assert found == pytest.approx(whole.positions[..., run], abs=1e-6)


def test_a_cycle_is_found_and_told() -> None:
    periods = set()
    rng = np.random.default_rng(1)
    for _ in range(30):
        parties = tuple(
            (str(n), float(rng.integers(0, 100)), float(rng.integers(1, 100)), rng.uniform(0.1, 1))
            for n in range(8)
        )
        told = account(contest(parties), PRESETS["scholz_code"], rounds=12)
        if told.period > 1:
            after = [dict(each.positions) for each in told.rounds]
            assert after[-1] == pytest.approx(after[-1 - told.period], abs=1e-6)
        periods.add(told.period)
    assert max(periods) > 1


def test_every_move_is_told_with_the_offer_behind_it() -> None:
    told = account(contest(EC), PRESETS["scholz_code"], rounds=3)
    before = dict(told.positions)
    for each in told.rounds:
        taken = {offer.to: offer for offer in each.offers if offer.taken}
        for name, position in each.positions:
            if name in taken:
                assert position == pytest.approx(taken[name].position)
            else:
                assert position == before[name]
        for offer in each.offers:
            assert offer.fears > 0
            assert (offer.expects > 0) == (offer.kind == "confrontation")
        before = dict(each.positions)


def test_a_run_may_end_at_rest_or_when_welfare_falls() -> None:
    for stop in (Stop.NO_MOVE, Stop.WELFARE_FALLS):
        found = course(contest(EC), replace(Options(), stop=stop), rounds=30)
        assert np.isfinite(found.positions).all()
    falls = course(contest(EC), replace(Options(), stop=Stop.WELFARE_FALLS), rounds=30)
    assert falls.period[0] == 1  # what has stopped is at rest
