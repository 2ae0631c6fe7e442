"""Entries of a log as they are read: each parsed, its signatures checked against known keys.

Whether a signature is good does not depend on roles or times, so that all of them are checked at
once, by as many processors as there are; what it may be used for is the business of `account`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

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
VerifyAll = Callable[[Sequence[tuple[bytes, bytes, bytes]]], Sequence[bool]]
"""Which of many signatures are good; each a public key, a signature and a message."""


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
    read: list[tuple[int, bytes, Envelope, Statement]] = []
    faults = []
    for index, entry in enumerate(data, start=first):
        try:
            envelope = read_envelope(entry)
            read.append((index, leaf_hash(entry), envelope, read_statement(envelope.payload)))
        except NoRecord as wrong:
            faults.append(Fault(wrong.why, index))
    named = {key_id(raw): raw for *_, statement in read for raw in keys_named(statement)}
    return _checked(read, faults, verify_all, {**known, **named})


def _checked(
    read: list[tuple[int, bytes, Envelope, Statement]],
    faults: list[Fault],
    verify_all: VerifyAll,
    known: Mapping[str, bytes],
) -> Parsed:
    claims = [
        (known[s.key], s.made, signed_bytes(envelope.payload))
        for _, _, envelope, _ in read
        for s in envelope.signatures
        if s.key in known
    ]
    answers = iter(verify_all(claims))
    entries = []
    for index, leaf, envelope, statement in read:
        good: list[bytes] = []
        unknown: list[str] = []
        bad = []
        for signature in envelope.signatures:
            if signature.key not in known:
                unknown.append(signature.key)
            elif next(answers):
                good.append(known[signature.key])
            else:
                bad.append(signature.key)
        if bad:
            words = ", ".join(key[:12] for key in bad)
            faults.append(Fault(f"the signature by key {words}… is not good", index))
        else:
            entries.append(Entry(index, leaf, envelope, statement, tuple(good), tuple(unknown)))
    return Parsed(tuple(entries), tuple(sorted(faults, key=lambda fault: fault.entry or 0)))


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
