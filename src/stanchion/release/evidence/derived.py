"""The weak-to-strong performance gap recovered, with what has to hold for it to mean anything.

PGR = (weak-to-strong - weak) / (ceiling - weak). Source: Burns et al. (2023), arXiv 2312.09390.
It says how much of the gap a method of supervision closes, and nothing about the safety of a
model. It is not defined where the gap is small; nothing is clamped: above one and below zero are
results.
"""

from fractions import Fraction

from stanchion.exact.record import record
from stanchion.release.evidence.intervals import Interval, NoInterval, quantile, root_above, wilson
from stanchion.release.evidence.rows import EvidenceRow

METHOD = "first-order propagation of three standard errors, taken as independent"


@record(frozen=True, slots=True)
class GapRecovered:
    """The share recovered and its interval."""

    value: Fraction
    interval: Interval


@record(frozen=True, slots=True)
class _Measured:
    value: Fraction
    error: Fraction


def gap_recovered(
    weak: EvidenceRow,
    weak_to_strong: EvidenceRow,
    ceiling: EvidenceRow,
    *,
    level: Fraction,
    least_gap: Fraction,
) -> GapRecovered | NoInterval:
    """The gap recovered at a confidence level, or why it is not defined."""
    rows = (weak, weak_to_strong, ceiling)
    hashes = {row.task_hash for row in rows}
    if None in hashes:
        return NoInterval("not all three say by a hash on which samples they were measured")
    if len(hashes) > 1:
        return NoInterval("the three were measured on different samples")
    measured = [_measured(row, level) for row in rows]
    known = [each for each in measured if each is not None]
    if len(known) < len(rows):
        return NoInterval("not all three have a figure with a standard error")
    low, between, high = known
    gap = high.value - low.value
    if gap < least_gap:
        return NoInterval("the strong model is hardly better than its weak supervisor")
    z = quantile(level)
    if gap - z * root_above(high.error**2 + low.error**2) <= 0:
        return NoInterval("the strong model is not surely better than its weak supervisor")
    share = (between.value - low.value) / gap
    variance = between.error**2 + (1 - share) ** 2 * low.error**2 + share**2 * high.error**2
    reach = z * root_above(variance) / gap
    return GapRecovered(share, Interval(share - reach, share + reach, METHOD))


def _measured(row: EvidenceRow, level: Fraction) -> _Measured | None:
    """The figure with its standard error: the larger of the file's and of what the passes give."""
    if row.value is None:
        return None
    errors = [] if row.stderr is None or not row.stderr else [row.stderr]
    if row.successes is not None and row.n:
        found = wilson(row.successes, row.n, level)
        errors.append((found.high - found.low) / 2 / quantile(level))
    return _Measured(row.value, max(errors)) if errors else None
