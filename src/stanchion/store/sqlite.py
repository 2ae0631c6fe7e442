"""A register in one file of SQLite.

Write-ahead log and `synchronous = FULL`: an append returns when its bytes are on the disk. Each
append takes the write lock first and reads the head under it, so that two writers make one log.
The last entry of each append carries the peaks of the tree, so that the next one need not read
the others.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from stanchion.release.log.checkpoint import Note, read_note
from stanchion.release.log.errors import Malformed, OutsideLog
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.release.log.tiles import checked
from stanchion.store.errors import (
    BrokenRegister,
    NoRegister,
    RegisterBusy,
    RegisterExists,
    UnusableRegister,
)
from stanchion.store.log import Head, Prepare
from stanchion.store.schema import APPLICATION_ID, VERSION, statements

FILE = "register.sqlite"
PATIENCE_SECONDS = 30.0
PAGE_OF_ENTRIES = 1_000


class SqliteLog:
    """The log in a folder; see `store.log.Log` for what it offers."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        """Open what is there; raises NoRegister, BrokenRegister."""
        self.path = folder / FILE
        self._patience = patience
        if not self.path.is_file():
            raise NoRegister(str(folder))
        self._file = self._connected()
        with self._guarded():
            self._as_we_made_it()
            self._origin = self._file.execute("SELECT origin FROM register").fetchone()[0]
            self._head()

    @classmethod
    def begun(cls, folder: Path, *, origin: str, patience: float = PATIENCE_SECONDS) -> "SqliteLog":
        """Make an empty log in a folder; raises RegisterExists."""
        path = folder / FILE
        if path.exists():
            raise RegisterExists(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{FILE}.new"  # what was begun and not finished is begun anew
        for left in (part, *(Path(f"{part}-{end}") for end in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)
        file = sqlite3.connect(part, isolation_level=None)
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        file.execute(f"PRAGMA user_version = {VERSION}")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("BEGIN")
        for sql in statements().values():
            file.execute(sql)
        file.execute("INSERT INTO register VALUES (1, ?)", (origin,))
        file.execute("COMMIT")
        file.close()
        try:
            path.hardlink_to(part)  # fails where another has begun it meanwhile
        except FileExistsError:
            raise RegisterExists(str(folder)) from None
        finally:
            part.unlink(missing_ok=True)
        return cls(folder, patience=patience)

    @property
    def origin(self) -> str:
        """The name under which its checkpoints are signed."""
        return str(self._origin)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def head(self) -> Head:
        """The log as it stands."""
        with self._guarded():
            return self._head()

    def append(self, entries: Sequence[bytes] | Prepare) -> Head:
        """Add entries, all or none, for good; the head after them."""
        with self._guarded(), self._writing():
            head = self._head()
            given = entries(head) if callable(entries) else entries
            if not given:
                return head
            leaves = [leaf_hash(checked(entry)) for entry in given]
            grown = head.frontier.with_leaves(leaves)
            ends = [None] * (len(given) - 1) + [b"".join(grown.peaks)]
            places = range(head.size, grown.size)
            self._file.executemany(
                "INSERT INTO entries VALUES (?, ?, ?, ?)",
                zip(places, given, leaves, ends, strict=True),
            )
            return Head(self.origin, grown)

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Entries from `start` up to but not `stop`, in order; raises OutsideLog."""
        size = self.head().size
        end = size if stop is None else stop
        if not 0 <= start <= end <= size:
            raise OutsideLog(max(start, end - 1), size)
        for first in range(start, end, PAGE_OF_ENTRIES):
            last = min(first + PAGE_OF_ENTRIES, end)
            yield from (entry for (entry,) in self._part("entry", first, last))

    def leaves(self) -> Iterator[bytes]:
        """The hashes of all entries, as they were when they were added."""
        size = self.head().size
        for first in range(0, size, PAGE_OF_ENTRIES):
            last = min(first + PAGE_OF_ENTRIES, size)
            yield from (leaf for (leaf,) in self._part("leaf", first, last))

    def _part(self, column: str, first: int, last: int) -> list[tuple[bytes]]:
        with self._guarded():
            rows: list[tuple[bytes]] = self._file.execute(
                f"SELECT {column} FROM entries WHERE place >= ? AND place < ? ORDER BY place",  # noqa: S608
                (first, last),
            ).fetchall()
        if len(rows) != last - first:
            self._broken(f"of entries {first} to {last - 1} only {len(rows)} are there")
        return rows

    def add_note(self, note: Note) -> None:
        """Keep the signatures of a checkpoint beside those that are there."""
        with self._guarded(), self._writing():
            self._file.execute(
                "INSERT INTO notes SELECT coalesce(max(number), 0) + 1, ?, ? FROM notes",
                (note.checkpoint.size, str(note)),
            )

    def notes(self) -> tuple[Note, ...]:
        """All checkpoints that were signed, by size, each with all of its signatures."""
        with self._guarded():
            rows = self._file.execute("SELECT note FROM notes ORDER BY size, number").fetchall()
        found: dict[str, Note] = {}
        for (text,) in rows:
            try:
                note = read_note(text)
            except Malformed as wrong:
                self._broken(str(wrong))
            known = found.get(note.checkpoint.text)
            found[note.checkpoint.text] = (
                note if known is None else known.with_signatures(note.signatures)
            )
        return tuple(found.values())

    def add_document(self, content: bytes) -> str:
        """Keep a document by its digest, which is returned."""
        digest = sha256(content).hexdigest()
        with self._guarded(), self._writing():
            self._file.execute(
                "INSERT INTO documents SELECT ?, ? "
                "WHERE NOT EXISTS (SELECT 1 FROM documents WHERE sha256 = ?)",
                (digest, content, digest),
            )
        return digest

    def documents(self) -> dict[str, bytes]:
        """All documents by digest, as they are kept; a digest is compared by who uses it."""
        with self._guarded():
            return dict(self._file.execute("SELECT sha256, content FROM documents").fetchall())

    # ------------------------------------------------------------------ within

    def _connected(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)
        try:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = FULL")
            file.execute("PRAGMA recursive_triggers = ON")
            file.execute("PRAGMA trusted_schema = OFF")
        except sqlite3.DatabaseError as wrong:
            file.close()
            self._broken(str(wrong))
        return file

    def _as_we_made_it(self) -> None:
        """Whether the file is a register with all its tables and triggers; else BrokenRegister."""
        for pragma, expected in (("application_id", APPLICATION_ID), ("user_version", VERSION)):
            if self._file.execute(f"PRAGMA {pragma}").fetchone()[0] != expected:
                self._broken("it is no register, or one of another version")
        found = dict(
            self._file.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        )
        expected_sql = statements()
        for name in found.keys() ^ expected_sql.keys():
            self._broken(f"its `{name}` was {'removed' if name in expected_sql else 'added'}")
        for name, sql in expected_sql.items():
            if found[name] != sql:
                self._broken(f"its `{name}` was altered")
        if self._file.execute("SELECT count(*) FROM register").fetchone()[0] != 1:
            self._broken("it does not say which log it is")

    def _head(self) -> Head:
        row = self._file.execute(
            "SELECT place, entry, leaf, peaks FROM entries ORDER BY place DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return Head(self.origin, Frontier())
        place, entry, leaf, peaks = row
        if peaks is None:
            self._broken(f"it breaks off within an append, at entry {place}")
        if leaf_hash(entry) != leaf:
            self._broken(f"entry {place} is not what was added")
        frontier = Frontier(
            place + 1, tuple(peaks[at : at + 32] for at in range(0, len(peaks), 32))
        )
        if not frontier.consistent:
            self._broken(f"the tree kept with entry {place} does not have its size")
        return Head(self.origin, frontier)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What SQLite finds wrong, as an error of ours."""
        try:
            yield
        except sqlite3.OperationalError as failed:
            if failed.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise RegisterBusy(str(self.path.parent), self._patience) from None
            raise UnusableRegister(str(self.path.parent), str(failed)) from None
        except sqlite3.DatabaseError as wrong:
            self._broken(str(wrong))

    def _broken(self, why: str) -> NoReturn:
        raise BrokenRegister(str(self.path.parent), why) from None
