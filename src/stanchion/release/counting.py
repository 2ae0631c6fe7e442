"""Which records of a dossier are about this release at all; the others are named with the rule."""

from datetime import datetime

from stanchion.release.dossier import Dossier, Report, Score
from stanchion.release.from_charter import Gate
from stanchion.release.results import RefusedRecord


def counting(
    gate: Gate, dossier: Dossier, now: datetime
) -> tuple[Dossier, tuple[RefusedRecord, ...]]:
    """The dossier with the reports and scores that count, and those that do not.

    Votes and calls are looked at where they are counted.
    """
    refused, reports, scores = [], [], []
    for report in dossier.reports:
        why = _against(gate, report, now)
        if why is None:
            reports.append(report)
        else:
            what = f"report `{report.report}`"
            refused.append(RefusedRecord(what, report.party, report.at, why, report.entry))
    for score in dossier.scores:
        why = _against(gate, score, now)
        if why is None:
            scores.append(score)
        else:
            what = f"score of `{score.category}`"
            refused.append(RefusedRecord(what, score.party, score.at, why, score.entry))
    kept = Dossier(
        dossier.evidence,
        dossier.votes,
        tuple(reports),
        tuple(scores),
        dossier.halts,
        dossier.opened,
    )
    return kept, (*refused, *_votes_on_nothing(gate, dossier))


def _against(gate: Gate, record: Report | Score, now: datetime) -> str | None:
    if record.subject_sha256 != gate.subject:
        return "it is about another build"
    return "it is later than now" if record.at > now else None


def _votes_on_nothing(gate: Gate, dossier: Dossier) -> list[RefusedRecord]:
    """Votes on what the policy in force does not put to a vote."""
    policy = None if gate.gated is None else gate.gated.policy
    known = set() if policy is None else {str(name) for name in policy.all_approvals}
    if policy is not None and policy.fast_track is not None:
        known.add("fast_track")
    if policy is not None and policy.competitor_clause and policy.competitor_clause.enabled:
        known.add("competitor_clause")
    return [
        RefusedRecord(
            f"vote on `{vote.approval}`",
            vote.party,
            vote.at,
            "the policy in force puts nothing of that name to a vote",
            vote.entry,
        )
        for vote in dossier.votes
        if vote.approval not in known
    ]
