"""Connections of a low-level aiohttp server, with limits that aiohttp itself does not have."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp.web import BaseRequest, Response, Server, StreamResponse
from aiohttp.web_protocol import RequestHandler

from stanchion.gateway.errors import ApiError
from stanchion.gateway.settings import Limits

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http_parser import RawRequestMessage
    from aiohttp.streams import StreamReader

_log = logging.getLogger("stanchion.gateway")

KEEP_SECONDS = 75
LINGER_SECONDS = 2
MOST_HEADER_BYTES = 16 * 1024
MOST_HEADERS = 64


class Connection(RequestHandler):
    """One connection; what is not HTTP is told so in the API's form, and no more."""

    __slots__ = ()

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> StreamResponse:
        """An answer to what cannot be read, or to a fault of ours, which is logged."""
        del request, message
        if status >= 500 and exc is not None:
            _log.error("a request failed", exc_info=exc)
        code = "malformed_request" if status < 500 else "internal_error"
        words = "the request is malformed" if status < 500 else "the gateway failed"
        wrong = ApiError(status, code, words)
        headers = {"content-type": "application/json", "server": "stanchion"}
        response = Response(status=status, body=wrong.encoded, headers=headers)
        response.force_close()
        return response


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

    def __call__(self) -> RequestHandler:
        """A new connection."""
        return Connection(self, loop=asyncio.get_running_loop(), **self._kwargs)

    def _request(
        self,
        message: "RawRequestMessage",
        payload: "StreamReader",
        protocol: RequestHandler,
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

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection up to the limit; one more is closed at once."""
        super().connection_made(handler, transport)
        if len(self._connections) > self._limits.most_connections:
            transport.abort()
        else:
            self._silent[handler] = self._time()

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
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
