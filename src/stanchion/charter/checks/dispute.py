"""Disputes and release policies that make sense."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.dispute import Dispute
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


@explains("ST501", "off the scale")
def positions_on_the_scale(context: Context) -> Iterator[Diagnostic]:
    """A position, salience or influence lies outside of its scale from 0 to 100."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    for path, value in _scaled(dispute):
        if value.high > 100 or value.low < 0:
            yield error(
                "ST501",
                "positions, salience and influence are counted from 0 to 100",
                value.at or context.at(*path),
                label="off the scale",
            )


def _scaled(dispute: Dispute) -> Iterator[tuple[Path, p.Range]]:
    for name, party in dispute.parties.items():
        base: Path = ("dispute", "parties", name)
        yield (*base, "influence"), party.influence
        for axis, position in party.positions.items():
            yield (*base, "positions", axis, "position"), position.position
            yield (*base, "positions", axis, "salience"), position.salience
        for place, shift in enumerate(party.shifts):
            if shift.influence is not None:
                yield (*base, "shifts", place, "influence"), shift.influence
            for axis, position in shift.positions.items():
                yield (*base, "shifts", place, "positions", axis), position.position
                yield (*base, "shifts", place, "positions", axis), position.salience


@explains("ST502", "dispute that is none")
def disputes_have_sides(context: Context) -> Iterator[Diagnostic]:
    """A dispute needs at least two parties, and somebody with influence."""
    dispute = context.charter.dispute
    if dispute is None:
        return
    if len(dispute.parties) < 2:
        yield error(
            "ST502",
            "a dispute has at least two parties",
            context.key_at("dispute", "parties"),
            label="one side only",
        )
    if not any(party.influence.high for party in dispute.parties.values()):
        yield error(
            "ST502",
            "nobody in this dispute has any influence",
            context.key_at("dispute", "parties"),
            label="all zero",
        )
    for name in dispute.crowds:
        party = context.charter.parties.get(p.Name(name))
        if party is not None and party.size is None:
            yield error(
                "ST502",
                f"a crowd that may leave has a size, and `{name}` has none",
                context.key_at("dispute", "crowds", name),
                label="how many are they?",
                help=f"add `size:` to `{name}` under `parties:`",
            )


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


CHECKS = (
    positions_on_the_scale,
    disputes_have_sides,
    evaluations_can_decide,
    policies_are_decided,
)
