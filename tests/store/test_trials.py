"""Random changes of a register, its files and receipts are found, and the entry is named.

`tools/register_trials.py` runs the same ten thousand times.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785
from tools.register_trials import (
    Played,
    files_missed,
    found_in,
    missed,
    played,
    receipts_missed,
    written_together,
)

from stanchion.charter.phrases.conditions import Mitigation
from stanchion.release.log.merkle import leaf_hash
from stanchion.release.records.envelope import read_envelope
from stanchion.release.records.statements import (
    KINDS,
    HaltCalled,
    KeyChanged,
    LevelScored,
    Statement,
    read_statement,
)


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return played(tmp_path_factory.mktemp("played"))


def faults(found: Iterator[str | None]) -> list[str]:
    return [each for each in found if each is not None]


def test_every_kind_of_record_is_written_as_a_foreign_library_writes_its_json(of: Played) -> None:
    made = [read_statement(read_envelope(entry).payload) for entry in of.kept.entries]
    first = made[0]
    who = (first.said.register, "wren", first.said.time)
    never_in_the_play = (
        KeyChanged(*who, enrols=None, retires="c" * 64, reason='lost "at sea" \u2028\x01'),
        LevelScored(*who, category="cyber", mitigation=Mitigation.AFTER, level="高"),
        HaltCalled(*who, reason="\\ and /"),
    )
    made += [Statement(first.subject, said) for said in never_in_the_play]
    assert {type(one.said) for one in made} == {*KINDS.values()}
    for one in made:
        assert one.payload == rfc8785.dumps(one.as_json)


def test_every_change_of_a_record_is_found_and_named(of: Played) -> None:
    found = list(missed(of, changes=60, seed=7))
    assert [fault for _, fault in found if fault] == []
    assert len({what for what, _ in found}) == 8


def test_an_entry_that_names_another_key_is_among_those_named(of: Played) -> None:
    """A key's id is not signed: a changed one makes its record count no longer, and others fail."""
    for at, entry in enumerate(of.kept.entries):
        key = json.loads(entry)["signatures"][0]["keyid"]
        other = ("0" if key[0] != "0" else "1") + key[1:]
        bent = entry.replace(key.encode(), other.encode())
        entries = (*of.kept.entries[:at], bent, *of.kept.entries[at + 1 :])
        leaves = tuple(map(leaf_hash, entries))
        found = found_in(replace(of.kept, entries=entries, leaves=leaves)).faults
        assert at in {f.entry for f in found}, (at, list(map(str, found)))


def test_two_writers_at_once_make_one_log_of_all_that_both_wrote(tmp_path: Path) -> None:
    found = written_together(tmp_path, appends=60)
    assert (found.appends, found.lost, found.torn) == (60, 0, 0)


def test_every_change_of_an_exported_file_is_found(of: Played, tmp_path: Path) -> None:
    assert faults(files_missed(of, tmp_path, changes=40, seed=7)) == []


def test_no_changed_receipt_shows_anything(of: Played) -> None:
    assert faults(receipts_missed(of, changes=60, seed=7)) == []
