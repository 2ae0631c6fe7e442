"""The client of the upstream: one request there, its answer back, byte for byte.

Nothing that a client sent goes on but the JSON object that was judged: no path, no query, no
header. Of what comes back, the body goes on unchanged, and the headers that say what it is.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stanchion import __version__
from stanchion.gateway.asked.body import written
from stanchion.gateway.asked.fields import Asked, Endpoint
from stanchion.gateway.errors import ApiError
from stanchion.gateway.settings import Limits, StreamUsage, Upstream
from stanchion.gateway.upstream.stream import Events
from stanchion.gateway.usage.reported import Tokens, reported

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from aiohttp.web import BaseRequest, Response, StreamResponse

    from stanchion.gateway.flights import Flight

_PASSED_BACK = ("content-type", "retry-after", "openai-processing-ms", "openai-version")
_KEEP_SECONDS = 4
"""Shorter than any server keeps a connection, so that none is used that is just being closed."""

_OURS_TO_MEND = frozenset({401, 403, 407})
"""The upstream refuses the gateway, not the client."""


@dataclass(slots=True)
class Outcome:
    """What became of a request at the upstream, for the meter and the log."""

    reached: bool = False
    status: int = 0
    tokens: Tokens | None = None
    events: int = 0
    bytes_out: int = 0
    begun: "StreamResponse | None" = None
    """The answer whose head has been sent; what comes after can no longer be another status."""


class Forwarder:
    """Connections to one upstream."""

    def __init__(self, upstream: Upstream, limits: Limits, stream_usage: StreamUsage) -> None:
        self._upstream = upstream
        self._limits = limits
        self._stream_usage = stream_usage
        self._session: ClientSession | None = None
        self._base = upstream.url.rstrip("/")
        self._headers = {
            "content-type": "application/json",
            "accept-encoding": "identity",
            "user-agent": f"stanchion/{__version__}",
        }
        if upstream.key is not None:
            self._headers["authorization"] = f"Bearer {upstream.key}"

    async def open(self) -> None:
        """Make the pool of connections, within a running loop."""
        from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

        self._session = ClientSession(
            connector=TCPConnector(limit=0, keepalive_timeout=_KEEP_SECONDS),
            timeout=ClientTimeout(total=None, sock_connect=self._limits.connect_seconds),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers=self._headers,
        )

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    async def answer(
        self,
        request: "BaseRequest",
        asked: Asked,
        flight: "Flight",
        headers: Mapping[str, str],
        outcome: Outcome,
    ) -> "StreamResponse":
        """The upstream's answer: whole, or streamed to the client as it comes.

        Raises ApiError where there is none to give.
        """
        from aiohttp import ClientError

        withholds, body = self._body_of(asked)
        assert self._session is not None  # INVARIANT: opened before anything is served
        call = self._session.post(
            f"{self._base}/{asked.endpoint.value}",
            data=body,
            headers={"x-request-id": headers["x-request-id"]},
            allow_redirects=False,
        )
        try:
            async with call as upstream:
                outcome.reached, outcome.status = True, upstream.status
                _usable(upstream)
                if asked.stream and upstream.content_type == "text/event-stream":
                    events = Events(withholds)
                    return await self._stream(
                        request, asked, flight, upstream, headers, events, outcome
                    )
                return await self._whole(asked, flight, upstream, headers, outcome)
        except ClientError as wrong:
            raise _unreachable(wrong) from None

    def _body_of(self, asked: Asked) -> tuple[bool, bytes]:
        """Whether a count of tokens is to be withheld, and the bytes to send."""
        body: dict[str, Any] = {**asked.body, "model": self._upstream.name_of(asked.model)}
        counts_itself = asked.endpoint in {Endpoint.RESPONSES, Endpoint.EMBEDDINGS}
        as_is = self._stream_usage is StreamUsage.AS_IS
        if not asked.stream or asked.wants_usage or counts_itself or as_is:
            return False, written(body)
        body["stream_options"] = {**(body.get("stream_options") or {}), "include_usage": True}
        return True, written(body)

    async def _whole(
        self,
        asked: Asked,
        flight: "Flight",
        upstream: "ClientResponse",
        headers: Mapping[str, str],
        outcome: Outcome,
    ) -> "Response":
        from aiohttp.web import Response

        pieces, size = [], 0
        async for piece in upstream.content.iter_any():
            size += len(piece)
            if size > self._limits.answer_bytes:
                raise ApiError(502, "answer_too_large", "the upstream's answer is too large")
            pieces.append(piece)
            flight.moved = asyncio.get_running_loop().time()
        body = b"".join(pieces)
        if upstream.status < 400:
            told = reported(body)
            outcome.tokens = told.tokens
            self._same_model(asked, told.model)
        outcome.bytes_out = size
        return Response(status=upstream.status, body=body, headers=_back(upstream, headers))

    async def _stream(
        self,
        request: "BaseRequest",
        asked: Asked,
        flight: "Flight",
        upstream: "ClientResponse",
        headers: Mapping[str, str],
        events: Events,
        outcome: Outcome,
    ) -> "StreamResponse":
        from aiohttp.web import StreamResponse

        response = StreamResponse(status=upstream.status, headers=_back(upstream, headers))
        response.headers["cache-control"] = "no-store"
        response.headers["x-accel-buffering"] = "no"
        response.headers["server"] = "stanchion"
        time = asyncio.get_running_loop().time
        try:
            async for piece in upstream.content.iter_any():
                flight.moved = time()
                passed = events.passed(piece)
                self._same_model(asked, events.model)
                if passed:
                    await _sent(request, response, passed, outcome)
                    flight.moved = time()
            passed = events.rest()
            self._same_model(asked, events.model)
            await _sent(request, response, passed, outcome)
        finally:
            outcome.tokens, outcome.events = events.tokens, events.count
        await response.write_eof()
        return response

    def _same_model(self, asked: Asked, said: str | None) -> None:
        """Raise ApiError where the upstream says that another model answered."""
        if said is not None and not self._upstream.may_call_itself(asked.model, said):
            message = "the upstream answered with another model than the one that is released"
            raise ApiError(502, "another_model_answered", message, "model")


async def _sent(
    request: "BaseRequest", response: "StreamResponse", passed: bytes, outcome: Outcome
) -> None:
    if outcome.begun is None:
        outcome.begun = response
        await response.prepare(request)
    if passed:
        await response.write(passed)
        outcome.bytes_out += len(passed)


def _usable(upstream: "ClientResponse") -> None:
    """Raise ApiError for answers that are not the client's business, or lead elsewhere."""
    if upstream.status in _OURS_TO_MEND or 300 <= upstream.status < 400:
        message = f"the upstream refuses the gateway (status {upstream.status})"
        raise ApiError(502, "upstream_refuses", message)
    if upstream.headers.get("content-encoding", "identity") != "identity":
        raise ApiError(502, "upstream_compresses", "the upstream compresses though asked not to")


def _back(upstream: "ClientResponse", headers: Mapping[str, str]) -> dict[str, str]:
    kept = {name: upstream.headers[name] for name in _PASSED_BACK if name in upstream.headers}
    return {**kept, **headers}


def _unreachable(wrong: Exception) -> ApiError:
    message = f"the upstream cannot be reached or broke off ({type(wrong).__name__})"
    return ApiError(502, "upstream_unreachable", message)
