"""Where something stands in a file, counted as an editor counts it."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

_BREAK = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"
"""Some editors put this before the first character; it has no width and belongs to no line."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns from 1 in code points, the end exclusive.

    A tab and a wide character count as one column each. Start and end may be the same place. A
    span made by `Lines` finds its lines and columns when they are first asked for: of the places
    of a file few ever are.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    _offsets: "tuple[Lines, int, int] | None" = field(
        default=None, init=False, repr=False, compare=False
    )

    def __getattr__(self, name: str) -> Any:
        offsets = self._offsets if name in _COUNTED else None
        if offsets is None:
            raise AttributeError(name)
        lines, start, end = offsets
        places = (lines.file, *lines.place(start), *lines.place(end))
        for key, value in zip(_COUNTED, places, strict=True):
            object.__setattr__(self, key, value)
        return getattr(self, name)

    def part(self, start: int, end: int) -> "Span | None":
        """The characters `[start:end]` of this stretch; None where its text is not at hand."""
        if self._offsets is None:
            return None
        lines, begin, _ = self._offsets
        return lines.span(begin + start, begin + end)

    def __reduce__(self) -> tuple[object, ...]:
        return Span, (self.file, self.line, self.column, self.end_line, self.end_column)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


_COUNTED = ("file", "line", "column", "end_line", "end_column")
_new_span = Span.__new__
_set_offsets = vars(Span)["_offsets"].__set__
"""Places are made by the hundred thousand, and a frozen field is set fastest by its slot."""


class Lines:
    """Turns offsets into a text into lines and columns.

    A line ends with `\\n`, `\\r\\n` or `\\r`, as in YAML and in editors; `str.splitlines` knows
    eight more line ends and would count otherwise.
    """

    __slots__ = ("_starts", "file", "text")

    def __init__(self, text: str, *, file: str) -> None:
        self.text = text
        self.file = file
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at an offset from 0."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets, the end exclusive."""
        made = _new_span(Span)
        _set_offsets(made, (self, start, end))
        return made

    def start_of(self, line: int) -> int:
        """The offset at which a line begins; lines count from 1."""
        return self._starts[line - 1]


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, numbered as `Span` numbers them."""
    return _BREAK.split(text.removeprefix(BYTE_ORDER_MARK))
