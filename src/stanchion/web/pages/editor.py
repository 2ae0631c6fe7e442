"""The text of a charter beside its answers, and what is wrong with it as it is typed."""

import json
from typing import Any

from stanchion.api.facts import explain, schema
from stanchion.api.loading import Loaded
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.render import to_json
from stanchion.web.asked import Asked, root_of
from stanchion.web.job import Job, Page
from stanchion.web.pages.case import tab
from stanchion.web.rendering import html

JSON = "application/json; charset=utf-8"


def page(asked: Asked) -> Page:
    """The editor of a charter that can be used."""
    return tab(
        "edit.html",
        asked,
        text=asked.text,
        lines=asked.text.count("\n") + 1,
        origin=asked.job.case or "",
        faults=[_shown(d) for d in asked.loaded.diagnostics],
        file=asked.job.draft.file if asked.job.draft else "charter.yaml",
        nothing=False,
    )


def faulty(job: Job, loaded: Loaded, text: str) -> Page:
    """A charter that cannot be used yet: its text, and every fault with its place and remedy."""
    return html(
        "faults.html",
        job,
        title=job.draft.file if job.draft else job.case or "",
        text=text,
        lines=text.count("\n") + 1,
        origin=job.case or "",
        faults=[_shown(d) for d in loaded.diagnostics],
        file=job.draft.file if job.draft else "charter.yaml",
        address=root_of(job),
    )


def _shown(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "line": found.at.line,
        "column": found.at.column,
        "message": found.message,
        "label": found.label,
        "help": found.help,
        "about": explain(found.code).title,
    }


def diagnostics(job: Job, loaded: Loaded) -> Page:
    """What is wrong with a text, as data, and where its answers are."""
    found: dict[str, Any] = {
        "diagnostics": to_json(loaded.diagnostics),
        "usable": loaded.charter is not None,
        "address": root_of(job),
    }
    return Page(200, JSON, json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def schema_page() -> Page:
    """The JSON Schema of charters, from which the editor completes."""
    return Page(200, JSON, json.dumps(schema(), ensure_ascii=False).encode())
