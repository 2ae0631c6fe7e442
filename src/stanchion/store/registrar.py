"""Adding to a register by its rules: what does not count is refused before it is written.

The clock is an argument. Each record is made in sight of all before it, under the write lock, so
that two people who vote at the same moment are one after the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.release.log.checkpoint import Note, NoteKey, cosigned, signed
from stanchion.release.log.merkle import Frontier, Tree
from stanchion.release.log.receipt import Receipt
from stanchion.release.records.account import Account, charter_in
from stanchion.release.records.adoption import adoption
from stanchion.release.records.decisions import uncounted
from stanchion.release.records.entries import parsed
from stanchion.release.records.envelope import Envelope, Signer, enveloped, read_envelope
from stanchion.release.records.errors import Inadmissible, NoRecord
from stanchion.release.records.statements import HaltCalled, Statement, Voted
from stanchion.release.records.verification import Kept, Verified, verified
from stanchion.store.keys import verify, verify_all
from stanchion.store.log import Head, Log

Clock = Callable[[], datetime]
Make = Callable[[Account, datetime], Statement]
"""Makes a statement in sight of the account, for an instant."""

LATEST = timedelta(hours=24)
"""A record signed elsewhere may be brought in so long after it was signed."""
AHEAD = timedelta(minutes=5)
"""So far may a clock be before others."""


@dataclass(eq=False)
class ClockBehind(StanchionError, ValueError):
    """The last record is dated `last`, and the clock says `now`."""

    last: datetime
    now: datetime

    def __str__(self) -> str:
        return (
            f"the register's last record is of {self.last.isoformat()}, and the clock here says "
            f"{self.now.isoformat()}; set the clock"
        )


@dataclass(eq=False)
class NoCheckpoint(StanchionError, LookupError):
    """No checkpoint of the register is signed that has what is asked for (`what`)."""

    what: str

    def __str__(self) -> str:
        return f"no signed checkpoint {self.what}; `stanchion register checkpoint` makes one"


@record(frozen=True, slots=True)
class Recorded:
    """A record that was added, and its place."""

    index: int
    statement: Statement
    head: Head


class Registrar:
    """Adds to a log what the rules of its charter let count."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self.log = log
        self._clock = clock
        self._account: Account | None = None

    @classmethod
    def begun(
        cls, log: Log, clock: Clock, *, charter: bytes, name: str, signer: Signer
    ) -> "Registrar":
        """Begin the register of a charter, whose adoption is entry 0."""
        registrar = cls(log, clock)
        registrar.adopt(charter, name=name, signers=(signer,))
        return registrar

    def account(self) -> Account:
        """What all records up to now come to."""
        return self._up_to(self.log.head())

    def _up_to(self, head: Head) -> Account:
        account = self._account
        if account is None or account.size > head.size:
            account = Account(self.log.documents())
        if account.size < head.size:
            data = self.log.read(account.size, head.size)
            known = account.ring.public_keys
            found = parsed(data, verify_all, first=account.size, known=known)
            account.faults += found.faults
            account.add_all(found.entries)
            account.size = head.size
        self._account = account
        return account

    def adopt(self, charter: bytes, *, name: str, signers: Sequence[Signer]) -> Recorded:
        """Adopt a charter, the first or a later one."""
        loaded = charter_in(charter)
        if loaded is None:
            raise Inadmissible(f"the charter `{name}`", "it has errors; see `stanchion check`")
        digest = self.log.add_document(charter)
        self._account = None  # reads the documents anew
        return self.add(lambda _, at: adoption(loaded, digest, name=name, at=at), signers)

    def add(self, make: Make, signers: Sequence[Signer]) -> Recorded:
        """Make, sign and add a record; raises Inadmissible with the rule against it."""
        made: list[Recorded] = []

        def prepare(head: Head) -> Sequence[bytes]:
            account = self._up_to(head)
            statement = make(account, self._now(account))
            envelope = enveloped(statement.payload, signers)
            self._admit(account, envelope.data, head)
            made.append(Recorded(head.size, statement, head))
            return (envelope.data,)

        return self._appended(prepare, made)

    def signed(self, make: Make, signers: Sequence[Signer]) -> Envelope:
        """A record as it would be added now, for adding later; raises Inadmissible."""
        account = self.account()
        statement = make(account, self._now(account))
        envelope = enveloped(statement.payload, signers)
        self._account = None  # what is only written elsewhere does not count yet
        self._admit(account, envelope.data, self.log.head())
        return envelope

    def bring(self, data: bytes) -> Recorded:
        """Add a record that was signed elsewhere; raises NoRecord, Inadmissible."""
        made: list[Recorded] = []
        envelope = read_envelope(data)

        def prepare(head: Head) -> Sequence[bytes]:
            account = self._up_to(head)
            now = self._now(account)
            entry = self._admit(account, envelope.data, head)
            if not self._earliest(now) <= entry.said.time <= now + AHEAD:
                when = entry.said.time.isoformat()
                raise Inadmissible("the record", f"it was signed at {when}; sign it anew")
            made.append(Recorded(head.size, entry, head))
            return (envelope.data,)

        return self._appended(prepare, made)

    def _appended(
        self, prepare: Callable[[Head], Sequence[bytes]], made: list[Recorded]
    ) -> Recorded:
        try:
            head = self.log.append(prepare)
        except BaseException:
            self._account = None  # it may hold what was not written
            raise
        return Recorded(made[0].index, made[0].statement, head)

    def _now(self, account: Account) -> datetime:
        now = self._clock().replace(microsecond=0)
        if account.time is not None and account.time > now:
            if account.time > now + AHEAD:
                raise ClockBehind(account.time, now)
            return account.time
        return now

    def _admit(self, account: Account, data: bytes, head: Head) -> Statement:
        """The statement, if it counts."""
        known = account.ring.public_keys
        found = parsed((data,), verify_all, first=head.size, known=known)
        if found.faults:
            raise NoRecord(found.faults[0].what)
        entry = found.entries[0]
        rule = account.add(entry)
        if rule is None and isinstance(entry.statement.said, Voted | HaltCalled):
            assert account.time is not None  # INVARIANT: it has a record now
            subject = entry.statement.subject.digest.sha256
            void = {
                each.entry: each.rule for each in uncounted(account, account.time, subject=subject)
            }
            rule = void.get(entry.index)
        if rule is not None:
            raise Inadmissible(f"the {entry.statement.kind.replace('-', ' ')}", rule)
        return entry.statement

    def _earliest(self, now: datetime) -> datetime:
        """How early a record may be signed that comes in now: after the last cosignature."""
        seen = [
            t for note in self.log.notes() for s in note.signatures if (t := s.time) is not None
        ]
        return max([now - LATEST, *seen])

    # ---------------------------------------------------------- checkpoints, proofs

    def checkpoint(self, signer: Signer) -> Note:
        """The log as it stands, signed by its key; raises Inadmissible for another key."""
        head, key = self.log.head(), self.require_log_key(signer)
        known = self._note_of(head.size)
        if known is not None:
            return known
        if Frontier().with_leaves(self.log.leaves()) != head.frontier:
            raise Inadmissible("the checkpoint", "the tree kept is not that of the entries")
        note = Note(head.checkpoint, (signed(head.checkpoint, key, signer.sign),))
        self.log.add_note(note)
        return note

    def require_log_key(self, signer: Signer) -> NoteKey:
        """The log's key, if this is its private half; raises Inadmissible."""
        key = self._log_key()
        if signer.public != key.public:
            raise Inadmissible("the checkpoint", f"that is not the key of the log `{key.name}`")
        return key

    def _log_key(self) -> NoteKey:
        quorum = self.account().quorum
        if quorum is None:
            raise Inadmissible("the checkpoint", "no charter is adopted yet")
        return quorum.log

    def _note_of(self, size: int) -> Note | None:
        return next((n for n in self.log.notes() if n.checkpoint.size == size), None)

    def last_note(self) -> Note:
        """The largest signed checkpoint; raises NoCheckpoint."""
        notes = self.log.notes()
        if not notes:
            raise NoCheckpoint("is there yet")
        return notes[-1]

    def add_note(self, note: Note) -> Note:
        """Keep the signatures of the log and its witnesses on a checkpoint; others are left out.

        Raises Inadmissible where none of them is good, or the checkpoint is not of this log.
        """
        quorum = self.account().quorum
        size = note.checkpoint.size
        known = self._note_of(size)
        if quorum is None or known is None or known.checkpoint != note.checkpoint:
            raise Inadmissible("the checkpoint", f"it is not the one of {size} entries here")
        keys = (quorum.log, *quorum.witnesses.values())
        fine = [found for key in keys for found in note.signed_by(key, verify)]
        if not fine:
            raise Inadmissible("the checkpoint", "no signature on it is of the log or a witness")
        kept = Note(note.checkpoint, tuple(fine))
        self.log.add_note(kept)
        return kept

    def cosign(self, signer: Signer, *, seen: Sequence[Note] = ()) -> Note:
        """The last checkpoint with a witness's cosignature, after all is verified.

        `seen` are checkpoints that the witness has cosigned before.
        Raises Inadmissible where the key is no witness's, or the register is not sound.
        """
        quorum = self.account().quorum
        witnesses = {} if quorum is None else quorum.witnesses
        key = next((k for k in witnesses.values() if k.public == signer.public), None)
        if key is None:
            raise Inadmissible("the cosignature", "that is no key of a witness of the charter")
        note = self.last_note()
        found = self.verified(seen).verification
        if not found.sound:
            raise Inadmissible("the cosignature", f"the register is not sound: {found.faults[0]}")
        made = cosigned(note.checkpoint, key, signer.sign, at=self._clock())
        self.log.add_note(Note(note.checkpoint, (made,)))
        return note.with_signatures((made,))

    def receipt(self, index: int) -> Receipt:
        """The proof that an entry is in the log; raises NoCheckpoint, OutsideLog."""
        notes = [n for n in self.log.notes() if n.checkpoint.size > index]
        if not notes:
            list(self.log.read(index, index + 1))  # raises where there is no such entry
            raise NoCheckpoint(f"has entry {index}")
        note = notes[-1]
        tree = Tree(self.log.leaves())
        return Receipt(index, tree.inclusion(index, note.checkpoint.size), note)

    def kept(self, held: Sequence[Note] = ()) -> Kept:
        """The whole register as it is kept, with checkpoints that somebody else has kept."""
        log = self.log
        return Kept(
            tuple(log.read()),
            tuple(log.leaves()),
            log.notes(),
            log.documents(),
            tuple(held),
            log.head().frontier.root,
        )

    def verified(self, held: Sequence[Note] = ()) -> Verified:
        """Verify the whole register."""
        return verified(self.kept(held), verify=verify, verify_all=verify_all)
