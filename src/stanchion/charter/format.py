"""The canonical form of a charter file: layout only, comments and meaning kept.

Two blanks for each level, lists moved in by two, one empty line between sections, no blanks at
the end of lines. A charter of an older language version would be migrated here; version 1 is the
first. The result is read again and must say the same as before, or less is changed, or nothing.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stanchion.charter.loader import load
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.reader import read

WIDTH = 4096
"""Lines are never broken: a phrase stays on one line, whatever its length."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical text, or why there is none."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def formatted(data: bytes | str, *, file: str) -> Formatted:
    """The canonical form of a charter file; a file with faults in its YAML is left alone.

    Faults of meaning (an unknown party) do not keep a file from being laid out.
    """
    found = read(data, file=file)
    errors = tuple(d for d in found.diagnostics if d.severity is Severity.ERROR)
    if found.tree is None or errors:
        return Formatted(None, errors or load(data, file=file).diagnostics)
    for text in _layouts(found.tree.text):
        again = read(text, file=file)
        if again.tree is not None and again.tree.root == found.tree.root:
            return Formatted(text, ())
    return Formatted(found.tree.text, ())


def _layouts(text: str) -> Iterator[str]:
    """The canonical layout, and one that leaves blanks and empty lines alone.

    In a text of several lines blanks at the end of a line, or empty lines, can be meant.
    """
    dumped = _dumped(text)
    yield _spaced(dumped)
    yield dumped


def _dumped(text: str) -> str:
    from ruamel.yaml import YAML  # heavy, and only needed here
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class AllText(VersionedResolver):
        """Every scalar is text: `1e999` and `012` are written as they were, never as numbers."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode and implicit != (None, None):
                return self.DEFAULT_SCALAR_TAG
            return super().resolve(kind, value, implicit)

    yaml = YAML()
    yaml.Resolver = AllText
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_duplicate_keys = True
    out = io.StringIO()
    yaml.dump(yaml.load(text), out)
    return out.getvalue()


def _spaced(text: str) -> str:
    """One empty line before each section (its comment lines with it), none doubled."""
    lines = [line.rstrip() for line in text.split("\n")]
    out: list[str] = []
    for place, line in enumerate(lines):
        if not line and (not out or not out[-1]):
            continue
        if _begins_section(lines, place) and out and out[-1] and not out[-1].startswith("#"):
            out.append("")
        out.append(line)
    while out and not out[-1]:
        out.pop()
    return "\n".join(out) + "\n"


def _begins_section(lines: list[str], place: int) -> bool:
    """Whether a block section (not a one-line header entry) begins at a line."""
    line = lines[place]
    if line.startswith("#"):
        following = next((later for later in lines[place:] if not later.startswith("#")), "")
        return _opens_block(following)
    return _opens_block(line)


def _opens_block(line: str) -> bool:
    return re.match(r"^[A-Za-z_]+:\s*(#.*)?$", line) is not None
