"""No file names a package registry or a place on somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not find itself.
REGISTRIES = ("pypi" + r"\.org", "python" + "hosted", r"registry\." + "npmjs", "index" + "-url")
PLACES = (
    "/ro" + r"ot/", "/ho" + r"me/\w", "/Us" + r"ers/\w", "/wo" + r"rk/(main|shared)",
    "/op" + r"t/\w", "/t" + r"mp/\w", r"\.pye" + "nv",
)  # fmt: skip
FORBIDDEN = re.compile("|".join((*REGISTRIES, *PLACES)))


def tracked() -> list[Path]:
    """What git holds or would add: the files that others get."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git repository")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []
