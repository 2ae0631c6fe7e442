"""The crisis as a game tree: the path by hand, noise, and games that are too large."""

from fractions import Fraction

import pytest

from stanchion.conflict.crisis.game import solved, tree_of
from stanchion.conflict.extensive.induction import subgame_perfect
from stanchion.conflict.extensive.tree import TreeTooLarge
from tests.conflict.crisis.disputes import small


def test_two_directors_move_and_one_yields_to_an_offer_by_hand() -> None:
    # without loyalty a signed threat is carried out for certain: holding gives ann and bob nothing,
    # her return 20 and 30. Ann, who votes first, can hold: bob must yield after her, and does
    found = solved(small(), 1, 50).perfect
    assert found.path == (
        ("ann", "backs stands"),
        ("bob", "backs stands"),
        ("rival", "makes its offer"),
        ("staff", "signs"),
        ("ann", "holds to stands"),
        ("bob", "backs returns"),
        ("cyd", "backs returns"),
    )
    assert found.outcomes["returns"] == 1


def test_loyal_staff_do_not_frighten_them_by_hand() -> None:
    # of loyalty 80 the staff leave with 1/5: holding is worth 72 and 64, more than 20 and 30
    calm = small(("loyalty: 0", "loyalty: 80"), ("    - {kind: offer, parties: rival}\n", ""))
    found = solved(calm, 1, 10).perfect
    assert found.outcomes["stands"] == Fraction(4, 5)
    assert found.outcomes["left"] == Fraction(1, 5)


def test_an_offer_makes_the_threat_of_the_loyal_credible_by_hand() -> None:
    # cost 50 to 10 leaves a fifth of loyalty 80: the staff leave with 21/25, and holding is worth
    # 90 x 4/25 = 14.4 to ann and 12.8 to bob, less than the 20 and 30 of her return
    loyal = small(("loyalty: 0", "loyalty: 80"), known=LATER)
    assert loyal.offers[0].day == 1
    assert subgame_perfect(tree_of(loyal, lambda one: one.best)).outcomes["returns"] == 1


LATER = "2024-03-31T00:00:00+00:00"


def test_noise_makes_every_ending_possible() -> None:
    likely = solved(small(("noise: 0", "noise: 30")), 1, 200).likely
    assert sum(likely.values()) == pytest.approx(1)
    assert all(share > 0 for share in likely.values())


def test_a_game_too_large_is_refused_before_it_is_made() -> None:
    with pytest.raises(TreeTooLarge, match="simulation"):
        solved(small(), 1, 10, most=20)


def test_without_a_board_only_the_crowd_moves() -> None:
    unlawful = small(
        ("  appoint_chief: {by: board, effect: someone becomes chief, notice: none}\n", ""),
        ("    - {kind: decide, parties: board, decision: appoint_chief}\n", ""),
    )
    found = solved(unlawful, 1, 10).perfect
    assert "returns" not in found.outcomes
