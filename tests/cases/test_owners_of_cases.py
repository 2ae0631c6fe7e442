"""Who owns and controls the companies of the cases, as their sources have it."""

from fractions import Fraction
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.api.owners import owners
from stanchion.api.view import View, instant_of, view
from stanchion.charter.phrases import Name
from stanchion.charter.state import after_all
from stanchion.control.ownership.owners import owners as owners_of_state
from stanchion.control.ownership.results import Owner, Owners

CASES = Path(__file__).resolve().parents[2] / "cases"


def case(name: str, at: str | None = None) -> View:
    loaded = load((CASES / name / "charter.yaml").read_bytes(), file=name)
    assert loaded.charter is not None
    return view(loaded.charter, at=None if at is None else instant_of(loaded.charter, at))


def line(found: Owners, owner: str) -> Owner:
    return next(item for item in found.owners if item.owner == owner)


def controllers(found: Owners) -> list[str]:
    return [controller.owner for controller in found.controllers]


@pytest.mark.parametrize(
    ("name", "company", "controls"),
    [
        ("meta-2025", "meta", ["zuckerberg"]),
        ("alphabet-2023", "alphabet", ["page_and_brin"]),
        ("snap-2017", "snap", ["founders"]),
        ("tata-sons-2016", "tata_sons", ["tata_trusts"]),
        ("novo-nordisk-2025", "novo_nordisk", ["foundation_directors"]),
        ("carlsberg-2012", "carlsberg", ["academy"]),
        ("berkshire-2023", "berkshire", []),
        ("openai-2023", "openai_global", ["openai_inc"]),
    ],
)
def test_who_controls(name: str, company: str, controls: list[str]) -> None:
    assert controllers(owners(case(name), company)) == controls


def test_votes_and_capital_of_a_foundation_part() -> None:
    found = line(owners(case("novo-nordisk-2025"), "novo_nordisk"), "novo_foundation")
    assert found.geometric is not None
    assert found.votes is not None
    assert round(float(found.geometric.low), 3) == 0.278
    assert round(float(found.votes.low), 3) == 0.770


def test_a_founder_loses_control_as_his_votes_a_share_fall() -> None:
    by_day = {
        day: controllers(owners(case("wework-2019", day), "we_company"))
        for day in ("2019-08-20", "2019-09-10", "2019-09-24")
    }
    assert by_day == {
        "2019-08-20": ["neumann"],
        "2019-09-10": ["neumann"],
        "2019-09-24": ["all_others"],
    }


def test_a_foundation_that_sells_down_to_its_floor_has_51_per_cent_and_control_still() -> None:
    asked = case("carlsberg-2012")
    effects = asked.charter.decisions[Name("sell_down_to_the_floor")].effect
    found = owners_of_state(after_all(asked.state, effects), "carlsberg")
    votes = line(found, "carlsberg_foundation").direct_votes
    assert votes is not None
    assert votes.low == Fraction(51, 100)
    assert controllers(found) == ["academy"]


def test_converting_class_a_keeps_15_per_cent_of_its_votes() -> None:
    """Of one share of Class A; a lot of Class B is paid alike."""
    classes = case("berkshire-2023").charter.classes[Name("berkshire")]
    votes = [classes[Name(name)].votes for name in ("class_b", "class_a")]
    assert votes == [Fraction(15, 100), Fraction(1)]
