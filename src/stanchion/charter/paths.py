"""Paths into a JSON file, as a mapping of evidence writes them.

`results.accuracy` steps into objects by key, `["a key, with signs"]` by any key, `[0]` into a list
by place, and `[name=accuracy]` to the one item of a list whose `name` is `accuracy`. `= yes` is no
path but the text after the sign, for what a file does not say. Nothing else is needed, so there is
no wildcard, no filter and no arithmetic.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stanchion.exact.record import record

COLUMNS = (
    "value",
    "stderr",
    "n",
    "n_planned",
    "successes",
    "errored",
    "created",
    "completed",
    "invalidated",
    "higher_is_better",
    "model",
    "model_sha256",
    "task_hash",
    "task_version",
    "tool_version",
)
"""What a mapping can say; `value`, `n`, `created` and `completed` it must."""
NEEDED = ("value", "n", "created", "completed")
_STEP = re.compile(
    r"""\.?(?P<key>[^\W\d][\w-]*)|\["(?P<quoted>[^"\]]+)"\]|\[(?P<place>\d{1,6})\]
    |\[(?P<by>[^\W\d][\w-]*)=(?P<is>[^\]]+)\]""",
    re.VERBOSE,
)


class WrongPath(ValueError):
    """A text that is no path; `start` is where it goes wrong."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


@record(frozen=True, slots=True)
class Key:
    """Into an object, by a key."""

    key: str


@record(frozen=True, slots=True)
class Place:
    """Into a list, by a place from 0."""

    place: int


@record(frozen=True, slots=True)
class Where:
    """To the one item of a list that has a value under a key."""

    key: str
    value: str


@record(frozen=True, slots=True)
class Path:
    """Steps from the top of a file, or a constant text."""

    text: str
    steps: tuple[Key | Place | Where, ...]
    constant: str | None = None


def path(text: str) -> Path:
    """A path as written; raises WrongPath.

    >>> path('results.scores[name=includes].metrics["accuracy"]').steps[2]
    Where(key='name', value='includes')
    """
    if text.startswith("="):
        return Path(text, (), text[1:].strip())
    steps: list[Key | Place | Where] = []
    start = 0
    while start < len(text):
        found = _STEP.match(text, start)
        if found is None or (not start and text.startswith(".")):
            raise WrongPath(start)
        steps.append(_step(found))
        start = found.end()
    if not steps:
        raise WrongPath(0)
    return Path(text, tuple(steps))


def _step(found: re.Match[str]) -> Key | Place | Where:
    if found["place"] is not None:
        return Place(int(found["place"]))
    if found["by"] is not None:
        return Where(found["by"], found["is"])
    return Key(found["key"] or found["quoted"])


def lookup(way: Path, value: Any) -> tuple[Any, str | None]:
    """What stands at the end of a path, and None; or None, and in words what is missing."""
    if way.constant is not None:
        return way.constant, None
    for step in way.steps:
        match step:
            case Key(key):
                if not isinstance(value, Mapping) or key not in value:
                    return None, f"key `{key}`"
                value = value[key]
            case Place(place):
                if not _is_list(value) or place >= len(value):
                    return None, f"item {place}"
                value = value[place]
            case Where(key, wanted):
                items = value if _is_list(value) else ()
                found = [i for i in items if isinstance(i, Mapping) and str(i.get(key)) == wanted]
                if len(found) != 1:
                    return None, f"single item whose `{key}` is `{wanted}`"
                value = found[0]
    return value, None


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
