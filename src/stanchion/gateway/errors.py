"""Errors in the form of the API that is served, so that clients treat them as its own."""

import json
from dataclasses import dataclass, field

from stanchion.exact.errors import StanchionError

_WRITER = json.JSONEncoder(separators=(",", ":"))
DECISION = "x-stanchion-decision"
LOG_INDEX = "x-stanchion-log-index"


@dataclass(eq=False)
class ApiError(StanchionError):
    """A request that is answered with an error: status, code, words, and the field at fault."""

    status: int
    code: str
    message: str
    param: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message

    @property
    def kind(self) -> str:
        """The API's own class of error for a status."""
        return _KINDS.get(self.status) or ("invalid_request_error" if self.status < 500 else SERVER)

    @property
    def body(self) -> dict[str, object]:
        """`{"error": {"message", "type", "param", "code"}}`."""
        said = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        return {"error": said}

    @property
    def encoded(self) -> bytes:
        """The body as bytes."""
        return _WRITER.encode(self.body).encode()

    @property
    def event(self) -> bytes:
        """An event that ends a stream of chat."""
        return b"data: " + self.encoded + b"\n\n"

    @property
    def typed_event(self) -> bytes:
        """An event that ends a stream of the responses endpoint."""
        said = {"type": "error", "code": self.code, "message": self.message, "param": self.param}
        return b"event: error\ndata: " + json.dumps(said).encode() + b"\n\n"


SERVER = "server_error"
_KINDS = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}
