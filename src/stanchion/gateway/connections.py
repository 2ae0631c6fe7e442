"""Connections of a low-level aiohttp server, with limits that aiohttp itself does not have."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp.web import BaseRequest, Server, StreamResponse

from stanchion.gateway.settings import Limits

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http_parser import RawRequestMessage
    from aiohttp.streams import StreamReader
    from aiohttp.web_protocol import RequestHandler

KEEP_SECONDS = 75
LINGER_SECONDS = 2
MOST_HEADER_BYTES = 16 * 1024
MOST_HEADERS = 64


class Connections(Server):
    """Opens connections up to a number, and cuts those that never finish a first request."""

    def __init__(
        self, answer: Callable[[BaseRequest], Awaitable[StreamResponse]], limits: Limits
    ) -> None:
        super().__init__(
            answer,
            request_factory=self._request,
            handler_cancellation=True,
            access_log=None,
            auto_decompress=False,
            keepalive_timeout=KEEP_SECONDS,
            lingering_time=LINGER_SECONDS,
            max_line_size=MOST_HEADER_BYTES // 2,
            max_field_size=MOST_HEADER_BYTES,
            max_headers=MOST_HEADERS,
        )
        self._limits = limits
        self._time = asyncio.get_running_loop().time
        self._silent: dict[RequestHandler, float] = {}

    def _request(
        self,
        message: "RawRequestMessage",
        payload: "StreamReader",
        protocol: "RequestHandler",
        writer: "AbstractStreamWriter",
        task: "asyncio.Task[None]",
    ) -> BaseRequest:
        return BaseRequest(
            message,
            payload,
            protocol,
            writer,
            task,
            asyncio.get_running_loop(),
            client_max_size=self._limits.body_bytes,
        )

    def connection_made(self, handler: "RequestHandler", transport: asyncio.Transport) -> None:
        """Take a connection up to the limit; one more is closed at once."""
        super().connection_made(handler, transport)
        if len(self._connections) > self._limits.most_connections:
            transport.abort()
        else:
            self._silent[handler] = self._time()

    def connection_lost(self, handler: "RequestHandler", exc: BaseException | None = None) -> None:
        """Forget a connection."""
        self._silent.pop(handler, None)
        super().connection_lost(handler, exc)

    def spoke(self, request: BaseRequest) -> None:
        """The head of a request has come; idle time between requests is aiohttp's to limit."""
        self._silent.pop(request.protocol, None)

    def cut_silent(self) -> None:
        """Cut connections whose first head has not come in time, byte by byte or not at all."""
        latest = self._time() - self._limits.header_seconds
        for handler, since in tuple(self._silent.items()):
            if since < latest:
                del self._silent[handler]
                if handler.transport is not None:
                    handler.transport.abort()
