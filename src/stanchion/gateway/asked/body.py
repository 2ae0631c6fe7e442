"""From bytes to a JSON object that every parser reads alike.

Parsers disagree about repeated keys, byte order marks, `NaN`, numbers beyond range and lone
surrogates, and a gate that reads one model while the upstream reads another is no gate. So what
parsers may read differently is refused, and the upstream gets what was judged, written anew.
"""

import json
from typing import Any, NoReturn

from stanchion.gateway.errors import ApiError


def object_of(body: bytes, *, deepest: int) -> dict[str, Any]:
    """The object that a body holds; raises ApiError where it is none, or not one for everybody."""
    try:
        found = _READER.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise ApiError(400, "invalid_body", "the body is not valid UTF-8") from None
    except RecursionError:
        raise _too_deep(deepest) from None
    except ValueError as wrong:
        raise ApiError(400, "invalid_body", f"the body is not JSON: {_short(wrong)}") from None
    if not isinstance(found, dict):
        raise ApiError(400, "invalid_body", "the body is not a JSON object")
    if body.count(b"[") + body.count(b"{") > deepest and _deeper(found, deepest):
        raise _too_deep(deepest)
    return found


def written(value: dict[str, Any]) -> bytes:
    """The object as bytes for the upstream; raises ApiError for what JSON cannot say."""
    try:
        return _WRITER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        message = "the body holds half of a surrogate pair, which is no character"
        raise ApiError(400, "invalid_body", message) from None
    except ValueError:
        raise ApiError(400, "invalid_body", "the body holds a number beyond range") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                message = f"the key `{_cut(key)}` is written twice in one object"
                raise ApiError(400, "duplicate_key", message, _cut(key))
            seen.add(key)
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _deeper(value: object, left: int) -> bool:
    """Whether a value nests deeper than so many levels; breadth first, so never deep itself."""
    level: list[object] = [value]
    for _ in range(left):
        level = [
            inner for each in level for inner in _inside(each) if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []


def _too_deep(deepest: int) -> ApiError:
    return ApiError(400, "invalid_body", f"the body nests deeper than {deepest} levels")


def _short(wrong: ValueError) -> str:
    return str(wrong)[:120].lower()


def _cut(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:40]}…"


_READER = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_no_number)
_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
