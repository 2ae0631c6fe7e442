"""Answers of the release engine: what is required, who approves, and what it comes to."""

from datetime import datetime
from enum import Enum

from stanchion.control.results import Coalition, Step
from stanchion.exact.record import record


class Outcome(Enum):
    """Whether a model version may go out."""

    PASSED = "PASSED"
    REFUSED = "REFUSED"


class Kind(Enum):
    """What a requirement is about."""

    EVALUATION = "evaluation"
    CATEGORY = "risk category"
    REPORT = "report"
    IDENTITY = "identity of the model"


class Found(Enum):
    """What the evidence shows of one requirement; only `met` and `lowered` let a release pass."""

    MET = "met"
    NOT_MET = "not met"
    CANNOT_RULE_OUT = "cannot rule out"
    MISSING = "missing"
    LOWERED = "lowered"  # by the competitor clause


@record(frozen=True, slots=True)
class Requirement:
    """One thing that must be shown, what was found, and why.

    `evidence` are the digests of the files that were looked at, `at` the instant from which on it
    was met.
    """

    id: str
    kind: Kind
    title: str
    found: Found
    words: str
    because: tuple[Step, ...]
    evidence: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def passes(self) -> bool:
        """Whether a release may pass as far as this goes."""
        return self.found in {Found.MET, Found.LOWERED}


class Standing(Enum):
    """Where an approval is."""

    GIVEN = "given"  # the coalition of those who said yes wins
    REFUSED = "refused"  # the coalition of those who said no keeps yes from winning
    OPEN = "open"
    LAPSED = "lapsed"  # not given within its time
    VETOED = "vetoed"
    NOT_VETOED = "not vetoed"
    OVERRULED_YES = "overruled: released"
    OVERRULED_NO = "overruled: not released"
    NOT_OVERRULED = "not overruled"
    NOT_ASKED = "not asked"  # its condition does not hold
    WAIVED = "waived"  # the fast track does not wait for it


@record(frozen=True, slots=True)
class ApprovalState:
    """One approval: who has voted how, what it comes to, and who could still change that.

    `could` lists the least coalitions of those who have not voted that would bring the yes about
    (for a veto or a refusal: the no). `at` is when it came about, `until` when its time is over.
    """

    id: str
    by: str
    effect: str
    decision: str | None
    standing: Standing
    yes: tuple[str, ...]
    no: tuple[str, ...]
    abstained: tuple[str, ...]
    could: tuple[Coalition, ...]
    at: datetime | None
    until: datetime | None
    words: str
    because: tuple[Step, ...]


@record(frozen=True, slots=True)
class RefusedRecord:
    """A vote, report, score or halt call that does not count, and the rule against it."""

    what: str
    party: str
    at: datetime
    why: str
    entry: int | None = None


@record(frozen=True, slots=True)
class Halted:
    """A halt in force: since and until when, by whom, and why; `until` is None without an end."""

    since: datetime
    until: datetime | None
    by: tuple[str, ...]
    reasons: tuple[str, ...]
    because: tuple[Step, ...]


@record(frozen=True, slots=True)
class Verdict:
    """Whether a model version may go to a stage, and everything on which that turns.

    `stands_from` and `stands_until` say when a passed release begins and ends to stand; `stands`
    whether it does at the instant asked about. `would` says in words what has to happen for a
    release that is refused. `least` are the least coalitions whose votes can force the release,
    evidence apart, None where they are too many to be listed.
    """

    model: str
    stage: str
    product: str
    policy: str | None
    policy_sha256: str | None
    subject_sha256: str | None
    as_of: str
    outcome: Outcome
    stands: bool
    stands_from: datetime | None
    stands_until: datetime | None
    requirements: tuple[Requirement, ...]
    approvals: tuple[ApprovalState, ...]
    halted: Halted | None
    refused: tuple[RefusedRecord, ...]
    would: tuple[str, ...]
    least: tuple[Coalition, ...] | None
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    method: str = "each requirement by its interval, each approval by the rule of its decision"
    exact: bool = True
