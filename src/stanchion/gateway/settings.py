"""How a gateway is set up: where it listens, whom it asks, how long and how much it allows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from stanchion.charter.release import ReleaseStage
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

LOCAL = "smollm2-135m-instruct"
"""The small model that `gateway local` serves."""

_MOVES = re.compile(r"(^|[-:@/.])(latest|default|stable|current)$", re.IGNORECASE)
"""Names that a provider points at another model when it likes."""


@dataclass(eq=False)
class BadSetting(StanchionError, ValueError):
    """A setting that would not do what it says."""

    words: str

    def __str__(self) -> str:
        return self.words


def named(pairs: Iterable[str]) -> dict[str, str]:
    """`MODEL=NAME`, each model once; raises BadSetting."""
    found: dict[str, str] = {}
    for model, name in map(_pair, pairs):
        if model in found:
            raise BadSetting(f"`{model}` is given two names")
        found[model] = name
    return found


def named_several(pairs: Iterable[str]) -> dict[str, frozenset[str]]:
    """`MODEL=NAME`, several for a model; raises BadSetting."""
    found: dict[str, frozenset[str]] = {}
    for model, name in map(_pair, pairs):
        found[model] = found.get(model, frozenset()) | {name}
    return found


def _pair(text: str) -> tuple[str, str]:
    model, equals, name = text.partition("=")
    if not equals or not model or not name:
        raise BadSetting(f"`{text}` is not MODEL=NAME")
    return model, name


class OpenStreams(StrEnum):
    """What becomes of answers that are being given when a release falls."""

    CUT = "cut"
    FINISH = "finish"


class StreamUsage(StrEnum):
    """Whether the upstream is asked to count streams whose client did not ask for it."""

    ASK = "ask"
    AS_IS = "as-is"


@record(frozen=True, slots=True)
class Limits:
    """Sizes and times; each has a reason in docs/gateway.md."""

    body_bytes: int = 4 * 1024 * 1024
    json_depth: int = 64
    header_seconds: float = 10
    body_seconds: float = 30
    connect_seconds: float = 10
    idle_seconds: float = 120
    total_seconds: float = 900
    drain_seconds: float = 30
    most_requests: int = 2000
    most_connections: int = 4000
    answer_bytes: int = 64 * 1024 * 1024


@record(frozen=True, slots=True)
class Upstream:
    """An OpenAI-compatible server: its address up to `/v1`, our key there, its names of models."""

    url: str
    key: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    also_served_as: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def at(
        cls,
        url: str,
        key: str | None,
        names: Mapping[str, str],
        also_served_as: Mapping[str, frozenset[str]],
    ) -> "Upstream":
        """An upstream as an operator names it; raises BadSetting."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadSetting(f"`{url}` is no address of a server, as `http://127.0.0.1:8090/v1` is")
        if parts.query or parts.fragment or parts.username:
            raise BadSetting("the address of the upstream ends with its path and holds no key")
        for model, name in names.items():
            if _MOVES.search(name):
                raise BadSetting(
                    f"`{name}` moves from model to model; name the snapshot that `{model}` is"
                )
        return cls(url.rstrip("/"), key, names, also_served_as)

    def name_of(self, model: str) -> str:
        """What the upstream calls a model."""
        return self.names.get(model, model)

    def may_call_itself(self, model: str, said: str) -> bool:
        """Whether an answer that says it is from `said` is one of `model`."""
        return said == self.name_of(model) or said in self.also_served_as.get(model, ())


@record(frozen=True, slots=True)
class Settings:
    """All that a gateway needs to know besides its register and its keys."""

    upstream: Upstream
    limits: Limits = Limits()
    open_to: ReleaseStage | None = None
    open_requests_per_minute: int = 30
    open_streams: OpenStreams = OpenStreams.CUT
    stream_usage: StreamUsage = StreamUsage.ASK
    check_every: timedelta = timedelta(seconds=1)
    stale_after: timedelta = timedelta(seconds=10)
    test_models: frozenset[str] = frozenset()
    """Models labelled as for tests only; one that the upstream calls by `LOCAL` always is."""
    more_fields: frozenset[str] = frozenset()
    more_tools: frozenset[str] = frozenset()
    served_at: frozenset[str] = frozenset()
    """Names of hosts under which requests are answered, besides addresses and `localhost`."""
    title: str = "Chat"
    usage_file: Path | None = None

    def is_test_model(self, model: str) -> bool:
        """Whether a model is only for tests, and said to be wherever it speaks."""
        return model in self.test_models or self.upstream.name_of(model) == LOCAL
