"""The table of claims: every row rests on a fact of the charter, and every command works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.source.tree import Items, Table

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "cases/openai-2023"
STATUS = {"documented", "reported", "disputed", "superseded"}
ENGINES = {"conflict", "release", "control", "money", "studio"}
COLUMNS = ("id", "claim", "carried by", "status", "later", "shown by")


def rows() -> list[dict[str, str]]:
    lines = (CASE / "claims.md").read_text(encoding="utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if "|" in line]
    assert tuple(cells[0]) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]


def carries(node: object, steps: list[str]) -> bool:
    """Whether a path of the charter exists; lists are entered by `id` or `stage`."""
    if not steps:
        return True
    step, rest = steps[0], steps[1:]
    if isinstance(node, Table):
        return step in node and carries(node[step], rest)
    if isinstance(node, Items):
        named = [n for n in node if isinstance(n, Table) and step in {n.get("id"), n.get("stage")}]
        return bool(named) and carries(named[0], rest)
    return False


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_a_claim_rests_on_a_fact_of_the_charter(row: dict[str, str]) -> None:
    loaded = load((CASE / "charter.yaml").read_bytes(), file="charter.yaml")
    assert loaded.tree is not None
    assert carries(loaded.tree.root, row["carried by"].split(".")), row["carried by"]
    assert row["status"] in STATUS
    engines = re.findall(r"engine later: ([\w ]+)", row["later"])
    assert {word for e in engines for word in re.findall(r"\w+", e)[:1]} <= ENGINES


def test_ids_are_unique_and_every_row_has_a_command() -> None:
    found = rows()
    assert len({row["id"] for row in found}) == len(found)
    assert all(re.fullmatch(r"`stanchion .+`", row["shown by"]) for row in found)


def test_the_story_is_told_whole() -> None:
    """The subjects of the founding story, each carried by some claim."""
    told = " ".join(f"{row['claim']} {row['carried by']}" for row in rows()).casefold()
    for subject in (
        *("charity", "capped", "100 times", "thirteen billion", "tender", "softbank", "device"),
        *("removed", "chair", "not to return", "new board", "march 2024", "three new directors"),
        *("scientists against entrepreneurs", "superalignment", "gpt-4", "chatgpt"),
        *("leader of the core model", "communication", "malfeasance", "employees", "microsoft"),
    ):
        assert subject in told, f"no claim speaks of {subject}"


@pytest.mark.parametrize("command", sorted({row["shown by"].strip("`") for row in rows()}))
def test_the_command_shows_it(command: str) -> None:
    words = shlex.split(command)
    assert words[0] == "stanchion"
    done = subprocess.run(
        [sys.executable, "-m", "stanchion", *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) > 80
