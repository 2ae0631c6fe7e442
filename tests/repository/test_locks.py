"""The lock files: every pin hashed, no addresses, and the two in agreement."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<marker> ;[^\\]*)?")


def pins(kind: str) -> dict[str, set[str]]:
    """The lines of a lock, without hashes, by normalised name."""
    text = (ROOT / f"requirements/{kind}.lock").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if pin := PIN.match(line):
            found.setdefault(normal(pin["name"]), set()).add(pin[0].strip())
    return found


def wanted(lines: list[str]) -> set[str]:
    """The names that requirement lines ask for."""
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith("-"))
    return {normal(name[0]) for name in names if name}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_a_lock_is_pins_and_hashes_and_nothing_else(kind: str) -> None:
    text = (ROOT / f"requirements/{kind}.lock").read_text(encoding="utf-8")
    joined = text.replace("\\\n", " ").splitlines()
    assert joined
    for line in joined:
        assert PIN.match(line), line
        assert re.search(r" --hash=sha256:[0-9a-f]{64}( |$)", line), line
        assert "/" not in line, line


def test_the_dev_lock_pins_the_runtime_alike() -> None:
    dev = pins("dev")
    assert {name: dev.get(name) for name in pins("runtime")} == pins("runtime")


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = wanted(project["dependencies"])
    dev = wanted(project["optional-dependencies"]["dev"])
    written = {
        kind: wanted((ROOT / f"requirements/{kind}.in").read_text(encoding="utf-8").splitlines())
        for kind in ("runtime", "dev")
    }
    assert written == {"runtime": runtime, "dev": dev}
    assert runtime <= pins("runtime").keys()
    assert dev <= pins("dev").keys()
