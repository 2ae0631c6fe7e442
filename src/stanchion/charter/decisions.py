"""Who may decide what and how: electorate x counting x threshold x timing, and the effect."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.bodies import Abstention
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


class RecusalEffect(StrEnum):
    """What the recusal of a member does to the count."""

    LEAVES_BASE = "leaves quorum and base"
    LEAVES_BASE_ONLY = "counts for quorum only"
    STAYS_IN_BASE = "stays in the base"


class Decision(Cited):
    """One thing that can be decided.

    `by` says who decides (a body, an office, whoever manages an entity, a party); `needs` is the
    rule where it differs from the body's own `acts`; `vetoes` name who can stop it; `effect` is
    what becomes of the company when it is taken.
    """

    name: Label | None = None
    by: SelectorField
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


class AgreementKind(StrEnum):
    """How holders bind their votes or units among themselves."""

    VOTING_AGREEMENT = "voting agreement"
    IRREVOCABLE_PROXY = "irrevocable proxy"
    DRAG_ALONG = "drag-along"
    TAG_ALONG = "tag-along"


class Agreement(Cited):
    """Parties who vote or sell as one of them, or as they agree."""

    kind: AgreementKind
    parties: Annotated[tuple[Id, ...], OneOrMany]
    vote_as: SelectorField
    on: Annotated[tuple[Id, ...], OneOrMany] = ()
    threshold: RateField | None = None
    until: InstantField | None = None


Decisions = dict[Id, Decision]
Agreements = dict[Id, Agreement]
