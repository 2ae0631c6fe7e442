"""The tree of a file: texts, tables and lists that are plain Python ones and know their place.

The three kinds of node are subclasses of `str`, `dict` and `list`, so that anything which takes
plain data takes a tree, and a reader that sees the raw object can ask it where it stands. Their
equality is that of plain data: places do not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Self, TypeAlias

from stanchion.exact.record import record
from stanchion.source.span import Lines, Span

_BLANK = " \t\r\n"


class Style(Enum):
    """How a scalar is written."""

    PLAIN = "plain"
    SINGLE = "single"  # 'quoted'
    DOUBLE = "double"  # "quoted"
    LITERAL = "literal"  # |
    FOLDED = "folded"  # >


_SIGNS = {"'": Style.SINGLE, '"': Style.DOUBLE, "|": Style.LITERAL, ">": Style.FOLDED}


class Text(str):
    """A scalar, always as text, with the place of its characters in the file.

    `raw` is what stands in the file between the ends of `span`, quotes and all; without it the
    text still has a place, but its parts have no better one than the whole.
    """

    __slots__ = ("_end", "_lines", "_offsets", "_raw", "_span", "_start")
    _lines: Lines
    _start: int
    _end: int
    _span: Span | None  # looked up in `_lines`, as `_raw` is, when it is first asked for
    _raw: str | None
    _offsets: Sequence[int] | None

    def __new__(cls, text: str, span: Span, raw: str = "") -> Self:
        made = super().__new__(cls, text)
        made._span = span
        made._raw = raw
        made._offsets = None
        return made

    def __reduce__(self) -> tuple[object, ...]:  # copies, pickles
        return Text, (str(self), self.span, self.raw)

    @property
    def span(self) -> Span:
        """Where it stands."""
        if self._span is None:
            self._span = self._lines.span(self._start, self._end)
        return self._span

    @property
    def raw(self) -> str:
        """What stands in the file for it; empty where that is not known."""
        if self._raw is None:
            self._raw = self._lines.text[self._start : self._end]
        return self._raw

    @property
    def style(self) -> Style:
        """How it is written."""
        return _SIGNS.get(self.raw[:1], Style.PLAIN)

    @property
    def is_on_one_line(self) -> bool:
        """Whether the scalar is written without a line break."""
        raw = self.raw
        return "\n" not in raw and "\r" not in raw

    def part(self, start: int, end: int) -> Span:
        """Where the characters `[start:end]` of this text stand in the file.

        Exact wherever each character is written as itself, also across the lines of a folded or
        wrapped scalar; the span of the whole scalar where escapes or a missing `raw` forbid it.
        """
        start, end = max(0, start), min(end, len(self))
        raw = self.raw
        offsets = range(len(self)) if raw == self else self._offsets_in_raw()
        if not offsets:
            return self.span
        first = offsets[start] if start < len(offsets) else offsets[-1] + 1
        last = offsets[end - 1] + 1 if end > start else first
        first, last = min(first, len(raw)), min(last, len(raw))  # line ends that were cut off
        return self.span.part(first, last) or _counted(raw, self.span, first, last)

    def _offsets_in_raw(self) -> Sequence[int]:
        if self._offsets is None:
            self._offsets = _offsets_of(str(self), self.raw, self.style)
        return self._offsets


_new_text = str.__new__


def text_at(text: str, lines: Lines, start: int, end: int) -> Text:
    """The scalar that stands in a file between two offsets; it looks up the rest when asked."""
    made = _new_text(Text, text)
    made._lines, made._start, made._end = lines, start, end  # noqa: SLF001 - of a node of ours
    made._span = made._raw = made._offsets = None  # noqa: SLF001
    return made


def _counted(raw: str, whole: Span, first: int, last: int) -> Span:
    """The span of `raw[first:last]` counted from that of all of it: the file is not at hand."""
    lines = Lines(raw, file="")
    places = []
    for offset in (first, last):
        line, column = lines.place(offset)
        before = whole.column - 1 if line == 1 else 0  # the scalar begins within its first line
        places += [whole.line + line - 1, column + before]
    return Span(whole.file, *places)


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

    __slots__ = ("_keys_at", "span")

    def __init__(
        self, entries: "Mapping[str, Node]", span: Span, keys_at: Mapping[str, Span] | None = None
    ) -> None:
        dict.__init__(self, entries)
        self.span = span
        self._keys_at = None if keys_at is None else dict(keys_at)

    @property
    def keys_at(self) -> dict[str, Span]:
        """Where each key stands."""
        if self._keys_at is None:
            self._keys_at = {key: key.span for key in self if isinstance(key, Text)}
        return self._keys_at

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


@record(frozen=True, slots=True)
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
