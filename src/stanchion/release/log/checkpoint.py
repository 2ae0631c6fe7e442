"""Checkpoints, and the signed notes that carry them: what the log says of itself, and to whom.

Source: C2SP signed-note, tlog-checkpoint and tlog-cosignature (cosignature/v1).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256

from stanchion.exact.record import record
from stanchion.release.log.base64 import from_base64, to_base64
from stanchion.release.log.errors import Malformed

Sign = Callable[[bytes], bytes]
"""Makes the Ed25519 signature of a message."""
Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether a public key (32 bytes) made a signature (64 bytes) of a message: key, sig, message."""


class KeyType(IntEnum):
    """What a key signs: a note as it is, or a note with the time of signing."""

    ED25519 = 1
    COSIGNATURE = 4


@record(frozen=True, slots=True)
class NoteKey:
    """A public key under the name that stands in signature lines."""

    name: str
    public: bytes
    type: KeyType = KeyType.ED25519

    @property
    def id(self) -> bytes:
        """Four bytes by which a line is told to be of this key."""
        named = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return sha256(named).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.type]) + self.public)}"


_NAME = re.compile(r"[^\s+]+")


def note_key(text: str) -> NoteKey:
    """A key written as `name+id+base64`; raises Malformed."""
    name, _, rest = text.strip().partition("+")
    written_id, _, coded = rest.partition("+")
    raw = from_base64(coded, "a key")
    if not _NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in set(KeyType):
        raise Malformed("a key", f"`{text.strip()}` is not `name+id+key` of an Ed25519 key")
    key = NoteKey(name, raw[1:], KeyType(raw[0]))
    if key.id.hex() != written_id:
        raise Malformed("a key", f"`{written_id}` is not the id of the key of `{name}`")
    return key


@record(frozen=True, slots=True)
class NoteSignature:
    """One signature line of a note; `blob` is what follows the id of the key."""

    name: str
    key_id: bytes
    blob: bytes

    def __str__(self) -> str:
        return f"— {self.name} {to_base64(self.key_id + self.blob)}"

    @property
    def time(self) -> datetime | None:
        """When a cosignature says that it was made."""
        if len(self.blob) != 72:
            return None
        seconds = int.from_bytes(self.blob[:8], "big")
        if seconds > LAST_SECOND:
            return None
        return datetime.fromtimestamp(seconds, tz=UTC)


LAST_SECOND = 253_402_300_799
"""The end of the year 9999, beyond which there are no instants."""


@record(frozen=True, slots=True)
class Checkpoint:
    """How many entries the log of an origin has, and the root of their tree."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@record(frozen=True, slots=True)
class Note:
    """A checkpoint with the signatures under it."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...] = ()

    def __str__(self) -> str:
        return self.checkpoint.text + "\n" + "".join(f"{line}\n" for line in self.signatures)

    def with_signatures(self, more: Iterable[NoteSignature]) -> "Note":
        """The note with signatures that it does not have yet."""
        return Note(self.checkpoint, tuple(dict.fromkeys((*self.signatures, *more))))

    def signed_by(self, key: NoteKey, verify: Verify) -> Iterator[NoteSignature]:
        """The signatures of a key that are good."""
        for found in self.signatures:
            if (found.name, found.key_id) == (key.name, key.id):
                if _good(self.checkpoint, found, key, verify):
                    yield found


def signed(checkpoint: Checkpoint, key: NoteKey, sign: Sign) -> NoteSignature:
    """The log's own signature of a checkpoint."""
    return NoteSignature(key.name, key.id, sign(checkpoint.text.encode()))


def cosigned(checkpoint: Checkpoint, key: NoteKey, sign: Sign, *, at: datetime) -> NoteSignature:
    """A witness's signature: it has seen the log grow up to here, at that time."""
    seconds = int(at.timestamp())
    made = sign(_witnessed(checkpoint, seconds))
    return NoteSignature(key.name, key.id, seconds.to_bytes(8, "big") + made)


def _witnessed(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()


def _good(checkpoint: Checkpoint, found: NoteSignature, key: NoteKey, verify: Verify) -> bool:
    match key.type:
        case KeyType.ED25519:
            return len(found.blob) == 64 and verify(
                key.public, found.blob, checkpoint.text.encode()
            )
        case KeyType.COSIGNATURE:
            if found.time is None:
                return False
            seconds = int.from_bytes(found.blob[:8], "big")
            return verify(key.public, found.blob[8:], _witnessed(checkpoint, seconds))


MOST_BYTES = 1 << 20
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")


def read_note(data: bytes | str) -> Note:
    """A checkpoint as published, with its signatures unchecked; raises Malformed."""
    text = _decoded(data)
    body, between, under = text.rpartition("\n\n")
    if not between or not under.endswith("\n"):
        raise Malformed("a checkpoint", "there is no empty line before its signatures")
    signatures = []
    for line in under[:-1].split("\n"):
        match = _LINE.fullmatch(line)
        raw = b"" if match is None else from_base64(match[2], "a signature")
        if match is None or len(raw) < 5:
            raise Malformed("a checkpoint", f"`{line[:80]}` is no line of a signature")
        signatures.append(NoteSignature(match[1], raw[:4], raw[4:]))
    return Note(_checkpoint(body), tuple(signatures))


def _checkpoint(body: str) -> Checkpoint:
    origin, *rest = body.split("\n")
    if len(rest) < 2 or not all((origin, *rest)):
        raise Malformed("a checkpoint", "it has an origin, a size and a root, each in its line")
    size, root, *extensions = rest
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
        raise Malformed("a checkpoint", f"`{size[:40]}` is no number of entries")
    raw = from_base64(root, "a root")
    if len(raw) != 32:
        raise Malformed("a checkpoint", "its root is not 32 bytes long")
    return Checkpoint(origin, int(size), raw, tuple(extensions))


def _decoded(data: bytes | str) -> str:
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise Malformed("a checkpoint", "it is not UTF-8") from None
    if len(text) > MOST_BYTES:
        raise Malformed("a checkpoint", "it is longer than any can be")
    if any(ch < " " and ch != "\n" for ch in text):
        raise Malformed("a checkpoint", "it has control characters")
    return text
