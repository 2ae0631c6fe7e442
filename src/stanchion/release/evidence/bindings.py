"""Whether a result is of the model: who attests it, and whether one of an earlier version counts.

A result binds a model by the signed word of an evaluator of the charter. A result of an earlier
version counts only where the evaluation lists the changes that would end that (`rerun_on`), and the
charter says of every version since that none of them happened.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.evaluations import Evaluation
from stanchion.charter.release import ModelVersion
from stanchion.release.evidence.rows import Attestation, BoundEvidence, EvidenceRow
from stanchion.release.from_charter import Gate
from stanchion.release.subject import subject_of


def unbound(
    gate: Gate, evaluation: Evaluation, bound: BoundEvidence, now: datetime
) -> Iterator[str]:
    """Why a result does not bind the model of the gate, in words; nothing where it does."""
    row = bound.row
    accepted = accepted_digests(gate, evaluation)
    if row.model_sha256 is not None and row.model_sha256 not in accepted:
        yield "the file names another model by its digest"
    doubts = {a: _doubt(gate, evaluation, row, a, now) for a in bound.attestations}
    good = [attestation for attestation, doubt in doubts.items() if doubt is None]
    if not good:
        said = [doubt for doubt in doubts.values() if doubt is not None]
        yield said[0] if said else "nobody has attested that it is of this model"
        return
    if evaluation.elicitation and not any(a.elicitation for a in good):
        yield "no evaluator attests that the capability was elicited with effort"
    asked = evaluation.independent_evaluators
    if asked is not None:
        evaluators = gate.release.evaluators
        found = {a.party for a in good if evaluators[p.Name(a.party)].independent}
        if len(found) < asked.value:
            yield f"{len(found)} of {int(asked.value)} independent evaluators attest it"


def attesting(gate: Gate, evaluation: Evaluation, bound: BoundEvidence, now: datetime) -> datetime:
    """When the last attestation came that a result needs to count."""
    good = [a for a in bound.attestations if _doubt(gate, evaluation, bound.row, a, now) is None]
    return max(a.at for a in good)


def _doubt(
    gate: Gate, evaluation: Evaluation, row: EvidenceRow, found: Attestation, now: datetime
) -> str | None:
    """Why an attestation binds nothing."""
    if p.Name(found.party) not in gate.release.evaluators:
        return f"`{found.party}` is not one of the evaluators"
    if found.file_sha256 != row.file_sha256:
        return "the attestation is of another file"
    if found.at > now:
        return "the attestation is later than now"
    if row.created is not None and found.at < row.created:
        return "the attestation is earlier than the file"
    if found.model_sha256 in accepted_digests(gate, evaluation):
        return None
    if gate.subject is None:
        return "the model has no digest to which it could be bound"
    return _of_an_earlier(gate, evaluation, found.model_sha256) or "it is bound to another model"


def accepted_digests(gate: Gate, evaluation: Evaluation) -> frozenset[str]:
    """The digest of this model, and of those before it whose results still count."""
    versions = (gate.version, *gate.predecessors)
    found = {gate.subject}
    for place, version in enumerate(versions[1:], start=1):
        if _rerun(evaluation, versions[:place]) is None:
            found.add(subject_of(version))
    return frozenset(digest for digest in found if digest is not None)


def _of_an_earlier(gate: Gate, evaluation: Evaluation, digest: str) -> str | None:
    """Why a result of an earlier version counts no longer; None if it is of none."""
    versions = (gate.version, *gate.predecessors)
    for place, version in enumerate(versions[1:], start=1):
        if subject_of(version) == digest:
            return f"it is of an earlier version, and {_rerun(evaluation, versions[:place])}"
    return None


def _rerun(evaluation: Evaluation, since: Sequence[ModelVersion]) -> str | None:
    """Why the evaluation is to be run again after these versions; None if it is not."""
    if not evaluation.rerun_on:
        return "nothing says which changes would leave it valid"
    return next((why for t in evaluation.rerun_on if (why := _fired(t, since))), None)


def _fired(trigger: p.Trigger, since: Sequence[ModelVersion]) -> str | None:
    """Why a trigger has fired, or cannot be told not to have."""
    match trigger:
        case p.PartChanged(part):
            for version in since:
                if version.differs_in is None:
                    return "what has changed since is not said"
                if part in version.differs_in:
                    return f"the {part.value} have changed since"
            return None
        case p.ComputeGrows(times):
            grown = Fraction(1)
            for version in since:
                if version.effective_compute is None:
                    return "how much effective compute went in since is not said"
                grown *= version.effective_compute.value
            return None if grown < times else f"{grown}x the effective compute went in since"
        case _:
            assert_never(trigger)
