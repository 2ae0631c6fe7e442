"""Random changes of a register, its files and receipts are found, and the entry is named.

`tools/register_trials.py` runs the same ten thousand times.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.register_trials import Played, files_missed, missed, played, receipts_missed


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return played(tmp_path_factory.mktemp("played"))


def faults(found: Iterator[str | None]) -> list[str]:
    return [each for each in found if each is not None]


def test_every_change_of_a_record_is_found_and_named(of: Played) -> None:
    found = list(missed(of, changes=60, seed=7))
    assert [fault for _, fault in found if fault] == []
    assert len({what for what, _ in found}) == 8


def test_every_change_of_an_exported_file_is_found(of: Played, tmp_path: Path) -> None:
    assert faults(files_missed(of, tmp_path, changes=40, seed=7)) == []


def test_no_changed_receipt_shows_anything(of: Played) -> None:
    assert faults(receipts_missed(of, changes=60, seed=7)) == []
