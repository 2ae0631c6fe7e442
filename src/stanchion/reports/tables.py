"""Tables in plain text: columns aligned by what is seen, wide characters and marks allowed for."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from unicodedata import combining, east_asian_width

from stanchion.reports.marks import dim, plain


def width(text: str) -> int:
    """How many columns a terminal takes for the text."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in plain(text))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to so many columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[str | int] = ""
) -> str:
    """Rows under a head; `right` names the columns that are flushed right, by their numbers."""
    columns = [max(width(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    flush = {int(number) for number in right}

    def line(cells: Sequence[str]) -> str:
        shown = [
            padded(cell, columns[place], right=place in flush) for place, cell in enumerate(cells)
        ]
        return "  ".join(shown).rstrip()

    rule = dim("  ".join("-" * columns[place] for place in range(len(head))))
    return "\n".join([line(head), rule, *(line(row) for row in rows)])


def indented(text: str, blanks: int = 2) -> str:
    """Every line moved in."""
    return "\n".join(" " * blanks + line if line else line for line in text.splitlines())


def paragraph(text: str, *, columns: int = 92) -> str:
    """A text broken into lines of readable length."""
    return "\n".join(wrap(text, columns, break_long_words=False, break_on_hyphens=False))


def listed(names: Sequence[str], *, joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"
