"""What a register shows, and what it cannot show, to somebody who trusts none of its keepers.

Entries are compared with the hashes kept of them, signatures with keys, roots with checkpoints,
decisions with what the records before them come to. What holds against the keeper of the log holds
up to the last checkpoint that the charter's witnesses cosigned, and from the time they did.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from stanchion.exact.record import record
from stanchion.release.log.checkpoint import Note, NoteKey, Verify, note_key
from stanchion.release.log.errors import Malformed
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.release.log.quorum import Quorum
from stanchion.release.records.account import Account
from stanchion.release.records.cases import Refused
from stanchion.release.records.decisions import uncounted
from stanchion.release.records.entries import Entry, Fault, VerifyAll, parsed
from stanchion.release.records.statements import PolicyAdopted

SKEW = timedelta(minutes=5)  # ASSUMPTION: clocks of parties and witnesses differ by less


@record(frozen=True, slots=True)
class Kept:
    """A register as it is kept: entries, the hashes kept of them, signed checkpoints, documents.

    `leaves` is None where no hashes are kept beside the entries, `root` where no root is. `held`
    are checkpoints that somebody else has kept, and brings along.
    """

    entries: Sequence[bytes]
    leaves: Sequence[bytes] | None
    notes: tuple[Note, ...]
    documents: Mapping[str, bytes]
    held: tuple[Note, ...] = ()
    root: bytes | None = None


@record(frozen=True, slots=True)
class Sealed:
    """The largest checkpoint with the cosignatures that the charter asks for, and since when."""

    size: int
    at: datetime
    by: tuple[str, ...]


@record(frozen=True, slots=True)
class Verification:
    """What was found; `sound` if nothing was wrong."""

    origin: str | None
    size: int
    root: bytes
    sealed: Sealed | None
    faults: tuple[Fault, ...]
    refused: tuple[Refused, ...]
    decisions: int
    shows: tuple[str, ...]
    cannot: tuple[str, ...]
    digest: str
    method: str = "every hash, signature and root anew; decisions worked out again"
    exact: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@record(frozen=True, slots=True)
class Verified:
    """The verification, and the account that it went through."""

    verification: Verification
    account: Account


def verified(kept: Kept, *, verify: Verify, verify_all: VerifyAll) -> Verified:
    """Verify a register: hashes, signatures, checkpoints, witnesses, decisions."""
    leaves = [leaf_hash(entry) for entry in kept.entries]
    read = parsed(kept.entries, verify_all)
    account = Account(kept.documents).add_all(read.entries)
    account.size = len(leaves)
    faults = [*_changed(kept, leaves), *read.faults]
    checker = _Checkpoints(kept, leaves, read.entries, account, verify)
    # What the account finds may follow from a change in another entry: it explains no root.
    wrong, sealed = checker.checked({fault.entry for fault in faults})
    faults += [*account.faults, *wrong]
    ordered = tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.entry is None, f.entry or 0)))
    signed = [n for n in kept.notes if n.checkpoint.size <= len(leaves)]
    found = Verification(
        origin=account.origin,
        size=len(leaves),
        root=Frontier().with_leaves(leaves).root,
        sealed=sealed,
        faults=ordered,
        refused=tuple(account.refused) if ordered else _refused(account),
        decisions=len(account.decisions),
        shows=() if ordered else _shows(account, leaves, signed, sealed),
        cannot=_cannot(account, len(leaves), signed, sealed),
        digest=sha256(b"".join(leaves)).hexdigest(),
    )
    return Verified(found, account)


def _refused(account: Account) -> tuple[Refused, ...]:
    """Every record that does not count, refused at once or where it would have counted."""
    later = () if account.time is None else uncounted(account, account.time)
    found = {each.entry: each for each in (*later, *account.refused)}
    return tuple(found[entry] for entry in sorted(found))


def _changed(kept: Kept, leaves: Sequence[bytes]) -> Iterable[Fault]:
    """Entries that are not what the hashes kept of them say."""
    if kept.root is not None and Frontier().with_leaves(leaves).root != kept.root:
        yield Fault("the root that is kept for growing is not that of the entries")
    if kept.leaves is None:
        return
    for index, (made, was) in enumerate(zip(leaves, kept.leaves, strict=False)):
        if made != was:
            yield Fault("it is not what was added: its hash differs from the one kept of it", index)
    if len(kept.leaves) != len(leaves):
        yield Fault(f"there are hashes of {len(kept.leaves)} entries, and {len(leaves)} entries")


@record(frozen=True, slots=True)
class _Checkpoints:
    """Checkpoints compared with the entries."""

    kept: Kept
    leaves: Sequence[bytes]
    entries: Sequence[Entry]
    account: Account
    verify: Verify

    def checked(self, known: set[int | None]) -> tuple[list[Fault], Sealed | None]:
        """What is wrong with them, and the largest that is sealed; `known` are bad entries."""
        quorum = self.account.quorum
        keys = self._log_keys()
        faults: list[Fault] = []
        sealed: Sealed | None = None
        sound = 0
        frontier = Frontier()
        notes = sorted((*self.kept.notes, *self.kept.held), key=lambda n: n.checkpoint.size)
        for note in notes:
            size = note.checkpoint.size
            if size > len(self.leaves):
                faults.append(_shorter(note, len(self.leaves)))
                continue
            frontier = frontier.with_leaves(self.leaves[frontier.size : size])
            wrong = self._wrong(note, keys, frontier, sound, known)
            if wrong is not None:
                faults.append(wrong)
                if wrong.last is not None:
                    faults += self._by_nobody(wrong.entry or 0, size)
                continue
            sound = size
            times = {} if quorum is None else quorum.times(note, self.verify)
            met = None if quorum is None else quorum.met_at(times)
            faults += self._unwitnessed(note, quorum)
            if met is not None:
                if sealed is None or size > sealed.size:
                    sealed = Sealed(size, met, tuple(times))
                faults += self._out_of_time(size, met)
        return faults, sealed

    def _log_keys(self) -> list[NoteKey]:
        found = []
        for entry in self.entries:
            said = entry.statement.said
            if isinstance(said, PolicyAdopted):
                try:
                    found.append(note_key(said.log))
                except Malformed:
                    continue
        return found

    def _wrong(
        self,
        note: Note,
        keys: Sequence[NoteKey],
        frontier: Frontier,
        sound: int,
        known: set[int | None],
    ) -> Fault | None:
        size = note.checkpoint.size
        if self.account.origin is not None and note.checkpoint.origin != self.account.origin:
            return Fault(f"the checkpoint of {size} is of `{note.checkpoint.origin}`")
        if not any(True for key in keys for _ in note.signed_by(key, self.verify)):
            return Fault(f"the checkpoint of {size} entries is not signed by the log's key")
        if note.checkpoint.root == frontier.root:
            return None
        named = sorted(e for e in known if e is not None and e < size)
        root = f"the root of the checkpoint of {size} entries"
        if named:
            return Fault(f"with it, {root} is another", named[0])
        return Fault(f"{root} is another", sound if sound < size else 0, size - 1)

    def _by_nobody(self, start: int, size: int) -> Iterable[Fault]:
        """Entries of a range at fault whose key nobody has: its id is not signed, so it can bend.

        They need not be the ones that were changed, so that the range stays named as well.
        """
        for entry in self.entries:
            if entry.unknown and start <= entry.index < size:
                words = f"nobody has its key {entry.unknown[0][:12]}…; a root with it is another"
                yield Fault(words, entry.index)

    def _unwitnessed(self, note: Note, quorum: Quorum | None) -> Iterable[Fault]:
        """Lines under the names of witnesses that are not their signatures."""
        for name, key in () if quorum is None else quorum.witnesses.items():
            lines = [s for s in note.signatures if s.name == key.name]
            good = set(note.signed_by(key, self.verify))
            if any(line not in good for line in lines):
                size = note.checkpoint.size
                yield Fault(f"a cosignature of `{name}` on the checkpoint of {size} is not good")

    def _out_of_time(self, size: int, met: datetime) -> Iterable[Fault]:
        """Entries that claim a time which the witnesses' clock rules out."""
        for entry in self.entries:
            said = entry.statement.said
            if entry.index < size and said.time > met + SKEW:
                yield Fault("it is dated later than the checkpoint that has it", entry.index)
            if entry.index >= size and said.time < met - SKEW:
                yield Fault(
                    "it is back-dated: the checkpoint before it was cosigned later", entry.index
                )


def _shorter(note: Note, size: int) -> Fault:
    lost = note.checkpoint.size - size
    what = "entry is" if lost == 1 else "entries are"
    words = f"the {lost} last {what} missing: a checkpoint has {note.checkpoint.size}"
    return Fault(words, size, note.checkpoint.size - 1)


def _shows(
    account: Account, leaves: Sequence[bytes], signed: Sequence[Note], sealed: Sealed | None
) -> tuple[str, ...]:
    entries = "1 entry" if len(leaves) == 1 else f"{len(leaves):,} entries"
    said = [f"each of the {entries} is signed as it says, by keys known before it"]
    if account.decisions:
        count = len(account.decisions)
        said.append(
            ("the decision on record follows" if count == 1 else f"all {count} decisions follow")
            + " from the records before, by the charter adopted at the time"
        )
    if signed:
        size = max(note.checkpoint.size for note in signed)
        said.append(f"the first {size:,} have the root that the log's own key signed")
    if sealed is not None:
        said.append(
            f"none of the first {sealed.size:,} was altered, removed or back-dated since "
            f"{sealed.at.isoformat(sep=' ', timespec='seconds')}, as {' and '.join(sealed.by)} "
            "cosigned"
        )
    return tuple(said)


def _cannot(
    account: Account, size: int, signed: Sequence[Note], sealed: Sealed | None
) -> tuple[str, ...]:
    said = []
    if not signed:
        said.append("that nothing is missing at its end: no checkpoint is signed")
    if sealed is None:
        quorum = account.quorum
        asked = quorum is not None and quorum.needs is not None
        said.append(
            "that whoever has the log's key did not write it anew: "
            + (
                "no checkpoint has the cosignatures that the charter asks for"
                if asked
                else "the charter asks for no cosignatures of witnesses"
            )
        )
    elif sealed.size < size:
        last = (
            f"entry {sealed.size}"
            if size - sealed.size == 1
            else f"entries {sealed.size} to {size - 1}"
        )
        said.append(f"that {last} will stay: not under a cosigned checkpoint yet")
    said.append("that a key was used by its owner, and that the witnesses act each for itself")
    said.append("that the files behind the digests are what they claim: they are kept elsewhere")
    return tuple(said)
