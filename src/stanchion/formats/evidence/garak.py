"""Reports of garak (`*.report.jsonl`), read line by line in bounded memory.

The lines that matter are few: `start_run setup` and `init` (who and when), `eval` (the figures) and
`completion` (that the run came to its end). Attempts, most of the file, are passed over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from stanchion.formats.evidence.figures import WrongFigure, count, instant, text
from stanchion.formats.evidence.known import minor_version
from stanchion.formats.evidence.strict_json import loads
from stanchion.release.evidence import EvidenceRow

TOOL = "garak"
KNOWN = ("0.9", "0.17")
MOST_FIGURES = 100_000
LONGEST_LINE = 64 * 2**20
_PASSED_OVER = (b'{"entry_type": "attempt"', b'{"entry_type": "plugin_cache"')
_TYPED = b'"entry_type"'


def is_report(first_line: bytes) -> bool:
    """Whether a file that begins with this line is such a report."""
    return first_line.startswith(b"{") and _TYPED in first_line


@dataclass(slots=True)
class _Run:
    version: str | None = None
    started: Any = None
    run: Any = None
    model: str | None = None
    completed: bool = False
    figures: list[EvidenceRow] = field(default_factory=list)


def rows(lines: Iterable[bytes]) -> list[EvidenceRow]:
    """One row for every probe and detector: the share of outputs that pass; a digest of the file
    is put in by whoever has read it."""
    run = _Run()
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise WrongFigure(f"a line is longer than {LONGEST_LINE // 2**20} MB")
        if line.startswith(_PASSED_OVER) or not line.strip():
            continue
        _note(run, loads(line, most=LONGEST_LINE))
    version = minor_version("a garak report", run.version, between=KNOWN)
    created = instant(run.started, "start_time")
    return [
        replace(
            row,
            tool_version=version,
            model_claimed=run.model,
            completed=run.completed,
            created=created,
        )
        for row in run.figures
    ]


def _note(run: _Run, entry: Any) -> None:
    if not isinstance(entry, dict):
        raise WrongFigure("a line is no object")
    match entry.get("entry_type"):
        case "start_run setup":
            kind = entry.get("plugins.target_type", entry.get("plugins.model_type"))
            name = entry.get("plugins.target_name", entry.get("plugins.model_name"))
            run.model = "/".join(part for part in (text(kind), text(name)) if part) or None
        case "init":
            if run.run is not None and entry.get("run") != run.run:
                raise WrongFigure("two runs stand in one file")
            run.run, run.version = entry.get("run"), text(entry.get("garak_version"))
            run.started = entry.get("start_time")
        case "completion":
            run.completed = True
        case "eval":
            if len(run.figures) >= MOST_FIGURES:
                raise WrongFigure(f"it has more than {MOST_FIGURES:,} figures")
            run.figures.append(_figure(entry))
        case _:
            return


def _figure(entry: dict[str, Any]) -> EvidenceRow:
    passed = count(entry.get("passed"), "passed")
    n = count(entry.get("total_evaluated", entry.get("total")), "total_evaluated")
    nones = count(entry.get("nones"), "nones") or 0
    planned = count(entry.get("total_processed"), "total_processed")
    if passed is None or n is None or passed > n:
        raise WrongFigure("an `eval` line does not say how many of how many passed")
    return EvidenceRow(
        tool=TOOL,
        tool_version=None,
        task=text(entry.get("probe")) or "",
        task_version=None,
        task_hash=None,
        model_claimed=None,
        metric=text(entry.get("detector")) or "",
        value=Fraction(passed, n) if n else None,
        stderr=None,
        n=n,
        n_planned=n + nones if planned is None else planned,
        higher_is_better=True,
        completed=False,
        errored=nones,
        invalidated=False,
        created=None,
        file_sha256="",
        successes=passed,
    )
