"""Diagnostics for people at a terminal, and as plain data for programs."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from stanchion.exact.record import record
from stanchion.source.characters import visible, width
from stanchion.source.diagnostic import Diagnostic, Severity
from stanchion.source.span import Span, lines_of

Json: TypeAlias = "str | int | list[Json] | dict[str, Json]"

_WIDEST = 100
"""Columns of a source line that are shown; a longer one is cut around what is underlined."""
_BEFORE = 40
"""Columns kept before the underlined part of a line that is cut."""
_LONGEST = 400
"""Characters of one message, label or hint; they quote the user, who may have written a book."""
_TAB = 4
_CUT = "..."
_BOLD, _BLUE = "1", "1;34"
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def to_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, colour: bool) -> str:
    """The diagnostics in order of position, each with its line underlined, and a last line of sums.

    `sources` holds the text of each file by its name in the spans; a file that is not there is
    named but not shown. `colour` adds ANSI escapes. Empty if there are no diagnostics.
    """
    ordered = sorted(diagnostics)
    if not ordered:
        return ""
    page = _Page({file: lines_of(text) for file, text in sources.items()}, colour)
    blocks = ["\n".join(page.block(diagnostic)) for diagnostic in ordered]
    return "\n\n".join([*blocks, summary(ordered)])


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: `2 errors, 1 warning`; empty if there are none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return ", ".join(
        f"{counts[severity]:,} {severity.value}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    )


def to_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Json]]:
    """The diagnostics in order of position as plain data.

    Each is `{"code", "severity", "message", "label", "at", "help", "others"}`: `severity` is
    `error`, `warning` or `note`; `help` a list of texts; `at` is `{"file", "line", "column",
    "end_line", "end_column"}`, counted in code points from 1 with the end exclusive; `others` a
    list of `{"at", "text"}`.
    """
    return [
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            "label": diagnostic.label,
            "at": _place(diagnostic.at),
            "help": list(diagnostic.help),
            "others": [
                {"at": _place(other.span), "text": other.text} for other in diagnostic.others
            ],
        }
        for diagnostic in sorted(diagnostics)
    ]


def _place(span: Span) -> Json:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


# ------------------------------------------------------------------ one page


@record(frozen=True, slots=True)
class _Mark:
    """Something to underline, with what to say about it."""

    span: Span
    text: str
    sign: str
    colour: str


@record(frozen=True, slots=True)
class _Page:
    """What rendering needs to know: the lines of each file, and whether to colour."""

    lines: Mapping[str, list[str]]
    colour: bool

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def block(self, diagnostic: Diagnostic) -> list[str]:
        """All lines of one diagnostic."""
        severity = _COLOURS[diagnostic.severity]
        head = f"{diagnostic.severity.value}[{diagnostic.code}]"
        groups = self._groups(diagnostic)
        digits = max(len(str(group[0].span.line)) for group in groups)
        rows = [self.paint(head, severity) + self.paint(f": {_said(diagnostic.message)}", _BOLD)]
        for number, group in enumerate(groups):
            rows.extend(self._excerpt(group, digits, "-->" if number == 0 else ":::"))
        sign = self.paint(" " * (digits + 2) + "=", _BLUE)
        rows.extend(
            f"{sign} {self.paint('help', _BOLD)}: {_said(hint)}" for hint in diagnostic.help
        )
        return rows

    def _line(self, span: Span) -> str | None:
        lines = self.lines.get(span.file, [])
        return lines[span.line - 1] if 0 < span.line <= len(lines) else None

    def _groups(self, diagnostic: Diagnostic) -> list[list[_Mark]]:
        """The marks by the line that they are drawn under, that of the diagnostic first."""
        main = _Mark(diagnostic.at, diagnostic.label, "^", _COLOURS[diagnostic.severity])
        groups: dict[object, list[_Mark]] = {}
        for mark in (
            main,
            *(_Mark(each.span, each.text, "-", _BLUE) for each in diagnostic.others),
        ):
            key: object = (mark.span.file, mark.span.line)
            if _Drawn.of(self._line(mark.span) or "", mark.span.column - 1).is_cut:
                key = mark  # a line that is cut is cut around one mark
            groups.setdefault(key, []).append(mark)
        return list(groups.values())

    def _excerpt(self, group: list[_Mark], digits: int, arrow: str) -> list[str]:
        """A line of the file with what is underlined in it."""
        first = group[0].span
        line = self._line(first)
        edge = self.paint(" " * (digits + 2) + "|", _BLUE)
        rows = [f"{' ' * (digits + 1)}{self.paint(arrow, _BLUE)} {visible(str(first))}"]
        if line is None:
            sign = self.paint(" " * (digits + 2) + "=", _BLUE)
            return rows + [f"{sign} note: {_said(mark.text)}" for mark in group if mark.text]
        drawn = _Drawn.of(line, first.column - 1)
        number = self.paint(f" {first.line:>{digits}} |", _BLUE)
        rows += [edge, f"{number} {drawn.text}".rstrip()]
        for mark in group:
            start, end = drawn.underline(mark.span)
            said = f"{mark.sign * (end - start)} {_said(mark.text)}".rstrip()
            rows.append(f"{edge} {' ' * start}{self.paint(said, mark.colour)}")
        return rows


@record(frozen=True, slots=True)
class _Drawn:
    """A stretch of a line as a terminal shows it, with one given character in it.

    `columns[i]` is the column, from 0, at which the character `first + i` of the line is drawn
    when nothing is cut off; `text` is what is shown, with `...` for what is cut off.
    """

    text: str
    columns: tuple[int, ...]
    first: int
    shift: int  # from `columns` to the columns of `text`
    end: int  # characters of the line, without blanks at the end
    is_cut: bool

    @staticmethod
    def of(line: str, character: int) -> "_Drawn":
        """The line, cut around the character (an offset from 0) if it is too wide."""
        character = min(character, len(line))
        # a line of a megabyte is measured only near the character
        skipped = max(0, character - 2 * _WIDEST) if len(line) > 4 * _WIDEST else 0
        pieces, columns = _measured(line[skipped : skipped + 4 * _WIDEST])
        if not skipped and len(pieces) == len(line) and columns[-1] <= _WIDEST:
            return _Drawn("".join(pieces), columns, 0, 0, len(line.rstrip()), is_cut=False)
        room = _WIDEST - 2 * len(_CUT)
        marked = columns[character - skipped]
        # near the beginning nothing is cut on the left
        left = marked - _BEFORE if skipped or marked > room else 0
        first = bisect_left(columns, left)
        last = max(first, bisect_right(columns, columns[first] + room) - 1)
        before = _CUT if skipped + first else ""
        after = _CUT if skipped + last < len(line) else ""
        text = before + "".join(pieces[first:last]) + after
        shift = len(before) - columns[first]
        kept = columns[first : last + 1]
        return _Drawn(text, kept, skipped + first, shift, len(line.rstrip()), is_cut=True)

    def underline(self, span: Span) -> tuple[int, int]:
        """The columns of `text` under a span, the end exclusive; of its first line, if several."""
        end = span.end_column - 1 if span.end_line == span.line else self.end
        first, last = self._column(span.column - 1), self._column(end)
        return first, max(first + 1, last)

    def _column(self, character: int) -> int:
        near = min(max(character - self.first, 0), len(self.columns) - 1)
        return self.columns[near] + self.shift


def _measured(line: str) -> tuple[list[str], tuple[int, ...]]:
    """What is shown for each character, and at which column each begins and the last one ends."""
    pieces, columns = [], [0]
    for character in visible(line):
        taken = _TAB - columns[-1] % _TAB if character == "\t" else width(character)
        pieces.append(" " * taken if character == "\t" else character)
        columns.append(columns[-1] + taken)
    return pieces, tuple(columns)


def _said(text: str) -> str:
    """A message on one line that cannot disturb the terminal."""
    said = visible(" ".join(text.split("\n")))
    return said if len(said) <= _LONGEST else said[: _LONGEST - len(_CUT)] + _CUT
