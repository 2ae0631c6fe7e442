"""Rows of evidence as text: what a tool's file comes to."""

from collections.abc import Sequence
from fractions import Fraction

from stanchion.exact.money import describe_amount
from stanchion.release.evidence import EvidenceRow
from stanchion.reports.marks import bad, bold, dim
from stanchion.reports.tables import indented, table


def rows(name: str, found: Sequence[EvidenceRow]) -> str:
    """The rows of one file."""
    if not found:
        return f"{bold(name)}\n  no figures"
    first = found[0]
    made = "an unknown time" if first.created is None else first.created.isoformat()
    head = [
        bold(name),
        f"  {first.tool} {first.tool_version or ''}".rstrip() + f", made {made}",
        f"  model, as the tool was told: {first.model_claimed or '-'}",
    ]
    lines = [
        [row.task, row.metric, _figure(row.value), _figure(row.stderr), _samples(row), _state(row)]
        for row in found
    ]
    shown = table(["task", "metric", "value", "std. error", "samples", "run"], lines, right="234")
    return "\n".join([*head, indented(shown), dim(f"  sha256 {first.file_sha256}")])


def _figure(value: Fraction | None) -> str:
    if value is None:
        return "-"
    return describe_amount(Fraction(round(value * 10_000), 10_000))


def _samples(row: EvidenceRow) -> str:
    n = "?" if row.n is None else f"{row.n:,}"
    whole = row.n_planned is None or row.n == row.n_planned
    return n if whole else f"{n} of {row.n_planned:,}"


def _state(row: EvidenceRow) -> str:
    faults = [] if row.completed else ["did not end as it should"]
    faults += ["invalidated"] if row.invalidated else []
    faults += [f"{row.errored:,} errors"] if row.errored else []
    return bad(", ".join(faults)) if faults else "complete"
