"""May it ship: every requirement by its evidence, every approval by its votes, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from stanchion.charter.calendar import later
from stanchion.charter.phrases import Name
from stanchion.charter.release import Policy
from stanchion.charter.selection import selected_names
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import CannotDecide, shipping
from stanchion.control.results import Coalition, Step
from stanchion.exact.diagram import TooLarge
from stanchion.release.approvals.ballots import Ballots
from stanchion.release.approvals.calls import (
    COMPETITOR_CLAUSE,
    FAST_TRACK,
    Called,
    called,
    halted,
    voted_calls,
)
from stanchion.release.approvals.states import Approvals, Approving
from stanchion.release.counting import counting
from stanchion.release.dossier import Dossier
from stanchion.release.evidence.assessment import Assessor
from stanchion.release.evidence.levels import Levels
from stanchion.release.from_charter import Gate
from stanchion.release.results import (
    Found,
    Kind,
    Outcome,
    Requirement,
    Verdict,
)
from stanchion.release.would import would


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a dossier comes to at an instant, for one gate."""

    gate: Gate
    dossier: Dossier
    now: datetime
    levels: Levels
    fast: Called | None

    @property
    def policy(self) -> Policy | None:
        return None if self.gate.gated is None else self.gate.gated.policy


def verdict(gate: Gate, dossier: Dossier, now: datetime) -> Verdict:
    """Whether the model may go to the stage on what the dossier has, at an instant."""
    dossier, refused = counting(gate, dossier, now)
    facts = _facts(gate, dossier, now)
    requirements = _lowered(facts, _requirements(facts))
    approvals = _approvals(facts)
    halt, refused_calls = halted(gate, dossier.halts, opened=dossier.opened, now=now)
    complete = all(requirement.passes for requirement in requirements)
    passed = gate.gated is not None and complete and approvals.agreed
    decided_at = _decided_at(requirements, approvals) if passed else None
    begins, ends = _stands(facts, decided_at)
    stands = begins is not None and begins <= now and (ends is None or now < ends) and halt is None
    found = Verdict(
        model=str(gate.model),
        stage=gate.stage.value,
        product=str(gate.product),
        policy=None if gate.gated is None else str(gate.gated.name),
        policy_sha256=gate.policy_sha256,
        subject_sha256=gate.subject,
        as_of=now.isoformat(timespec="minutes"),
        outcome=Outcome.PASSED if passed else Outcome.REFUSED,
        stands=stands,
        stands_from=begins,
        stands_until=ends,
        requirements=requirements,
        approvals=approvals.states,
        halted=halt,
        refused=(*refused, *approvals.refused, *refused_calls),
        would=(),
        least=_least(gate),
        because=gate.because,
        assumptions=approvals.assumptions,
        digest=sha256(repr((gate.policy_sha256, gate.subject, dossier, now)).encode()).hexdigest(),
    )
    return replace(found, would=would(found, now))


def _facts(gate: Gate, dossier: Dossier, now: datetime) -> _Facts:
    levels = Levels(Assessor(gate, dossier.evidence, now), dossier.scores)
    track = None if gate.gated is None else gate.gated.policy.fast_track
    fast = None
    if track is not None:
        calls = voted_calls(gate, dossier.votes, FAST_TRACK, now)
        fast = called(gate, track.by, track.decision, calls)
    return _Facts(gate, dossier, now, levels, fast)


def _approvals(facts: _Facts) -> Approvals:
    ballots = Ballots(facts.gate, facts.dossier.votes, facts.now)
    approving = Approving(
        ballots, facts.dossier.opened, facts.levels.level, fast=facts.fast is not None
    )
    return approving.approvals()


def _least(gate: Gate) -> tuple[Coalition, ...] | None:
    """The least coalitions whose votes can force the release; None where they cannot be listed."""
    if gate.gated is None:
        return None
    try:
        made = shipping(gate.state, gate.model, gate.stage.value)
        return Coalitions(made.game).minimal_winning()
    except (CannotDecide, TooLarge):
        return None


# ------------------------------------------------------------------- requirements


def _requirements(facts: _Facts) -> tuple[Requirement, ...]:
    if facts.policy is None:
        return ()
    found = [_identity(facts.gate)]
    found += [facts.levels.assessor.requirement(name) for name in facts.policy.evaluations]
    categories = [facts.levels.requirement(name) for name in facts.policy.categories]
    found += [requirement for requirement in categories if requirement is not None]
    found += [_report(facts, facts.policy, name) for name in facts.policy.reports]
    return tuple(found)


def _identity(gate: Gate) -> Requirement:
    known = gate.subject is not None
    words = f"sha256 {gate.subject}" if known else "no digest, so nothing can be bound to it"
    return Requirement(
        id=str(gate.model),
        kind=Kind.IDENTITY,
        title="The model is identified",
        found=Found.MET if known else Found.MISSING,
        words=words,
        because=(Step(f"`{gate.model}` as written", gate.version.clause, gate.version.at),),
    )


def _report(facts: _Facts, policy: Policy, name: Name) -> Requirement:
    terms = policy.reports[name]
    filed = [r for r in facts.dossier.reports if r.report == name]
    if terms.by is not None:
        authors = selected_names(facts.gate.state, terms.by)
        filed = [report for report in filed if Name(report.party) in authors]
    latest = max(filed, key=lambda report: report.at, default=None)
    words = "not filed" if latest is None else f"filed by `{latest.party}`, sha256 {latest.sha256}"
    return Requirement(
        id=str(name),
        kind=Kind.REPORT,
        title=str(terms.name),
        found=Found.MISSING if latest is None else Found.MET,
        words=words,
        because=(Step(f"report `{name}` is required", terms.clause, terms.at),),
        at=None if latest is None else latest.at,
    )


def _lowered(facts: _Facts, requirements: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """The requirements with those that the competitor clause lowers, where it is in force."""
    clause = None if facts.policy is None else facts.policy.competitor_clause
    if clause is None or not clause.enabled:
        return tuple(requirements)
    calls = voted_calls(facts.gate, facts.dossier.votes, COMPETITOR_CLAUSE, facts.now)
    invoked = [called(facts.gate, by, None, calls) for by in clause.needs]
    notices = [report.at for report in facts.dossier.reports if report.report == clause.notice]
    if not notices or not all(invoked):
        return tuple(requirements)
    at = max([min(notices), *(each.at for each in invoked if each is not None)])
    step = Step("the competitor clause lowers the bar", clause.clause, clause.at)
    return tuple(
        replace(
            requirement,
            found=Found.LOWERED,
            words=f"lowered by the competitor clause; it was {requirement.words}",
            because=(*requirement.because, step),
            at=at,
        )
        if requirement.id in clause.lowers and not requirement.passes
        else requirement
        for requirement in requirements
    )


# --------------------------------------------------------------------------- times


def _decided_at(requirements: Sequence[Requirement], approvals: Approvals) -> datetime | None:
    """When the last of what a release needs was there."""
    times = [requirement.at for requirement in requirements if requirement.at is not None]
    times += [approvals.at] if approvals.at is not None else []
    return max(times, default=None)


def _stands(facts: _Facts, decided_at: datetime | None) -> tuple[datetime | None, datetime | None]:
    """From when until when a release stands that was decided at an instant."""
    if decided_at is None or facts.policy is None:
        return None, None
    policy, track = facts.policy, facts.policy.fast_track
    begins, ends = decided_at, None
    if facts.fast is not None and track is not None:
        ends = later(decided_at, track.most)
    elif policy.cooling_off is not None:
        begins = later(decided_at, policy.cooling_off)
    if policy.lasts is not None:
        end = later(decided_at, policy.lasts)
        ends = end if ends is None else min(ends, end)
    return begins, ends
