"""The access log: one line of JSON a request, of what happened and never of what was said.

No text of a request is written: a model only if the register knows it, a path only as its route,
no address. A line cannot be forged, for JSON escapes what would end it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from stanchion.gateway.upstream.forward import Outcome
from stanchion.gateway.usage.reported import Tokens

_WRITER = json.JSONEncoder(separators=(",", ":"))


@dataclass(slots=True)
class Entry:
    """What is known of one request while it is answered."""

    id: str
    method: str
    began: float
    route: str = "other"
    key: str | None = None
    model: str | None = None
    decision: str | None = None
    log_index: int | None = None
    code: str | None = None
    bytes_in: int = 0


def line(entry: Entry, *, status: int, at: str, seconds: float, outcome: Outcome | None) -> str:
    """The entry as one line."""
    found: dict[str, object] = {
        "at": at,
        "id": entry.id,
        "method": entry.method,
        "route": entry.route,
        "status": status,
        "code": entry.code,
        "key": entry.key,
        "model": entry.model,
        "decision": entry.decision,
        "log_index": entry.log_index,
        "ms": round(seconds * 1000, 1),
        "bytes_in": entry.bytes_in,
    }
    if outcome is not None and outcome.reached:
        found |= {
            "bytes_out": outcome.bytes_out,
            "upstream_status": outcome.status,
            **_told(outcome.tokens),
        }
    kept = {name: value for name, value in found.items() if value is not None}
    return _WRITER.encode(kept)


def _told(tokens: Tokens | None) -> dict[str, int]:
    if tokens is None:
        return {}
    return {"prompt_tokens": tokens.prompt, "completion_tokens": tokens.completion}


Sink = Callable[[str], None]
"""Where lines go."""
