"""Policies: clauses that lower the bar, scores, frameworks, digests of models and of policies."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from stanchion.api.loading import load
from stanchion.api.release import gate, may_ship
from stanchion.api.view import View, view
from stanchion.charter.frameworks import FRAMEWORKS
from stanchion.charter.phrases import Mitigation
from stanchion.control.from_charter import shipping
from stanchion.release.dossier import Report, Score
from stanchion.release.from_charter import ProductUnsaid
from stanchion.release.results import Found, Outcome, Verdict
from tests.release.labs import (
    CARD,
    DAY,
    GOOD,
    HOUR,
    LAB,
    MODEL,
    OPENED,
    OTHER,
    asked_of,
    lab,
    requirement,
    vote,
)

CLAUSE = (
    "      competitor_clause: {enabled: ON, needs: [board, house], notice: card, "
    "lowers: [uplift, misuse]}\n      lasts: 90 days"
)


def with_clause(on: str) -> View:
    return lab(LAB.replace("      lasts: 90 days", CLAUSE.replace("ON", on)))


def lowered(there: View, *parties: str, reports: tuple[Report, ...] = (CARD,)) -> Verdict:
    votes = [vote(there, "ann", "chief")]
    votes += [vote(there, party, "competitor_clause", "yes", 2 * HOUR) for party in parties]
    return asked_of(there, *votes, evidence=GOOD[1:], reports=reports, after=8 * DAY)


def test_the_bar_is_lowered_when_all_have_agreed_and_the_notice_is_filed() -> None:
    found = lowered(with_clause("yes"), "ann", "bob", "house")
    assert requirement(found, "uplift").found is Found.LOWERED
    assert requirement(found, "misuse").found is Found.LOWERED
    assert found.outcome is Outcome.PASSED


@pytest.mark.parametrize("parties", [("ann", "bob"), ("ann", "house"), ()])
def test_the_bar_stays_where_somebody_has_not_agreed(parties: tuple[str, ...]) -> None:
    found = lowered(with_clause("yes"), *parties)
    assert requirement(found, "uplift").found is Found.MISSING


def test_without_the_notice_the_bar_stays() -> None:
    found = lowered(with_clause("yes"), "ann", "bob", "house", reports=())
    assert requirement(found, "uplift").found is Found.MISSING


def test_a_clause_that_is_off_lowers_nothing() -> None:
    found = lowered(with_clause("no"), "ann", "bob", "house")
    assert requirement(found, "uplift").found is Found.MISSING
    assert {r.why for r in found.refused} == {
        "the policy in force puts nothing of that name to a vote"
    }


# ------------------------------------------------------------------------ scores


SCORED = LAB.replace("scored: {before: {uplift: high}}", "scored_by: committee")


def score(level: str, party: str = "dan", after: timedelta = HOUR, subject: str = MODEL) -> Score:
    return Score("misuse", Mitigation.AFTER, level, party, OPENED + after, subject)


def scored(*scores: Score) -> tuple[Found, str]:
    found = may_ship(
        lab(SCORED), model="new", stage="general", scores=scores, now=OPENED + DAY, opened=OPENED
    )
    misuse = requirement(found, "misuse")
    return misuse.found, misuse.words


def test_a_signed_score_counts_from_whoever_scores() -> None:
    assert scored()[0] is Found.CANNOT_RULE_OUT
    assert scored(score("medium"))[0] is Found.MET
    assert scored(score("high"))[0] is Found.NOT_MET
    assert scored(score("medium", "bob"))[0] is Found.CANNOT_RULE_OUT
    assert scored(score("medium", subject=OTHER))[0] is Found.CANNOT_RULE_OUT


def test_of_several_scorers_the_worst_counts_and_of_one_the_latest() -> None:
    assert scored(score("medium"), score("high", "eve"))[0] is Found.NOT_MET
    assert scored(score("high"), score("low", after=2 * HOUR))[0] is Found.MET


# -------------------------------------------------------------------- frameworks


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_parts_of_a_framework_take_their_effect(framework: str) -> None:
    published = FRAMEWORKS[framework]  # type: ignore[index]
    roles = ", ".join(f"{part.name}: {{by: bob, within: 3 days}}" for part in published.parts)
    start = LAB.index("      approvals:\n")
    end = LAB.index("      cooling_off:")
    text = LAB[:start] + f"      framework: {framework}\n      roles: {{{roles}}}\n"
    text += "      approvals: {last: {by: ann, effect: approve}}\n" + LAB[end:]
    loaded = load(text, file="lab.yaml")
    assert [d.message for d in loaded.errors] == []
    assert loaded.charter is not None
    assert loaded.charter.release is not None
    taken = loaded.charter.release.policies["gate"].all_approvals  # type: ignore[index]
    effects = {str(name): approval.effect for name, approval in taken.items() if name != "last"}
    assert effects == {part.name: part.effect for part in published.parts}
    if published.parts:
        assert shipping(view(loaded.charter).state, "new", "general").game.wins(
            frozenset(
                p for p in shipping(view(loaded.charter).state, "new", "general").game.players
            )
        )


def test_no_framework_states_a_number_that_is_in_force() -> None:
    for published in FRAMEWORKS.values():
        assert not published.limits or published.withdrawn


# ----------------------------------------------------------------------- digests


def policy_of(text: str) -> str | None:
    return gate(lab(text), model="new", stage="general").policy_sha256


CHANGES_THE_POLICY = {
    "a limit": ("limit: 20%", "limit: 21%"),
    "an effect": ("effect: veto", "effect: approve"),
    "the rule of a body": (
        "[cyd, dan, eve], acts: more than 1/2",
        "[cyd, dan, eve], acts: at least 2/3",
    ),
    "an evaluator": ("team: {independent: no}", "team: {independent: yes}"),
    "a decision": (
        "object: {by: committee, effect",
        "object: {by: committee, notice: 2 days, effect",
    ),
    "how long it lasts": ("lasts: 90 days", "lasts: 91 days"),
}


@pytest.mark.parametrize("what", CHANGES_THE_POLICY)
def test_a_vote_under_another_rule_is_a_vote_under_another_policy(what: str) -> None:
    old, new = CHANGES_THE_POLICY[what]
    assert old in LAB
    assert policy_of(LAB.replace(old, new)) != policy_of(LAB)


KEEPS_THE_POLICY = {
    "who sits": ("seats: [cyd, dan, eve]", "seats: [bob, dan, eve]"),
    "what the policy is called": ("    gate:\n", "    gate:\n      name: The gate\n"),
    "a comment": ("      lasts: 90 days", "      # a quarter\n      lasts: 90 days"),
    "the order of keys": (
        "      cooling_off: 24 hours\n      fast_track: {by: bob, most: 72 hours}\n",
        "      fast_track: {most: 72 hours, by: bob}\n      cooling_off: 24 hours\n",
    ),
}


@pytest.mark.parametrize("what", KEEPS_THE_POLICY)
def test_what_is_no_rule_does_not_change_the_policy(what: str) -> None:
    old, new = KEEPS_THE_POLICY[what]
    assert old in LAB
    assert policy_of(LAB.replace(old, new)) == policy_of(LAB)


def test_the_digest_of_a_deployment_is_that_of_its_canonical_json() -> None:
    text = LAB.replace(
        f"sha256: {MODEL}", "descriptor: {snapshot: new-2026, provider: house, adapters: lora-1}"
    )
    said = '{"adapters":["lora-1"],"provider":"house","snapshot":"new-2026"}'
    assert (
        gate(lab(text), model="new", stage="general").subject == sha256(said.encode()).hexdigest()
    )


def test_a_model_of_two_products_asks_which() -> None:
    text = LAB.replace(
        "{chat: {name: Chat}}", "{chat: {name: Chat}, search: {name: Search}}"
    ).replace(
        "new:\n      {name: New, product: chat", "new:\n      {name: New, product: [chat, search]"
    )
    with pytest.raises(ProductUnsaid, match="say which of `chat`, `search`"):
        gate(lab(text), model="new", stage="general")
    assert gate(lab(text), model="new", stage="general", product="search").gated is None


def test_where_no_policy_is_in_force_nothing_ships() -> None:
    found = may_ship(lab(), model="new", stage="limited", evidence=GOOD, now=OPENED)
    assert found.outcome is Outcome.REFUSED
    assert found.would == ("a policy of the charter covers `limited` of `chat`",)


def test_the_same_dossier_has_the_same_digest_and_another_has_another() -> None:
    votes = [vote(lab(), "ann", "chief")]
    one, same = asked_of(lab(), *votes), asked_of(lab(), *votes)
    other = asked_of(lab(), replace(votes[0], at=votes[0].at + HOUR))
    assert one.digest == same.digest != other.digest
