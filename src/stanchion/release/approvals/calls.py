"""Who has called for something together: a halt, the fast track, the competitor clause.

Each is in force from the instant at which those who have called by then win the decision of the
charter by which it is done, or agree as its selector says.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.approvals import Approval, ApprovalEffect, Halt
from stanchion.charter.calendar import later
from stanchion.charter.state import state_at
from stanchion.control.from_charter import CannotDecide, approval_game
from stanchion.control.game import Player
from stanchion.control.results import Step
from stanchion.exact.record import record
from stanchion.release.approvals.ballots import told
from stanchion.release.dossier import Choice, HaltCall, Vote
from stanchion.release.from_charter import Gate
from stanchion.release.results import Halted, RefusedRecord

FAST_TRACK = "fast_track"
COMPETITOR_CLAUSE = "competitor_clause"


@record(frozen=True, slots=True)
class Call:
    """One party's call, at an instant."""

    party: str
    at: datetime


@record(frozen=True, slots=True)
class Called:
    """From when on a call is in force, and by whom."""

    at: datetime
    by: tuple[str, ...]


def called(
    gate: Gate, by: p.Selector, decision: p.Name | None, calls: Iterable[Call]
) -> Called | None:
    """When those who call first have what it takes; None if they never do."""
    terms = Approval(by=by, decision=decision, effect=ApprovalEffect.DECIDE)
    said: list[str] = []
    for call in sorted(calls, key=lambda each: each.at):
        try:
            made = approval_game(state_at(gate.state.charter, call.at), "halt", terms)
        except CannotDecide:
            return None
        if Player(call.party) in made.game.players and call.party not in said:
            said.append(call.party)
        if made.game.wins(frozenset(Player(name) for name in said)):
            return Called(call.at, tuple(said))
    return None


def halted(
    gate: Gate, calls: Sequence[HaltCall], *, opened: datetime | None, now: datetime
) -> tuple[Halted | None, tuple[RefusedRecord, ...]]:
    """The halt in force, the longest if there are several; and the calls that do not count.

    A call made before the release was opened again counts no longer: whoever opened it anew asked
    for a new decision.
    """
    refused, good = [], []
    for call in calls:
        why = _against(gate, call, opened=opened, now=now)
        if why is None:
            good.append(call)
        else:
            refused.append(RefusedRecord("call to halt", call.party, call.at, why, call.entry))
    if gate.gated is None:
        return None, tuple(refused)
    found = [_by(gate, halt, good) for halt in gate.gated.policy.halts]
    standing = [h for h in found if h is not None and (h.until is None or now < h.until)]
    longest = max(standing, key=lambda h: (h.until is None, h.until or h.since), default=None)
    return longest, tuple(refused)


def _against(gate: Gate, call: HaltCall, *, opened: datetime | None, now: datetime) -> str | None:
    if call.subject_sha256 != gate.subject:
        return "it is about another build"
    if call.at > now:
        return "it is later than now"
    if call.at < gate.state.charter.opens.start:
        return "it is earlier than the charter"
    if opened is not None and call.at < opened:
        return f"the release was opened again on {told(opened)}"
    if gate.gated is None:
        return "no policy in force says who may halt"
    return None


def _by(gate: Gate, halt: Halt, calls: Sequence[HaltCall]) -> Halted | None:
    made = called(gate, halt.by, halt.decision, (Call(c.party, c.at) for c in calls))
    if made is None:
        return None
    reasons = tuple(dict.fromkeys(c.reason for c in calls if c.party in made.by))
    step = Step(f"halted by {', '.join(f'`{name}`' for name in made.by)}", halt.clause, halt.at)
    until = None if halt.most is None else later(made.at, halt.most)
    return Halted(made.at, until, made.by, reasons, (step,))


def voted_calls(gate: Gate, votes: Sequence[Vote], matter: str, now: datetime) -> list[Call]:
    """The votes with which something other than an approval is called for."""
    return [
        Call(vote.party, vote.at)
        for vote in votes
        if vote.approval == matter
        and vote.choice is Choice.YES
        and vote.subject_sha256 == gate.subject
        and vote.policy_sha256 == gate.policy_sha256
        and vote.stage == gate.stage.value
        and gate.state.charter.opens.start <= vote.at <= now
    ]
