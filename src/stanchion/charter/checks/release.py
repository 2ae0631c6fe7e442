"""Policies that somebody decides and somebody can pass; keys and witnesses that can be used."""

import re
from collections.abc import Iterator
from itertools import combinations

from stanchion.charter import phrases as p
from stanchion.charter.approvals import Approval, ApprovalEffect
from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.decisions import Decision
from stanchion.charter.frameworks import FRAMEWORKS
from stanchion.charter.release import Policy, Release
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _policies(context: Context) -> Iterator[tuple[Release, p.Name, Policy, Path]]:
    release = context.charter.release
    if release is not None:
        for name, policy in release.policies.items():
            yield release, p.Name(name), policy, ("release", "policies", name)


@explains("ST602", "gate that nobody decides")
def policies_are_decided(context: Context) -> Iterator[Diagnostic]:
    """A release policy in which no approval has the effect `decide` or `approve`."""
    for _, name, policy, path_of in _policies(context):
        effects = {approval.effect for approval in policy.all_approvals.values()}
        if not effects & {ApprovalEffect.DECIDE, ApprovalEffect.APPROVE}:
            yield error(
                "ST602",
                f"nobody decides under policy `{name}`",
                context.key_at(*path_of, "approvals"),
                label="no approval with `effect: decide` or `approve`",
            )
    release = context.charter.release
    for name, category in release.categories.items() if release is not None else ():
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


@explains("ST605", "approval that does not fit")
def approvals_fit(context: Context) -> Iterator[Diagnostic]:
    """An approval contradicts the decision by which it is given, or has nothing to act upon.

    Who approves decides by a decision of the charter, so both must name the same. An overruling
    body needs something to overrule. A veto says `within` what time it can be used: without that
    its silence is waited for, as if it had to approve.
    """
    for _, _, policy, path_of in _policies(context):
        for key, approval in policy.all_approvals.items():
            section = "approvals" if key in policy.approvals else "roles"
            yield from _one(context, policy, key, approval, (*path_of, section, str(key)))
        for place, halt in enumerate(policy.halts):
            decision = _decision(context, halt.decision)
            if decision is not None and decision.by != halt.by:
                yield _other_decider(context, halt.decision, (*path_of, "halts", place, "by"))


def _one(
    context: Context, policy: Policy, key: p.Name, approval: Approval, path_of: Path
) -> Iterator[Diagnostic]:
    decision = _decision(context, approval.decision)
    if decision is not None and decision.by != approval.by:
        yield _other_decider(context, approval.decision, (*path_of, "by"))
    if approval.effect is ApprovalEffect.VETO and approval.within is None:
        yield warning(
            "ST605",
            f"nothing says until when `{key}` can veto",
            context.key_at(*path_of),
            label="a release waits for its word",
            help="add `within:` a duration of the opening, or write `effect: approve` if it must "
            "say yes",
        )
    if approval.effect is not ApprovalEffect.OVERRULE:
        return
    others = {n: a for n, a in policy.all_approvals.items() if a.effect != approval.effect}
    for named in approval.of:
        if named not in others:
            yield error(
                "ST605",
                f"`{named}` is no approval of this policy that can be overruled",
                named.at or context.at(*path_of, "of"),
                label="nothing to overrule",
                help="to choose from: " + ", ".join(f"`{n}`" for n in others),
            )
    if not approval.of and all(a.effect is not ApprovalEffect.DECIDE for a in others.values()):
        yield error(
            "ST605",
            f"`{key}` overrules whoever decides, and nobody does",
            context.key_at(*path_of),
            label="nothing to overrule",
            help="name in `of:` which approvals it overrules",
        )


def _decision(context: Context, name: p.Name | None) -> Decision | None:
    return None if name is None else context.charter.decisions.get(name)


def _other_decider(context: Context, decision: p.Name | None, path_of: Path) -> Diagnostic:
    return error(
        "ST605",
        f"decision `{decision}` is taken by somebody else",
        context.at(*path_of),
        label="not its `by:`",
        help="write the same here as under `decisions:`",
    )


@explains("ST606", "policy that cannot be applied")
def policies_can_be_applied(context: Context) -> Iterator[Diagnostic]:
    """Two policies claim one release, or a policy asks for what nobody can provide.

    For a product, a stage and a day one policy is in force. A result counts when an evaluator of
    the charter attests it, so there must be some. What is derived from other results measures a
    method and not a model, and cannot be all that is asked for.
    """
    found = list(_policies(context))
    for (_, one, first, _), (_, other, second, path_of) in combinations(found, 2):
        shared = set(first.products) & set(second.products)
        stages = [stage for stage in second.stages if stage in first.stages]
        if shared and stages and _at_one_time(first, second):
            yield error(
                "ST606",
                f"`{one}` and `{other}` are both in force for `{stages[0]}`",
                context.key_at(*path_of),
                label="which of them decides?",
                help="give one of them `until:` and the other `since:`, or other stages",
            )
    for release, name, policy, path_of in found:
        yield from _applied(context, release, name, policy, path_of)


def _at_one_time(first: Policy, second: Policy) -> bool:
    def before(one: Policy, other: Policy) -> bool:
        ends, begins = one.until, other.since
        return ends is not None and begins is not None and ends.start <= begins.start

    return not (before(first, second) or before(second, first))


def _applied(
    context: Context, release: Release, name: p.Name, policy: Policy, path_of: Path
) -> Iterator[Diagnostic]:
    asked = [release.evaluations[n] for n in policy.evaluations if n in release.evaluations]
    if any(e.limit is not None for e in asked) and not release.evaluators:
        yield warning(
            "ST606",
            f"policy `{name}` asks for results that nobody may attest",
            context.at(*path_of, "evaluations"),
            label="a release that requires them will be refused",
            help="add `evaluators:` to `release:`, with whoever may, as in "
            "`evaluators: {lab_team: {independent: no}}`",
        )
    if asked and not policy.categories and all(e.derived is not None for e in asked):
        yield error(
            "ST606",
            f"all that policy `{name}` measures is derived from other results",
            context.at(*path_of, "evaluations"),
            label="no result of the model itself",
        )
    independent = sum(1 for each in release.evaluators.values() if each.independent)
    for evaluation in policy.evaluations:
        terms = release.evaluations.get(evaluation)
        wanted = None if terms is None else terms.independent_evaluators
        if wanted is not None and wanted.value > independent:
            yield warning(
                "ST606",
                f"`{evaluation}` asks for more independent evaluators than there are",
                context.at("release", "evaluations", evaluation, "independent_evaluators"),
                label=f"{independent} under `evaluators:`",
            )
    clause = policy.competitor_clause
    if clause is not None and clause.notice is not None and clause.notice not in policy.reports:
        yield error(
            "ST606",
            f"`{clause.notice}` is no report of policy `{name}`",
            context.at(*path_of, "competitor_clause", "notice"),
            label="not under `reports:`",
        )


@explains("ST607", "part of a framework out of place")
def frameworks_are_filled(context: Context) -> Iterator[Diagnostic]:
    """A policy takes the structure of a published framework and leaves parts of it open.

    `roles:` says for each part of the framework who plays it; `stanchion presets` prints the parts.
    A part that is left out is not in force, and a framework that was withdrawn is an example only.
    """
    for _, name, policy, path_of in _policies(context):
        if policy.framework is None:
            if policy.roles:
                at = context.key_at(*path_of, "roles")
                message = f"policy `{name}` has roles, and no framework that they are of"
                yield error("ST607", message, at, label="no `framework:`")
            continue
        published = FRAMEWORKS[policy.framework]
        parts = [part.name for part in published.parts]
        if published.withdrawn is not None:
            yield warning(
                "ST607",
                f"`{policy.framework.value}` was withdrawn in {published.withdrawn}",
                context.at(*path_of, "framework"),
                label="an example of what was, not of what is",
            )
        for role in policy.roles:
            if role not in parts:
                yield error(
                    "ST607",
                    f"`{role}` is no part of `{policy.framework.value}`",
                    context.key_at(*path_of, "roles", str(role)),
                    label="unknown part",
                    help="its parts: " + (", ".join(f"`{x}`" for x in parts) or "none"),
                )
        left = [n for n in parts if n not in policy.roles and n not in policy.approvals]
        if left:
            yield warning(
                "ST607",
                f"nobody plays {', '.join(f'`{part}`' for part in left)}",
                context.at(*path_of, "framework"),
                label="parts that are left open",
                help="name them under `roles:`, or give them an approval of their own",
            )


@explains("ST608", "key or digest that cannot be used")
def keys_can_be_used(context: Context) -> Iterator[Diagnostic]:
    """A public key or digest is not 64 hexadecimal digits, or serves two.

    A key says who signed, so two parties cannot have the same. Witnesses cosign with keys of their
    own; a quorum counts those who have one.
    """
    release = context.charter.release
    if release is None:
        return
    seen: dict[str, str] = {}
    for owner, key, path_of in _keys(release):
        at = context.at(*path_of)
        if not _DIGEST.fullmatch(key):
            yield error(
                "ST608",
                f"the key of `{owner}` is not 64 hexadecimal digits",
                at,
                label="no Ed25519 key",
            )
        elif seen.setdefault(key, owner) != owner:
            message = f"`{owner}` and `{seen[key]}` have one key"
            yield error("ST608", message, at, label="who of them signed?")
    for digest, path_of in _digests(release):
        if not _DIGEST.fullmatch(digest):
            yield error(
                "ST608",
                f"`{digest}` is not 64 hexadecimal digits in small letters",
                context.at(*path_of),
                label="no SHA-256",
            )
    yield from _quorum(context, release)


def _quorum(context: Context, release: Release) -> Iterator[Diagnostic]:
    quorum = release.witness_quorum
    if quorum is None:
        return
    able = sum(1 for witness in release.witnesses.values() if witness.ed25519 is not None)
    if quorum.value.denominator != 1 or not 1 <= quorum.value <= able:
        yield error(
            "ST608",
            f"{able} witnesses have a key, and the quorum cannot be met",
            context.at("release", "witness_quorum"),
            label="not between 1 and their number",
        )


def _keys(release: Release) -> Iterator[tuple[str, str, Path]]:
    for party, keys in release.keys.items():
        for place, key in enumerate(keys):
            yield str(party), key.ed25519, ("release", "keys", str(party), place, "ed25519")
    for name, witness in release.witnesses.items():
        if witness.ed25519 is not None:
            path_of: Path = ("release", "witnesses", str(name), "ed25519")
            yield f"{name}", witness.ed25519, path_of
    if release.log is not None and release.log.ed25519 is not None:
        yield "the log", release.log.ed25519, ("release", "log", "ed25519")


def _digests(release: Release) -> Iterator[tuple[str, Path]]:
    for name, model in release.models.items():
        if model.sha256 is not None:
            yield model.sha256, ("release", "models", str(name), "sha256")
        prompt = None if model.descriptor is None else model.descriptor.system_prompt_sha256
        if prompt is not None:
            yield prompt, ("release", "models", str(name), "descriptor", "system_prompt_sha256")


CHECKS = (
    policies_are_decided,
    approvals_fit,
    policies_can_be_applied,
    frameworks_are_filled,
    keys_can_be_used,
)
