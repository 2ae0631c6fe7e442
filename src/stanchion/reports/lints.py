"""What lints found, as text and as JSON."""

from typing import Any

from stanchion.api.lints import Lints
from stanchion.reports.marks import dim, good, unsure
from stanchion.source.render import to_json


def summary(found: Lints) -> str:
    """What was looked for, what was found in how many places, and what could not be looked at."""
    notes = len(found.diagnostics) - len(found.warnings)
    lines = [
        unsure(f"decision `{name}` was not looked at in full: {why}") for name, why in found.skipped
    ]
    if found.diagnostics:
        lines.append(f"{_count(len(found.warnings), 'warning')}, {_count(notes, 'note')}")
    else:
        lines.append(good("nothing found"))
    said = f"as of {found.as_of}; {found.looked_for} lints; `stanchion explain CODE` says more"
    return "\n".join([*lines, dim(said)])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def document(name: str, found: Lints) -> dict[str, Any]:
    """`stanchion lint --json`, one file of it."""
    return {
        "file": name,
        "as_of": found.as_of,
        "diagnostics": to_json(found.diagnostics),
        "skipped": [{"decision": decision, "why": why} for decision, why in found.skipped],
        "lints": found.looked_for,
    }
