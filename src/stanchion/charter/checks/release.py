"""Release policies that can be decided, by evaluations that can be failed."""

from collections.abc import Iterator

from stanchion.charter.checks.context import Context, error, warning
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST601", "evaluation that cannot decide")
def evaluations_can_decide(context: Context) -> Iterator[Diagnostic]:
    """A required evaluation says too little to be passed or failed.

    It needs its evidence and a limit; without them the gate counts it as `cannot rule out`, which
    refuses. A limit must have been stated on some date, so that it can be shown to precede the
    result.
    """
    release = context.charter.release
    if release is None:
        return
    required = {name for policy in release.policies.values() for name in policy.evaluations}
    for name, evaluation in release.evaluations.items():
        at = context.key_at("release", "evaluations", name)
        if evaluation.limit is None and name in required:
            yield warning(
                "ST601",
                f"evaluation `{name}` states no limit, so it can rule nothing out",
                at,
                label="a release that requires it will be refused",
            )
        elif evaluation.limit is not None and evaluation.stated_on is None:
            yield error(
                "ST601",
                f"the limit of `{name}` does not say when it was stated",
                at,
                label="no `stated_on:`",
                help="a limit counts only for results later than itself",
            )


@explains("ST602", "gate that nobody decides")
def policies_are_decided(context: Context) -> Iterator[Diagnostic]:
    """A release policy in which no approval has the effect `decide` or `approve`."""
    release = context.charter.release
    if release is None:
        return
    for name, policy in release.policies.items():
        if not any(a.effect.value in {"decide", "approve"} for a in policy.approvals.values()):
            yield error(
                "ST602",
                f"nobody decides under policy `{name}`",
                context.key_at("release", "policies", name, "approvals"),
                label="no approval with `effect: decide` or `approve`",
            )
    for name, category in release.categories.items():
        for key, level in (
            ("deploy_at_most", category.deploy_at_most),
            ("develop_at_most", category.develop_at_most),
        ):
            if level is not None and level not in category.levels:
                yield error(
                    "ST602",
                    f"`{level}` is not a level of `{name}`",
                    context.at("release", "categories", name, key),
                    label="expected " + ", ".join(f"`{x}`" for x in category.levels),
                )


CHECKS = (evaluations_can_decide, policies_are_decided)
