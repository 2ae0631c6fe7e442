"""May it ship, as text: what is required, who approves, and what would have to happen."""

from collections.abc import Iterator, Sequence

from stanchion.control.results import Coalition
from stanchion.release.approvals.ballots import told
from stanchion.release.results import (
    ApprovalState,
    Found,
    Outcome,
    Requirement,
    Standing,
    Verdict,
)
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import listed, paragraph, table
from stanchion.reports.who import reason

MOST_COALITIONS = 8
_AGAINST = {Standing.REFUSED, Standing.VETOED, Standing.LAPSED, Standing.OVERRULED_NO}
_FOR = {Standing.GIVEN, Standing.NOT_VETOED, Standing.OVERRULED_YES}


def verdict(found: Verdict, *, title: str) -> str:
    """The whole answer."""
    said = [bold(f"{title}: to {found.stage}"), f"as of {found.as_of}", "", _outcome(found)]
    if found.requirements:
        said += ["", "Required:", *_requirements(found.requirements)]
    if found.approvals:
        said += ["", "Who decides:", _approvals(found.approvals)]
    said += _refused(found)
    if found.would:
        said += ["", "What would have to happen:", *(f"  - {each}" for each in found.would)]
    said += _least(found)
    said += ["", "Because:", *(f"  {line}" for line in _because(found))]
    said += [f"  assumed: {each}" for each in found.assumptions]
    said += ["", dim(f"{found.method}; exact; inputs {found.digest[:12]}")]
    return "\n".join(said)


def _outcome(found: Verdict) -> str:
    under = "no policy in force" if found.policy is None else f"policy `{found.policy}`"
    if found.outcome is Outcome.REFUSED:
        return f"{bad('REFUSED')} under {under}: it may not ship"
    end = "" if found.stands_until is None else f" until {told(found.stands_until)}"
    if found.halted is not None:
        return (
            f"{bad('HALTED')} since {told(found.halted.since)}: {'; '.join(found.halted.reasons)}"
        )
    if found.stands:
        return f"{good('PASSED')} under {under}: it may ship{end}"
    begins = "" if found.stands_from is None else told(found.stands_from)
    return f"{good('PASSED')} under {under}: it may ship from {begins}{end}"


def _requirements(requirements: Sequence[Requirement]) -> Iterator[str]:
    width = max(len(requirement.found.value) for requirement in requirements)
    for requirement in requirements:
        mark = requirement.found.value.ljust(width)
        yield f"  {_coloured(requirement.found, mark)}  {requirement.title}  {dim(requirement.id)}"
        for line in paragraph(requirement.words, columns=84).splitlines():
            yield f"  {' ' * width}  {line}"


def _coloured(found: Found, text: str) -> str:
    match found:
        case Found.MET:
            return good(text)
        case Found.NOT_MET:
            return bad(text)
        case Found.CANNOT_RULE_OUT | Found.MISSING | Found.LOWERED:
            return unsure(text)


def _approvals(approvals: Sequence[ApprovalState]) -> str:
    rows = [[a.id, a.by, a.effect, a.decision or "-", _state(a), a.words] for a in approvals]
    made = table(["approval", "by", "effect", "decision", "state", "why"], rows)
    return "\n".join(f"  {line}" for line in made.splitlines())


def _state(approval: ApprovalState) -> str:
    if approval.standing in _AGAINST:
        return bad(approval.standing.value)
    if approval.standing in _FOR:
        return good(approval.standing.value)
    return approval.standing.value


def _refused(found: Verdict) -> list[str]:
    if not found.refused:
        return []
    rows = [f"  {r.what} of `{r.party}`, {told(r.at)}: {r.why}" for r in found.refused]
    return ["", "On record and not counted:", *rows]


def _least(found: Verdict) -> list[str]:
    if found.least is None:
        return []
    if not found.least:
        return ["", "Nobody has the votes to force it, as things stand."]
    shown = [f"  {_said(coalition)}" for coalition in found.least[:MOST_COALITIONS]]
    left = len(found.least) - MOST_COALITIONS
    more = [f"  … and {left:,} more"] if left > 0 else []
    return ["", "The fewest who together can force it, evidence apart:", *shown, *more]


def _said(coalition: Coalition) -> str:
    return listed([str(player) for player in coalition])


def _because(found: Verdict) -> Iterator[str]:
    steps = [*found.because]
    steps += [step for requirement in found.requirements for step in requirement.because]
    steps += [step for approval in found.approvals for step in approval.because]
    if found.halted is not None:
        steps += found.halted.because
    yield from dict.fromkeys(reason(step) for step in steps)
