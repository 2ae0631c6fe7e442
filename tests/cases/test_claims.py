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
STATUS = {"documented", "reported", "disputed", "superseded", "judgement"}
ENGINES = {"conflict", "release", "money", "studio"}
COLUMNS = ("Id", "Claim", "Carried by", "Status", "Later correction", "Shown by")
QUOTED = re.compile(r"`([^`]+)`")


def rows() -> list[dict[str, str]]:
    lines = (CASE / "claims.md").read_text(encoding="utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]
    assert tuple(cells[0]) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]


def commands() -> list[str]:
    shown = {QUOTED.findall(row["Shown by"])[0] for row in rows()}
    return sorted(command for command in shown if not command.startswith("engine later"))


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


@pytest.fixture(scope="module")
def charter() -> object:
    loaded = load((CASE / "charter.yaml").read_bytes(), file="charter.yaml")
    assert loaded.tree is not None
    return loaded.tree.root


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["Id"])
def test_a_claim_rests_on_a_fact_of_the_charter(row: dict[str, str], charter: object) -> None:
    facts = QUOTED.findall(row["Carried by"])
    assert facts, "a claim that nothing carries"
    mentioned = [p for p in QUOTED.findall(row["Later correction"]) if "events:" in p]
    for fact in [*facts, *mentioned]:
        assert carries(charter, re.split(r"[.:]", fact)), f"{fact} is not in the charter"
    assert row["Status"] in STATUS


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["Id"])
def test_a_claim_is_shown_by_a_command_or_says_which_engine_will(row: dict[str, str]) -> None:
    (shown,) = QUOTED.findall(row["Shown by"])
    kind, _, engine = shown.partition(": ")
    assert shown.startswith("stanchion ") or (kind == "engine later" and engine in ENGINES)


def test_ids_are_unique() -> None:
    found = rows()
    assert len({row["Id"] for row in found}) == len(found)


def test_the_story_is_told_whole() -> None:
    """The subjects of the founding story, each carried by some claim."""
    told = " ".join(f"{row['Claim']} {row['Carried by']}" for row in rows()).casefold()
    for subject in (
        *("a charity's board governs", "hundred times", "twelve more", "tender", "softbank"),
        *("scientists stood against", "superalignment", "later versions do no harm", "chatgpt"),
        *("gpt-4", "removed its chief executive", "executives and investors tried", "talks fail"),
        *("he is to lead again", "an inquiry", "rejoins the board with three", "promoted to the"),
        *("a breakdown in communication", "no malfeasance, no finance, no safety", "95%"),
        *("49%", "flows back to the charity", "four of six", "consumers everywhere"),
    ):
        assert subject in told, f"no claim speaks of {subject}"


@pytest.mark.parametrize("command", commands())
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
