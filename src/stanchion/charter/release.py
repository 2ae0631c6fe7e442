"""What may be released: products, model versions, policies, keys and witnesses.

What is measured stands in `evaluations`, who approves in `approvals`.
"""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.approvals import (
    Approval,
    CompetitorClause,
    Dissent,
    FastTrack,
    Halt,
    PolicyChange,
    ReportTerms,
    Role,
)
from stanchion.charter.evaluations import Evaluation, Evaluator, RiskCategory
from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    DurationField,
    Id,
    InstantField,
    Label,
    Prose,
    QuantityField,
)
from stanchion.charter.frameworks import FRAMEWORKS, Framework
from stanchion.charter.phrases import ModelPart, Name, Unit
from stanchion.charter.sources import Cited
from stanchion.charter.written import OneOrMany, Short, written


class ReleaseStage(StrEnum):
    """To whom a model goes."""

    INTERNAL = "internal"
    LIMITED = "limited"
    GENERAL = "general"


class Product(Cited):
    """What the public meets."""

    name: Label
    of: Id | None = None


class Descriptor(Cited):
    """How a model behind somebody's interface is deployed; its digest stands for the model's."""

    provider: Prose
    snapshot: Prose
    adapters: Annotated[tuple[Prose, ...], OneOrMany] = ()
    system_prompt_sha256: Prose | None = None


class ModelVersion(Cited):
    """A version that can be released, identified by digest where one is known.

    `differs_in` lists what differs from the version that it succeeds, and `effective_compute` how
    many times more of it went in; evidence of the predecessor stands or falls with them.
    """

    name: Label
    product: Annotated[tuple[Id, ...], OneOrMany]
    sha256: Prose | None = None
    descriptor: Descriptor | None = None
    served_as: Annotated[tuple[Prose, ...], OneOrMany] = ()
    successor_of: Id | None = None
    differs_in: Annotated[tuple[ModelPart, ...], OneOrMany] | None = None
    effective_compute: QuantityField | None = None
    trained: InstantField | None = None

    def consistent(self) -> None:
        if self.sha256 is not None and self.descriptor is not None:
            raise ValueFault(
                "a model version is identified in one way",
                label="both `sha256:` and `descriptor:`",
                help="write the digest of its files, or the descriptor of its deployment",
            )
        compute = self.effective_compute
        if compute is not None and (compute.unit is not Unit.MULTIPLE or not compute.value):
            raise ValueFault(
                "`effective_compute` is a multiple of what the model before it took",
                label="not a multiple",
                help="write for example `effective_compute: 2x`",
            )


class Key(Cited):
    """A public key by which a party signs, from one instant until another."""

    ed25519: Prose
    since: InstantField | None = None
    until: InstantField | None = None


class Witness(Cited):
    """Someone outside who cosigns checkpoints of the register; the key in hexadecimal.

    `named` is the name under which it cosigns.
    """

    party: Id
    named: Prose | None = None
    ed25519: Prose | None = None


class Log(Cited):
    """The register's log: the origin that its checkpoints name, and the key that signs them."""

    origin: Prose
    ed25519: Prose | None = None


class Policy(Cited):
    """The gate for some products and stages."""

    name: Label | None = None
    products: Annotated[tuple[Id, ...], OneOrMany]
    stages: tuple[ReleaseStage, ...]
    framework: Framework | None = None
    roles: dict[Id, Annotated[Role, Short("by")]] = written(default={})
    categories: Annotated[tuple[Id, ...], OneOrMany] = ()
    evaluations: Annotated[tuple[Id, ...], OneOrMany] = ()
    reports: dict[Id, Annotated[ReportTerms, Short("name")]] = written(default={})
    approvals: dict[Id, Approval] = written(default={})
    cooling_off: DurationField | None = None
    fast_track: FastTrack | None = None
    halts: tuple[Halt, ...] = ()
    competitor_clause: CompetitorClause | None = None
    dissent: Dissent | None = None
    changed_by: Annotated[PolicyChange, Short("by")] | None = None
    lasts: DurationField | None = None
    since: InstantField | None = None
    until: InstantField | None = None

    @property
    def all_approvals(self) -> dict[Name, Approval]:
        """The approvals written here, and those that the roles of its framework take from it."""
        found = dict(self.approvals)
        for name, role in self.roles.items():
            part = None if self.framework is None else FRAMEWORKS[self.framework].part(name)
            if part is not None and name not in found:
                found[name] = role.to_effect(part.effect)
        return found


class Release(Cited):
    """Everything about what may ship."""

    products: dict[Id, Product]
    models: dict[Id, ModelVersion] = written(default={})
    categories: dict[Id, RiskCategory] = written(default={})
    evaluations: dict[Id, Evaluation] = written(default={})
    evaluators: dict[Id, Evaluator] = written(default={})
    policies: dict[Id, Policy] = written(default={})
    keys: dict[Id, Annotated[tuple[Annotated[Key, Short("ed25519")], ...], OneOrMany]] = written(
        default={}
    )
    log: Log | None = None
    witnesses: dict[Id, Witness] = written(default={})
    witness_quorum: QuantityField | None = None
