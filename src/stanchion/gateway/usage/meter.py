"""Counts use per key, model and day, in memory first and in a file of SQLite every second.

What a crash can lose is the second since the last write; a stop writes all. Rows only grow.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stanchion.api.revenue import Used
from stanchion.exact.errors import StanchionError
from stanchion.gateway.usage.reported import Tokens

_TABLE = """
CREATE TABLE IF NOT EXISTS usage (
    key TEXT NOT NULL, model TEXT NOT NULL, day TEXT NOT NULL,
    requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,
    unreported INTEGER NOT NULL, events_unreported INTEGER NOT NULL,
    PRIMARY KEY (key, model, day)
) STRICT
"""
_COLUMNS = 9
_COUNTS = (
    "requests",
    "prompt_tokens",
    "completion_tokens",
    "cached_tokens",
    "unreported",
    "events_unreported",
)
_ADD = (
    f"INSERT INTO usage VALUES ({', '.join('?' * _COLUMNS)}) ON CONFLICT DO UPDATE SET "  # noqa: S608
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in _COUNTS)
)


@dataclass(eq=False)
class BadUsageFile(StanchionError, ValueError):
    """The file is not one that a gateway wrote."""

    file: str
    wrong: str

    def __str__(self) -> str:
        return f"`{self.file}` holds no usage: {self.wrong}"


Counts = dict[tuple[str, str, str], list[int]]
"""By key, model and day, in the order of the columns."""


class Meter:
    """The counters of a running gateway; without a file they last as long as it runs."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept: Counts = {}
        self._waiting: Counts = {}
        if path is not None:
            with closing(_opened(path)) as db:
                db.execute(_TABLE)

    def count(self, key: str, model: str, day: date, tokens: Tokens | None, events: int) -> None:
        """One request that reached the upstream: its tokens, or that nobody said how many."""
        at = (key, model, day.isoformat())
        row = self._waiting.get(at)
        if row is None:
            row = self._waiting[at] = [0] * len(_COUNTS)
        row[0] += 1
        if tokens is None:
            row[4] += 1
            row[5] += events
        else:
            row[1] += tokens.prompt
            row[2] += tokens.completion
            row[3] += tokens.cached

    def taken(self) -> "Counts":
        """What is counted since the last time; the caller puts it, or gives it back."""
        taken, self._waiting = self._waiting, {}
        return taken

    def given_back(self, taken: "Counts") -> None:
        """Counts that could not be put are owed still."""
        _merge(self._waiting, taken)

    def put(self, taken: "Counts") -> None:
        """Add counts to the file, all of them or none; may run in another thread."""
        if not taken:
            return
        if self._path is None:
            _merge(self._kept, taken)
            return
        with closing(_opened(self._path)) as db, db:
            db.executemany(_ADD, [(*at, *row) for at, row in taken.items()])

    def rows(self) -> tuple[Used, ...]:
        """All use that has been put, in order of day, key and model."""
        if self._path is not None:
            return used(self._path)
        return _sorted((*at, *_six(row)) for at, row in self._kept.items())


def used(path: Path) -> tuple[Used, ...]:
    """The use that a file holds, in order of day, key and model; raises BadUsageFile."""
    if not path.is_file():
        raise BadUsageFile(str(path), "there is no such file")
    try:
        with closing(_opened(path)) as db:
            columns = f"key, model, day, {', '.join(_COUNTS)}"
            return _sorted(db.execute(f"SELECT {columns} FROM usage"))  # noqa: S608 - our words
    except sqlite3.Error as wrong:
        raise BadUsageFile(str(path), str(wrong)) from None


def _sorted(rows: Iterable[tuple[str, str, str, int, int, int, int, int, int]]) -> tuple[Used, ...]:
    found = [
        Used(key, model, date.fromisoformat(day), *counts) for key, model, day, *counts in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.day, row.key, row.model)))


def _six(row: list[int]) -> tuple[int, int, int, int, int, int]:
    requests, prompt, completion, cached, unreported, events = row
    return requests, prompt, completion, cached, unreported, events


def _merge(into: Counts, more: Counts) -> None:
    for at, row in more.items():
        held = into.setdefault(at, [0] * len(row))
        into[at] = [a + b for a, b in zip(held, row, strict=True)]


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db
