"""From a charter at an instant to a gate: the policy in force, and the model that is to pass it."""

from dataclasses import dataclass

from stanchion.charter.approvals import Dissent
from stanchion.charter.phrases import Name
from stanchion.charter.policies import Gated, gates_of
from stanchion.charter.release import ModelVersion, Release, ReleaseStage
from stanchion.charter.state import State
from stanchion.control.results import Step
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.release.digest import policy_digest
from stanchion.release.subject import subject_of


@dataclass(eq=False)
class ProductUnsaid(StanchionError, ValueError):
    """A model version of several products, and the question does not say which is meant."""

    model: str
    products: tuple[str, ...]

    def __str__(self) -> str:
        named = ", ".join(f"`{name}`" for name in self.products)
        return f"`{self.model}` belongs to several products: say which of {named}"


@record(frozen=True, slots=True)
class Gate:
    """A release to be decided: what is asked about, and the policy in force, if there is one.

    `predecessors` are the earlier versions of the model with their digests, nearest first.
    """

    state: State
    release: Release
    model: Name
    version: ModelVersion
    product: Name
    stage: ReleaseStage
    subject: str | None
    gated: Gated | None
    policy_sha256: str | None
    predecessors: tuple[ModelVersion, ...]
    because: tuple[Step, ...]


def gate(state: State, *, model: str, stage: str, product: str | None) -> Gate:
    """The gate of a model version on its way to a stage; raises ProductUnsaid."""
    release = state.charter.release
    assert release is not None  # INVARIANT: whoever asks has looked the model up
    version = release.models[Name(model)]
    of = _product(Name(model), version, product)
    found = gates_of(state, (of,), Name(stage))
    gated = found[0] if found else None
    digest = None if gated is None else policy_digest(state.charter, gated)
    because = [Step(f"`{model}` is a version of `{of}`", version.clause, version.at)]
    if gated is not None:
        since = "" if gated.policy.since is None else f", since {gated.policy.since.text}"
        said = f"policy `{gated.name}` is in force for `{stage}`{since}"
        because.append(Step(said, gated.policy.clause, gated.policy.at))
        if gated.policy.dissent is not None:
            because.append(_objections(gated.policy.dissent))
    return Gate(
        state=state,
        release=release,
        model=Name(model),
        version=version,
        product=of,
        stage=ReleaseStage(stage),
        subject=subject_of(version),
        gated=gated,
        policy_sha256=digest,
        predecessors=_predecessors(release, version),
        because=tuple(because),
    )


def _objections(dissent: Dissent) -> Step:
    """Where objections of staff go; they hold nothing up of themselves."""
    whom = ", ".join(f"`{name}`" for name in dissent.recipients)
    unnamed = ", anonymously if they wish" if dissent.anonymous else ""
    said = f"staff may object to {whom} by {dissent.channel}{unnamed}; an objection binds nobody"
    return Step(said, dissent.clause, dissent.at)


def _product(model: Name, version: ModelVersion, product: str | None) -> Name:
    if product is not None:
        return Name(product)
    if len(version.product) != 1:
        raise ProductUnsaid(str(model), tuple(map(str, version.product)))
    return version.product[0]


def _predecessors(release: Release, version: ModelVersion) -> tuple[ModelVersion, ...]:
    found: list[ModelVersion] = []
    name, seen = version.successor_of, set[Name]()
    while name is not None and name not in seen:
        seen.add(name)
        found.append(release.models[name])
        name = release.models[name].successor_of
    return tuple(found)
