"""Evaluations that can be passed or failed, files that can be read, levels that are scored."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.evaluations import Evaluation, EvaluationKind, Evidence
from stanchion.charter.paths import COLUMNS, NEEDED, WrongPath, path
from stanchion.charter.versions import version_bounds
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.suggest import closest
from stanchion.source.tree import Path

LEVELS = (Fraction(1, 2), Fraction(999_999, 1_000_000))
"""Confidence levels that mean something: below the one a coin does as well, above the other no
sample suffices."""


def _evaluations(context: Context) -> Iterator[tuple[p.Name, Evaluation, Path]]:
    release = context.charter.release
    if release is not None:
        for name, evaluation in release.evaluations.items():
            yield p.Name(name), evaluation, ("release", "evaluations", name)


@explains("ST601", "evaluation that cannot decide")
def evaluations_can_decide(context: Context) -> Iterator[Diagnostic]:
    """A required evaluation says too little to be passed or failed.

    It needs its evidence and a limit; without them the gate counts it as `cannot rule out`, which
    refuses. A limit must have been stated on some date, so that it can be shown to precede the
    result, and is compared with the end of an interval, which needs a confidence level.
    """
    release = context.charter.release
    required = set() if release is None else _required(context)
    for name, evaluation, path_of in _evaluations(context):
        at = context.key_at(*path_of)
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
        elif evaluation.limit is not None and evaluation.confidence_level is None:
            yield error(
                "ST601",
                f"the limit of `{name}` does not say with what confidence it is kept",
                at,
                label="no `confidence_level:`",
                help="write for example `confidence_level: 95%`",
            )
        level = evaluation.confidence_level
        if level is not None and not LEVELS[0] <= level <= LEVELS[1]:
            yield error(
                "ST601",
                "a confidence level lies between 50% and 99.9999%",
                context.at(*path_of, "confidence_level"),
                label="not such a level",
            )


def _required(context: Context) -> set[p.Name]:
    release = context.charter.release
    assert release is not None  # INVARIANT: asked only where there is one
    return {name for policy in release.policies.values() for name in policy.evaluations}


@explains("ST603", "evidence that cannot be read")
def evidence_can_be_read(context: Context) -> Iterator[Diagnostic]:
    """An evaluation names a file or figure that no reader can find.

    A mapping says for each column of a row where it stands in the file; value, number of samples,
    date and whether the run was completed must be among them. A bound on versions is written as
    `>=2`, `1.4` or `>=2, <3`. What is derived is derived from what is measured.
    """
    for name, evaluation, path_of in _evaluations(context):
        terms = evaluation.evidence
        if terms is not None:
            yield from _mapping(context, terms, (*path_of, "evidence"))
            wanted = terms.task_version
            if wanted is not None and not version_bounds(wanted):
                yield error(
                    "ST603",
                    f"`{wanted}` is no bound on versions",
                    context.at(*path_of, "evidence", "task_version"),
                    label="cannot be compared",
                    help="write for example `>=2`, `1.4` or `>=2, <3`",
                )
        yield from _derived(context, name, evaluation, path_of)


def _mapping(context: Context, terms: Evidence, path_of: Path) -> Iterator[Diagnostic]:
    if terms.mapping is None:
        return
    missing = [f"`{column}`" for column in NEEDED if column not in terms.mapping]
    if missing:
        yield error(
            "ST603",
            f"the mapping does not say {', '.join(missing)}",
            context.key_at(*path_of, "mapping"),
            label="a row without it shows nothing",
            help="what a file does not say is written after `=`, as in `completed: = yes`",
        )
    for column, said in terms.mapping.items():
        if column not in COLUMNS:
            near = closest(str(column), COLUMNS, limit=1)
            yield error(
                "ST603",
                f"`{column}` is no column of a row",
                context.key_at(*path_of, "mapping", str(column)),
                label="unknown column",
                help=f"did you mean `{near[0]}`?" if near else f"columns: {', '.join(COLUMNS)}",
            )
        try:
            path(said)
        except WrongPath as wrong:
            yield error(
                "ST603",
                f"`{said}` is no path into a file",
                context.at(*path_of, "mapping", str(column)),
                label=f"cannot be read from `{said[wrong.start :][:20] or said}` on",
                help='write for example `results.score`, `runs[0].n` or `stats[name=acc]["mean"]`',
            )


def _derived(
    context: Context, name: p.Name, evaluation: Evaluation, path_of: Path
) -> Iterator[Diagnostic]:
    terms, release = evaluation.derived, context.charter.release
    if terms is None or release is None:
        return
    for key in ("weak", "weak_to_strong", "ceiling"):
        part = release.evaluations.get(getattr(terms, key))
        if part is not None and part.evidence is None:
            yield error(
                "ST603",
                f"`{name}` is derived from `{getattr(terms, key)}`, which is not measured",
                context.at(*path_of, "derived", key),
                label="no `evidence:`",
            )
    if terms.least_gap < Fraction(5, 100):
        yield error(
            "ST603",
            "where the gap is below 5% its share says nothing",
            context.at(*path_of, "derived", "least_gap"),
            label="below 5%",
            help="write `least_gap: 5%` or more",
        )


@explains("ST604", "risk that is not scored")
def levels_are_scored(context: Context) -> Iterator[Diagnostic]:
    """A risk category does not say how its levels are reached or ruled out.

    Levels are scored by evaluations of capability (`scored:`, for each evaluation the level for
    which it speaks) or by somebody's signed score (`scored_by:`). Without either every level is
    possible, and a policy with a bound refuses.
    """
    release = context.charter.release
    if release is None:
        return
    bound = {name for policy in release.policies.values() for name in policy.categories}
    for name, category in release.categories.items():
        path_of: Path = ("release", "categories", name)
        if name in bound and category.scored is None and category.scored_by is None:
            yield warning(
                "ST604",
                f"nothing says how `{name}` is scored",
                context.key_at(*path_of),
                label="a release bound by it will be refused",
                help="add `scored:` with evaluations, or `scored_by:` with whoever scores it",
            )
        scored = category.scored
        for key in ("before", "after") if scored is not None else ():
            for evaluation, level in getattr(scored, key).items():
                place = context.at(*path_of, "scored", key, str(evaluation))
                if level not in category.levels:
                    listed = ", ".join(f"`{each}`" for each in category.levels)
                    message = f"`{level}` is not a level of `{name}`"
                    yield error("ST604", message, place, label=f"expected {listed}")
                known = release.evaluations.get(evaluation)
                if known is not None and known.kind is not EvaluationKind.CAPABILITY:
                    yield error(
                        "ST604",
                        f"`{evaluation}` is a safeguard, and a level is reached by a capability",
                        place,
                        label="speaks for no level",
                    )


CHECKS = (evaluations_can_decide, evidence_can_be_read, levels_are_scored)
