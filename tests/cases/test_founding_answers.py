"""The pages of answers about cases: every command gives the answer that stands beside it."""

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "cases/openai-2023/control.md"
CONFLICTS = sorted((ROOT / "cases").glob("*/conflict.md"))
QUOTED = re.compile(r"`([^`]+)`")


Row = tuple[str, tuple[str, ...], str]


def rows(page: Path = PAGE) -> list[Row]:
    """Of each row its id, the words that the answer must have, and the command."""
    found = []
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "Id":
            name, _, answer, command = cells
            found.append((name, tuple(QUOTED.findall(answer)), QUOTED.findall(command)[0]))
    return found


@cache
def run(command: str) -> str:
    """What a command says, blanks and marks of names left out, for words to be found in it."""
    words = shlex.split(command)
    assert words[0] == "stanchion"
    done = subprocess.run(
        [sys.executable, "-m", "stanchion", *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(done.stdout.replace("`", "").split())


@pytest.mark.parametrize(("name", "words", "command"), rows(), ids=lambda cell: str(cell)[:4])
def test_the_answer_stands_in_what_the_command_says(
    name: str, words: tuple[str, ...], command: str
) -> None:
    assert words, f"{name} claims nothing"
    said = run(command)
    assert [phrase for phrase in words if phrase not in said] == []


@pytest.mark.parametrize(
    ("name", "words", "command"),
    [
        pytest.param(*row, id=f"{page.parent.name}-{row[0]}")
        for page in CONFLICTS
        for row in rows(page)
    ],
)
def test_what_is_said_of_a_conflict_stands_in_what_the_command_says(
    name: str, words: tuple[str, ...], command: str
) -> None:
    assert words, f"{name} claims nothing"
    said = run(command)
    assert [phrase for phrase in words if phrase not in said] == []


def test_every_dispute_with_a_known_end_has_its_page() -> None:
    told = {page.parent.name for page in CONFLICTS}
    charters = (ROOT / "cases").glob("*/charter.yaml")
    ended = {
        p.parent.name for p in charters if "\n      happened:" in p.read_text(encoding="utf-8")
    }
    assert told == ended
    for page in CONFLICTS:
        assert "judgement" in page.read_text(encoding="utf-8")


def test_every_question_of_the_five_days_is_answered() -> None:
    """As it stood, and each single change against the removal and a new board."""
    assert {name for name, _, _ in rows()} >= {*(f"Q{n}" for n in range(1, 11))}
    changes = {name[0] for name, _, _ in rows()} - {"Q"}
    assert changes == {"N", "T", "C", "S"}, "notice, two thirds, consent, a staggered board"
