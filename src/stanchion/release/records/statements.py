"""What can be put on record: each kind is the predicate of an in-toto statement about one subject.

To add a kind: a record here, a line in `KINDS`, its case in `account`. Predicate types are names,
not addresses. A decision has the fields of a SLSA verification summary and says why beside them.
"""

import json
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from stanchion.charter.phrases import Mitigation
from stanchion.charter.release import ReleaseStage
from stanchion.exact.record import record
from stanchion.release.dossier import Choice
from stanchion.release.evidence.rows import EvidenceRow
from stanchion.release.records.canonical import canonical, read_json
from stanchion.release.records.codec import from_json, is_sha256, to_json, to_text
from stanchion.release.records.errors import NoRecord

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
OURS = "https://stanchion.dev/attestation/"


@record(frozen=True, slots=True)
class Digest:
    """A SHA-256 digest in hexadecimal."""

    sha256: str


@record(frozen=True, slots=True)
class Subject:
    """A thing by name and digest: a model version, a file, a charter, a key."""

    name: str
    digest: Digest


@record(frozen=True, slots=True)
class PolicyRef:
    """A policy of the charter, as it stood."""

    uri: str
    digest: Digest


@record(frozen=True, slots=True)
class PartyKey:
    """A public key (in hexadecimal) that the charter gives to a party."""

    party: str
    ed25519: str
    since: datetime | None
    until: datetime | None


@record(frozen=True, slots=True)
class WitnessKey:
    """A witness of the charter, with the key by which it cosigns."""

    party: str
    key: str


@record(frozen=True, slots=True)
class PolicyAdopted:
    """The charter by which all that follows is judged; its bytes are kept beside the log."""

    register: str
    time: datetime
    log: str
    witnesses: tuple[WitnessKey, ...]
    quorum: int | None
    keys: tuple[PartyKey, ...]


@record(frozen=True, slots=True)
class KeyChanged:
    """A party takes a key into use (which then signs, too), or one out of use, or both."""

    register: str
    party: str
    time: datetime
    enrols: str | None
    retires: str | None
    reason: str


@record(frozen=True, slots=True)
class Opened:
    """A release is put to those who approve."""

    register: str
    party: str
    time: datetime
    stage: ReleaseStage
    product: str
    policy: PolicyRef


@record(frozen=True, slots=True)
class EvidenceFiled:
    """What an evaluation tool's file comes to; the subject is the file."""

    register: str
    party: str
    time: datetime
    rows: tuple[EvidenceRow, ...]


@record(frozen=True, slots=True)
class EvidenceBound:
    """A party's word that a file, read as these rows, is the result for the model.

    `made` is when the run was made, for files that do not say so themselves.
    """

    register: str
    party: str
    time: datetime
    file: Subject
    rows: Digest
    elicitation: bool | None
    made: datetime | None


@record(frozen=True, slots=True)
class ReportFiled:
    """A report that the policy asks for."""

    register: str
    party: str
    time: datetime
    report: str
    file: Subject


@record(frozen=True, slots=True)
class LevelScored:
    """A party's signed level of a risk category."""

    register: str
    party: str
    time: datetime
    category: str
    mitigation: Mitigation
    level: str


@record(frozen=True, slots=True)
class Voted:
    """One party's vote on one approval: yes is for the release."""

    register: str
    party: str
    time: datetime
    stage: ReleaseStage
    product: str
    policy: PolicyRef
    approval: str
    choice: Choice
    reason: str | None


@record(frozen=True, slots=True)
class HaltCalled:
    """A party's call to stop a released model."""

    register: str
    party: str
    time: datetime
    reason: str


class Result(Enum):
    """What a decision comes to, in the words of a verification summary."""

    PASSED = "PASSED"
    FAILED = "FAILED"


@record(frozen=True, slots=True)
class Version:
    """Which program worked the decision out."""

    stanchion: str


@record(frozen=True, slots=True)
class Verifier:
    """Who worked the decision out, and with what."""

    id: str
    version: Version


@record(frozen=True, slots=True)
class Input:
    """An earlier entry on which the decision rests: its place, the digest of its payload."""

    uri: str
    digest: Digest


@record(frozen=True, slots=True)
class RequirementSaid:
    """One requirement and what was found."""

    id: str
    kind: str
    found: str
    words: str


@record(frozen=True, slots=True)
class ApprovalSaid:
    """One approval and where it stands."""

    id: str
    by: str
    effect: str
    standing: str


@record(frozen=True, slots=True)
class VoteSaid:
    """A vote that counted, and its entry."""

    party: str
    approval: str
    choice: Choice
    entry: int


@record(frozen=True, slots=True)
class Decided:
    """What requirements and votes come to at an instant, by the charter's rules.

    `supersedes` is the entry of a decision on another version whose release ends by this one.
    """

    register: str
    verifier: Verifier
    time_verified: datetime
    resource_uri: str
    policy: PolicyRef
    input_attestations: tuple[Input, ...]
    verification_result: Result
    stage: ReleaseStage
    product: str
    requirements: tuple[RequirementSaid, ...]
    approvals: tuple[ApprovalSaid, ...]
    votes: tuple[VoteSaid, ...]
    reasons: tuple[str, ...]
    supersedes: int | None
    valid_from: datetime | None
    valid_until: datetime | None

    @property
    def time(self) -> datetime:
        """When it was worked out."""
        return self.time_verified


ByParty = (
    KeyChanged
    | Opened
    | EvidenceFiled
    | EvidenceBound
    | ReportFiled
    | LevelScored
    | Voted
    | HaltCalled
)
"""Said by a party, whose signature it needs."""
Said = PolicyAdopted | Decided | ByParty

KINDS: dict[str, type[Any]] = {
    f"{OURS}{name}/v0.1": kind
    for name, kind in (
        ("register-policy", PolicyAdopted),
        ("register-key", KeyChanged),
        ("release-opening", Opened),
        ("evaluation-evidence", EvidenceFiled),
        ("evaluation-binding", EvidenceBound),
        ("release-report", ReportFiled),
        ("release-level", LevelScored),
        ("release-vote", Voted),
        ("release-halt", HaltCalled),
        ("release-decision", Decided),
    )
}
_TYPES = {kind: name for name, kind in KINDS.items()}


@record(frozen=True, slots=True)
class Statement:
    """What is said of which subject."""

    subject: Subject
    said: Said

    @property
    def kind(self) -> str:
        """The kind in a word: `release-vote`."""
        return _TYPES[type(self.said)].removeprefix(OURS).partition("/")[0]

    @property
    def payload(self) -> bytes:
        """The statement as in-toto has it, in canonical JSON."""
        kind, said = _TYPES[type(self.said)], to_text(self.said)
        return (
            f'{{"_type":"{STATEMENT_TYPE}","predicate":{said},"predicateType":"{kind}",'
            f'"subject":[{to_text(self.subject)}]}}'
        ).encode()

    @property
    def as_json(self) -> dict[str, Any]:
        """The statement as a JSON object."""
        return {
            "_type": STATEMENT_TYPE,
            "subject": [to_json(self.subject)],
            "predicateType": _TYPES[type(self.said)],
            "predicate": to_json(self.said),
        }


def read_statement(payload: bytes) -> Statement:
    """The statement of a payload; raises NoRecord unless it is in its one form."""
    found = _at_once(payload)
    return _with_care(payload) if found is None else found


def _at_once(payload: bytes) -> Statement | None:
    """The statement that is written by these very bytes, None where there is none."""
    try:
        found = _statement(json.loads(payload.decode()))
        return found if found.payload == payload else None
    except (NoRecord, ValueError, RecursionError):
        return None


def _with_care(payload: bytes) -> Statement:
    """What is wrong with a payload that no statement writes, as NoRecord."""
    found = _statement(read_json(payload))
    if found.payload != payload:  # values have one form each, so that this is all of it
        raise NoRecord("its statement is not in the canonical form")
    return found


def _statement(raw: object) -> Statement:
    match raw:
        case {
            "_type": str(outer),
            "subject": [subject],
            "predicateType": str(kind),
            "predicate": predicate,
        }:
            if outer != STATEMENT_TYPE:
                raise NoRecord(f"`_type` is `{outer[:60]}`")
            if kind not in KINDS:
                raise NoRecord(f"its predicate type `{kind[:90]}` is not known")
            found = Statement(
                from_json(Subject, subject, "subject"),
                from_json(KINDS[kind], predicate, "predicate"),
            )
        case _:
            raise NoRecord("it is no in-toto statement about one subject")
    if not is_sha256(found.subject.digest.sha256):
        raise NoRecord("its subject has no SHA-256 digest")
    return found


def rows_digest(rows: tuple[EvidenceRow, ...]) -> Digest:
    """The digest of evidence as it is read, by which an evaluator binds the reading, too."""
    return Digest(sha256(canonical([to_json(row) for row in rows])).hexdigest())
