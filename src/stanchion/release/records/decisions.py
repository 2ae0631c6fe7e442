"""Decisions on record: made from what stands in the register, and found again by whoever checks.

A decision is no act of will: votes are. It says what requirements and votes come to, so that
anybody can work it out anew, and one that says otherwise is found.
"""

from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from stanchion.charter.release import ReleaseStage
from stanchion.exact.record import record
from stanchion.release.from_charter import gate
from stanchion.release.records import statements as s
from stanchion.release.records.cases import Decision, Question, Refused
from stanchion.release.results import Outcome, Standing, Verdict
from stanchion.release.verdict import verdict

if TYPE_CHECKING:
    from stanchion.release.records.account import Account

VERIFIER = "https://stanchion.dev/gate"
MOST_WORDS = 400
"""Characters of a reason in a record; the whole of it is worked out again by `release status`."""


def verdict_on(account: "Account", question: Question, at: datetime) -> Verdict:
    """What the release engine says on what is on record, at an instant."""
    asked = gate(
        account.state(at), model=question.model, stage=question.stage, product=question.product
    )
    return verdict(asked, account.dossier(question), at)


def decision(
    account: "Account", question: Question, *, at: datetime, version: str, supersedes: int | None
) -> s.Statement:
    """The record of what a release comes to at an instant."""
    said = _said(account, question, verdict_on(account, question, at), at, version, supersedes)
    return s.Statement(s.Subject(question.model, s.Digest(question.subject)), said)


def _said(
    account: "Account",
    question: Question,
    now: Verdict,
    at: datetime,
    version: str,
    supersedes: int | None,
) -> s.Decided:
    assert account.origin is not None  # INVARIANT: a question comes from an adopted charter
    passed = now.outcome is Outcome.PASSED
    votes = _votes(account, question, now)
    return s.Decided(
        register=account.origin,
        verifier=s.Verifier(VERIFIER, s.Version(version)),
        time_verified=at,
        resource_uri=f"model:{question.model}",
        policy=s.PolicyRef(f"policy:{now.policy}", s.Digest(now.policy_sha256 or "")),
        input_attestations=tuple(
            s.Input(f"entry:{entry}", s.Digest(account.inputs[entry]))
            for entry in _inputs(account, question, votes)
        ),
        verification_result=s.Result.PASSED if passed else s.Result.FAILED,
        stage=ReleaseStage(question.stage),
        product=question.product,
        requirements=tuple(
            s.RequirementSaid(r.id, r.kind.value, r.found.value, _short(r.words))
            for r in now.requirements
        ),
        approvals=tuple(
            s.ApprovalSaid(a.id, a.by, a.effect, a.standing.value) for a in now.approvals
        ),
        votes=votes,
        reasons=() if passed else tuple(_short(words) for words in now.would),
        supersedes=supersedes,
        valid_from=_whole(now.stands_from) if passed else None,
        valid_until=_whole(now.stands_until) if passed else None,
    )


def _votes(account: "Account", question: Question, now: Verdict) -> tuple[s.VoteSaid, ...]:
    void = {refused.entry for refused in now.refused}
    rounds = account.rounds.get(question, [])
    return tuple(
        s.VoteSaid(vote.party, vote.approval, vote.choice, vote.entry)
        for vote in (rounds[-1].votes if rounds else ())
        if vote.entry is not None and vote.entry not in void
    )


def _inputs(account: "Account", question: Question, votes: tuple[s.VoteSaid, ...]) -> list[int]:
    """The entries on which it rests: the opening, the evidence bound to the model, the votes."""
    dossier = account.dossier(question)
    rounds = account.rounds.get(question, [])
    found = {vote.entry for vote in votes} | {each.entry for each in rounds[-1:]}
    for bound in dossier.evidence:
        found |= {
            a.entry
            for a in bound.attestations
            if a.entry is not None and a.model_sha256 == question.subject
        }
    for listed in (dossier.reports, dossier.scores, dossier.halts):
        found |= {each.entry for each in listed if each.entry is not None}
    return sorted(found)


def _short(words: str) -> str:
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"


def _whole(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(microsecond=0)


def disagreement(account: "Account", question: Question, said: s.Decided) -> str | None:
    """How a decision differs from what the records before it come to; None if it does not."""
    rule = superseding_refused(account, question, said)
    if rule is not None:
        return rule
    now = verdict_on(account, question, said.time_verified)
    version = said.verifier.version.stanchion
    own = _said(account, question, now, said.time_verified, version, said.supersedes)
    if own.verification_result is not said.verification_result:
        why = "; ".join(now.would) or "everything that is asked for is there"
        return (
            f"it says {said.verification_result.value}; by the charter it is "
            f"{own.verification_result.value}: {why}"
        )
    for name in ("policy", "input_attestations", "approvals", "votes", "valid_from", "valid_until"):
        if getattr(own, name) != getattr(said, name):
            return f"its {name.replace('_', ' ')} are not what the records before it come to"
    if _found(own) != _found(said):
        return "its requirements are not what the records before it come to"
    return None


def _found(said: s.Decided) -> list[s.RequirementSaid]:
    return [replace(each, words="") for each in said.requirements]


def superseding_refused(account: "Account", question: Question, said: s.Decided) -> str | None:
    """The rule against taking the place of an earlier release, None where there is none."""
    if said.supersedes is None:
        return None
    old = next((d for d in account.decisions if d.entry == said.supersedes), None)
    if old is None:
        return f"entry {said.supersedes} is no decision that it could supersede"
    if (old.question.product, old.question.stage) != (question.product, question.stage):
        return f"entry {said.supersedes} is about another product or stage"
    if old.question.model == question.model:
        return f"entry {said.supersedes} is about the same version"
    if said.verification_result is not s.Result.PASSED:
        return "only a release takes the place of another"
    if superseded_by(account, old) is not None:
        return f"entry {said.supersedes} is superseded already"
    return None


def superseded_by(account: "Account", old: Decision) -> Decision | None:
    """The decision that took the place of another."""
    return next((d for d in account.decisions if d.said.supersedes == old.entry), None)


def uncounted(
    account: "Account", at: datetime, *, subject: str | None = None
) -> tuple[Refused, ...]:
    """Records that are well signed and do not count in the release that they are about.

    Of the model with the digest `subject`, or of all.

    A call for a halt counts if it does in one of the releases of its model.
    """
    found: dict[int, Refused] = {}
    counts: set[int] = set()
    for question in account.rounds:
        if subject not in {None, question.subject}:
            continue
        dossier = account.dossier(question)
        own = {v.entry for v in dossier.votes if v.entry is not None}
        own |= {h.entry for h in dossier.halts if h.entry is not None}
        for void in verdict_on(account, question, at).refused:
            if void.entry is not None and void.entry in own:
                own.discard(void.entry)
                found[void.entry] = Refused(void.entry, void.what, void.party, void.at, void.why)
        counts |= own
    return tuple(found[entry] for entry in sorted(found.keys() - counts))


class Why(Enum):
    """Why a release does not stand."""

    NOT_DECIDED = "not decided"
    REFUSED = "refused"
    NOT_YET = "not yet"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    OVERRULED = "overruled"
    HALTED = "halted"


@record(frozen=True, slots=True)
class Stands:
    """A release that stands, by the decision that says so, from `since` up to `until`."""

    decision: Decision
    since: datetime
    until: datetime | None


@record(frozen=True, slots=True)
class StandsNot:
    """A release that does not stand, and why; `until` is when a halt ends by itself."""

    why: Why
    words: str
    decision: Decision | None = None
    until: datetime | None = None


def standing(account: "Account", question: Question, at: datetime) -> Stands | StandsNot:
    """Whether a release stands at an instant: decided, in its time, not halted or undone since.

    What was shown when it was decided is not asked for again; objections and halts since are.
    """
    found = account.last_decision(question)
    if found is None:
        return StandsNot(Why.NOT_DECIDED, "no decision is on record")
    said = found.said
    if said.verification_result is s.Result.FAILED:
        return StandsNot(Why.REFUSED, "; ".join(said.reasons), found)
    after = superseded_by(account, found)
    if after is not None:
        words = f"`{after.question.model}` took its place by entry {after.entry}"
        return StandsNot(Why.SUPERSEDED, words, found)
    since = said.valid_from or found.at
    if at < since:
        return StandsNot(Why.NOT_YET, f"it stands from {_told(since)} on", found)
    if said.valid_until is not None and at >= said.valid_until:
        return StandsNot(Why.EXPIRED, f"it stood until {_told(said.valid_until)}", found)
    undone = _undone(verdict_on(account, question, at), found)
    return undone or Stands(found, since, said.valid_until)


def _undone(now: Verdict, found: Decision) -> StandsNot | None:
    if now.halted is not None:
        by = ", ".join(f"`{party}`" for party in now.halted.by)
        why = "; ".join(now.halted.reasons)
        until = "" if now.halted.until is None else f" until {_told(now.halted.until)}"
        return StandsNot(Why.HALTED, f"halted by {by}{until}: {why}", found, now.halted.until)
    for approval in now.approvals:
        if approval.standing in {Standing.VETOED, Standing.OVERRULED_NO}:
            words = f"`{approval.id}`: {approval.words}"
            return StandsNot(Why.OVERRULED, words, found)
    return None


def _told(instant: datetime) -> str:
    return instant.isoformat(sep=" ", timespec="minutes")
