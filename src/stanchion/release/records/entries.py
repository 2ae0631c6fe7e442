"""Entries of a log as they are read: each parsed, its signatures checked against known keys.

Whether a signature is good does not depend on roles or times, so that all of them are checked
together, by as many processors as there are, while others are still read; what it may be used for
is the business of `account`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stanchion.exact.record import record
from stanchion.release.log.checkpoint import NoteKey, note_key
from stanchion.release.log.errors import Malformed
from stanchion.release.log.merkle import leaf_hash
from stanchion.release.records.envelope import Envelope, key_id, read_envelope, signed_bytes
from stanchion.release.records.errors import NoRecord
from stanchion.release.records.statements import (
    KeyChanged,
    PolicyAdopted,
    Statement,
    read_statement,
)

NO_KEYS: Mapping[str, bytes] = {}
Claim = tuple[bytes, bytes, bytes]
"""A public key, a signature and a message."""
VerifyAll = Callable[[Iterable[Claim]], Sequence[bool]]
"""Which of many signatures are good; it may check the first while the others are still read."""
_Read = tuple[int, bytes, Envelope, Statement]


@record(frozen=True, slots=True)
class Fault:
    """Something that cannot be in a sound register; `entry` is its place where it has one.

    `last` is the end of the range where it is known only that one of several is at fault.
    """

    what: str
    entry: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        if self.entry is None:
            return self.what
        if self.last is None or self.last == self.entry:
            return f"entry {self.entry}: {self.what}"
        return f"one of the entries {self.entry} to {self.last}: {self.what}"


@record(frozen=True, slots=True)
class Entry:
    """One entry: its place, its hash as a leaf, what it says, by which keys it is signed.

    `unknown` are ids of keys that no record before or after it brings in.
    """

    index: int
    leaf: bytes
    envelope: Envelope
    statement: Statement
    keys: tuple[bytes, ...]
    unknown: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Parsed:
    """All entries that can be read, in order, and what is wrong with the others."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def parsed(
    data: Iterable[bytes],
    verify_all: VerifyAll,
    *,
    first: int = 0,
    known: Mapping[str, bytes] = NO_KEYS,
) -> Parsed:
    """The entries of a log from `first` on, read, their signatures checked.

    `known` are keys by id that entries before them brought in.
    """
    reading = _Reading(dict(known))
    found = verify_all(reading.claims(data, first))
    good = dict(zip(reading.claimed, found, strict=True))
    late = [each for each in reading.late if each[1] in reading.known]
    again = verify_all([reading.claim(*each) for each in late])
    good |= {(index, key): fine for (index, key, *_), fine in zip(late, again, strict=True)}
    return reading.result(good)


class _Reading:
    """Entries read one after another, each signature handed on as soon as its key is known."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self.known = known
        self.read: list[_Read] = []
        self.faults: list[Fault] = []
        self.claimed: list[tuple[int, str]] = []
        self.late: list[tuple[int, str, bytes, bytes]] = []

    def claims(self, data: Iterable[bytes], first: int) -> Iterator[Claim]:
        """The signatures of entries by keys that they or those before them bring in."""
        for index, entry in enumerate(data, start=first):
            try:
                envelope = read_envelope(entry)
                statement = read_statement(envelope.payload)
            except NoRecord as wrong:
                self.faults.append(Fault(wrong.why, index))
                continue
            self.read.append((index, leaf_hash(entry), envelope, statement))
            self.known.update((key_id(raw), raw) for raw in keys_named(statement))
            message = signed_bytes(envelope.payload)
            for made in envelope.signatures:
                if made.key in self.known:
                    self.claimed.append((index, made.key))
                    yield self.claim(index, made.key, made.made, message)
                else:
                    self.late.append((index, made.key, made.made, message))

    def claim(self, _: int, key: str, made: bytes, message: bytes) -> Claim:
        """A signature as it is checked."""
        return self.known[key], made, message

    def result(self, good: Mapping[tuple[int, str], bool]) -> Parsed:
        """All that could be read; `good` says of each signature by a known key whether it is."""
        entries = []
        for index, leaf, envelope, statement in self.read:
            keys = [made.key for made in envelope.signatures]
            bad = [key for key in keys if key in self.known and not good[index, key]]
            if bad:
                words = ", ".join(key[:12] for key in bad)
                self.faults.append(Fault(f"the signature by key {words}… is not good", index))
                continue
            fine = tuple(self.known[key] for key in keys if key in self.known)
            unknown = tuple(key for key in keys if key not in self.known)
            entries.append(Entry(index, leaf, envelope, statement, fine, unknown))
        return Parsed(tuple(entries), tuple(sorted(self.faults, key=lambda f: f.entry or 0)))


def keys_named(statement: Statement) -> tuple[bytes, ...]:
    """The public keys that a statement brings in."""
    match statement.said:
        case PolicyAdopted(log=log, keys=keys):
            named = [raw for key in keys if (raw := public_key(key.ed25519)) is not None]
            own = log_key(log)
            return tuple(named) if own is None else (own.public, *named)
        case KeyChanged(enrols=str(new)):
            raw = public_key(new)
            return () if raw is None else (raw,)
        case _:
            return ()


def public_key(text: str) -> bytes | None:
    """The 32 bytes of a public key in hexadecimal, None where it is none."""
    if len(text) != 64 or text != text.lower():
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def log_key(text: str) -> NoteKey | None:
    """The key of a log as a policy record writes it, None where it cannot be read."""
    try:
        return note_key(text)
    except Malformed:
        return None
