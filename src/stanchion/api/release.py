"""May it ship: the gate of a release policy, asked about a model version at an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from stanchion.api.view import View, known_or_raise
from stanchion.charter.phrases import Name
from stanchion.charter.release import ReleaseStage
from stanchion.charter.selection import selected_names
from stanchion.exact.record import record
from stanchion.release.dossier import Choice, Dossier, HaltCall, Report, Score, Vote
from stanchion.release.evidence import Attestation, BoundEvidence, EvidenceRow
from stanchion.release.from_charter import Gate
from stanchion.release.from_charter import gate as gate_of
from stanchion.release.results import Verdict
from stanchion.release.verdict import verdict

__all__ = ["Gate", "Supposed", "Verdict", "gate", "may_ship", "supposed"]


def gate(asked: View, *, model: str, stage: str, product: str | None = None) -> Gate:
    """The gate that a model version has to pass, with the digests of model and policy.

    Raises UnknownName, ProductUnsaid.
    """
    release = asked.charter.release
    known_or_raise("model version", model, () if release is None else release.models)
    known_or_raise("release stage", stage, [each.value for each in ReleaseStage])
    if product is not None:
        known_or_raise("product", product, () if release is None else release.products)
    return gate_of(asked.state, model=model, stage=stage, product=product)


def may_ship(
    asked: View,
    *,
    model: str,
    stage: str,
    product: str | None = None,
    evidence: Sequence[BoundEvidence] = (),
    votes: Sequence[Vote] = (),
    reports: Sequence[Report] = (),
    scores: Sequence[Score] = (),
    halts: Sequence[HaltCall] = (),
    opened: datetime | None = None,
    now: datetime | None = None,
) -> Verdict:
    """Whether a model version may go to a stage, on this evidence and these votes.

    `opened` is when the release was put to those who approve: without it no window has begun and
    no vote counts. `now` is the instant of the view unless it is given.
    Raises UnknownName, ProductUnsaid.
    """
    found = gate(asked, model=model, stage=stage, product=product)
    dossier = Dossier(
        tuple(evidence), tuple(votes), tuple(reports), tuple(scores), tuple(halts), opened
    )
    answer = verdict(found, dossier, now or asked.state.instant)
    return replace(answer, assumptions=(*asked.changes, *answer.assumptions))


@record(frozen=True, slots=True)
class Supposed:
    """What is supposed and on no record: who attests every file, who votes how, what is filed.

    Votes are triples of approval, party and choice.
    """

    attested_by: tuple[str, ...] = ()
    votes: tuple[tuple[str, str, Choice], ...] = ()
    filed: tuple[str, ...] = ()


def supposed(
    asked: View,
    rows: Iterable[EvidenceRow],
    what: Supposed,
    *,
    model: str,
    stage: str,
    product: str | None = None,
) -> Verdict:
    """Whether it might ship if things were so: everything happens at the instant of the view.

    Raises UnknownName, ProductUnsaid.
    """
    found, now = gate(asked, model=model, stage=stage, product=product), asked.state.instant
    for party in (*what.attested_by, *(party for _, party, _ in what.votes)):
        known_or_raise("party", party, asked.charter.parties)
    policy = None if found.gated is None else found.gated.policy
    for approval, _, _ in what.votes:
        known_or_raise("approval", approval, () if policy is None else policy.all_approvals)
    for name in what.filed:
        known_or_raise("report", name, () if policy is None else policy.reports)
    subject, digest = found.subject or "", found.policy_sha256 or ""
    answer = may_ship(
        asked,
        model=model,
        stage=stage,
        product=product,
        evidence=[_bound(row, what, subject, now) for row in rows],
        votes=[Vote(p, a, c, now, stage, digest, subject) for a, p, c in what.votes],
        reports=[
            Report(name, author, "supposed", now, subject)
            for name in what.filed
            for author in _authors(found, name)
        ],
        opened=now if what.votes else None,
    )
    return replace(answer, assumptions=(*_said(what), *answer.assumptions))


def _bound(row: EvidenceRow, what: Supposed, subject: str, now: datetime) -> BoundEvidence:
    return BoundEvidence(
        row,
        tuple(
            Attestation(party, now, subject, row.file_sha256, elicitation=True)
            for party in what.attested_by
        ),
    )


def _authors(found: Gate, report: str) -> tuple[str, ...]:
    """Who files a report, as supposed: whoever the policy names, or nobody in particular."""
    terms = None if found.gated is None else found.gated.policy.reports[Name(report)]
    if terms is None or terms.by is None:
        return ("anybody",)
    return tuple(map(str, selected_names(found.state, terms.by)[:1]))


def _said(what: Supposed) -> tuple[str, ...]:
    said = [f"supposed, not on record: `{party}` attests every file" for party in what.attested_by]
    said += [
        f"supposed, not on record: `{party}` votes {choice.value} on `{approval}`"
        for approval, party, choice in what.votes
    ]
    said += [f"supposed, not on record: report `{name}` is filed" for name in what.filed]
    return tuple(said)
