"""The compiled form: crowds whose members vote one by one."""

from fractions import Fraction

import pytest

from stanchion.control.game import Ballot, Count, Every, Game, Heads, Player, crowds_of, players_of

ANN, STAFF = Player("ann"), Player("staff")
MEETING = Count(
    ((Ballot(ANN), Fraction(30)), (Heads(STAFF, 100), Fraction(1))), Fraction(65), strict=True
)
GAME = Game("decide", (ANN, STAFF), MEETING)


@pytest.mark.parametrize(
    ("coalition", "heads", "wins"),
    [
        ({ANN}, {}, False),
        ({STAFF}, {}, True),
        ({ANN, STAFF}, {}, True),
        ({ANN}, {STAFF: 35}, False),
        ({ANN}, {STAFF: 36}, True),
        ((), {STAFF: 65}, False),
        ((), {STAFF: 66}, True),
    ],
)
def test_every_head_of_a_crowd_adds_its_weight(
    coalition: set[Player], heads: dict[Player, int], wins: bool
) -> None:
    assert GAME.wins(frozenset(coalition), heads) == wins


def test_a_crowd_is_stopped_by_as_many_heads_as_the_others_then_lack() -> None:
    assert not GAME.blocks(frozenset(), {STAFF: 64})
    assert GAME.blocks(frozenset(), {STAFF: 65})
    assert GAME.blocks(frozenset({ANN}), {STAFF: 35})
    assert not GAME.blocks(frozenset({ANN}), {STAFF: 34})


def test_outside_of_a_count_a_crowd_agrees_when_all_its_heads_do() -> None:
    game = Game("decide", (ANN, STAFF), Every((Ballot(ANN), Heads(STAFF, 3))))
    assert game.wins(frozenset({ANN, STAFF}))
    assert game.wins(frozenset({ANN}), {STAFF: 3})
    assert not game.wins(frozenset({ANN}), {STAFF: 2})


def test_a_crowd_is_one_player_of_so_many_heads() -> None:
    assert players_of(MEETING) == (ANN, STAFF)
    assert crowds_of(MEETING) == {STAFF: 100}
