"""What would have to happen before a release stands, in words, one thing at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from stanchion.control.results import Coalition
from stanchion.release.approvals.ballots import told
from stanchion.release.results import (
    ApprovalState,
    Found,
    Kind,
    Outcome,
    Requirement,
    Standing,
    Verdict,
)


def would(found: Verdict, now: datetime) -> tuple[str, ...]:
    """Everything that is missing, in the order in which it is asked for."""
    return tuple(_all(found, now))


def _all(found: Verdict, now: datetime) -> Iterator[str]:
    if found.policy is None:
        yield f"a policy of the charter covers `{found.stage}` of `{found.product}`"
        return
    for requirement in found.requirements:
        if not requirement.passes:
            yield _shown(requirement)
    for approval in found.approvals:
        yield from _approved(approval)
    if found.outcome is Outcome.PASSED and found.stands_from is not None:
        if found.stands_from > now:
            yield f"wait for the cooling-off to end on {told(found.stands_from)}"
        if found.stands_until is not None and found.stands_until <= now:
            yield f"a new decision: this one stood until {told(found.stands_until)}"
    if found.halted is not None:
        until = found.halted.until
        end = "a new decision is taken" if until is None else f"the halt ends on {told(until)}"
        yield f"{end}, or the release is opened anew"


def _shown(requirement: Requirement) -> str:
    match requirement.kind:
        case Kind.EVALUATION:
            verb = "be handed in" if requirement.found is Found.MISSING else "be shown"
            return f"evaluation `{requirement.id}` must {verb}: {requirement.words}"
        case Kind.CATEGORY:
            return f"risk category `{requirement.id}` must be shown to be within its bound"
        case Kind.REPORT:
            return f"report `{requirement.id}` must be filed"
        case Kind.IDENTITY:
            return f"`{requirement.id}` needs `sha256:` or a `descriptor:` in the charter"


def _approved(state: ApprovalState) -> Iterator[str]:
    match state.standing:
        case Standing.OPEN if state.effect == "veto":
            until = "" if state.until is None else f", or wait until {told(state.until)}"
            yield f"`{state.id}` must let its veto go{until}"
        case Standing.OPEN if state.effect in {"decide", "approve"}:
            who = f": {_coalitions(state.could)}" if state.could else ""
            yield f"`{state.id}` must say yes{who}"
        case Standing.REFUSED | Standing.LAPSED if state.effect in {"decide", "approve"}:
            yield f"`{state.id}` did not say yes: open the release anew, or have it overruled"
        case Standing.VETOED:
            yield f"`{state.id}` has vetoed it: open the release anew"
        case Standing.OVERRULED_NO:
            yield f"`{state.id}` has overruled it: open the release anew"
        case _:
            return


MOST_TOLD = 3


def _coalitions(could: Sequence[Coalition]) -> str:
    told_of = [" with ".join(f"`{player}`" for player in c) for c in could[:MOST_TOLD]]
    more = "" if len(could) <= MOST_TOLD else f", or {len(could) - MOST_TOLD} other ways"
    return ", or ".join(told_of) + more
