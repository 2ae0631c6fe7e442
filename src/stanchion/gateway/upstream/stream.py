"""Events of a stream as they pass: bytes go on unchanged, and what they report is read.

One event may be withheld: the count of tokens that the gateway asked for and the client did not.
"""

import re
from dataclasses import dataclass, field

from stanchion.gateway.usage.reported import Tokens, reported

_TELLING = re.compile(rb'"usage"\s*:\s*\{').search
"""What says how many tokens there were; in a text its quotes would be escaped."""

_MOST_HELD = 1024 * 1024
"""An event longer than that is passed on in pieces, unread."""


@dataclass(slots=True)
class Events:
    """Reads a stream piece by piece."""

    withholds_usage: bool
    model: str | None = None
    tokens: Tokens | None = None
    count: int = 0
    _held: bytearray = field(default_factory=bytearray)

    def passed(self, piece: bytes) -> bytes:
        """What of the bytes so far may go on now."""
        if not self._held and piece.endswith(b"\n\n"):
            whole = piece
        else:
            self._held += piece
            cut = max(self._held.rfind(b"\n\n") + 2, self._held.rfind(b"\r\n\r\n") + 4)
            if cut < 4 and len(self._held) < _MOST_HELD:
                return b""
            cut = cut if cut >= 4 else len(self._held)
            whole = bytes(self._held[:cut])
            del self._held[:cut]
        return self._read(whole)

    def rest(self) -> bytes:
        """What is left once the upstream has ended; a last event may lack its empty line."""
        left = bytes(self._held)
        self._held.clear()
        return self._read(left) if left else b""

    def _read(self, whole: bytes) -> bytes:
        self.count += whole.count(b"data:")
        if self.model is not None and not _TELLING(whole):
            return whole  # nothing new in it, as in most
        ends = b"\r\n\r\n" if b"\r\n\r\n" in whole else b"\n\n"
        events = whole.split(ends)
        kept = [event for event in events if self._passes(event)]
        return whole if len(kept) == len(events) else ends.join(kept)

    def _passes(self, event: bytes) -> bool:
        if self.model is not None and not _TELLING(event):
            return True
        lines = (line[5:].strip() for line in event.splitlines() if line.startswith(b"data:"))
        told = reported(b"\n".join(lines))
        self.model = self.model or told.model
        self.tokens = told.tokens or self.tokens
        return not (self.withholds_usage and told.only_usage)
