"""Sensitivity: indices of a probability, screening, the tornado and where an answer flips."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from stanchion.conflict.why.screening import explained_by, shown_by_chance
from stanchion.conflict.why.sobol import Indices, sobol_indices
from stanchion.conflict.why.tornado import swing

ROWS, TRIES = 2048, 16


def indices_of(
    p: Callable[[np.ndarray], np.ndarray], inputs: int, *, noisy: bool, tries: int = TRIES
) -> Indices:
    """Indices of a probability that is seen in a few yes or no, as runs show it."""
    source = np.random.Generator(np.random.Philox(11))
    a, b = source.random((2, inputs, ROWS))
    chance = source.random((2, tries // 2, ROWS))

    def seen(x: np.ndarray) -> np.ndarray:
        true = p(x)
        return (chance < true).mean(axis=1) if noisy else np.stack([true, true])

    mixed = []
    for i in range(inputs):
        ab = a.copy()
        ab[i] = b[i]
        mixed.append(seen(ab))
    return sobol_indices(seen(a), seen(b), np.array(mixed))


def ishigami(u: np.ndarray) -> np.ndarray:
    x = -math.pi + 2 * math.pi * u
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def test_ishigami_has_its_published_indices() -> None:
    """Ishigami, Homma (1990) with a = 7, b = 0.1: closed form of first and total indices."""
    found = indices_of(ishigami, 3, noisy=False)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.06)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.06)
    assert (np.abs(found.first - [0.3139, 0.4424, 0.0]) < 4 * found.first_error).all()


def test_the_indices_are_those_of_the_probability_and_not_of_the_coin() -> None:
    """p = 0.2 + 0.4 u + 0.2 v: shares 16:4; most of the variance of yes and no is chance."""
    found = indices_of(lambda u: 0.2 + 0.4 * u[0] + 0.2 * u[1], 3, noisy=True)
    assert found.explained
    assert found.variance == pytest.approx((0.16 + 0.04) / 12, rel=0.2)
    assert (np.abs(found.first - [0.8, 0.2, 0.0]) < 4 * found.first_error + 0.01).all()
    assert (np.abs(found.total - [0.8, 0.2, 0.0]) < 4 * found.total_error + 0.01).all()


def test_two_inputs_that_only_act_together_show_in_the_total() -> None:
    found = indices_of(lambda u: np.where((u[0] < 0.5) == (u[1] < 0.5), 0.9, 0.1), 2, noisy=True)
    assert found.first == pytest.approx([0, 0], abs=0.1)
    assert found.total == pytest.approx([1, 1], abs=0.15)


def test_where_nothing_matters_no_shares_are_claimed() -> None:
    found = indices_of(lambda u: np.full(u.shape[1], 0.3), 2, noisy=True)
    assert not found.explained
    assert not found.first.any()


def test_a_single_input_explains_everything() -> None:
    found = indices_of(lambda u: u[0], 1, noisy=True)
    assert found.first == pytest.approx([1], abs=0.1)
    assert found.total == pytest.approx([1], abs=0.1)


def test_screening_finds_the_input_that_matters_and_not_the_others() -> None:
    source = np.random.Generator(np.random.Philox(5))
    u, v, w = source.random((3, 20_000))
    hits = source.random(20_000) < 0.1 + 0.8 * u
    assert explained_by(u, hits) == pytest.approx(0.64 / 12, rel=0.1)
    assert explained_by(v, hits) < shown_by_chance(hits) < explained_by(u, hits)
    assert explained_by(np.zeros_like(w), hits) < 0.001


def test_the_flip_point_is_found() -> None:
    found = swing(lambda q: 0.2 + 0.5 * q)
    assert (found.low, found.high) == (pytest.approx(0.2), pytest.approx(0.7))
    assert found.flips == (pytest.approx(0.6, abs=0.002),)


def test_an_answer_that_flips_there_and_back_flips_twice() -> None:
    found = swing(lambda q: 1 - abs(2 * q - 1))
    assert found.flips == (pytest.approx(0.25, abs=0.002), pytest.approx(0.75, abs=0.002))


def test_an_answer_that_never_flips() -> None:
    assert swing(lambda q: 0.6 + 0.1 * q).flips == ()
    assert swing(lambda q: q).width == 1
