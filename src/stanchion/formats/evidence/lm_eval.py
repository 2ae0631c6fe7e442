"""Results of lm-evaluation-harness (`results_*.json`)."""

from typing import Any

from stanchion.formats.evidence.figures import count, instant, not_negative, number, table, text
from stanchion.formats.evidence.known import minor_version
from stanchion.release.evidence import EvidenceRow

TOOL = "lm-eval"
KNOWN = ("0.4", "0.4")


def is_results(value: dict[str, Any]) -> bool:
    """Whether a JSON object is such a file."""
    return {"results", "lm_eval_version"} <= value.keys()


def rows(value: dict[str, Any], file_sha256: str) -> list[EvidenceRow]:
    """One row for every metric of every task; a metric is named as the file does, `acc,none`."""
    version = minor_version("lm-eval results", text(value["lm_eval_version"]), between=KNOWN)
    return [
        _row(value, file_sha256, version, task, metric)
        for task, figures in table(value["results"]).items()
        for metric in table(figures)
        if "," in metric and not metric.partition(",")[0].endswith("_stderr")
    ]


def _row(
    value: dict[str, Any], file_sha256: str, version: str, task: str, metric: str
) -> EvidenceRow:
    figures = table(table(value["results"])[task])
    name, _, filter_ = metric.partition(",")
    samples = table(table(value.get("n-samples")).get(task))
    better = table(table(value.get("higher_is_better")).get(task)).get(name)
    config = table(value.get("config"))
    limited = config.get("limit") is not None
    planned = count(samples.get("original"), "original")
    return EvidenceRow(
        tool=TOOL,
        tool_version=version,
        task=task,
        task_version=text(table(value.get("versions")).get(task)),
        task_hash=text(table(value.get("task_hashes")).get(task)),
        model_claimed=text(value.get("model_name")) or text(config.get("model")),
        metric=metric,
        value=number(figures[metric], metric),
        stderr=not_negative(number(figures.get(f"{name}_stderr,{filter_}"), "stderr"), "stderr"),
        n=count(samples.get("effective"), "effective"),
        n_planned=planned,
        higher_is_better=better if isinstance(better, bool) else None,
        completed=not limited or planned is not None,
        errored=0,
        invalidated=False,
        created=instant(value.get("date"), "date"),
        file_sha256=file_sha256,
    )
