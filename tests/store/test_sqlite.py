"""A register in a file: it only grows, two writers make one log, what is torn is not taken in."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tools.register_trials import appending, killed_while_appending, prefix_of

from stanchion.release.log.errors import EntryTooLong, OutsideLog
from stanchion.release.log.merkle import Frontier, leaf_hash
from stanchion.store.errors import (
    BrokenRegister,
    NoRegister,
    RegisterBusy,
    RegisterExists,
    UnusableRegister,
)
from stanchion.store.sqlite import FILE, SqliteLog

ENTRIES = [f"entry {number}".encode() for number in range(9)]


@pytest.fixture
def log(tmp_path: Path) -> SqliteLog:
    made = SqliteLog.begun(tmp_path / "r", origin="lab.example/log")
    made.append(ENTRIES[:5])
    made.append(ENTRIES[5:])
    return made


def raw(log: SqliteLog) -> sqlite3.Connection:
    return sqlite3.connect(log.path, isolation_level=None)


def test_what_was_added_is_read_and_has_its_root(log: SqliteLog) -> None:
    again = SqliteLog(log.path.parent)
    assert list(again.read()) == ENTRIES
    assert list(again.read(3, 5)) == ENTRIES[3:5]
    assert again.head().frontier == Frontier().with_leaves(map(leaf_hash, ENTRIES))
    assert again.append([]).size == 9
    with pytest.raises(OutsideLog):
        list(again.read(3, 10))
    with pytest.raises(EntryTooLong):
        again.append([b"fine", b"x" * 70_000])
    assert again.head().size == 9


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET entry = x'00' WHERE place = 3",
        "DELETE FROM entries WHERE place = 8",
        "INSERT OR REPLACE INTO entries SELECT 3, entry, leaf, peaks FROM entries WHERE place = 4",
        "REPLACE INTO register VALUES (1, 'other')",
        "INSERT INTO entries SELECT 12, entry, leaf, peaks FROM entries WHERE place = 4",
        "UPDATE register SET origin = 'other'",
        "DELETE FROM documents",
        "UPDATE notes SET note = ''",
        "INSERT OR REPLACE INTO documents SELECT sha256, x'00' FROM documents",
        "INSERT INTO entries VALUES (9, 'text', x'00', NULL)",
    ],
)
def test_nothing_is_changed_or_taken_away(log: SqliteLog, sql: str) -> None:
    log.add_document(b"a charter")
    file = raw(log)
    file.execute("INSERT INTO notes VALUES (1, 0, 'x')")
    with pytest.raises(sqlite3.IntegrityError):
        file.execute(sql)
    file.close()


def test_a_trigger_that_was_removed_is_missed(log: SqliteLog) -> None:
    with raw(log) as file:
        file.execute("DROP TRIGGER entries_no_delete")
    file.close()
    with pytest.raises(BrokenRegister, match="its `entries_no_delete` was removed"):
        SqliteLog(log.path.parent)


def test_a_trigger_that_was_disarmed_is_noticed(log: SqliteLog) -> None:
    with raw(log) as file:
        file.execute("DROP TRIGGER entries_no_delete")
        file.execute(
            "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT 1; END"
        )
    file.close()
    with pytest.raises(BrokenRegister, match="its `entries_no_delete` was altered"):
        SqliteLog(log.path.parent)


def without_guards(log: SqliteLog, sql: str) -> None:
    """Run a statement past the triggers, which are put back as they were."""
    file = raw(log)
    kept = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        file.execute(f"DROP TRIGGER {name}")
    file.execute(sql)
    for _, made in kept:
        file.execute(made)
    file.close()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE entries SET entry = x'00' WHERE place = 8", "entry 8 is not what was added"),
        ("DELETE FROM entries WHERE place = 8", "breaks off within an append, at entry 7"),
        ("UPDATE entries SET peaks = x'' WHERE place = 8", "does not have its size"),
        ("DELETE FROM register", "does not say which log it is"),
    ],
)
def test_a_tail_that_is_not_as_it_was_written_is_refused(
    log: SqliteLog, sql: str, words: str
) -> None:
    without_guards(log, sql)
    with pytest.raises(BrokenRegister, match=words):
        SqliteLog(log.path.parent)


def test_an_entry_missing_in_the_middle_is_named(log: SqliteLog) -> None:
    without_guards(log, "DELETE FROM entries WHERE place = 4")
    with pytest.raises(BrokenRegister, match="of entries 0 to 8 only 8 are there"):
        list(SqliteLog(log.path.parent).read())


def test_what_is_no_register_is_said(tmp_path: Path, log: SqliteLog) -> None:
    with pytest.raises(NoRegister, match="register init"):
        SqliteLog(tmp_path / "nowhere")
    with pytest.raises(RegisterExists):
        SqliteLog.begun(log.path.parent, origin="x")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / FILE).write_text("not a database, but long enough to look at it" * 40)
    with pytest.raises(BrokenRegister, match="not a database"):
        SqliteLog(tmp_path / "text")
    (tmp_path / "empty").mkdir()
    sqlite3.connect(tmp_path / "empty" / FILE).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(BrokenRegister, match="no register"):
        SqliteLog(tmp_path / "empty")


def test_one_who_cannot_write_is_told_so(log: SqliteLog) -> None:
    other = SqliteLog(log.path.parent, patience=0.05)
    with raw(log) as file:
        file.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterBusy, match="was busy for"):
            other.append([b"x"])
        file.execute("ROLLBACK")
    file.close()
    assert other.append([b"x"]).size == 10


def test_a_full_disk_is_not_called_a_broken_register(log: SqliteLog) -> None:
    log._file.execute(
        f"PRAGMA max_page_count = {log._file.execute('PRAGMA page_count').fetchone()[0]}"
    )
    with pytest.raises(UnusableRegister, match="full"):
        log.append([b"x" * 60_000] * 3)
    log._file.execute("PRAGMA max_page_count = 1000000")
    assert list(log.read()) == ENTRIES
    assert log.append([b"x"]).size == 10


def test_a_writer_that_fails_half_way_leaves_nothing(log: SqliteLog) -> None:
    def prepare(head: object) -> list[bytes]:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - whatever it was, it comes through
        log.append(prepare)
    assert log.head().size == 9


def test_two_writers_make_one_log_without_a_gap(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    SqliteLog.begun(folder, origin="lab.example/log").close()
    writers = [
        subprocess.Popen([sys.executable, "-c", appending(folder, name, count=60, batch=3)])
        for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    log = SqliteLog(folder)
    found = list(log.read())
    assert sorted(found) == sorted(f"{n} {i}".encode() for n in "ab" for i in range(60))
    assert log.head().frontier == Frontier().with_leaves(map(leaf_hash, found))
    mine = [entry for entry in found if entry.startswith(b"a")]
    assert mine == [f"a {number}".encode() for number in range(60)]


def test_whoever_is_killed_while_adding_loses_nothing_acknowledged(tmp_path: Path) -> None:
    done = killed_while_appending(tmp_path, appends=400, seed=1)
    assert done.kills > 1
    assert done.lost == done.torn == 0


def test_a_torn_write_ahead_log_gives_what_was_there_before(log: SqliteLog, tmp_path: Path) -> None:
    """The power fails while a page is written: the log is what it was after some append."""
    for number in range(12):
        log.append([f"more {number}".encode() * 40])
    entries = list(log.read())
    wal = Path(f"{log.path}-wal").read_bytes()
    sizes = set()
    for cut in range(0, len(wal), 1511):
        folder = tmp_path / f"cut {cut}"
        folder.mkdir()
        shutil.copy(log.path, folder / FILE)
        Path(f"{folder / FILE}-wal").write_bytes(wal[:cut])
        assert prefix_of(folder, entries) is not False
        sizes.add(prefix_of(folder, entries))
    assert len(sizes) > 5


def test_many_signatures_are_checked_as_one_by_one() -> None:
    from stanchion.cli.northlight import teaching_key
    from stanchion.store.keys import AT_ONCE, verify_all

    wren = teaching_key("wren")
    good = (wren.public, wren.sign(b"x"), b"x")
    bad = (wren.public, wren.sign(b"x"), b"y")
    for workers in (1, 2, 4, None):
        found = verify_all([good] * AT_ONCE + [bad, good], workers=workers)
        assert found == [True] * AT_ONCE + [False, True]
