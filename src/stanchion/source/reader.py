"""From bytes to a tree: a subset of YAML, with every fault that can be found in one pass.

The subset is what people can read without knowing YAML: mappings, lists and texts. Whatever acts
at a distance (anchors, merges), hides (tags, empty values) or repeats (keys, documents) is
refused. No file can bring the reader down or hold it up: see `builder`.
"""

from itertools import islice

from stanchion.exact.record import record
from stanchion.source import faults
from stanchion.source.builder import LIMITS, Builder, Limits
from stanchion.source.characters import FORBIDDEN, visible
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.span import BYTE_ORDER_MARK, Lines, Span
from stanchion.source.tree import Tree

__all__ = ["LIMITS", "Limits", "Read", "read"]

_MOST_CHARACTERS = 20
"""Invisible characters reported one by one; the last report says how many more there are."""


@record(frozen=True, slots=True)
class Read:
    """What became of a file.

    `tree` is there if all that was written is in it, so that later stages can go on to find
    their own faults; it may come with errors (of two equal keys it holds the first) and nobody
    may act on it then. `text` is what the spans of the diagnostics count in.
    """

    tree: Tree | None
    diagnostics: tuple[Diagnostic, ...]
    text: str = ""


def read(data: bytes | str, *, file: str, limits: Limits = LIMITS) -> Read:
    """The tree of a file, or all that is wrong with it; never raises, whatever the data."""
    if not isinstance(data, bytes | str):
        return Read(None, (faults.not_text(file=file),))
    if (size := _size_of(data)) > limits.size:
        return Read(None, (faults.too_large(size, limits.size, file=file),))
    text, refused = _decoded(data, file=file)
    lines = Lines(text, file=file)
    refused = (*refused, *_invisible(text, lines))
    if "\0" in text:  # not a text file: what YAML makes of it would only be noise
        return Read(None, tuple(sorted(refused)), text)
    builder = Builder(visible(text), lines, limits)
    builder.build()
    root = builder.root if builder.whole and not refused else None
    diagnostics = tuple(sorted((*refused, *builder.faults)))
    return Read(None if root is None else Tree(root, file, text), diagnostics, text)


def _size_of(data: bytes | str) -> int:
    return len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))


def _decoded(data: bytes | str, *, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text without its byte order mark; bytes that are none of UTF-8 are replaced."""
    if isinstance(data, str):
        return str(data).removeprefix(BYTE_ORDER_MARK), ()
    try:
        return data.decode("utf-8").removeprefix(BYTE_ORDER_MARK), ()
    except UnicodeDecodeError as refused:
        before = data[: refused.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        line, column = Lines(before, file=file).place(len(before))
        at = Span(file, line, column, line, column + 1)
        text = data.decode("utf-8", "replace").removeprefix(BYTE_ORDER_MARK)
        return text, (faults.not_utf8(data, refused, at=at),)


def _invisible(text: str, lines: Lines) -> tuple[Diagnostic, ...]:
    if FORBIDDEN.search(text) is None:
        return ()
    reported = list(islice(FORBIDDEN.finditer(text), _MOST_CHARACTERS))
    more = len(FORBIDDEN.findall(text)) - len(reported)
    return tuple(
        faults.forbidden_character(
            each.group(),
            at=lines.span(*each.span()),
            more=more if each is reported[-1] else 0,
        )
        for each in reported
    )
