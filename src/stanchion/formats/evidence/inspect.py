"""Logs of Inspect, `.json` and `.eval`, of version 2; only the header of an `.eval` is read."""

from typing import Any

from stanchion.formats.evidence.figures import (
    count,
    instant,
    items,
    not_negative,
    number,
    table,
    text,
)
from stanchion.formats.evidence.known import UnknownVersion
from stanchion.release.evidence import EvidenceRow
from stanchion.release.evidence.assessment import ANY_METRIC

TOOL = "inspect"
_ERRORS = ("stderr", "bootstrap_stderr")


def is_log(value: dict[str, Any]) -> bool:
    """Whether a JSON object is such a log."""
    return {"version", "status", "eval"} <= value.keys()


def rows(value: dict[str, Any], file_sha256: str) -> list[EvidenceRow]:
    """The figures of a log, one row for every metric of every scorer."""
    if value["version"] != 2:
        raise UnknownVersion("an Inspect log", text(value["version"]) or "?", "2")
    run, results = table(value["eval"]), table(value.get("results"))
    scores = [table(score) for score in items(results.get("scores"))]
    completed = value["status"] == "success"
    if not completed or not scores:
        return [_row(value, run, file_sha256, ANY_METRIC, None, None)]
    found = []
    for score in scores:
        metrics = table(score.get("metrics"))
        several = len(scores) > 1
        errors = [table(metrics[name]).get("value") for name in _ERRORS if name in metrics]
        for name, metric in metrics.items():
            if name in _ERRORS:
                continue
            shown = f"{text(score.get('name'))}/{name}" if several else name
            of_this = errors[0] if errors and name in {"accuracy", "mean"} else None
            row = _row(value, run, file_sha256, shown, table(metric).get("value"), of_this, score)
            found.append(row)
    return found


def _row(
    log: dict[str, Any],
    run: dict[str, Any],
    file_sha256: str,
    metric: str,
    value: Any,
    stderr: Any,
    score: dict[str, Any] | None = None,
) -> EvidenceRow:
    results, score = table(log.get("results")), score or {}
    total = count(results.get("total_samples"), "total_samples")
    done = count(results.get("completed_samples"), "completed_samples")
    unscored = count(score.get("unscored_samples"), "unscored_samples") or 0
    scored = count(score.get("scored_samples"), "scored_samples")
    return EvidenceRow(
        tool=TOOL,
        tool_version=text(table(run.get("packages")).get("inspect_ai")),
        task=text(run.get("task")) or "",
        task_version=text(run.get("task_version")),
        task_hash=None,
        model_claimed=text(run.get("model")),
        metric=metric,
        value=number(value, metric),
        stderr=not_negative(number(stderr, "stderr"), "stderr"),
        n=done if scored is None else scored,
        n_planned=_planned(run, total, scored),
        higher_is_better=None,
        completed=log["status"] == "success",
        errored=unscored + max(0, (total or 0) - (done or 0)),
        invalidated=bool(log.get("invalidated")),
        created=instant(run.get("created"), "created"),
        file_sha256=file_sha256,
    )


def _planned(run: dict[str, Any], total: int | None, scored: int | None) -> int | None:
    """The samples of the data set; with several epochs of each, as scores are counted."""
    whole = count(table(run.get("dataset")).get("samples"), "samples")
    epochs = count(table(run.get("config")).get("epochs"), "epochs") or 1
    if whole is None:
        return total
    by_epoch = scored is not None and scored > whole
    return whole * epochs if by_epoch or epochs == 1 else whole
