"""What the evidence shows of one evaluation: met, not met, or it cannot be ruled out.

A capability is *reached* when the lower end of the interval is at the limit or above, *ruled out*
when the upper end is below it. A safeguard is *met* when the lower end is at the limit or above;
where lower is better, when the upper end is below. Everything else cannot rule out, and refuses.
Of several results that count, one that is clearly to the contrary decides; else the latest does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.evaluations import Evaluation, EvaluationKind, Evidence
from stanchion.charter.versions import version_fits
from stanchion.control.results import Step
from stanchion.exact.money import describe_share
from stanchion.exact.record import record
from stanchion.release.evidence.bindings import attesting
from stanchion.release.evidence.derived import gap_recovered
from stanchion.release.evidence.intervals import Interval, NoInterval, interval_of
from stanchion.release.evidence.rows import BoundEvidence
from stanchion.release.evidence.usable import defects
from stanchion.release.from_charter import Gate
from stanchion.release.results import Found, Kind, Requirement

ANY_METRIC = "*"
"""Of a run that failed before it had figures, which answers any question about its task badly."""


@record(frozen=True, slots=True)
class Shown:
    """What one result shows; `at` is when it was complete and attested."""

    found: Found
    words: str
    files: tuple[str, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assessor:
    """Assesses the evaluations of a gate on what has been handed in, at an instant."""

    gate: Gate
    evidence: Sequence[BoundEvidence]
    now: datetime

    def requirement(self, name: p.Name) -> Requirement:
        """One evaluation as a requirement of the policy."""
        evaluation = self.gate.release.evaluations[name]
        shown = self.shown(name)
        title = str(evaluation.name or name.replace("_", " "))
        because = (Step(_asked(name, evaluation), evaluation.clause, evaluation.at),)
        return Requirement(
            str(name), Kind.EVALUATION, title, shown.found, shown.words, because, shown.files,
            shown.at,
        )  # fmt: skip

    def shown(self, name: p.Name) -> Shown:
        """What the evidence shows of an evaluation."""
        evaluation = self.gate.release.evaluations[name]
        if evaluation.limit is None or evaluation.confidence_level is None:
            return _cannot("the policy states no limit, so nothing can be ruled out")
        if evaluation.derived is not None:
            return self._derived(evaluation)
        if evaluation.evidence is None:
            return _cannot("the policy names no evidence for it")
        results = self.candidates(name)
        if not results:
            return Shown(Found.MISSING, _nothing_for(evaluation.evidence), ())
        faults = [(each, defects(self.gate, evaluation, each, self.now)) for each in results]
        usable = [each for each, wrong in faults if not wrong]
        if not usable:
            latest, wrong = faults[-1]
            return _cannot("; ".join(wrong), (latest.row.file_sha256,))
        return _decided([self._of_one(evaluation, each) for each in usable])

    def candidates(self, name: p.Name) -> list[BoundEvidence]:
        """The results that an evaluation asks for, earliest first."""
        terms = self.gate.release.evaluations[name].evidence
        if terms is None:
            return []
        found = [each for each in self.evidence if fits(terms, each)]
        return sorted(found, key=lambda each: (each.created is not None, each.created))

    def _of_one(self, evaluation: Evaluation, bound: BoundEvidence) -> Shown:
        assert evaluation.limit is not None  # INVARIANT: both were looked at before
        assert evaluation.confidence_level is not None
        assert evaluation.evidence is not None
        level, row = evaluation.confidence_level, bound.row
        files = (row.file_sha256,)
        interval = interval_of(row, level, binary=bool(evaluation.evidence.binary))
        if isinstance(interval, NoInterval):
            return _cannot(interval.why, files)
        found = _compared(evaluation, interval)
        figure = "" if row.value is None else f"{described(row.value)} "
        words = f"{figure}({_ends(interval, level)}) {_judged(evaluation, found)}"
        return Shown(found, words, files, attesting(self.gate, evaluation, bound, self.now))

    def _derived(self, evaluation: Evaluation) -> Shown:
        terms, level = evaluation.derived, evaluation.confidence_level
        assert terms is not None  # INVARIANT: asked only for what is derived
        assert level is not None
        parts = []
        for name in (terms.weak, terms.weak_to_strong, terms.ceiling):
            part = self.gate.release.evaluations[name]
            faults = [(e, defects(self.gate, part, e, self.now)) for e in self.candidates(name)]
            usable = [each for each, wrong in faults if not wrong]
            if not faults:
                return Shown(Found.MISSING, f"no result for `{name}`", ())
            if not usable:
                return _cannot(f"`{name}`: {'; '.join(faults[-1][1])}")
            parts.append((part, usable[-1]))
        files = tuple(each.row.file_sha256 for _, each in parts)
        weak, strong, ceiling = (each.row for _, each in parts)
        gap = gap_recovered(weak, strong, ceiling, level=level, least_gap=terms.least_gap)
        if isinstance(gap, NoInterval):
            return _cannot(gap.why, files)
        found = _compared(evaluation, gap.interval)
        ends = _ends(gap.interval, level)
        words = f"{described(gap.value)} of the gap ({ends}) {_judged(evaluation, found)}"
        last = max(attesting(self.gate, part, each, self.now) for part, each in parts)
        return Shown(found, words, files, last)


def fits(terms: Evidence, bound: BoundEvidence) -> bool:
    """Whether a row is of the tool, task, version and metric that an evaluation names."""
    row = bound.row
    same = (row.tool, row.task) == (terms.format.value, terms.task)
    figure = row.metric == terms.metric or (row.metric == ANY_METRIC and row.value is None)
    return same and figure and version_fits(row.task_version, terms.task_version)


def _decided(shown: Sequence[Shown]) -> Shown:
    """The one result that decides among those that count, which are in order of time."""
    contrary = [each for each in shown if each.found is Found.NOT_MET]
    return contrary[-1] if contrary else shown[-1]


def _compared(evaluation: Evaluation, interval: Interval) -> Found:
    assert evaluation.limit is not None  # INVARIANT: looked at before
    at_or_above = interval.low >= evaluation.limit
    below = interval.high < evaluation.limit
    wanted_below = evaluation.kind is EvaluationKind.CAPABILITY or evaluation.lower_is_better
    if not (at_or_above or below):
        return Found.CANNOT_RULE_OUT
    return Found.MET if below == bool(wanted_below) else Found.NOT_MET


def _judged(evaluation: Evaluation, found: Found) -> str:
    assert evaluation.limit is not None  # INVARIANT: looked at before
    limit = described(evaluation.limit)
    capability = evaluation.kind is EvaluationKind.CAPABILITY
    match found:
        case Found.MET:
            return f"rules out {limit}" if capability else f"meets {limit}"
        case Found.NOT_MET:
            return f"reaches {limit}" if capability else f"does not meet {limit}"
        case _:
            return f"cannot rule out {limit}" if capability else f"is inconclusive about {limit}"


def _ends(interval: Interval, level: Fraction) -> str:
    low, high = described(interval.low), described(interval.high)
    return f"{low} to {high} at {described(level)}"


def described(share: Fraction) -> str:
    """A share in per cent with so many digits as people read, rounded to the nearest.

    >>> described(Fraction(1, 3))
    '33.33%'
    """
    return describe_share(Fraction(round(share * 10_000), 10_000))


def _asked(name: p.Name, evaluation: Evaluation) -> str:
    limit = "no limit" if evaluation.limit is None else f"limit {described(evaluation.limit)}"
    return f"`{name}` is required as a {evaluation.kind.value}, {limit}"


def _nothing_for(terms: Evidence) -> str:
    version = "" if terms.task_version is None else f" {terms.task_version}"
    return f"no {terms.format.value} result of `{terms.task}`{version}, metric `{terms.metric}`"


def _cannot(words: str, files: tuple[str, ...] = ()) -> Shown:
    return Shown(Found.CANNOT_RULE_OUT, words, files)
