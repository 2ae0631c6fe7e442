"""What people put on record about a release: evidence, votes, reports, scores, halts.

Each is what its signed statement says once the signature has been checked, which is not done here.
A subject is the digest of a model version; `policy_sha256` the digest of the policy as it stood
when the record was made, so that nothing can be replayed on another build or policy.
"""

from datetime import datetime
from enum import Enum

from stanchion.charter.phrases import Mitigation
from stanchion.exact.record import record
from stanchion.release.evidence import BoundEvidence


class Choice(Enum):
    """What a vote says of the release."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@record(frozen=True, slots=True)
class Vote:
    """One party's vote on one approval (or `fast_track`, or `competitor_clause`).

    Yes is for the release, no is against it, also where the body can only veto. `entry` is the
    place in the log.
    """

    party: str
    approval: str
    choice: Choice
    at: datetime
    stage: str
    policy_sha256: str
    subject_sha256: str
    entry: int | None = None


@record(frozen=True, slots=True)
class Report:
    """A document filed for a model by its digest."""

    report: str
    party: str
    sha256: str
    at: datetime
    subject_sha256: str
    entry: int | None = None


@record(frozen=True, slots=True)
class Score:
    """A signed level of a risk category, before or after mitigation."""

    category: str
    mitigation: Mitigation
    level: str
    party: str
    at: datetime
    subject_sha256: str
    entry: int | None = None


@record(frozen=True, slots=True)
class HaltCall:
    """One party's call to stop a model; enough of them under a halt of the policy stop it."""

    party: str
    at: datetime
    subject_sha256: str
    reason: str
    entry: int | None = None


@record(frozen=True, slots=True)
class Dossier:
    """Everything on record about one model version and stage.

    `opened` is when the release was put to those who approve; without it no window has begun.
    """

    evidence: tuple[BoundEvidence, ...] = ()
    votes: tuple[Vote, ...] = ()
    reports: tuple[Report, ...] = ()
    scores: tuple[Score, ...] = ()
    halts: tuple[HaltCall, ...] = ()
    opened: datetime | None = None
