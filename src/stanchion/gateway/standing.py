"""What the register says of models: which releases stand, and why others do not."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from stanchion.charter.release import ReleaseStage
from stanchion.exact.record import record

OPENNESS = (ReleaseStage.INTERNAL, ReleaseStage.LIMITED, ReleaseStage.GENERAL)
"""From the fewest people to everybody; whoever is inside may use what is open to more."""


@record(frozen=True, slots=True)
class Requirement:
    """One thing that a policy asked for, and what became of it."""

    what: str
    state: str
    words: str
    where: str | None = None


@record(frozen=True, slots=True)
class Vote:
    """What one party said."""

    party: str
    says: str
    at: str


@record(frozen=True, slots=True)
class Decision:
    """An entry of the register about a model, as a person reads it."""

    id: str
    kind: str
    log_index: int
    model: str
    stage: str
    at: str
    words: str
    requirements: tuple[Requirement, ...] = ()
    votes: tuple[Vote, ...] = ()
    policy: str | None = None
    model_digest: str | None = None
    supersedes: str | None = None


class Reason(StrEnum):
    """Why a model is not served."""

    UNKNOWN = "unknown"
    NEVER_RELEASED = "never released"
    REFUSED = "refused"
    NOT_YET = "not yet"
    HALTED = "halted"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


@record(frozen=True, slots=True)
class Release:
    """A release that stands, from `since` up to but not at `until`."""

    model: str
    name: str
    stage: ReleaseStage
    decision: str
    log_index: int
    since: datetime
    until: datetime | None = None
    test_model: bool = False


@record(frozen=True, slots=True)
class Refusal:
    """Why a model may not be served; with the decision that says so where there is one."""

    model: str
    reason: Reason
    words: str
    decision: str | None = None
    log_index: int | None = None
    name: str | None = None
    test_model: bool = False


Answer = Release | Refusal


_FELL = frozenset({Reason.HALTED, Reason.SUPERSEDED, Reason.EXPIRED})


@record(frozen=True, slots=True)
class Snapshot:
    """The register as it was verified at an instant: answers by model and stage."""

    verified: datetime
    log_size: int
    root: str
    answers: Mapping[str, Mapping[ReleaseStage, Answer]]
    decisions: Mapping[str, Decision]
    shows: tuple[str, ...] = ()
    """What verification could show, and what it could not, in words."""

    def released(self, model: str, audience: ReleaseStage, at: datetime) -> Answer:
        """The release under which this audience may use a model, or why there is none.

        What nobody of the audience could ever see is answered as if it were not there: the name
        of an unreleased model is nobody's business.
        """
        known = self.answers.get(model)
        if known is None:
            return not_released(model)
        refusal: Refusal | None = None
        for stage in OPENNESS[OPENNESS.index(audience) :]:
            match known.get(stage):
                case Release() as release if release.until is None or at < release.until:
                    return release
                case Release() as past:
                    refusal = refusal or expired(past)
                case Refusal(decision=str()) as why:
                    refusal = refusal or why
        return refusal or not_released(model)

    def seen_by(self, audience: ReleaseStage, at: datetime) -> tuple[Answer, ...]:
        """What an audience is shown: releases that stand, and those that stood and fell."""
        found = (self.released(model, audience, at) for model in self.answers)
        return tuple(a for a in found if isinstance(a, Release) or a.reason in _FELL)


class Register(Protocol):
    """Reads and verifies a register; the one question that the gateway asks of it."""

    def snapshot(self, at: datetime) -> Snapshot:
        """The register as it stands at an instant; raises whatever is the matter with it."""
        ...


def not_released(model: str) -> Refusal:
    """No decision releases a model of this name, be it known or not."""
    return Refusal(model, Reason.NEVER_RELEASED, "no decision in the register releases it")


def expired(release: Release) -> Refusal:
    """A release that has run out."""
    assert release.until is not None  # INVARIANT: asked only then
    words = f"its release ended at {release.until.isoformat(timespec='minutes')}"
    return Refusal(
        release.model,
        Reason.EXPIRED,
        words,
        release.decision,
        release.log_index,
        release.name,
        release.test_model,
    )
