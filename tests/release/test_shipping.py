"""Who can force a release, by the policy's approvals as one rule: who, reach and expectations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.power import who
from stanchion.api.proof import check
from stanchion.api.reach import Ahead, reach
from stanchion.api.view import view
from stanchion.control.from_charter import CannotDecide, shipping
from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Heads,
    Never,
    Player,
    Some,
    dual,
    holds,
)
from stanchion.control.reach.results import Outcome
from tests.release.labs import LAB, lab

PLAYERS = tuple(Player(name) for name in "abcd")


@st.composite
def formulas(draw: st.DrawFn, depth: int = 2) -> Formula:
    """A formula over four players."""
    if depth == 0:
        return draw(st.sampled_from([*map(Ballot, PLAYERS), Never("why")]))
    parts = draw(st.lists(formulas(depth - 1), min_size=1, max_size=3))
    match draw(st.sampled_from(["every", "some", "count", "leaf"])):
        case "every":
            return Every(tuple(parts))
        case "some":
            return Some(draw(st.integers(1, len(parts))), tuple(parts))
        case "count":
            weights = [draw(st.fractions(1, 5, max_denominator=3)) for _ in parts]
            quota = draw(st.fractions(0, 12, max_denominator=3))
            weighed = tuple(zip(parts, weights, strict=True))
            return Count(weighed, quota, draw(st.booleans()))
        case _:
            return parts[0]


@settings(derandomize=True, deadline=None, max_examples=120)
@given(formulas(), st.sets(st.sampled_from(PLAYERS)))
def test_the_dual_holds_exactly_where_the_others_cannot_make_the_rule(
    formula: Formula, coalition: set[Player]
) -> None:
    others = frozenset(PLAYERS) - coalition
    assert holds(dual(formula), frozenset(coalition)) == (not holds(formula, others))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(1, 6), st.integers(0, 8), st.integers(0, 6), st.booleans())
def test_the_dual_counts_a_crowd_by_heads(size: int, quota: int, yes: int, strict: bool) -> None:
    heads = Heads(Player("crowd"), size)
    said = min(yes, size)
    for formula in (Count(((heads, 1),), quota, strict), heads):  # type: ignore[arg-type]
        without = holds(formula, frozenset(), {heads.player: size - said})
        assert holds(dual(formula), frozenset(), {heads.player: said}) == (not without)


def coalitions(text: str = LAB) -> set[str]:
    found = shipping(lab(text).state, "new", "general").game
    people = found.players
    winning = set()
    for mask in range(2 ** len(people)):
        chosen = frozenset(p for place, p in enumerate(people) if mask >> place & 1)
        if found.wins(chosen) and not any(found.wins(chosen - {p}) for p in chosen):
            winning.add(" ".join(sorted(chosen)))
    return winning


def test_who_can_force_a_release_keeps_the_veto_and_is_not_overruled() -> None:
    # two of cyd, dan, eve keep the committee; ann decides and needs one more of the board to keep
    # it from reversing her, or two of the board decide in her place
    assert coalitions() == {
        "ann bob cyd dan", "ann bob cyd eve", "ann bob dan eve", "ann cyd dan", "ann cyd eve",
        "bob cyd dan", "bob cyd eve",
    } - {"ann bob cyd dan", "ann bob cyd eve"}  # fmt: skip


def test_a_committee_that_only_recommends_keeps_nobody() -> None:
    text = LAB.replace("effect: veto, within: 7 days", "effect: recommend")
    assert coalitions(text) == {"ann bob", "ann cyd", "bob cyd"}


def test_an_approval_must_be_had_and_cannot_be_overruled() -> None:
    text = LAB.replace("effect: veto, within: 7 days", "effect: approve")
    assert coalitions(text) == {
        "ann bob dan eve",
        "ann cyd dan",
        "ann cyd eve",
        "bob cyd dan",
        "bob cyd eve",
    }


EXPECT = """
expect:
  - nobody can ship new to general without committee
  - nobody can release_it without committee
  - ann and bob together cannot ship new to general
  - ann and bob together can block ship new to general
  - ann, cyd and dan together can ship new to general
  - that: nobody can ever ship new to general without ann and committee
    because: no decision of the charter changes who sits where
  - ann and bob together can never ship new to general
  - ann, cyd and dan together can bring about that new is released to general within 1 step
"""


def test_expectations_about_shipping_are_proved() -> None:
    loaded = load(LAB + EXPECT, file="lab.yaml")
    assert loaded.charter is not None, [str(d) for d in loaded.diagnostics]
    found = {o.text: (o.met, o.words) for o in check(loaded.charter).outcomes}
    assert {text: words for text, (met, words) in found.items() if not met} == {}


def test_the_counterexample_names_who_can() -> None:
    text = LAB.replace("effect: veto, within: 7 days", "effect: recommend")
    loaded = load(text + "expect: [nobody can ship new to general without committee]", file="x")
    assert loaded.charter is not None
    (found,) = check(loaded.charter).outcomes
    assert not found.met
    assert found.words == "`ann` and `bob` together can ship `new` to `general`"


def test_a_decision_that_releases_is_gated_by_the_policy_in_force() -> None:
    found = who(lab(), "release_it")
    assert found.veto_players == ("ann",)
    assert all(set(c) & {"cyd", "dan", "eve"} for c in found.minimal)
    before = lab(LAB.replace("since: 2026-01-01", "since: 2026-06-01"))
    assert who(before, "release_it").minimal == (("ann",),)


def test_reach_asks_the_policy_too() -> None:
    ahead = Ahead(within="1 step")
    goal = "new is released to general"
    assert reach(lab(), goal, by="ann", ahead=ahead).outcome is not Outcome.REACHED
    assert reach(lab(), goal, by="ann, cyd and dan", ahead=ahead).outcome is Outcome.REACHED


def test_where_no_policy_is_in_force_nobody_is_said_to_ship() -> None:
    with pytest.raises(CannotDecide, match="no policy in force"):
        shipping(lab().state, "new", "limited")
    loaded = load(LAB + "expect: [ann can ship new to limited]", file="x").charter
    assert loaded is not None
    assert view(loaded)
    assert not check(loaded).outcomes[0].met
