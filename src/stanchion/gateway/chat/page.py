"""The files of the chat page, read once, served with headers that let nothing else in."""

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp.web import Response

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-cache",
}
_FOLDER = Path(__file__).resolve().parent / "static"


def static(path: str, title: str) -> "Response | None":
    """A file of the page, if the path is one of them."""
    from aiohttp.web import Response

    name = "index.html" if path == "/" else path.removeprefix("/chat/")
    found = _files().get(name) if path == "/" or path.startswith("/chat/") else None
    if found is None:
        return None
    kind, body = found
    if name == "index.html":
        body = body.replace(b"{{title}}", escape(title).encode())
    return Response(body=body, headers={"content-type": kind, **_HEADERS})


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """By name; only what is there when the first page is asked for."""
    return {
        path.name: (_KINDS[path.suffix], path.read_bytes())
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _KINDS
    }
