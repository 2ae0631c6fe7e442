"""What stands before every page: who may ask, from where, how much, and what a page may load."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stanchion.exact.record import record

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 1_000_000
"""Bytes of a charter that is sent here; the longest we know has 90,000."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
TOKEN_COOKIE = "stanchion_token"  # noqa: S105 - its name


@record(frozen=True, slots=True)
class Access:
    """Who may ask: `token` where the studio listens beyond this machine; `form` marks our forms."""

    host: str
    token: str | None
    form: str

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK


def access(host: str) -> Access:
    """Fresh secrets for one run of the studio."""
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    return Access(host, token, secrets.token_urlsafe(24))


class Guarded:
    """The application behind its guards, as ASGI."""

    def __init__(self, app: App, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with headers set and the body limited."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        sender = _with_headers(send)
        wrong = self._refusal(scope, headers)
        if wrong is not None:
            await _plain(sender, *wrong)
            return
        admitted = self._admitted(scope, headers)
        if admitted is not None:
            await admitted(sender)
            return
        await self._app(scope, _limited(receive), sender)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self._access.is_local and urlsplit(f"//{host}").hostname not in LOOPBACK:
            return 421, "this studio answers on this machine only, under its own name"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, f"more than {LARGEST_BODY:,} bytes are not taken"
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405, "only GET, HEAD and POST are answered"
        if scope["method"] == "POST" and not _same_origin(headers, host):
            return 403, "a form of another site is not taken"
        return None

    def _admitted(
        self, scope: Scope, headers: dict[str, str]
    ) -> Callable[[Send], Awaitable[None]] | None:
        """None for who may pass; else what is sent instead."""
        token = self._access.token
        if token is None:
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and hmac.compare_digest(given.encode(), token.encode()):
            cookie = f"{TOKEN_COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
            return lambda send: _redirect(send, scope["path"], cookie)
        held = _cookie(headers.get("cookie", ""), TOKEN_COOKIE)
        if hmac.compare_digest(held.encode(), token.encode()):
            return None
        words = "this studio asks for the token that was printed when it was started"
        return lambda send: _plain(send, 401, words)


def _same_origin(headers: dict[str, str], host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


def _with_headers(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sender


class BodyTooLarge(Exception):
    """More was sent than was announced, or than is taken."""


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def receiver() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise BodyTooLarge
        return message

    return receiver


async def _plain(send: Send, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    head.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


async def _redirect(send: Send, path: str, cookie: str) -> None:
    # two slashes at the beginning would lead to another host
    to = "/" + path.lstrip("/")
    head = [(b"location", to.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())]
    head.append((b"cache-control", b"no-store"))
    await send({"type": "http.response.start", "status": 303, "headers": head})
    await send({"type": "http.response.body", "body": b""})
