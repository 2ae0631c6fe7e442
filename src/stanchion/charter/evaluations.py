"""What is measured before a release: evaluations, the files that carry them, and risk levels."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    DurationField,
    Id,
    InstantField,
    Label,
    Prose,
    QuantityField,
    RateField,
    SelectorField,
    TriggerField,
    YesNo,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import OneOrMany, written


class Scoring(Cited):
    """Which evaluation speaks for which level, before and after mitigation.

    A level is reached when one of its evaluations reaches its limit, ruled out when all of
    them rule it out.
    """

    before: dict[Id, Id] = written(default={})
    after: dict[Id, Id] = written(default={})


class RiskCategory(Cited):
    """A kind of harm, scored by level before and after mitigation.

    Levels are written from the lowest to the highest. `scored` names the evaluations by which a
    level is reached or ruled out; `scored_by` says whose signed score counts. `deploy_at_most`
    bounds the level after mitigation of what goes out (stages `limited` and `general`),
    `develop_at_most` of what stays inside (stage `internal`).
    """

    name: Label
    levels: tuple[Id, ...]
    deploy_at_most: Id | None = None
    develop_at_most: Id | None = None
    scored: Scoring | None = None
    scored_by: SelectorField | None = None


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
    """Where in which file the score of an evaluation is found.

    `binary: yes` says that each sample passes or fails, so that an interval can be worked out
    from the number of samples where the file has no standard error.
    """

    format: EvidenceFormat
    task: Prose
    task_version: Prose | None = None
    metric: Prose
    binary: YesNo | None = None
    mapping: dict[Id, Prose] | None = None

    def consistent(self) -> None:
        if (self.mapping is not None) != (self.format is EvidenceFormat.MAPPED):
            raise ValueFault(
                "`mapping:` and `format: mapped` go together",
                label="one without the other",
                help="a mapping says where a file of another tool has its figures: "
                "`mapping: {value: results.score, n: results.samples, created: date}`",
            )


class Derived(Cited):
    """An evaluation computed from three others: weak-to-strong performance gap recovered."""

    weak: Id
    weak_to_strong: Id
    ceiling: Id
    least_gap: RateField


class Evaluation(Cited):
    """One required evaluation; its bound is compared with the confidence limit of the result.

    `limit` and `stated_on` may be absent only where the policy itself publishes none; the gate
    then reports the evaluation as one that cannot rule anything out. `lower_is_better` turns a
    safeguard round: it is met below its limit. Evidence of a predecessor counts only where
    `rerun_on` says which changes would end that, and none of them has happened.
    """

    name: Label | None = None
    category: Id | None = None
    kind: EvaluationKind
    evidence: Evidence | None = None
    derived: Derived | None = None
    limit: RateField | None = None
    lower_is_better: YesNo | None = None
    confidence_level: RateField | None = None
    least_samples: QuantityField | None = None
    oldest: DurationField | None = None
    rerun_on: Annotated[tuple[TriggerField, ...], OneOrMany] = ()
    independent_evaluators: QuantityField | None = None
    elicitation: YesNo | None = None
    stated_on: InstantField | None = None

    def consistent(self) -> None:
        if self.evidence is not None and self.derived is not None:
            raise ValueFault(
                "an evaluation is read from a file or derived from others",
                label="both `evidence:` and `derived:`",
                help="leave one of the two out",
            )
        if self.lower_is_better and self.kind is EvaluationKind.CAPABILITY:
            raise ValueFault(
                "a capability is a worry when it is high",
                label="`lower_is_better` is of safeguards",
                help="write `kind: safeguard`, or leave `lower_is_better` out",
            )


class Evaluator(Cited):
    """Somebody whose signed word binds a result to a model; independent only where it is said."""

    independent: YesNo
    because: Label | None = None
