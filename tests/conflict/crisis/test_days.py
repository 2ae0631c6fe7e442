"""What becomes of a dispute: by rules, by crowds, by offers, and where nothing is allowed."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import AS_BEFORE, Crisis, NoCrisis
from stanchion.conflict.crisis.days import ALL_ON, Switches, follow
from stanchion.conflict.crisis.draws import Chosen
from stanchion.conflict.crisis.from_charter import scene
from tests.conflict.crisis.disputes import DISPUTE, HEAD, charter_of, small

fuzz = settings(max_examples=25, derandomize=True, deadline=None)
RUNS = 400
LATER = "2024-03-31T00:00:00+00:00"


def endings(crisis: Crisis, *, switches: Switches = ALL_ON, seed: int = 1) -> dict[str, float]:
    """How often each ending comes about."""
    found = follow(crisis, seed, runs_from(0, RUNS), switches=switches)
    return {name: float((found.outcome == place).mean()) for place, name in enumerate(crisis.names)}


# ------------------------------------------------------------------------- by rules


def test_by_the_rules_alone_those_who_removed_her_prevail() -> None:
    assert endings(small(), switches=Switches(rules_only=True))["stands"] == 1


def test_who_moved_it_moves_it_whatever_the_noise() -> None:
    noisy = small(("noise: 0", "noise: 40"))
    assert endings(noisy, switches=Switches(rules_only=True))["stands"] == 1


def test_a_higher_threshold_keeps_it_from_being_carried() -> None:
    unanimous = small(("effect: chief falls vacant, notice: none}",
                       "effect: chief falls vacant, notice: none, needs: all of seats in office of board}"))  # fmt: skip  # noqa: E501
    assert endings(unanimous)[AS_BEFORE] == 1


def test_a_consent_that_nobody_can_get_keeps_it_from_being_carried() -> None:
    needs = "needs: more than 1/2 of seats in office of board and consent of rival}"
    asked = small(("effect: chief falls vacant, notice: none}",
                   f"effect: chief falls vacant, notice: none, {needs}"))  # fmt: skip
    assert endings(asked)[AS_BEFORE] == 1


def test_notice_moves_it_by_days_and_longer_notice_past_the_deadline() -> None:
    text = "remove_chief: {by: board, effect: chief falls vacant, notice: none}"
    quiet = (
        "  crowds:\n    staff: {exit_threshold: 30, spread: 20",
        "  crowds:\n    staff: {exit_threshold: 100, spread: 1",
    )
    noticed = small((text, text.replace("none", "48 hours")), quiet)
    found = follow(noticed, 1, runs_from(0, 10))
    names = noticed.names
    assert [names[int(np.argmax(day))] for day in found.standing] == [
        AS_BEFORE, AS_BEFORE, "stands", "stands", "stands",
    ]  # fmt: skip
    late = small((text, text.replace("none", "9 days")), quiet)
    assert endings(late)[AS_BEFORE] == 1


def test_notice_gives_the_crowd_time_and_the_movers_think_again() -> None:
    text = "remove_chief: {by: board, effect: chief falls vacant, notice: none}"
    noticed = small(
        (text, text.replace("none", "48 hours")), ("exit_threshold: 30", "exit_threshold: 10")
    )
    assert endings(noticed)[AS_BEFORE] == 1


# ------------------------------------------------------------------ crowds and offers


def test_a_crowd_that_tips_makes_a_majority_yield() -> None:
    tipping = small(("exit_threshold: 30", "exit_threshold: 10"))
    found = endings(tipping)
    assert found["returns"] == 1


def test_an_offer_tips_a_crowd_that_stood_still_and_only_from_its_day_on() -> None:
    still = ("exit_threshold: 30, spread: 20", "exit_threshold: 60, spread: 30")
    without = small(still, ("    - {kind: offer, parties: rival}\n", ""))
    assert endings(without)["stands"] == 1
    known = small(still, known=LATER)
    found = follow(known, 1, runs_from(0, 50))
    assert (found.outcome == known.names.index("returns")).all()
    assert set(found.day.tolist()) == {1}


def test_an_offer_dated_later_is_one_that_may_come_on_any_day() -> None:
    possible = small(("exit_threshold: 30, spread: 20", "exit_threshold: 60, spread: 30"))
    assert possible.offers[0].day is None
    found = follow(possible, 1, runs_from(0, RUNS))
    assert len(set(found.day.tolist())) > 2


def test_a_passive_crowd_offers_nothing_to_fear() -> None:
    tipping = small(("exit_threshold: 30", "exit_threshold: 10"))
    assert endings(tipping, switches=Switches(passive=frozenset({"staff"})))["stands"] == 1


def test_the_loyal_only_threaten() -> None:
    loyal = small(
        ("exit_threshold: 30, spread: 20, exit_cost: 50, loyalty: 0",
         "exit_threshold: 5, spread: 20, loyalty: 100"),
    )  # fmt: skip
    found = follow(loyal, 1, runs_from(0, 20))
    assert found.signed[0].min() == 1
    assert (found.outcome == loyal.names.index("stands")).all()


def test_a_crowd_that_nobody_yields_to_leaves_at_the_deadline() -> None:
    stubborn = small(
        ("exit_threshold: 30", "exit_threshold: 5"),
        ("worth: {ann: 0, bob: 0, cyd: 0", "worth: {ann: 80, bob: 80, cyd: 0"),
    )
    found = follow(stubborn, 1, runs_from(0, 20))
    assert (found.outcome == stubborn.names.index("left")).all()
    assert set(found.day.tolist()) == {4}


def test_a_change_of_mind_counts_from_its_day_on_and_only_where_known() -> None:
    bob = "position: 20, salience: 90}}, influence: 30, because: moved it"
    worth = "worth: {stands: 5, returns: 95}, because: thought again"
    shift = (bob, f"{bob}, shifts: [{{start: 2024-03-03 13:00, {worth}}}]")
    still = ("exit_threshold: 30, spread: 20", "exit_threshold: 100, spread: 1")
    assert endings(small(shift, still))["stands"] == 1
    found = follow(small(shift, still, known=LATER), 1, runs_from(0, 20))
    assert set(found.day.tolist()) == {2}


# --------------------------------------------------------------- disputes that lack things


def _without(text: str, key: str) -> str:
    lines, skipping = [], False
    for line in text.splitlines():
        if line.startswith(f"  {key}:"):
            skipping = True
            continue
        skipping = skipping and line.startswith("   ")
        if not skipping:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("missing", ["crowds", "offers", "moves", "noise"])
def test_a_dispute_without_it_is_still_followed(missing: str) -> None:
    text = _without(DISPUTE, missing)
    if missing == "crowds":
        text = _without(text, "offers").replace("      left_by: staff\n", "")
    found = follow(_crisis(HEAD + text), 1, runs_from(0, 50))
    assert len(found.outcome) == 50


def _crisis(text: str, **how: object) -> Crisis:
    from stanchion.conflict.crisis.from_charter import crisis

    return crisis(scene(charter_of(text), **how))  # type: ignore[arg-type]


def test_where_no_decision_leads_nobody_gets_and_it_is_said_why() -> None:
    text = (HEAD + DISPUTE).replace(
        "  appoint_chief: {by: board, effect: someone becomes chief, notice: none}\n", ""
    ).replace("    - {kind: decide, parties: board, decision: appoint_chief}\n", "")  # fmt: skip
    made = _crisis(text)
    way = next(p for p in made.passages if p.target == made.names.index("returns"))
    assert not way.lawful
    assert way.requirements[0].why_not == (
        "no decision of the charter has the effect `eva becomes chief`",
    )
    assert endings(made)["returns"] == 0


def test_a_company_without_a_board_has_no_votes_to_count() -> None:
    text = (HEAD + _without(DISPUTE, "opens_with")).split("bodies:")
    head = text[0].replace(", acts_by: board", "")
    rest = "dispute:" + text[1].split("dispute:")[1]
    rest = _without(rest, "moves").replace("      effect: eva leaves chief\n", "")
    rest = rest.replace("[eva becomes chief, someone joins board]", "lab is sold")
    found = endings(_crisis(head + rest))
    assert found["returns"] == 0
    assert found["stands"] + found["left"] == 1


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        (HEAD, {}, "this charter tells of no dispute"),
        (HEAD + _without(DISPUTE, "outcomes"), {}, "no way in which it could end"),
        (HEAD + _without(DISPUTE, "deadline_days"), {}, "until when it must be settled"),
        (HEAD + DISPUTE, {"days": 0}, "0 days are no time"),
        (HEAD + DISPUTE, {"at": datetime(2024, 2, 1, tzinfo=UTC)}, "begins at 2024-03-01 12:00"),
        (
            HEAD + DISPUTE.replace("effect: eva leaves chief", "effect: ann leaves board"),
            {},
            "leads to none of its outcomes",
        ),
    ],
)
def test_what_cannot_be_followed_is_said(text: str, how: dict[str, object], said: str) -> None:
    with pytest.raises(NoCrisis, match=said):
        _crisis(text, **how)


def test_a_worth_that_nobody_stated_is_anything_and_said() -> None:
    made = small(("worth: {ann: 90, bob: 80", "worth: {bob: 80"))
    assert any("what `stands` is worth is not stated of `ann`" in text for text in made.assumptions)
    names = [one.name for one in made.inputs]
    assert "ann.worth.stands" in names


def test_nobody_goes_back_to_a_part_of_what_has_happened() -> None:
    more = "    more: {name: More, effect: [eva leaves chief, bob leaves board]}\n"
    event = "  - {id: more, at: 2024-03-02 12:00, what: Bob goes, effect: bob leaves board}\n"
    text = HEAD + event + DISPUTE.replace("    left:\n", more + "    left:\n")
    made = _crisis(text, at=datetime(2024, 3, 3, tzinfo=UTC))
    assert made.names[made.start] == "more"
    assert "stands" not in {made.names[way.target] for way in made.passages}


def test_who_moved_it_must_be_named_to_ask_whether_they_could() -> None:
    made = small(("    by: [ann, bob]\n", ""))
    assert made.opening is None
    assert made.names[made.start] == "stands"
    assert any("who moved what opened the dispute is not stated" in a for a in made.assumptions)


# ------------------------------------------------------------------------------ laws


RANGES = (
    ("ann: 90, bob: 80", "ann: 80 (50 to 100), bob: 70 (40 to 90)"),
    ("exit_threshold: 30, spread: 20, exit_cost: 50, loyalty: 0",
     "exit_threshold: 40 (10 to 80), exit_cost: 50 (20 to 90), loyalty: 40 (0 to 90)"),
    ("noise: 0", "noise: 5 to 25"),
)  # fmt: skip


def test_runs_are_the_same_alone_and_in_a_batch() -> None:
    made = small(*RANGES)
    whole = follow(made, 7, runs_from(0, 300))
    for first, count in ((0, 1), (17, 1), (299, 1), (100, 50)):
        part = follow(made, 7, runs_from(first, count))
        assert part.outcome.tolist() == whole.outcome[first : first + count].tolist()
        assert part.signed[0].tolist() == whole.signed[0][first : first + count].tolist()


def test_renaming_parties_renames_and_their_order_changes_nothing() -> None:
    made = small(*RANGES)
    text = HEAD + DISPUTE
    for old, new in RANGES:
        text = text.replace(old, new)
    ann = "    ann: {positions: {trust: {position: 10, salience: 90}}, influence: 30, because: moved it}\n"  # noqa: E501
    moved = text.replace(ann, "").replace("  crowds:\n", ann + "  crowds:\n")
    assert moved != text
    again = _crisis(moved.replace("seats: [ann, bob, cyd]", "seats: [cyd, bob, ann]"))
    one, other = (follow(each, 3, runs_from(0, 500)) for each in (made, again))
    assert one.outcome.tolist() == other.outcome.tolist()


def test_a_name_is_only_a_name() -> None:
    certain = small()
    text = (HEAD + DISPUTE).replace("ann", "zoe").replace("Ann", "Zoe")
    one, other = (follow(each, 1, runs_from(0, 100)) for each in (certain, _crisis(text)))
    assert one.outcome.tolist() == other.outcome.tolist()
    assert one.day.tolist() == other.day.tolist()


def test_another_charter_meets_the_same_draws() -> None:
    text = "remove_chief: {by: board, effect: chief falls vacant, notice: none}"
    plain, noticed = small(*RANGES), small(*RANGES, (text, text.replace("none", "24 hours")))
    names = {one.name for one in plain.inputs}
    assert names == {one.name for one in noticed.inputs}
    fixed = Chosen(fixed={one.name: float(one.best) for one in plain.inputs})
    calm = follow(plain, 1, runs_from(0, 5), chosen=fixed)
    assert len(set(calm.outcome.tolist())) >= 1


@given(
    st.floats(0, 100), st.floats(0, 100), st.floats(0, 200), st.floats(0, 60),
    st.floats(0, 100), st.floats(0, 100), st.floats(0, 100),
)  # fmt: skip
@fuzz
def test_shares_are_shares_at_any_inputs(
    threshold: float, spread: float, cost: float, noise: float, loyalty: float, a: float, b: float
) -> None:
    made = small()
    given_ = {
        "staff.threshold": threshold, "staff.spread": spread, "staff.cost": cost, "noise": noise,
        "staff.loyalty": loyalty, "ann.worth.stands": a, "bob.worth.returns": b,
    }  # fmt: skip
    found = follow(made, 1, runs_from(0, 40), chosen=Chosen(fixed=given_))
    assert ((found.signed[0] >= 0) & (found.signed[0] <= 1)).all()
    assert found.standing.sum(axis=1).tolist() == [40] * 5
    assert ((found.day >= 0) & (found.day <= 4)).all()


@given(st.floats(0, 100), st.floats(0, 40))
@fuzz
def test_who_gives_her_return_more_never_makes_it_rarer(worth: float, more: float) -> None:
    made = small(*RANGES)
    came = [
        follow(made, 1, runs_from(0, 200), chosen=Chosen(fixed={"bob.worth.returns": value}))
        for value in (worth, min(100.0, worth + more))
    ]
    at = made.names.index("returns")
    # a yes more never loses a decision: run by run, not only on average
    before, after = ((found.outcome == at) for found in came)
    assert (before <= after).all()


@given(st.floats(0, 100), st.floats(0, 60))
@fuzz
def test_a_higher_threshold_never_makes_more_sign(threshold: float, more: float) -> None:
    made = small(*RANGES, ("effect: someone becomes chief, notice: none}",
                           "effect: someone becomes chief, notice: none, needs: all of seats in office of board}"))  # fmt: skip  # noqa: E501
    signed = [
        follow(made, 1, runs_from(0, 100), chosen=Chosen(fixed={"staff.threshold": value}))
        for value in (threshold, threshold + more)
    ]
    low, high = (found.signed[0] for found in signed)
    settled = (signed[0].outcome == signed[1].outcome) & (signed[0].day == signed[1].day)
    assert (low[settled] >= high[settled]).all()
