"""Whether a result counts: complete, bound to the model, recent, and later than its threshold."""

from collections.abc import Iterator
from datetime import datetime

from stanchion.charter.calendar import in_words, later
from stanchion.charter.evaluations import Evaluation
from stanchion.release.evidence.bindings import unbound
from stanchion.release.evidence.rows import BoundEvidence, EvidenceRow
from stanchion.release.from_charter import Gate


def defects(gate: Gate, evaluation: Evaluation, bound: BoundEvidence, now: datetime) -> list[str]:
    """Why a result shows nothing, in words; empty where it counts."""
    return [
        *_of_the_run(evaluation, bound.row),
        *_of_its_time(evaluation, bound, now),
        *unbound(gate, evaluation, bound, now),
    ]


def _of_the_run(evaluation: Evaluation, row: EvidenceRow) -> Iterator[str]:
    if not row.completed:
        yield "the run did not end as it should"
    if row.invalidated:
        yield "the run was declared invalid"
    if row.errored:
        samples = "sample" if row.errored == 1 else "samples"
        yield f"{row.errored:,} {samples} ended in an error"
    if row.value is None and row.completed:
        yield "the file has no figure"
    if row.n is None:
        yield "the file does not say how many samples were scored"
    elif row.n_planned is not None and row.n < row.n_planned:
        yield f"{row.n:,} of {row.n_planned:,} samples were scored: a part of the run"
    least = evaluation.least_samples
    if least is not None and row.n is not None and row.n < least.value:
        yield f"{row.n:,} samples are fewer than the {int(least.value):,} asked for"
    worse = row.higher_is_better is False and not evaluation.lower_is_better
    better = row.higher_is_better is True and bool(evaluation.lower_is_better)
    if worse or better:
        which = "lower" if worse else "higher"
        yield f"the tool says that {which} is better, and the policy the contrary"


def _of_its_time(evaluation: Evaluation, bound: BoundEvidence, now: datetime) -> Iterator[str]:
    created = bound.created
    if created is None:
        yield "neither the file nor an evaluator says when it was made"
        return
    if created > now:
        yield "the file says that it was made later than now"
    oldest = evaluation.oldest
    if oldest is not None and later(created, oldest) < now:
        yield f"it was made on {created.date()}, more than {in_words(oldest)} ago"
    stated = evaluation.stated_on
    if stated is None:
        yield "nothing says when the threshold was stated"
    elif created < stated.end:
        yield f"the threshold was stated on {stated.text}, not before the result"
