"""Where each approval is: given, refused, open, lapsed, vetoed, overruled; and what they come to.

An approval may be given `within` so long of the opening, a veto used until then; an overruling body
is heard for so long after what it overrules was decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from stanchion.charter.approvals import Approval, ApprovalEffect
from stanchion.charter.calendar import later
from stanchion.charter.phrases import Name, names_of
from stanchion.control.from_charter import CannotDecide
from stanchion.control.from_charter.gates import reaches
from stanchion.control.results import Coalition, Step
from stanchion.exact.record import record
from stanchion.release.approvals.ballots import Ballots, Count, Window, still_needed, told
from stanchion.release.approvals.conditions import LevelOf, holds
from stanchion.release.results import ApprovalState, RefusedRecord, Standing

YES = frozenset({Standing.GIVEN, Standing.NOT_VETOED, Standing.OVERRULED_YES})
NO = frozenset({Standing.REFUSED, Standing.VETOED, Standing.LAPSED, Standing.OVERRULED_NO})


@record(frozen=True, slots=True)
class Approvals:
    """The approvals of a gate as they stand.

    `agreed` says that all that bind have said yes, and `at` when the last of them did; `refused`
    are the votes that do not count.
    """

    states: tuple[ApprovalState, ...]
    agreed: bool
    at: datetime | None
    refused: tuple[RefusedRecord, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approving:
    """Works out the approvals of a gate from the votes on it."""

    ballots: Ballots
    opened: datetime | None
    level_of: LevelOf
    fast: bool

    def approvals(self) -> Approvals:
        """Every approval of the policy, the overruling ones after what they can overrule."""
        gated = self.ballots.gate.gated
        written = {} if gated is None else gated.policy.all_approvals
        found: dict[Name, _Found] = {}
        for name, approval in written.items():
            if approval.effect is not ApprovalEffect.OVERRULE:
                found[name] = self._one(name, approval, self._from_opening(approval))
        for name, approval in written.items():
            if approval.effect is ApprovalEffect.OVERRULE:
                over = [f for n, f in found.items() if reaches(approval, n, written[n])]
                found[name] = self._one(name, approval, self._from_decision(approval, over))
        ordered = [found[name] for name in written]
        return self._together(written, found, ordered)

    def _together(
        self, written: dict[Name, Approval], found: dict[Name, "_Found"], ordered: list["_Found"]
    ) -> Approvals:
        agreed, times = True, []
        for name, approval in written.items():
            state = found[name].state
            binding = approval.effect not in {ApprovalEffect.RECOMMEND, ApprovalEffect.OVERRULE}
            if not binding or state.standing is Standing.NOT_ASKED:
                continue
            word = _last_word(name, written, found)
            agreed = agreed and word.standing in YES
            times += [word.at] if word.at is not None else []
        return Approvals(
            tuple(each.state for each in ordered),
            agreed,
            max(times) if agreed and times else None,
            tuple(refused for each in ordered for refused in each.refused),
            tuple(dict.fromkeys(said for each in ordered for said in each.assumptions)),
        )

    # ------------------------------------------------------------------ windows

    def _from_opening(self, approval: Approval) -> Window:
        return self._window(approval, self.opened, "the release has not been opened")

    def _from_decision(self, approval: Approval, over: list["_Found"]) -> Window:
        """From when something was decided that can be overruled."""
        decided = [
            f.state.at for f in over if f.state.at is not None and f.state.standing in YES | NO
        ]
        return self._window(
            approval, min(decided) if decided else None, "nothing has been decided yet"
        )

    def _window(self, approval: Approval, begins: datetime | None, not_begun: str) -> Window:
        ends = None
        if begins is not None and approval.within is not None:
            ends = later(begins, approval.within)
        return Window(begins, ends, not_begun)

    # ---------------------------------------------------------------- one approval

    def _one(self, name: Name, approval: Approval, window: Window) -> "_Found":
        asked = None
        if approval.when is not None:
            asked = holds(self.ballots.gate.state, approval.when, self.level_of)
        if approval.when is not None and asked is False:
            words = "its condition does not hold"
            return _Found(_state(name, approval, Standing.NOT_ASKED, words, window, ()))
        unknown = approval.when is not None and asked is None
        assumptions = (
            (f"`{name}` is asked, for whether its condition holds cannot be told",)
            if unknown
            else ()
        )
        try:
            count = self.ballots.count(name, approval, window)
        except CannotDecide as unable:
            because = (Step(unable.why, approval.clause, approval.at),)
            words = f"who decides cannot be worked out: {unable.why}"
            state = _state(name, approval, Standing.OPEN, words, window, because)
            return _Found(state, (), assumptions)
        standing, at, words = self._standing(approval, count, window)
        could = _could(approval, count, standing)
        state = _state(
            name, approval, standing, words, window, count.made.because, count, at, could
        )
        return _Found(state, count.refused, (*assumptions, *count.made.assumptions))

    def _standing(
        self, approval: Approval, count: Count, window: Window
    ) -> tuple[Standing, datetime | None, str]:
        over = window.ends is not None and window.ends < self.ballots.now
        match approval.effect:
            case ApprovalEffect.VETO:
                return self._veto(count, window, over=over)
            case ApprovalEffect.OVERRULE:
                return _overruling(count, window, over=over)
            case ApprovalEffect.RECOMMEND:
                return self._recommending(count, window, over=over)
            case ApprovalEffect.DECIDE | ApprovalEffect.APPROVE:
                return _deciding(count, window, over=over)

    def _veto(
        self, count: Count, window: Window, *, over: bool
    ) -> tuple[Standing, datetime | None, str]:
        if count.rejected_at is not None:
            return Standing.VETOED, count.rejected_at, _by(count.no, "said no")
        if count.safe_at is not None:
            return (
                Standing.NOT_VETOED,
                count.safe_at,
                _by(count.yes, "said yes, so nobody can veto"),
            )
        if over:
            return Standing.NOT_VETOED, window.ends, "its time went by without a veto"
        if window.ends is not None:
            return Standing.OPEN, None, f"it can veto until {told(window.ends)}"
        return Standing.OPEN, None, f"it may still veto: {_no_end(window)}"

    def _recommending(
        self, count: Count, window: Window, *, over: bool
    ) -> tuple[Standing, datetime | None, str]:
        if count.won_at is not None:
            return Standing.GIVEN, count.won_at, _by(count.yes, "recommend it")
        if count.lost_at is not None:
            return Standing.REFUSED, count.lost_at, _by(count.no, "advise against it")
        if self.fast:
            return Standing.WAIVED, None, "the fast track does not wait for it"
        if over:
            return Standing.LAPSED, window.ends, "no recommendation came in time"
        return Standing.OPEN, None, "no recommendation yet, which keeps nobody"


@record(frozen=True, slots=True)
class _Found:
    state: ApprovalState
    refused: tuple[RefusedRecord, ...] = ()
    assumptions: tuple[str, ...] = ()


def _last_word(
    name: Name, written: dict[Name, Approval], found: dict[Name, _Found]
) -> ApprovalState:
    """The state of an approval, or that of the body which overruled it last."""
    over = [
        found[by].state
        for by, approval in written.items()
        if approval.effect is ApprovalEffect.OVERRULE and reaches(approval, name, written[name])
    ]
    spoken = [s for s in over if s.standing in YES | NO and s.at is not None]
    if not spoken:
        return found[name].state
    return max(spoken, key=lambda state: (state.at is not None, state.at))


def _deciding(count: Count, window: Window, *, over: bool) -> tuple[Standing, datetime | None, str]:
    if count.won_at is not None:
        return Standing.GIVEN, count.won_at, _by(count.yes, "said yes")
    if count.lost_at is not None:
        return Standing.REFUSED, count.lost_at, _by(count.no, "said no, and cannot be passed over")
    if over:
        assert window.ends is not None  # INVARIANT: only what has an end is over
        return Standing.LAPSED, window.ends, f"its time ended on {told(window.ends)}"
    if window.begins is None:
        return Standing.OPEN, None, window.not_begun
    return Standing.OPEN, None, "not decided yet"


def _overruling(
    count: Count, window: Window, *, over: bool
) -> tuple[Standing, datetime | None, str]:
    yes, no = count.won_at, count.rejected_at
    if yes is not None and (no is None or yes <= no):
        return Standing.OVERRULED_YES, yes, _by(count.yes, "put their yes in its place")
    if no is not None:
        return Standing.OVERRULED_NO, no, _by(count.no, "put their no in its place")
    if over:
        return Standing.NOT_OVERRULED, window.ends, "its time to overrule is over"
    if window.begins is None:
        return Standing.NOT_OVERRULED, None, window.not_begun
    until = "" if window.ends is None else f" until {told(window.ends)}"
    return Standing.NOT_OVERRULED, None, f"it can overrule{until}"


def _could(approval: Approval, count: Count, standing: Standing) -> tuple[Coalition, ...]:
    """Who could still bring about the yes; or, of a body that can only stop, the no."""
    if standing is Standing.OPEN and approval.effect is ApprovalEffect.VETO:
        return still_needed(count, against=True)
    return still_needed(count) if standing in {Standing.OPEN, Standing.NOT_OVERRULED} else ()


def _state(
    name: Name,
    approval: Approval,
    standing: Standing,
    words: str,
    window: Window,
    because: tuple[Step, ...],
    count: Count | None = None,
    at: datetime | None = None,
    could: tuple[Coalition, ...] = (),
) -> ApprovalState:
    return ApprovalState(
        id=str(name),
        by=" and ".join(_who(approval)),
        effect=approval.effect.value,
        decision=None if approval.decision is None else str(approval.decision),
        standing=standing,
        yes=() if count is None else count.yes,
        no=() if count is None else count.no,
        abstained=() if count is None else count.abstained,
        could=could,
        at=at,
        until=window.ends,
        words=words,
        because=(
            Step(f"`{name}` {_EFFECTS[approval.effect]}", approval.clause, approval.at),
            *because,
        ),
    )


_EFFECTS = {
    ApprovalEffect.RECOMMEND: "recommends",
    ApprovalEffect.VETO: "can veto",
    ApprovalEffect.DECIDE: "decides",
    ApprovalEffect.OVERRULE: "can overrule",
    ApprovalEffect.APPROVE: "must approve as well",
}


def _who(approval: Approval) -> Iterator[str]:
    yield from (str(name) for name in names_of(approval.by))


def _by(parties: tuple[str, ...], said: str) -> str:
    return f"{', '.join(f'`{party}`' for party in parties)} {said}"


def _no_end(window: Window) -> str:
    return window.not_begun if window.begins is None else "nothing says until when"
