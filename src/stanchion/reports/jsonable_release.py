"""Answers of the release engine as JSON documents; the shapes are documented in `docs/json.md`."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from stanchion.control.results import Step
from stanchion.release.evidence import EvidenceRow
from stanchion.release.results import ApprovalState, Halted, RefusedRecord, Requirement, Verdict
from stanchion.reports.jsonable import Json


def verdict(found: Verdict) -> Json:
    """`stanchion ship CASE MODEL STAGE --json`."""
    return {
        "model": found.model,
        "stage": found.stage,
        "product": found.product,
        "policy": found.policy,
        "policy_sha256": found.policy_sha256,
        "subject_sha256": found.subject_sha256,
        "as_of": found.as_of,
        "outcome": found.outcome.value,
        "stands": found.stands,
        "stands_from": _instant(found.stands_from),
        "stands_until": _instant(found.stands_until),
        "requirements": [_requirement(each) for each in found.requirements],
        "approvals": [_approval(each) for each in found.approvals],
        "halted": None if found.halted is None else _halted(found.halted),
        "not_counted": [_refused(each) for each in found.refused],
        "would": list(found.would),
        "least": None if found.least is None else [list(c) for c in found.least],
        "because": _steps(found.because),
        "assumptions": list(found.assumptions),
        "method": found.method,
        "exact": found.exact,
        "digest": found.digest,
    }


def evidence_row(row: EvidenceRow) -> Json:
    """One row of `stanchion evidence show FILE --json`."""
    return {
        "tool": row.tool,
        "tool_version": row.tool_version,
        "task": row.task,
        "task_version": row.task_version,
        "task_hash": row.task_hash,
        "model_claimed": row.model_claimed,
        "model_sha256": row.model_sha256,
        "metric": row.metric,
        "value": _exact(row.value),
        "stderr": _exact(row.stderr),
        "n": row.n,
        "n_planned": row.n_planned,
        "successes": row.successes,
        "higher_is_better": row.higher_is_better,
        "completed": row.completed,
        "errored": row.errored,
        "invalidated": row.invalidated,
        "created": _instant(row.created),
        "file_sha256": row.file_sha256,
    }


def _requirement(found: Requirement) -> Json:
    return {
        "id": found.id,
        "kind": found.kind.value,
        "title": found.title,
        "found": found.found.value,
        "passes": found.passes,
        "words": found.words,
        "evidence": list(found.evidence),
        "because": _steps(found.because),
    }


def _approval(found: ApprovalState) -> Json:
    return {
        "id": found.id,
        "by": found.by,
        "effect": found.effect,
        "decision": found.decision,
        "state": found.standing.value,
        "yes": list(found.yes),
        "no": list(found.no),
        "abstained": list(found.abstained),
        "could": [list(coalition) for coalition in found.could],
        "at": _instant(found.at),
        "until": _instant(found.until),
        "words": found.words,
        "because": _steps(found.because),
    }


def _halted(found: Halted) -> Json:
    return {
        "since": _instant(found.since),
        "until": _instant(found.until),
        "by": list(found.by),
        "reasons": list(found.reasons),
        "because": _steps(found.because),
    }


def _refused(found: RefusedRecord) -> Json:
    return {
        "what": found.what,
        "party": found.party,
        "at": _instant(found.at),
        "why": found.why,
        "entry": found.entry,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _steps(steps: Iterable[Step]) -> list[Json]:
    return [{"text": s.text, "clause": s.clause, "where": str(s.at or "") or None} for s in steps]
