"""What may be released: products, model versions, required evidence, and who approves."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.fields import (
    ConditionField,
    DurationField,
    Id,
    InstantField,
    Label,
    Prose,
    QuantityField,
    RateField,
    SelectorField,
    YesNo,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    written,
)


class ReleaseStage(StrEnum):
    """To whom a model goes."""

    INTERNAL = "internal"
    LIMITED = "limited"
    GENERAL = "general"


class Product(Cited):
    """What the public meets."""

    name: Label
    of: Id | None = None


class ModelVersion(Cited):
    """A version that can be released, identified by digest where one is known."""

    name: Label
    product: Annotated[tuple[Id, ...], OneOrMany]
    sha256: Prose | None = None
    descriptor: Prose | None = None
    successor_of: Id | None = None
    trained: InstantField | None = None


class RiskCategory(Cited):
    """A kind of harm, scored by level before and after mitigation."""

    name: Label
    levels: tuple[Id, ...]
    deploy_at_most: Id | None = None
    develop_at_most: Id | None = None


class EvaluationKind(StrEnum):
    """Whether a high score is a worry or a comfort."""

    CAPABILITY = "capability"
    SAFEGUARD = "safeguard"


class EvidenceFormat(StrEnum):
    """Which tool's file carries the result."""

    INSPECT = "inspect"
    LM_EVAL = "lm-eval"
    GARAK = "garak"
    PROMPTFOO = "promptfoo"
    IN_TOTO = "in-toto"
    MAPPED = "mapped"


class Evidence(Cited):
    """Where in which file the score of an evaluation is found."""

    format: EvidenceFormat
    task: Prose
    task_version: Prose | None = None
    metric: Prose
    mapping: dict[Id, Prose] | None = None


class Derived(Cited):
    """An evaluation computed from three others: weak-to-strong performance gap recovered."""

    weak: Id
    weak_to_strong: Id
    ceiling: Id
    least_gap: RateField


class Evaluation(Cited):
    """One required evaluation; its bound is compared with the confidence limit of the result.

    `limit` and `stated_on` may be absent only where the policy itself publishes none; the gate
    then reports the evaluation as one that cannot rule anything out.
    """

    name: Label | None = None
    category: Id | None = None
    kind: EvaluationKind
    evidence: Evidence | None = None
    derived: Derived | None = None
    limit: RateField | None = None
    confidence_level: RateField | None = None
    least_samples: QuantityField | None = None
    oldest: DurationField | None = None
    rerun_on: Annotated[tuple[Label, ...], OneOrMany] = ()
    independent_evaluators: QuantityField | None = None
    elicitation: YesNo | None = None
    stated_on: InstantField | None = None


class ApprovalEffect(StrEnum):
    """What a body's word does to a release."""

    RECOMMEND = "recommend"
    VETO = "veto"
    DECIDE = "decide"
    OVERRULE = "overrule"
    APPROVE = "approve"


class Approval(Cited):
    """One body's part in a release: by which decision, to what effect, and when it is asked."""

    by: SelectorField
    decision: Id | None = None
    effect: ApprovalEffect
    within: DurationField | None = None
    when: ConditionField | None = None


class FastTrack(Cited):
    """Who may shorten the way in an emergency, and for how long."""

    by: SelectorField
    most: DurationField


class Halt(Cited):
    """Who may stop a released model, and for how long without the deciding body."""

    by: SelectorField
    most: DurationField | None = None


class CompetitorClause(Cited):
    """Whether the bar may be lowered when others ship; off unless said."""

    enabled: YesNo
    needs: Annotated[tuple[SelectorField, ...], OneOrMany] = ()
    notice: Label | None = None


class Dissent(Cited):
    """How staff may object, and to whom."""

    channel: Label
    recipients: Annotated[tuple[Id, ...], OneOrMany]


class Witness(Cited):
    """Someone outside who cosigns checkpoints of the register; the key in hexadecimal."""

    party: Id
    ed25519: Prose | None = None


class Policy(Cited):
    """The gate for some products and stages."""

    name: Label | None = None
    products: Annotated[tuple[Id, ...], OneOrMany]
    stages: tuple[ReleaseStage, ...]
    evaluations: Annotated[tuple[Id, ...], OneOrMany] = ()
    reports: tuple[Label, ...] = ()
    approvals: dict[Id, Approval]
    cooling_off: DurationField | None = None
    fast_track: FastTrack | None = None
    halts: tuple[Halt, ...] = ()
    competitor_clause: CompetitorClause | None = None
    dissent: Dissent | None = None
    changed_by: SelectorField | None = None
    since: InstantField | None = None
    until: InstantField | None = None


class Release(Cited):
    """Everything about what may ship."""

    products: dict[Id, Product]
    models: dict[Id, ModelVersion] = written(default={})
    categories: dict[Id, RiskCategory] = written(default={})
    evaluations: dict[Id, Evaluation] = written(default={})
    policies: dict[Id, Policy] = written(default={})
    witnesses: dict[Id, Witness] = written(default={})
    witness_quorum: QuantityField | None = None
