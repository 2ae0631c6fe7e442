"""What is wrong with a charter, and how it is said: one small charter for each code.

A file in `bad` begins with all that is reported of it, in order:

    # error[ST110]: unknown party `bobby`
    #     under: bobby
    #     label: not a party or group of this charter
    #     help: declared: `alice`, `bob`
"""

from pathlib import Path

import pytest
from tests.underlined import underlined

from stanchion.charter.checks import CHECKS
from stanchion.charter.faults import REPORTERS
from stanchion.charter.loader import load
from stanchion.source.diagnostic import Diagnostic, explanations

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
CODES = explanations([*REPORTERS, *CHECKS])


def written(found: Diagnostic, source: str) -> list[str]:
    """A diagnostic as the head of a bad charter gives it."""
    return [
        f"# {found.severity.value}[{found.code}]: {found.message}",
        f"#     under: {underlined(found, source)}",
        *([f"#     label: {found.label}"] if found.label else []),
        *(f"#     help: {words}" for words in found.help),
    ]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_charter_is_told_what_is_wrong(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    expected = source.split("\n\n", 1)[0].split("\n")
    loaded = load(source, file=path.name)
    assert [line for d in loaded.diagnostics for line in written(d, source)] == expected
    assert (loaded.charter is None) == bool(loaded.errors)


def test_every_code_has_a_bad_charter() -> None:
    assert {path.name.split("-")[0] for path in BAD} == set(CODES)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_charter_shows_the_code_it_is_named_for_and_no_other(path: Path) -> None:
    found = load(path.read_bytes(), file=path.name).diagnostics
    others = {"ST102-missing-head": {"ST110"}}.get(path.stem, set())
    assert {d.code for d in found} == {path.name.split("-")[0]} | others


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    explained = CODES[code]
    assert explained.title
    assert not explained.title.endswith(".")
    assert explained.explanation.endswith((".", ":", "`"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_messages_keep_the_style(path: Path) -> None:
    for found in load(path.read_bytes(), file=path.name).diagnostics:
        for words in (found.message, found.label, *found.help):
            assert not words.endswith(".")
            assert words[:1] == words[:1].lower()
            assert words.count("`") % 2 == 0
            assert not any(alien in words for alien in ("None", "Fraction", "NoneType", "<class"))
