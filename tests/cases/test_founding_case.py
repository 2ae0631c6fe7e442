"""The figures of the founding case, as the design states them."""

from fractions import Fraction
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.api.money import breakpoints, pay
from stanchion.api.power import who
from stanchion.api.readings import readings
from stanchion.api.view import amounts_of, instant_of, view
from stanchion.charter.model import Charter

BN = 10**9
PATH = Path(__file__).resolve().parents[2] / "cases/openai-2023/charter.yaml"
DIRECTORS = ("altman", "brockman", "sutskever", "dangelo", "mccauley", "toner")


@pytest.fixture(scope="module")
def charter() -> Charter:
    loaded = load(PATH.read_bytes(), file="charter.yaml")
    assert loaded.charter is not None
    return loaded.charter


def reverts_at(charter: Charter, *chosen: str) -> Fraction | None:
    """Where every further dollar begins to go to the charity, with other answers as written."""
    found = readings(charter, Fraction(200 * BN))
    row = next(
        row
        for row in found.rows
        if set(chosen) <= set(row.options)
        and all(o in chosen or o in found.rows[0].options for o in row.options)
    )
    return row.reverts_at


def test_the_profit_before_full_reversion_is_exact(charter: Charter) -> None:
    """Source: DESIGN section 5; arithmetic in reference data, 259.85 bn."""
    assert breakpoints(view(charter)).points[-1] == Fraction(38198, 147) * BN


@pytest.mark.parametrize(
    ("chosen", "billions"),
    [
        ((), "259.85"),
        (("freed_share.to_charity",), "314.61"),
        (("freed_share.pro_rata",), "260.95"),
        (("ninety_two.counts_principal",), "246.59"),
        (("one_fifty.leaves_out_recoup",), "264.27"),
    ],
)
def test_readings_move_the_point_of_reversion(
    charter: Charter, chosen: tuple[str, ...], billions: str
) -> None:
    point = reverts_at(charter, *chosen)
    assert point is not None
    assert abs(point / BN - Fraction(billions)) <= Fraction(1, 200)


def test_under_the_mark_reading_it_never_all_reverts(charter: Charter) -> None:
    assert reverts_at(charter, "ninety_two.mark") is None


def test_the_unknown_principal_moves_every_breakpoint_by_itself(charter: Charter) -> None:
    plain = breakpoints(view(charter)).points
    moved = breakpoints(view(charter, terms={"first_close_principal": "1 bn"})).points
    assert moved == (BN, *(point + BN for point in plain))


def test_two_hundred_billion_by_hand(charter: Charter) -> None:
    """52/3 bn go 3:1 in the first stage; 548/3 bn go 49:49:2 in the second."""
    found = pay(view(charter), amounts_of(charter, "200 bn")).distributions[0]
    by_payee = {line.payee: line for line in found.lines}
    second = Fraction(548, 3) * BN
    assert by_payee["microsoft"].exact == 13 * BN + second * Fraction(49, 100)
    assert by_payee["openai_inc"].exact == second * Fraction(2, 100)
    assert by_payee["microsoft"].paid.minor == 10_250_666_666_667
    assert sum(line.paid.minor for line in found.lines) == 200 * BN * 100


def test_any_four_of_six_directors_remove_the_chief_executive(charter: Charter) -> None:
    found = who(view(charter), "remove_ceo")
    assert found.players == DIRECTORS
    assert found.fewest == 4
    assert len(found.minimal) == 15
    assert min(map(len, found.blocking)) == 3
    assert found.veto_players == ()
    chain = " ".join(step.text for step in found.because)
    for link in ("openai_gp", "gp_members", "openai_inc", "board"):
        assert link in chain, "the chain of entities is modelled, not short-cut"


@pytest.mark.parametrize(
    ("instant", "in_office", "fewest"),
    [
        ("2022-12-31", 9, 5),
        ("2023-11-17 11:00", 6, 4),
        ("2023-11-17 12:10", 5, 3),
        ("2023-11-20 12:00", 4, 3),
        ("2023-11-23", 3, 2),
        ("2024-03-09", 7, 4),
    ],
)
def test_who_decides_at_every_instant_of_the_timeline(
    charter: Charter, instant: str, in_office: int, fewest: int
) -> None:
    asked = view(charter, at=instant_of(charter, instant))
    found = who(asked, "elect_director")
    assert (len(found.players), found.fewest) == (in_office, fewest)


def test_the_office_passes_as_it_did(charter: Charter) -> None:
    held = {
        instant: view(charter, at=instant_of(charter, instant)).state.offices["ceo"]  # type: ignore[index]
        for instant in (
            "2023-11-17 11:59",
            "2023-11-17 12:10",
            "2023-11-18",
            "2023-11-20",
            "2024-01-01",
        )
    }
    assert list(held.values()) == ["altman", None, "murati", "shear", "altman"]
