"""Who may decide what and how: electorate x counting x threshold x timing, and the effect."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.bodies import Abstention, RecusalEffect
from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    ConditionField,
    DurationField,
    EffectField,
    Id,
    InstantField,
    Label,
    RateField,
    RuleField,
    SelectorField,
    ThresholdField,
    YesNo,
)
from stanchion.charter.presets import Law
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
)


class Route(Cited):
    """One way of taking a decision: in a meeting, by written consent, …"""

    needs: RuleField | None = None
    quorum: ThresholdField | None = None
    notice: DurationField | None = None
    waiver: SelectorField | None = None
    abstentions: Abstention | None = None
    window: DurationField | None = None
    for_cause: YesNo | None = None


class Decision(Cited):
    """One thing that can be decided.

    `by` says who decides (a body, an office, whoever manages an entity, a party); `needs` is the
    rule where it differs from the body's own `acts`; `vetoes` name who can stop it; `effect` is
    what becomes of the company when it is taken.
    """

    name: Label | None = None
    by: SelectorField
    law: Annotated[tuple[Law, ...], OneOrMany] = ()
    needs: RuleField | None = None
    quorum: ThresholdField | None = None
    abstentions: Abstention | None = None
    routes: dict[Id, Route] | None = None
    notice: DurationField | None = None
    waiver: SelectorField | None = None
    cooling_off: DurationField | None = None
    time_lock: DurationField | None = None
    expires: InstantField | None = None
    when: ConditionField | None = None
    vetoes: Annotated[tuple[SelectorField, ...], OneOrMany] = ()
    recused: SelectorField | None = None
    recusal: RecusalEffect | None = None
    for_cause: YesNo | None = None
    reason_recorded: YesNo | None = None
    effect: Annotated[tuple[EffectField, ...], OneOrMany]

    def consistent(self) -> None:
        if not self.effect:
            raise ValueFault(
                "a decision changes something, or is recorded",
                label="no effect",
                help="write what it changes, as in `effect: someone joins board`, or "
                "`effect: recorded`",
            )


class AgreementKind(StrEnum):
    """How holders bind their votes or units among themselves."""

    VOTING_AGREEMENT = "voting agreement"
    IRREVOCABLE_PROXY = "irrevocable proxy"
    DRAG_ALONG = "drag-along"
    TAG_ALONG = "tag-along"
    RESERVED_MATTERS = "reserved matters"


class Agreement(Cited):
    """Parties who vote or sell as one of them, or as they agree; or whose consent is reserved.

    Under a voting agreement or proxy the `parties` vote as `vote_as` decides; under a drag-along
    they must agree once `vote_as` does; a tag-along lets them sell alongside and moves no vote;
    under reserved matters the decisions named in `on` need the consent of each of them.
    """

    kind: AgreementKind
    parties: Annotated[tuple[Id, ...], OneOrMany]
    vote_as: SelectorField | None = None
    on: Annotated[tuple[Id, ...], OneOrMany] = ()
    threshold: RateField | None = None
    until: InstantField | None = None

    def consistent(self) -> None:
        moves_votes = self.kind not in {AgreementKind.RESERVED_MATTERS, AgreementKind.TAG_ALONG}
        if moves_votes and self.vote_as is None:
            raise ValueFault(
                f"a {self.kind.value} says as whom its parties vote",
                label="no `vote_as:`",
                help="add `vote_as:` with a party, group or body",
            )
        if not moves_votes and self.kind is AgreementKind.RESERVED_MATTERS and not self.on:
            raise ValueFault(
                "reserved matters are named", label="no `on:`", help="add `on:` with decisions"
            )


Decisions = dict[Id, Decision]
Agreements = dict[Id, Agreement]
