"""The tree of a file: texts, tables and lists that are plain Python ones and know their place.

The three kinds of node are subclasses of `str`, `dict` and `list`, so that anything which takes
plain data takes a tree, and a reader that sees the raw object can ask it where it stands. Their
equality is that of plain data: places do not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self, TypeAlias

from stanchion.source.span import Lines, Span

_BLANK = " \t\r\n"


class Style(Enum):
    """How a scalar is written."""

    PLAIN = "plain"
    SINGLE = "single"  # 'quoted'
    DOUBLE = "double"  # "quoted"
    LITERAL = "literal"  # |
    FOLDED = "folded"  # >


class Text(str):
    """A scalar, always as text, with the place of its characters in the file.

    `raw` is what stands in the file between the ends of `span`, quotes and all; without it the
    text still has a place, but its parts have no better one than the whole.
    """

    __slots__ = ("_aligned", "_raw", "span", "style")
    span: Span
    style: Style
    _raw: str
    _aligned: "_Alignment | None"

    def __new__(cls, text: str, span: Span, *, style: Style = Style.PLAIN, raw: str = "") -> Self:
        made = super().__new__(cls, text)
        made.span = span
        made.style = style
        made._raw = raw
        made._aligned = None
        return made

    def __getnewargs__(self) -> tuple[str, Span]:  # type: ignore[override] # copies, pickles
        return str(self), self.span

    @property
    def is_on_one_line(self) -> bool:
        """Whether the scalar is written without a line break."""
        return "\n" not in self._raw and "\r" not in self._raw

    def part(self, start: int, end: int) -> Span:
        """Where the characters `[start:end]` of this text stand in the file.

        Exact wherever each character is written as itself, also across the lines of a folded or
        wrapped scalar; the span of the whole scalar where escapes or a missing `raw` forbid it.
        """
        if self._aligned is None:
            self._aligned = _Alignment(_offsets_of(str(self), self._raw, self.style), self._raw)
        return self._aligned.part(self.span, max(0, start), min(end, len(self)))


class _Alignment:
    """Which character of a scalar stands where in what was written for it."""

    __slots__ = ("_length", "_lines", "_offsets")

    def __init__(self, offsets: Sequence[int], raw: str) -> None:
        self._offsets = offsets
        self._lines = Lines(raw, file="")
        self._length = len(raw)

    def part(self, whole: Span, start: int, end: int) -> Span:
        """The span of the characters `[start:end]`, the whole where it cannot be said."""
        offsets = self._offsets
        if not offsets:
            return whole
        first = offsets[start] if start < len(offsets) else offsets[-1] + 1
        last = offsets[end - 1] + 1 if end > start else first
        return Span(whole.file, *self._place(whole, first), *self._place(whole, last))

    def _place(self, whole: Span, offset: int) -> tuple[int, int]:
        line, column = self._lines.place(min(offset, self._length))
        before = whole.column - 1 if line == 1 else 0  # the scalar begins within its first line
        return whole.line + line - 1, column + before


def _offsets_of(text: str, raw: str, style: Style) -> Sequence[int]:
    """The offset in `raw` of each character of the text, or nothing if some are escaped.

    YAML changes only the blanks of an unescaped scalar (it folds lines and strips indentation),
    so walking both and skipping blanks finds every other character.
    """
    if style is Style.DOUBLE and "\\" in raw:
        return ()
    begin = {Style.PLAIN: 0, Style.SINGLE: 1, Style.DOUBLE: 1}.get(style, raw.find("\n") + 1)
    if raw[begin : begin + len(text)] == text:
        return range(begin, begin + len(text))
    offsets = []
    place = begin
    for character in text:
        if character in _BLANK:
            offsets.append(place)
            place += place < len(raw) and raw[place] in _BLANK
            continue
        while place < len(raw) and raw[place] in _BLANK:
            place += 1
        if raw[place : place + 1] != character:
            return ()
        offsets.append(place)
        place += 2 if style is Style.SINGLE and character == "'" else 1
    return offsets


class Table(dict[str, "Node"]):
    """A mapping in the order written; its keys are `Text`s, and `keys_at` says where they stand."""

    __slots__ = ("keys_at", "span")

    def __init__(
        self, entries: "Mapping[str, Node]", span: Span, keys_at: Mapping[str, Span] | None = None
    ) -> None:
        super().__init__(entries)
        self.span = span
        self.keys_at: dict[str, Span] = dict(keys_at or {})

    def replaced(self, entries: "Mapping[str, Node]") -> "Table":
        """The same table in the same place with other entries."""
        return Table(entries, self.span, self.keys_at)


class Items(list["Node"]):
    """A list in the order written."""

    __slots__ = ("span",)

    def __init__(self, nodes: "Iterable[Node]", span: Span) -> None:
        super().__init__(nodes)
        self.span = span


Node: TypeAlias = Text | Table | Items
Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole file: its root, its name, and the text that the spans count in."""

    root: Node
    file: str
    text: str

    def at(self, path: Path) -> Span:
        """The span of the value at a path, or of the nearest value above it that exists."""
        node = self.root
        for step in path:
            below = _below(node, step)
            if below is None:
                break
            node = below
        return node.span

    def key_at(self, path: Path) -> Span:
        """The span of the key at a path, or of the nearest key above it that exists.

        An item of a list has no key and is pointed at itself; so is the root.
        """
        node = self.root
        found = node.span
        for step in path:
            below = _below(node, step)
            if below is None:
                break
            found = below.span
            if isinstance(node, Table):
                found = node.keys_at.get(str(step), found)
            node = below
        return found


def _below(node: Node, step: Step) -> Node | None:
    if isinstance(node, Table) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None
