"""Published values of power indices, of games built directly and of charters that say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from stanchion.api.loading import load
from stanchion.api.power import power, who
from stanchion.api.view import View, view
from stanchion.control.coalitions import Coalitions
from stanchion.control.game import Ballot, Count, Every, Game, Heads, Player, Some
from stanchion.control.power.measures import Indices, power_indices
from stanchion.control.power.oceanic import oceanic
from stanchion.control.power.results import Figure
from stanchion.exact.diagram import Budget
from tests.control.games import weighted


@dataclass(frozen=True)
class Case:
    """A weighted vote: its quota and weights (`15x3`: three of 15), and indices in that order."""

    source: str
    given: tuple[int, str]
    expected: Mapping[str, str]
    within: float = field(default=0)


def numbers(text: str) -> list[Fraction]:
    found: list[Fraction] = []
    for word in text.split():
        value, _, times = word.partition("x")
        found += [Fraction(value)] * int(times or 1)
    return found


CASES = [
    Case(
        source="council of the fifteen, 62 of 87 votes; agrees with published values",
        given=(62, "10x4 8 5x4 4x2 3x3 2"),
        expected={"shapley_shubik": "0.1167x4 0.0955 0.0552x4 0.0454x2 0.0353x3 0.0207"},
        within=5e-5,
    ),
    Case(
        source="CoopGame 0.2.2, test_12; Holler & Illing 6.3.4 / Holler 2011",
        given=(51, "35 20 15x3"),
        expected={"holler": "4/15 2/15 1/5x3"},
    ),
    Case(
        source="CoopGame 0.2.2, test_28 check 28.2",
        given=(8, "5 3 1"),
        expected={"johnston": "1/2x2 0"},
    ),
    Case(
        source="CoopGame 0.2.2, test_28 check 28.3",
        given=(9, "8x2 1"),
        expected={"johnston": "1/3x3"},
    ),
    Case(
        source="CoopGame 0.2.2, test_28 check 28.4",
        given=(10, "7 3x2"),
        expected={"johnston": "2/3 1/6x2"},
    ),
    Case(
        source="CoopGame 0.2.2, test_28 check 28.5",
        given=(10, "8 4 1"),
        expected={"johnston": "1/2x2 0"},
    ),
    Case(
        source="CoopGame 0.2.2, test_28 check 28.8",
        given=(12, "7 4 3 2"),
        expected={"johnston": "1/2 1/6x3"},
    ),
    Case(
        source="CoopGame 0.2.2, test_07, test_15",
        given=(1, "50 49 1"),
        expected={"banzhaf_normalised": "1/3x3", "shapley_shubik": "1/3x3"},
    ),
    Case(
        source="CoopGame 0.2.2, test_07, test_15",
        given=(51, "50 49 1"),
        expected={"banzhaf_normalised": "3/5 1/5x2", "shapley_shubik": "2/3 1/6x2"},
    ),
    Case(
        source="CoopGame 0.2.2, test_07, test_15",
        given=(52, "50 49 1"),
        expected={"banzhaf_normalised": "1/2x2 0", "shapley_shubik": "1/2x2 0"},
    ),
    Case(
        source="CoopGame 0.2.2, man/normalizedBanzhafIndex",
        given=(3, "1x2 2 1"),
        expected={"banzhaf_normalised": "0.1666667x2 1/2 0.1666667"},
        within=1e-06,
    ),
    Case(
        source="CoopGame 0.2.2, man/shapleyShubikIndex; Stach 2011",
        given=(50, "10x2 20 30"),
        expected={"shapley_shubik": "1/12x2 1/4 7/12"},
    ),
    Case(
        source="jbrukh/go-banzhaf banzhaf_test.go",
        given=(4, "2x2 1"),
        expected={"banzhaf": "1/2x2 0"},
    ),
    Case(
        source="jbrukh/go-banzhaf banzhaf_test.go",
        given=(4, "2x3 1"),
        expected={"banzhaf": "1/2x3 0"},
    ),
    Case(
        source="jbrukh/go-banzhaf banzhaf_test.go",
        given=(5, "3 2x2 1"),
        expected={"banzhaf": "5/8 3/8x2 1/8"},
    ),
    Case(
        source="jbrukh/go-banzhaf banzhaf_test.go",
        given=(8, "3 2x2 1"),
        expected={"banzhaf": "1/8x4"},
    ),
    Case(
        source="jbrukh/go-banzhaf banzhaf_test.go",
        given=(46, "10x9"),
        expected={"banzhaf": "35/128x9"},
    ),
    Case(
        source="jbrukh/go-banzhaf testdata/vectors.json",
        given=(23, "7x5 1x9"),
        expected={"banzhaf": "1525/4096x5 45/4096x9"},
    ),
    Case(
        source="jbrukh/go-banzhaf testdata/vectors.json",
        given=(36, "6 8 3 7 6 3 9 1 7 1 3x2 5 8"),
        expected={
            "banzhaf": (
                "1853/8192 2537/8192 917/8192 2185/8192 1853/8192 917/8192 2895/8192 "
                "299/8192 2185/8192 299/8192 917/8192x2 1529/8192 2537/8192"
            ),
        },
    ),
    Case(
        source="jbrukh/go-banzhaf testdata/vectors.json",
        given=(33, "1 7 4 2 8 4 2 7 9 3 5 7 6"),
        expected={
            "banzhaf": (
                "19/512 287/1024 5/32 79/1024 167/512 5/32 79/1024 287/1024 191/512 "
                "59/512 201/1024 287/1024 243/1024"
            ),
        },
    ),
    Case(
        source="jbrukh/go-banzhaf testdata/vectors.json",
        given=(23, "1 5 8 9 7x2 8"),
        expected={"banzhaf": "1/16x2 3/8 7/16 5/16x2 3/8"},
    ),
    Case(
        source="jbrukh/go-banzhaf testdata/vectors.json",
        given=(13, "7 2 4 1x2 3 6"),
        expected={"banzhaf": "9/16 5/32 5/16 1/16x2 3/16 7/16"},
    ),
    Case(
        source="vagnur/Power-Indices tests/test.py",
        given=(89, "3x2 5x2 7 16 47 9 11 18 11 5 9 3x2"),
        expected={
            "banzhaf_normalised": (
                "17/1000x2 7/250x2 39/1000 89/1000 99/250 51/1000 31/500 1/10 31/500 "
                "7/250 51/1000 17/1000x2"
            ),
            "deegan_packel": (
                "3/50x2 8/125x3 59/1000 131/1000 13/200x2 7/125 13/200 8/125 13/200 3/50x2"
            ),
            "shapley_shubik": (
                "2/125x2 7/250x2 39/1000 91/1000 393/1000 51/1000 31/500 103/1000 "
                "31/500 7/250 51/1000 2/125x2"
            ),
        },
        within=0.0006,
    ),
    Case(
        source="powerindex testpowerindex.py; Straffin, Game Theory and Strategy",
        given=(6, "4 3 2 1"),
        expected={"banzhaf_normalised": "5/12 1/4x2 1/12"},
    ),
    Case(
        source="powerindex testpowerindex.py (comment)",
        given=(6, "4 3 2"),
        expected={"shapley_shubik": "2/3 1/6x2"},
    ),
    Case(
        source="powerindices docstring",
        given=(8, "4x2 3 2 1x2"),
        expected={"banzhaf": "1/2x2 3/8 1/8x3"},
    ),
    Case(
        source="course notes MGF1106 WVS4",
        given=(4, "3 2 1"),
        expected={"shapley_shubik": "2/3 1/6x2", "banzhaf_normalised": "3/5 1/5x2"},
    ),
    Case(
        source="printed as 4/2145; UN Security Council",
        given=(39, "7x5 1x10"),
        expected={"shapley_shubik": "421/2145x5 4/2145x10"},
    ),
    Case(
        source="recalled: Felsenthal & Machover 1998",
        given=(39, "7x5 1x10"),
        expected={"swings": "848x5 84x10", "banzhaf_normalised": "106/635x5 21/1270x10"},
    ),
    Case(
        source="recalled: Felsenthal & Machover 1998, chapter 5",
        given=(41, "10x4 5x2 3x2 2"),
        expected={
            "banzhaf_normalised": "167/1000x4 91/1000x2 33/500x2 2/125",
            "shapley_shubik": "179/1000x4 81/1000x2 57/1000x2 1/100",
        },
        within=0.0006,
    ),
    Case(
        source="recalled: Felsenthal & Machover 1998, chapter 5",
        given=(45, "10x4 5x3 3x2 2"),
        expected={
            "banzhaf_normalised": "79/500x4 41/500x3 41/1000x3",
            "shapley_shubik": "87/500x4 71/1000x3 3/100x3",
        },
        within=0.0006,
    ),
    Case(
        source="recalled: Felsenthal & Machover 1998, chapter 5",
        given=(54, "10x4 8 5x4 3x2 2"),
        expected={
            "banzhaf_normalised": "129/1000x4 109/1000 67/1000x4 23/500x2 9/500",
            "shapley_shubik": "67/500x4 111/1000 8/125x4 43/1000x2 3/250",
        },
        within=0.0006,
    ),
    Case(
        source="weights: Bilbao; values recalled: Bilbao et al. 2002, Felsenthal & Machover 2001",
        given=(255, "29x4 27x2 14 13 12x5 10x3 7x5 4x5 3"),
        expected={
            "banzhaf_normalised": (
                "389/5000x4 371/5000x2 213/5000 397/10000 23/625x5 309/10000x3 "
                "109/5000x5 1/80x5 47/5000"
            ),
        },
        within=0.0006,
    ),
    Case(
        source="derived here (no publication)",
        given=(4, "1x6"),
        expected={"banzhaf": "5/16x6", "shapley_shubik": "1/6x6"},
    ),
]


def vote_of(case: Case) -> Game:
    quota, weights = case.given
    return weighted(quota, [int(w) for w in numbers(weights)])


def found_in(game: Game) -> tuple[Indices, dict[Player, int]]:
    found = power_indices(game, budget=Budget())
    return found, {p: at for at, level in enumerate(found.levels) for p in level.players}


def figure(found: Sequence[Figure] | None, level: int) -> Fraction:
    assert found is not None
    value = found[level]
    assert isinstance(value, Fraction)
    return value


def same(found: object, expected: Fraction, within: float) -> bool:
    assert isinstance(found, Fraction | int)
    return abs(found - expected) <= within


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.given[0]};{case.given[1]}")
def test_a_published_value_is_found(case: Case) -> None:
    game = vote_of(case)
    found, level = found_in(game)
    for index, values in case.expected.items():
        for player, value in zip(game.players, numbers(values), strict=True):
            assert same(getattr(found, index)[level[player]], value, case.within), (index, player)


HEAD = """
stanchion: 1
name: A vote
as_of: 2024-01-01
time_zone: UTC
currency: EUR
"""


def charter_of(case: Case) -> View:
    """The same vote as a meeting of shareholders."""
    quota, written = case.given
    weights = numbers(written)
    people = "".join(f"  p{n + 1}: {{person: P{n + 1}}}\n" for n in range(len(weights)))
    stakes = "".join(
        f"    - {{holder: p{n + 1}, class: common, units: {w}}}\n" for n, w in enumerate(weights)
    )
    text = f"""{HEAD}
parties:
  firm: {{company: Firm}}
{people}
classes: {{firm: {{common: {{kind: common, votes: 1 per unit}}}}}}
holdings:
  firm:
{stakes}
bodies:
  meeting:
    of: firm
    members: holders of common
    acts: at least {Fraction(quota) / sum(weights)} of outstanding votes
decisions: {{decide: {{by: meeting, effect: recorded}}}}
"""
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return view(loaded.charter)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.given[0]};{case.given[1]}")
def test_the_same_vote_in_a_charter_has_the_same_power(case: Case) -> None:
    found = power(charter_of(case), "decide")
    assert found.exact
    assert found.checksum == 1
    fields = {"swings": "swings"}
    for index, values in case.expected.items():
        for player, value in zip(found.players, numbers(values), strict=True):
            shown = getattr(player, fields.get(index, index))
            assert same(shown, value, case.within), (index, player.player)


NASSAU_1958 = Case("FAPP 10e ch. 11 example 3; Banzhaf 1965", (16, "9x2 7 3 1x2"), {})
NASSAU_1970 = Case("FAPP 10e exe-035", (63, "31x2 21 28 2x2"), {})
UNSC = (39, "7x5 1x10")


def test_nassau_county_had_three_dummies_in_1958_and_none_in_1970() -> None:
    before = who(charter_of(NASSAU_1958), "decide")
    assert before.dummies == ("p4", "p5", "p6")
    assert before.minimal == (("p1", "p2"), ("p1", "p3"), ("p2", "p3"))
    assert who(charter_of(NASSAU_1970), "decide").dummies == ()


def test_the_five_permanent_members_have_a_veto() -> None:
    found = who(charter_of(Case("veto", UNSC, {})), "decide")
    assert found.veto_players == ("p1", "p2", "p3", "p4", "p5")
    assert (found.winning, found.fewest) == (848, 9)


def test_two_ways_of_weighting_the_security_council_are_one_rule() -> None:
    one, other = (
        Coalitions(vote_of(Case("same", given, {}))) for given in (UNSC, (49, "9x5 1x10"))
    )
    assert one.least_winning == other.least_winning


def test_luxembourg_gained_power_as_the_council_grew() -> None:
    """The paradox of new members: a dummy in 1958, not in 1973."""
    last = []
    for given in ((12, "4x3 2x2 1"), (41, "10x4 5x2 3x2 2")):
        game = vote_of(Case("recalled: Felsenthal & Machover 1998", given, {}))
        found, level = found_in(game)
        last.append(figure(found.banzhaf_normalised, level[game.players[-1]]))
    assert last == [0, Fraction(5, 317)]


def test_a_block_beside_many_small_holders_has_its_part_of_the_places() -> None:
    """k / (n + 1): Shapley-Shubik of one who holds k beside n of one share each."""
    block, small, majority = 400, 600, 501
    large, crowd = Player("block"), Player("small")
    parts = ((Ballot(large), Fraction(block)), (Heads(crowd, small), Fraction(1)))
    found, level = found_in(Game("d", (large, crowd), Count(parts, Fraction(majority), False)))
    assert figure(found.shapley_shubik, level[large]) == Fraction(block, small + 1)
    assert found.checksum == 1


@pytest.mark.slow
def test_a_block_beside_four_thousand_small_holders() -> None:
    """k / (n + 1) of n votes that a block of k has beside holders of one, by a bare majority."""
    block, crowd = Player("block"), Player("small")
    parts = ((Ballot(block), Fraction(2000)), (Heads(crowd, 4001), Fraction(1)))
    game = Game("d", (block, crowd), Count(parts, Fraction(3001), strict=False))
    found, level = found_in(game)
    assert figure(found.shapley_shubik, level[block]) == Fraction(2000, 4002)


def test_one_block_in_an_ocean() -> None:
    """w / (1 - w) with a bare majority; Milnor and Shapley 1978."""
    third = Fraction(1, 3)
    assert oceanic([third], 1 - third, Fraction(1, 2)) == (Fraction(1, 2),)


def test_an_ocean_is_what_many_small_holders_come_near_to() -> None:
    blocks = [Fraction(w) for w in (200, 100, 50)]
    ocean = oceanic(blocks, Fraction(1000), Fraction(675))
    players, crowd = tuple(map(Player, "abc")), Player("small")
    parts = (*zip(map(Ballot, players), blocks, strict=True), (Heads(crowd, 1000), Fraction(1)))
    game = Game("d", (*players, crowd), Count(parts, Fraction(675), strict=True))
    found, level = found_in(game)
    for player, limit in zip(players, ocean, strict=True):
        assert abs(figure(found.shapley_shubik, level[player]) - limit) < Fraction(1, 1000)


def test_a_majority_of_majorities_multiplies() -> None:
    boards = [[Player(f"{board}{n}") for n in range(3)] for board in "abc"]
    rule = Some(2, tuple(Some(2, tuple(map(Ballot, board))) for board in boards))
    game = Game("d", tuple(p for board in boards for p in board), rule)
    found, _ = found_in(game)
    assert found.banzhaf == (Fraction(1, 4),) * 3
    assert len(found.levels) == 3, "who sits on the same board is alike"


def test_four_of_the_six_directors() -> None:
    found, _ = found_in(weighted(4, [1] * 6))
    assert (found.winning, found.collectivity) == (22, Fraction(11, 32))
    assert found.banzhaf == (Fraction(5, 16),)
    assert found.prevention == (Fraction(5, 11),)
    assert found.initiative == (Fraction(5, 21),)


@pytest.mark.parametrize(("tie_break", "president"), [(False, 0.16047), (True, 0.163120362)])
def test_the_president_in_federal_legislation(tie_break: bool, president: float) -> None:
    """435 and 100 and one with a veto that two thirds overcome: 536 voters, three kinds."""
    names = map(Player, ("president", "vice", "senate", "house"))
    pres, vice, senate, house = names

    def of(crowd: Player, size: int, quota: int, *more: Player) -> Count:
        heads: list[tuple[Ballot | Heads, Fraction]] = [(Heads(crowd, size), Fraction(1))]
        heads += [(Ballot(one), Fraction(1)) for one in more]
        return Count(tuple(heads), Fraction(quota), strict=False)

    senators = of(senate, 100, 51, vice) if tie_break else of(senate, 100, 51)
    signed = Every((of(house, 435, 218), senators, Ballot(pres)))
    overridden = Every((of(house, 435, 290), of(senate, 100, 67)))
    players = (pres, vice, senate, house) if tie_break else (pres, senate, house)
    found, level = found_in(Game("d", players, Some(1, (signed, overridden))))
    share = figure(found.shapley_shubik, level[pres])
    assert float(share) == pytest.approx(president, abs=5e-6)
    assert found.checksum == 1


def test_indices_that_a_heavier_voter_may_have_less_of() -> None:
    """Holler and Deegan-Packel are not monotone: 20 of 100 has less than 15."""
    game = weighted(51, [35, 20, 15, 15, 15])
    found, level = found_in(game)
    twenty, fifteen = level[game.players[1]], level[game.players[2]]
    for index in (found.holler, found.deegan_packel):
        assert figure(index, twenty) < figure(index, fifteen)
    for monotone in (found.banzhaf, found.shapley_shubik):
        assert figure(monotone, twenty) >= figure(monotone, fifteen)
