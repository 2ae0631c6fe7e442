"""What an upstream reports of an answer: which model gave it, and the tokens it took."""

import json
import re
from typing import Any

from stanchion.exact.record import record

_MOST = 10**15
_LONG = 512 * 1024
_MODEL = re.compile(rb'"model"\s*:\s*("(?:[^"\\]|\\.)*")')
_USAGE = re.compile(rb'"usage"\s*:\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})')


@record(frozen=True, slots=True)
class Tokens:
    """Tokens as reported; `cached` of the prompt's were read from a cache."""

    prompt: int
    completion: int
    cached: int = 0


@record(frozen=True, slots=True)
class Reported:
    """What one JSON document of an answer says; `None` where it does not say."""

    model: str | None
    tokens: Tokens | None
    only_usage: bool = False


NOTHING = Reported(None, None)


def reported(document: bytes) -> Reported:
    """What a document says of itself, be it an answer, a chunk, or an event of a stream.

    Of a long one (embeddings) only its ends are read: inside a text of JSON quotes are escaped, so
    that a key found as bytes is a key.
    """
    if len(document) > _LONG:
        return _of_long(document)
    try:
        found = json.loads(document)
    except (ValueError, RecursionError):
        return NOTHING
    if not isinstance(found, dict):
        return NOTHING
    inner = found.get("response")  # events of the responses endpoint wrap it
    told = inner if isinstance(inner, dict) else found
    model = told.get("model")
    return Reported(
        model if isinstance(model, str) else None,
        _tokens(told.get("usage")),
        found.get("choices") == [] and isinstance(found.get("usage"), dict),
    )


def _of_long(document: bytes) -> Reported:
    ends = document[:4096] + b"\n" + document[-4096:]
    model, usage = _MODEL.search(ends), _USAGE.search(ends)
    try:
        said = None if model is None else json.loads(model[1])
        return Reported(said, None if usage is None else _tokens(json.loads(usage[1])))
    except ValueError:
        return NOTHING


def _tokens(usage: Any) -> Tokens | None:
    if not isinstance(usage, dict):
        return None
    prompt = _count(usage, "prompt_tokens", "input_tokens")
    completion = _count(usage, "completion_tokens", "output_tokens")
    if prompt is None and completion is None:
        return None
    details = usage.get("prompt_tokens_details", usage.get("input_tokens_details"))
    cached = _count(details, "cached_tokens") if isinstance(details, dict) else None
    return Tokens(prompt or 0, completion or 0, min(cached or 0, prompt or 0))


def _count(found: dict[str, Any], *names: str) -> int | None:
    for name in names:
        value = found.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
            return value
    return None
