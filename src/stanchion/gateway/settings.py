"""How a gateway is set up: where it listens, whom it asks, how long and how much it allows."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from stanchion.charter.release import ReleaseStage
from stanchion.exact.record import record


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
    more_fields: frozenset[str] = frozenset()
    more_tools: frozenset[str] = frozenset()
    title: str = "Chat"
    usage_file: Path | None = None
