"""Who says yes to a release: approvals by effect, halts, fast track, dissent, changes of policy."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    ConditionField,
    DurationField,
    Id,
    Label,
    SelectorField,
    YesNo,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import OneOrMany


class ApprovalEffect(StrEnum):
    """What a body's word does to a release."""

    RECOMMEND = "recommend"
    VETO = "veto"
    DECIDE = "decide"
    OVERRULE = "overrule"
    APPROVE = "approve"


class Approval(Cited):
    """One body's part in a release: by which decision, to what effect, and when it is asked.

    A vote is always about the release: yes is for it, no is against it. *Recommend* binds nobody.
    *Decide* and *approve* need the yes of the body, each of them. *Veto* stops a release when
    those who say no could take the decision among themselves; it can be used `within` so long of
    the opening. *Overrule* puts the body's own yes or no in the place of what was decided, at any
    time or `within` so long of it, and reaches the approvals named in `of`, or else all that
    decide.
    """

    by: SelectorField
    decision: Id | None = None
    effect: ApprovalEffect
    within: DurationField | None = None
    when: ConditionField | None = None
    of: Annotated[tuple[Id, ...], OneOrMany] = ()

    def consistent(self) -> None:
        if self.of and self.effect is not ApprovalEffect.OVERRULE:
            raise ValueFault(
                "only an overruling body reaches other approvals",
                label=f"`of:` with `effect: {self.effect.value}`",
                help="leave `of:` out, or write `effect: overrule`",
            )


class Role(Cited):
    """Who plays a part of a published framework, which says to what effect."""

    by: SelectorField
    decision: Id | None = None
    within: DurationField | None = None
    when: ConditionField | None = None

    def to_effect(self, effect: ApprovalEffect) -> Approval:
        """The approval that the role comes to, in its place of the file."""
        approval = Approval(
            by=self.by,
            decision=self.decision,
            effect=effect,
            within=self.within,
            when=self.when,
            clause=self.clause,
            source=self.source,
        )
        return approval.placed(self.at)


class FastTrack(Cited):
    """Who may shorten the way in an emergency, and for how long.

    On the fast track nobody waits for the cooling-off or for recommendations; everything else
    stands. What is released so is released for `most` only.
    """

    by: SelectorField
    decision: Id | None = None
    most: DurationField


class Halt(Cited):
    """Who may stop a released model, and for how long without the deciding body."""

    by: SelectorField
    decision: Id | None = None
    most: DurationField | None = None


class CompetitorClause(Cited):
    """Whether the bar may be lowered when others ship; off unless said.

    Where it is on, the evaluations and risk categories named in `lowers` bind no longer once
    everybody in `needs` has agreed and the `notice` is filed.
    """

    enabled: YesNo
    needs: Annotated[tuple[SelectorField, ...], OneOrMany] = ()
    notice: Id | None = None
    lowers: Annotated[tuple[Id, ...], OneOrMany] = ()

    def consistent(self) -> None:
        if self.enabled and not (self.needs and self.lowers and self.notice):
            raise ValueFault(
                "a bar that can be lowered says by whom, after which notice, and which",
                label="`needs:`, `notice:` or `lowers:` is missing",
                help="write all three, or `enabled: no`",
            )


class Dissent(Cited):
    """How staff may object, and to whom."""

    channel: Label
    recipients: Annotated[tuple[Id, ...], OneOrMany]
    anonymous: YesNo | None = None


class ReportTerms(Cited):
    """A document that must be filed, by its digest; by whom, where that is said."""

    name: Label
    by: SelectorField | None = None


class PolicyChange(Cited):
    """Who may change the policy: who proposes, and who decides by which decision."""

    by: SelectorField
    decision: Id | None = None
    proposed_by: SelectorField | None = None
