"""Before and after: one clause changes what it says, and everything else is proved the same."""

from pathlib import Path

import pytest

from stanchion.api.comparison import Aspect, Comparison, Difference, comparison
from stanchion.api.loading import load
from stanchion.api.view import instant_of, view
from stanchion.charter.model import Charter

CASES = Path(__file__).resolve().parents[2] / "cases"


def charter(case: str, *edits: tuple[str, str]) -> Charter:
    text = (CASES / case / "charter.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    made = load(text, file=case)
    assert made.charter is not None, made.diagnostics
    return made.charter


def differing(found: Comparison) -> set[str]:
    everything = (
        *((f"{p.entity}.{p.payee}", p.difference) for p in found.payoffs),
        *((d.decision, d.difference) for d in found.decisions),
        *((p.place, p.difference) for p in found.places),
    )
    return {name for name, difference in everything if difference is not Difference.SAME}


def supposed(change: str, case: str = "openai-2023") -> Comparison:
    made = charter(case)
    return comparison(view(made), view(made, changes=[change]))


def test_a_change_of_a_rule_leaves_money_alone() -> None:
    found = supposed("decision remove_ceo also needs consent of microsoft")
    assert differing(found) == {"remove_ceo"}
    (changed,) = [d for d in found.decisions if d.decision == "remove_ceo"]
    assert changed.aspects == (Aspect.PEOPLE,)
    assert (changed.before and changed.before.fewest) == 4
    assert (changed.after and changed.after.fewest) == 5


def test_a_notice_period_changes_times_and_not_people() -> None:
    found = supposed("decision remove_ceo has notice of 48 hours")
    assert differing(found) == {"remove_ceo"}
    (changed,) = [d for d in found.decisions if d.decision == "remove_ceo"]
    assert changed.aspects == (Aspect.TIMING,)


def test_a_change_of_a_cap_says_from_which_amount_on() -> None:
    found = supposed("cap of microsoft in profit_share counts everything")
    assert not [d for d in found.decisions if d.difference is not Difference.SAME]
    changed = {p.payee: p for p in found.payoffs if p.difference is not Difference.SAME}
    assert changed.keys() == {"microsoft", "investors_and_staff", "openai_inc"}
    assert changed["microsoft"].more is False
    assert changed["investors_and_staff"].more is True
    first = changed["microsoft"].from_amount
    assert first is not None
    made = charter("openai-2023")
    before, after = (
        view(made),
        view(made, changes=["cap of microsoft in profit_share counts everything"]),
    )
    from stanchion.api.money import curves

    was, now = (curves(v).by_payee() for v in (before, after))
    payee = next(p for p in was if p == "microsoft")
    assert was[payee](first) == now[payee](first)
    assert was[payee](first + 1) > now[payee](first + 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stanchion: 1", "# a line above moves every place in the file\nstanchion: 1"),
        ("en: Sam Altman", "en: Samuel Altman"),
    ],
)
def test_words_and_places_change_nothing(old: str, new: str) -> None:
    found = comparison(view(charter("openai-2023")), view(charter("openai-2023", (old, new))))
    assert found.is_same


def test_two_instants_of_one_charter() -> None:
    made = charter("openai-2023")
    later = view(made, at=instant_of(made, "2023-11-17 13:00"))
    found = comparison(view(made), later)
    places = {p.place: p for p in found.places}
    assert places["board"].difference is Difference.CHANGED
    assert "altman" not in places["board"].after
    assert "remove_director" in differing(found)
    assert not [p for p in found.payoffs if p.difference is not Difference.SAME]


def test_a_decision_that_is_new_or_gone() -> None:
    old = "  declare_agi:\n"
    found = comparison(
        view(charter("openai-2023")), view(charter("openai-2023", (old, "  say_agi:\n")))
    )
    kinds = {d.decision: d.difference for d in found.decisions}
    assert kinds["declare_agi"] is Difference.REMOVED
    assert kinds["say_agi"] is Difference.ADDED


def test_what_cannot_be_worked_out_is_the_same_for_the_same_reason() -> None:
    made = charter("collective-conversion")
    found = comparison(view(made), view(made))
    assert found.is_same
    assert found.payoffs[0].why_not is not None


def test_a_term_that_moves_nothing_is_said_as_such() -> None:
    made = charter("openai-2023")
    found = comparison(view(made), view(made, terms={"first_close_principal": "0"}))
    assert found.is_same
    more = comparison(view(made), view(made, terms={"first_close_principal": "1 bn"}))
    assert "openai_global.first_close_partners" in differing(more)
