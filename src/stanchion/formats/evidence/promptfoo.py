"""Output of promptfoo (`out.json`), results of version 3.

One row for all tests of a provider, under the description of the run, and one for every value of
the tests' metadata, under `KEY=VALUE`. The metric `success` is the share of tests passed.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from stanchion.formats.evidence.figures import count, instant, items, table, text
from stanchion.formats.evidence.known import UnknownVersion
from stanchion.release.evidence import EvidenceRow

TOOL = "promptfoo"
ERROR = 2
"""`failureReason` of a test that did not fail but broke."""


def is_output(value: dict[str, Any]) -> bool:
    """Whether a JSON object is such a file."""
    results = table(value.get("results"))
    return "stats" in results and isinstance(results.get("results"), list)


@dataclass(slots=True)
class _Tally:
    passed: int = 0
    failed: int = 0
    errors: int = 0

    def add(self, test: dict[str, Any]) -> None:
        if test.get("failureReason") == ERROR:
            self.errors += 1
        elif test.get("success") is True:
            self.passed += 1
        else:
            self.failed += 1


def rows(value: dict[str, Any], file_sha256: str) -> list[EvidenceRow]:
    """The figures of a run."""
    results = table(value["results"])
    if results.get("version") != 3:
        raise UnknownVersion("promptfoo output", text(results.get("version")) or "?", "3")
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    whole = text(table(value.get("config")).get("description")) or "all"
    for test in map(table, items(results["results"])):
        provider = text(table(test.get("provider")).get("id")) or ""
        tallies[whole, provider].add(test)
        for key, said in table(table(test.get("testCase")).get("metadata")).items():
            if text(said) is not None:
                tallies[f"{key}={text(said)}", provider].add(test)
    return [
        _row(value, file_sha256, task, provider, tally)
        for (task, provider), tally in tallies.items()
    ]


def _row(
    value: dict[str, Any], file_sha256: str, task: str, provider: str, tally: _Tally
) -> EvidenceRow:
    results = table(value["results"])
    stats = table(results["stats"])
    told = sum(count(stats.get(key), key) or 0 for key in ("successes", "failures", "errors"))
    scored = tally.passed + tally.failed
    return EvidenceRow(
        tool=TOOL,
        tool_version=text(table(value.get("metadata")).get("promptfooVersion")),
        task=task,
        task_version=None,
        task_hash=None,
        model_claimed=provider or None,
        metric="success",
        value=Fraction(tally.passed, scored) if scored else None,
        stderr=None,
        n=scored,
        n_planned=scored + tally.errors,
        higher_is_better=True,
        completed=told == len(items(results["results"])),
        errored=tally.errors,
        invalidated=False,
        created=instant(results.get("timestamp"), "timestamp"),
        file_sha256=file_sha256,
        successes=tally.passed,
    )
