"""Questions under a supposed change, and what one clause would have done in the founding case."""

from pathlib import Path

import pytest

from stanchion.api.errors import BadQuestion, UnknownName
from stanchion.api.loading import load
from stanchion.api.power import who
from stanchion.api.proof import check
from stanchion.api.view import changed, instant_of, view
from stanchion.charter.model import Charter
from stanchion.control.results import Verdict, Who

PATH = Path(__file__).resolve().parents[2] / "cases/openai-2023/charter.yaml"


@pytest.fixture(scope="module")
def charter() -> Charter:
    loaded = load(PATH.read_bytes(), file="charter.yaml")
    assert loaded.charter is not None
    return loaded.charter


def asked(charter: Charter, decision: str, at: str, *changes: str) -> Who:
    return who(view(charter, at=instant_of(charter, at), changes=changes), decision)


BEFORE, AFTER, LATER = "2023-11-17 11:00", "2023-11-17 13:00", "2023-11-20 12:00"
CASES = [
    # what is supposed, of which decision, when: fewest people, who must be among them, notice
    ((), "remove_ceo", BEFORE, 4, (), "none"),
    ((), "remove_director", AFTER, 3, (), "none"),
    ((), "elect_director", LATER, 3, (), "none"),
    ("decision remove_ceo has notice of 48 hours", "remove_ceo", BEFORE, 4, (), "48 hours"),
    ("decision elect_director has notice of 48 hours", "elect_director", LATER, 3, (), "48 hours"),
    (  # two thirds of six are the four that a majority takes: the clause changes nothing
        "decision remove_ceo needs at least 2/3 of seats in office of board",
        *("remove_ceo", BEFORE, 4, (), "none"),
    ),
    (
        "decision remove_ceo needs at least 5/6 of seats in office of board",
        *("remove_ceo", BEFORE, 5, (), "none"),
    ),
    (  # of four, two thirds are three as well
        "decision elect_director needs at least 2/3 of seats in office",
        *("elect_director", LATER, 3, (), "none"),
    ),
    (
        "decision remove_ceo also needs consent of microsoft",
        *("remove_ceo", BEFORE, 5, ("microsoft",), "none"),
    ),
    (
        "decision elect_director also needs consent of microsoft",
        *("elect_director", LATER, 4, ("microsoft",), "none"),
    ),
    # a staggered board keeps its own votes: it changes whom a removal can reach, not who decides
    ("body board is staggered in 3 classes", "remove_ceo", BEFORE, 4, (), "none"),
    ("body board is staggered in 3 classes", "elect_director", LATER, 3, (), "none"),
]


@pytest.mark.parametrize(
    ("change", "decision", "at", "fewest", "always", "notice"),
    CASES,
    ids=[f"{case[1]}, {case[2]}: {case[0] or 'as it was'}" for case in CASES],
)
def test_what_one_clause_would_have_changed(
    charter: Charter,
    change: str,
    decision: str,
    at: str,
    fewest: int,
    always: tuple[str, ...],
    notice: str,
) -> None:
    found = asked(charter, decision, at, *([change] if change else []))
    assert found.fewest == fewest
    assert found.veto_players == always
    assert {route.notice for route in found.routes} == {notice}
    assert (change in found.assumptions) == bool(change)


def test_a_staggered_board_without_cause_is_an_assumption_and_with_cause_a_condition(
    charter: Charter,
) -> None:
    staggered = "body board is staggered in 3 classes"
    open_ = asked(charter, "remove_director", AFTER, staggered)
    cause = "decision remove_director is for cause only"
    closed = asked(charter, "remove_director", AFTER, staggered, cause)
    assert any("matter of law" in text for text in open_.assumptions)
    assert "there is a cause, without which nobody can" in closed.assumptions
    assert open_.fewest == closed.fewest == 3


def test_expectations_are_checked_under_the_change(charter: Charter) -> None:
    lost = check(changed(charter, ["decision remove_ceo also needs consent of microsoft"]))
    refuted = [o.text for o in lost.outcomes if o.verdict is Verdict.REFUTED]
    assert refuted == ["any 4 of board can remove_ceo", "microsoft cannot block remove_ceo"]


def test_changes_are_made_in_order(charter: Charter) -> None:
    one, other = (
        "decision remove_ceo has notice of 1 day",
        "decision remove_ceo has notice of 2 days",
    )
    assert changed(charter, [one, other]) == changed(charter, [other])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("decision remove_chief has notice of 2 days", "did you mean `remove_ceo`?"),
        ("decision remove_ceo also needs consent of microsft", "did you mean `microsoft`?"),
        ("decision remove_ceo needs all of seats in office of bord", "did you mean `board`?"),
        ("body bord is staggered in 3 classes", "unknown body `bord`"),
        ("altman has no cap in profit_share", "there is no cap of `altman` to change"),
        ("body board is staggered in 1 classes", "at least two classes"),
        ("decision remove_ceo wants more", "cannot read `wants` here"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_the_words_at_fault(
    charter: Charter, change: str, message: str
) -> None:
    with pytest.raises((BadQuestion, UnknownName)) as refused:
        view(charter, changes=[change])
    assert message in str(refused.value)
