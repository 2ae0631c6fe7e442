"""Where something stands in a file, counted as an editor counts it."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"
"""Some editors put this before the first character; it has no width and belongs to no line."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns from 1 in code points, the end exclusive.

    A tab and a wide character count as one column each. Start and end may be the same place.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Lines:
    """Turns offsets into a text into lines and columns.

    A line ends with `\\n`, `\\r\\n` or `\\r`, as in YAML and in editors; `str.splitlines` knows
    eight more line ends and would count otherwise.
    """

    __slots__ = ("_starts", "file")

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at an offset from 0."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets, the end exclusive."""
        return Span(self.file, *self.place(start), *self.place(end))

    def start_of(self, line: int) -> int:
        """The offset at which a line begins; lines count from 1."""
        return self._starts[line - 1]


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, numbered as `Span` numbers them."""
    return _BREAK.split(text.removeprefix(BYTE_ORDER_MARK))
