"""The page of answers about the five days: every command gives the answer that stands beside it."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "cases/openai-2023/control.md"
QUOTED = re.compile(r"`([^`]+)`")


def rows() -> list[tuple[str, tuple[str, ...], str]]:
    """Of each row its id, the words that the answer must have, and the command."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "Id":
            name, _, answer, command = cells
            found.append((name, tuple(QUOTED.findall(answer)), QUOTED.findall(command)[0]))
    return found


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


def test_every_question_of_the_five_days_is_answered() -> None:
    """As it stood, and each single change against the removal and a new board."""
    assert {name for name, _, _ in rows()} >= {*(f"Q{n}" for n in range(1, 11))}
    changes = {name[0] for name, _, _ in rows()} - {"Q"}
    assert changes == {"N", "T", "C", "S"}, "notice, two thirds, consent, a staggered board"
