"""Files of any other tool, by the mapping that an evaluation of the charter gives.

Each key of the mapping is a column of the row, each value a path into the file (`charter.paths`).
"""

from collections.abc import Mapping
from typing import Any

from stanchion.charter.paths import Path, lookup, path
from stanchion.formats.evidence.figures import (
    WrongFigure,
    count,
    instant,
    not_negative,
    number,
    text,
)
from stanchion.release.evidence import EvidenceRow

TOOL = "mapped"
_TRUE, _FALSE = ("yes", "true", "success", "completed"), ("no", "false")


def row(
    value: Any, file_sha256: str, *, task: str, metric: str, mapping: Mapping[str, str]
) -> EvidenceRow:
    """The row of a file as an evaluation maps it; raises WrongFigure if a path leads nowhere."""
    paths = {key: path(said) for key, said in mapping.items()}
    found = {key: _found(key, way, value) for key, way in paths.items()}
    return EvidenceRow(
        tool=TOOL,
        tool_version=text(found.get("tool_version")),
        task=task,
        task_version=text(found.get("task_version")),
        task_hash=text(found.get("task_hash")),
        model_claimed=text(found.get("model")),
        metric=metric,
        value=number(found.get("value"), "value"),
        stderr=not_negative(number(found.get("stderr"), "stderr"), "stderr"),
        n=count(found.get("n"), "n"),
        n_planned=count(found.get("n_planned"), "n_planned"),
        higher_is_better=_yes_no(found.get("higher_is_better"), "higher_is_better"),
        completed=_yes_no(found.get("completed"), "completed") is True,
        errored=count(found.get("errored"), "errored") or 0,
        invalidated=_yes_no(found.get("invalidated"), "invalidated") is True,
        created=instant(found.get("created"), "created"),
        file_sha256=file_sha256,
        successes=count(found.get("successes"), "successes"),
        model_sha256=text(found.get("model_sha256")),
    )


def _found(key: str, way: Path, value: Any) -> Any:
    found, missing = lookup(way, value)
    if missing is not None:
        raise WrongFigure(f"`{key}` is mapped to `{way.text}`, and there is no {missing}")
    return found


def _yes_no(value: Any, what: str) -> bool | None:
    match value:
        case None | bool():
            return value
        case str() if value.casefold() in _TRUE:
            return True
        case str() if value.casefold() in _FALSE:
            return False
        case _:
            raise WrongFigure(f"`{what}` is neither yes nor no")
