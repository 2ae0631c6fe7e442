"""No file makes the reader raise, point outside the file, or take long."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.underlined import underlined

from stanchion.source import REPORTERS, builder
from stanchion.source.diagnostic import explanations
from stanchion.source.reader import Limits, read
from stanchion.source.render import to_json, to_text
from stanchion.source.sarif import to_sarif
from stanchion.source.tree import Items, Node, Table, Text

SAMPLE = """\
# a company
stanchion: 1
name: {en: "Deep \\u00e9 Sea", zh-Hant: '深海'}
board:
  seats: 15 (5 to 30)
  quorum: more than 1/2 of seats in office
  members:
    - ada: &x chair
    - "bob"   # since 2015
    - [carol, dan]
rule: >-
  any 4 of board
  can remove
note: |
  two

  lines
"""
PIECES = [
    *("&x ", "*x", "!t ", "<<: ", "- ", "? ", ": ", "|", ">", "'", '"', "[", "]", "{", "}", ","),
    *("\t", "\n", "\r", "  ", "#", "%", "@", "`", "\\", "---\n", "...\n", "~", "null", "\0"),
    *("\ud800", "\ufeff", "\u2028", "\x85", "\u0301", "深", "\U0001f600", "\uff1a", "%YAML 1.1\n"),
]
CODES = explanations(REPORTERS)
yamlish = st.lists(st.sampled_from(PIECES) | st.sampled_from("ab1:- "), max_size=40).map("".join)
changes = st.lists(
    st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 6), st.sampled_from(PIECES)), max_size=5
)
fuzz = settings(max_examples=150, derandomize=True, deadline=None)


def mutated(changed: list[tuple[int, int, str]]) -> str:
    """The sample with some stretches replaced by signs that YAML knows."""
    text = SAMPLE
    for start, length, piece in changed:
        text = text[:start] + piece + text[start + length :]
    return text


def check(data: bytes | str) -> None:
    """Read on both parsers; everything that comes out must hold together."""
    for name in ("CSafeLoader", "SafeLoader"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(builder, "_PARSER", getattr(yaml, name, yaml.SafeLoader))
            started = time.process_time()
            found = read(data, file="f", limits=Limits(depth=6, nodes=60))
        assert found.tree is not None or found.diagnostics
        assert sorted(found.diagnostics) == list(found.diagnostics)
        for diagnostic in found.diagnostics:
            assert diagnostic.code in CODES
            underlined(diagnostic, found.text)
            for other in diagnostic.others:
                underlined(other.span, found.text)
        if found.tree is not None:
            nested(found.tree.root, found.text)
        shown = to_text(found.diagnostics, {"f": found.text}, colour=False)
        assert "\x1b" not in shown
        assert len(to_json(found.diagnostics)) == len(found.diagnostics)
        to_sarif(found.diagnostics, codes=CODES, version="0")
        assert time.process_time() - started < 2


def nested(node: Node, text: str) -> None:
    """Each node stands within the one above it."""
    underlined(node.span, text)
    if not isinstance(node, Text):
        below: list[Node] = list(node.values()) if isinstance(node, Table) else list(node)
        for part in below:
            assert type(part) in (Text, Table, Items)
            assert inside(part, node), f"{part.span} leaves {node.span}"
            nested(part, text)


def inside(part: Node, whole: Node) -> bool:
    """Whether one span holds the other."""
    one, other = part.span, whole.span
    return (other.line, other.column) <= (one.line, one.column) and (
        one.end_line,
        one.end_column,
    ) <= (other.end_line, other.end_column)


@fuzz
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    check(text)


@fuzz
@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    check(data)


@fuzz
@given(yamlish)
def test_anything_made_of_yaml_signs(text: str) -> None:
    check(text)


@fuzz
@given(changes)
def test_a_file_with_slips(changed: list[tuple[int, int, str]]) -> None:
    check(mutated(changed))


@fuzz
@given(changes, st.integers(0, 400), st.binary(max_size=3))
def test_a_damaged_file(changed: list[tuple[int, int, str]], at: int, put: bytes) -> None:
    data = mutated(changed).encode("utf-8", "surrogatepass")
    check(data[:at] + put + data[at + 1 :])
