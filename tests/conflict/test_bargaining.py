"""Bargaining in closed form, and the first exchange, as published."""

from fractions import Fraction
from io import StringIO

import numpy as np
import pytest

from stanchion.conflict.bargaining import (
    BadBargain,
    baron_ferejohn,
    logit_equilibrium,
    rubinstein,
    rubinstein_of,
)
from stanchion.conflict.baselines import compromise_mean
from stanchion.conflict.exchange import NoExchange, Voice, exchange
from tests.conflict.published_means import ISSUES


@pytest.mark.parametrize("issue", ISSUES)
def test_the_compromise_mean_of_published_issues(issue: str) -> None:
    rows, expected = ISSUES[issue]
    position, salience, power = (
        np.array([[x] for x in column]) for column in zip(*rows, strict=True)
    )
    assert compromise_mean(position, salience * power)[0] == pytest.approx(expected, abs=5.01e-7)


def test_rubinstein_s_first_offer() -> None:
    assert float(rubinstein(Fraction(9, 10))) == pytest.approx(0.5263157894736842)
    assert rubinstein_of(Fraction(9, 10), Fraction(9, 10)) == rubinstein(Fraction(9, 10))
    assert rubinstein_of(Fraction(1, 2), Fraction(0)) == 1


def test_what_a_proposer_keeps_under_closed_rule() -> None:
    assert baron_ferejohn(3, Fraction(1)) == Fraction(2, 3)
    assert baron_ferejohn(5, Fraction(9, 10)) == Fraction(16, 25)


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        (0.5, (0.83067, 0.41808)),
        (1, (0.89358, 0.31278)),
        (2, (0.86075, 0.19108)),
        (5, (0.70198, 0.11714)),
    ],
)
def test_matching_pennies_with_a_large_prize(
    precision: float, expected: tuple[float, float]
) -> None:
    found = logit_equilibrium([[9, 0], [0, 1]], [[0, 1], [1, 0]], precision)
    assert found == pytest.approx(expected, abs=5.01e-6)


def test_without_precision_everybody_plays_evenly() -> None:
    assert logit_equilibrium([[9, 0], [0, 1]], [[0, 1], [1, 0]], 0) == (0.5, 0.5)


def test_a_dominant_choice_is_made_by_the_precise() -> None:
    found = logit_equilibrium([[2, 2], [0, 0]], [[2, 2], [0, 0]], 200)
    assert found == pytest.approx((1, 1), abs=1e-6)


def test_gambit_finds_the_same_equilibrium() -> None:
    gambit = pytest.importorskip("pygambit", reason="wheels of gambit are for one Python only")
    text = 'NFG 1 R "pennies" { "Row" "Column" } { 2 2 }\n\n9 0 0 1 0 1 1 0\n'
    game = gambit.read_nfg(StringIO(text))
    found = logit_equilibrium([[9, 0], [0, 1]], [[0, 1], [1, 0]], 2)
    theirs = gambit.qre.logit_solve_lambda(game, [2.0])[0].profile
    first = [float(dict(theirs[player])["1"]) for player in game.players]
    assert first == pytest.approx(found, abs=1e-5)


@pytest.mark.parametrize("members", [1, 2, 4])
def test_a_chamber_that_can_tie_is_refused(members: int) -> None:
    with pytest.raises(BadBargain, match="odd"):
        baron_ferejohn(members, Fraction(1))


@pytest.mark.parametrize("discount", [Fraction(-1), Fraction(1), Fraction(3, 2)])
def test_a_discount_that_is_none_is_refused(discount: Fraction) -> None:
    with pytest.raises(BadBargain, match="discount"):
        rubinstein(discount)


def voice(position: int, salience: int) -> Voice:
    return Voice(Fraction(position), Fraction(salience), Fraction(1))


def test_two_actors_exchange_on_two_issues() -> None:
    """Source: decide-exchange-model, tests/test_rex.py."""
    found = exchange((voice(0, 10), voice(0, 90)), (voice(100, 60), voice(100, 50)))
    assert found.outcomes == (Fraction(600, 7), Fraction(250, 7))
    assert float(found.first_gives.loss) == pytest.approx(142.85714285714286)
    assert float(found.first_gives.gain) == pytest.approx(857.1428571428571)
    assert float(found.second_gives.loss) == pytest.approx(1785.7142857142858)
    assert float(found.second_gives.gain) == pytest.approx(3214.285714285714)
    assert found.most_first == 1400
    assert float(found.most_second) == pytest.approx(777.7778, abs=5e-5)


def test_an_exchange_serves_both() -> None:
    found = exchange((voice(0, 30), voice(10, 80)), (voice(100, 70), voice(90, 20)))
    assert found.most_first > 0
    assert found.most_second > 0


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (((0, 10), (0, 90)), ((0, 60), (100, 50)), "agree"),
        (((0, 10), (0, 10)), ((100, 60), (100, 60)), "alike"),
        (((0, 0), (0, 1)), ((100, 0), (100, 0)), "alike"),
    ],
)
def test_nothing_to_exchange_is_said(
    first: tuple[tuple[int, int], ...], second: tuple[tuple[int, int], ...], said: str
) -> None:
    one, other = ((voice(*each[0]), voice(*each[1])) for each in (first, second))
    with pytest.raises(NoExchange, match=said):
        exchange(one, other)
