"""Base64 in its one right spelling, so that no changed character goes unseen."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from stanchion.release.log.errors import Malformed


def to_base64(raw: bytes) -> str:
    """Bytes as text."""
    return b64encode(raw).decode()


def from_base64(text: str, what: str) -> bytes:
    """The bytes of a text, `what` by name; raises Malformed where it is spelt otherwise."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise Malformed(what, f"`{text[:40]}` is not base64") from None
    if to_base64(raw) != text:
        raise Malformed(what, f"`{text[:40]}` is not base64 in its one form")
    return raw
