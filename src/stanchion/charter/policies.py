"""Which release policy is in force for which product and stage, at an instant."""

from collections.abc import Iterable

from stanchion.charter.phrases import Name
from stanchion.charter.release import Policy, ReleaseStage
from stanchion.charter.state import State
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Gated:
    """A policy in force, under its name."""

    name: Name
    policy: Policy


def gates_of(state: State, products: Iterable[Name], stage: Name | None) -> tuple[Gated, ...]:
    """The policies in force for these products at a stage (at `general` where none is said)."""
    release = state.charter.release
    if release is None:
        return ()
    wanted, asked = ReleaseStage(stage or ReleaseStage.GENERAL), set(products)
    return tuple(
        Gated(Name(name), policy)
        for name, policy in release.policies.items()
        if in_force(policy, state) and wanted in policy.stages and asked & set(policy.products)
    )


def in_force(policy: Policy, state: State) -> bool:
    """Whether a policy holds at the instant of the state."""
    begun = policy.since is None or policy.since.start <= state.instant
    return begun and (policy.until is None or state.instant < policy.until.start)
