"""Faults of YAML's syntax in words that say what to do.

PyYAML reports what its grammar missed at the place where it noticed. The author made a slip,
often a line earlier; each function here recognises one kind of slip by PyYAML's words (those of
its C parser and of its Python parser differ) and by the text around the mark.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from stanchion.exact.record import record
from stanchion.source import faults
from stanchion.source.characters import shortened
from stanchion.source.diagnostic import Diagnostic, Label, explains
from stanchion.source.span import Lines, Span

_NO_SPACE = re.compile(r"[ \t]*(?:-[ \t]+)*[^\s:'\"\[\]{}#,&*!|>%@`-][^\s:'\"]*(:)[^\s:/]")
"""A line that would be `key: value` if a space stood behind its colon; `//` is an address."""
_LOOKALIKES = {
    "\uff1a": "`\uff1a` (full-width colon) is not a colon here; write `: `",
    "\u00a0": "the line holds a no-break space; write an ordinary space",
    "\u3000": "the line holds an ideographic space; write an ordinary space",
    "\u201c": '`\u201c` is not a quote here; write `"`',
}


@record(frozen=True, slots=True)
class Complaint:
    """What PyYAML said: what it missed at offset `at`, having begun something at `begin`.

    `last` is the offset of the last scalar that could be read, `opened` that of the innermost
    bracket which is open.
    """

    problem: str
    context: str
    at: int
    begin: int
    last: int
    opened: int | None
    text: str
    lines: Lines

    def line_bounds(self, offset: int) -> tuple[int, int]:
        """Where the line around an offset begins, and where its visible text ends."""
        before = self.text[:offset]
        start = max(before.rfind("\n"), before.rfind("\r")) + 1
        line = re.match(r"[^\r\n]*", self.text[start:])
        return start, start + len(line.group().rstrip() if line else "")

    def line_around(self, offset: int) -> str:
        """The text of the line around an offset."""
        start, end = self.line_bounds(offset)
        return self.text[start:end]

    def span(self, start: int, end: int | None = None) -> Span:
        """The span of some text; one character if no end is given, none at the end of the file."""
        last = len(self.text.rstrip())
        end = start + 1 if end is None else end
        return self.lines.span(min(start, last), max(min(start, last), min(end, last)))


@explains("ST004", "not YAML")
def not_yaml(complaint: Complaint) -> Diagnostic:
    """The file breaks the syntax of YAML, and nothing after this place can be read.

    The usual slips: a tab in the indentation; no space after a colon; a quote or a bracket that
    is not closed; a text that holds `: ` or begins with one of `@ % & * ! | > [ {` and is not in
    quotes; a line that begins in a column where nothing else begins.
    """
    for words, explain in _SLIPS:
        if re.search(words, f"{complaint.context} # {complaint.problem}"):
            found = explain(complaint)
            line = complaint.line_around(complaint.lines.start_of(found.at.line))
            return _with_hints(found, lookalikes(line))
    return _plain(complaint, "this cannot be read as YAML", complaint.at, complaint.problem)


def lookalikes(line: str) -> tuple[str, ...]:
    """Hints for characters which look like the ones that YAML knows."""
    return tuple(hint for character, hint in _LOOKALIKES.items() if character in line)


def missing_space(line: str) -> str:
    """The hint for a line `key:value`; empty if the line is not of this kind."""
    found = _NO_SPACE.match(line)
    if found is None:
        return ""
    colon = found.start(1)
    return f"write `{line[:colon].strip()}: {shortened(line[colon + 1 :])}`, with a space"


def _plain(
    complaint: Complaint, message: str, start: int, label: str, *hints: str, end: int | None = None
) -> Diagnostic:
    return Diagnostic("ST004", message, at=complaint.span(start, end), label=label, help=hints)


def _with_hints(found: Diagnostic, hints: tuple[str, ...]) -> Diagnostic:
    if not hints:
        return found
    return replace(found, help=(*hints, *found.help))


# ------------------------------------------------------------------ the slips


def _bad_start(complaint: Complaint) -> Diagnostic:
    at = complaint.at
    character = complaint.text[at : at + 1]
    if character == "\t" or "tab character" in complaint.problem:
        start, _ = complaint.line_bounds(at)
        indents = not complaint.text[start:at].strip()
        where = "in the indentation" if indents else "where only spaces can stand"
        return _plain(complaint, f"a tab {where}", at, "a tab", "write spaces instead")
    return _reserved(complaint, at)


def _reserved(complaint: Complaint, at: int) -> Diagnostic:
    character = complaint.text[at : at + 1]
    rest = shortened(complaint.text[at : complaint.line_bounds(at)[1]]).replace('"', "'")
    return _plain(
        complaint,
        f"a text cannot begin with {'a backtick' if character == '`' else f'`{character}`'}",
        at,
        "has a meaning of its own in YAML",
        f'put the text in quotes: `"{rest}"`',
    )


def _bad_name(complaint: Complaint) -> Diagnostic:
    return _reserved(complaint, complaint.begin)


def _second_colon(complaint: Complaint) -> Diagnostic:
    at = complaint.at
    start, end = complaint.line_bounds(at)
    before = complaint.text[start:at]
    if found := re.search(r":[ \t]", before):
        value = shortened(complaint.text[start + found.end() : end]).replace('"', "'")
        return _plain(
            complaint,
            "a second colon in one line",
            at,
            "this colon begins another value",
            f'if it belongs to the text, put the text in quotes: `"{value}"`',
            "if it does not, begin a new line",
        )
    if before.startswith("---"):
        return _plain(
            complaint,
            "a key on the line `---`",
            start,
            "begins the document",
            "begin the key on the next line",
            end=start + 3,
        )
    above = complaint.text[:start].rstrip()
    if slip := _line_without_space(complaint, len(above)):
        return slip
    return _plain(
        complaint,
        "a key where none can stand",
        start + len(before) - len(before.lstrip()),
        "taken for the next line of the text above",
        "begin the line in the same column as the keys that it belongs to",
        end=at,
    )


def _line_without_space(complaint: Complaint, offset: int) -> Diagnostic | None:
    start, _ = complaint.line_bounds(offset)
    line = complaint.line_around(offset)
    found = _NO_SPACE.match(line)
    if found is None:
        return None
    colon = start + found.start(1)
    return _plain(
        complaint, "no space after the colon", colon, "a space must follow", missing_space(line)
    )


def _no_colon(complaint: Complaint) -> Diagnostic:
    begin = complaint.begin
    if complaint.text[begin : begin + 1] in ("'", '"'):
        return _unclosed_quote(complaint)
    if slip := _line_without_space(complaint, begin):
        return slip
    _, end = complaint.line_bounds(begin)
    return _plain(
        complaint,
        f"`{shortened(complaint.text[begin:end])}` has no colon",
        begin,
        "neither a key nor part of the value above",
        "write it as `key: value`",
        "if it continues the line above, indent it further",
        end=end,
    )


def _unclosed_quote(complaint: Complaint) -> Diagnostic:
    quote = complaint.text[complaint.begin : complaint.begin + 1]
    return _plain(
        complaint,
        "a quote is opened and not closed",
        complaint.begin,
        "opened here",
        f"close the text with `{quote}`",
    )


def _unclosed_bracket(complaint: Complaint) -> Diagnostic:
    opened = complaint.text[complaint.begin : complaint.begin + 1]
    closes = {"[": "]", "{": "}"}.get(opened, "]")
    reached = Label(complaint.span(complaint.at), f"expected `,` or `{closes}` before this")
    at_end = complaint.at >= len(complaint.text.rstrip())
    return Diagnostic(
        "ST004",
        f"bracket `{opened}` is not closed",
        at=complaint.span(complaint.begin),
        label="opened here",
        help=(
            f"close it with `{closes}`",
            "if the bracket belongs to a text, put the text in quotes",
        ),
        others=() if at_end else (reached,),
    )


def _misplaced_line(complaint: Complaint) -> Diagnostic:
    at = complaint.at
    start, end = complaint.line_bounds(at)
    before = complaint.text[start:at].rstrip()
    if before.endswith(("'", '"')):
        if complaint.last < start:
            return _quote_closed_late(complaint, start + len(before) - 1)
        return _plain(
            complaint,
            "text follows the closing quote",
            at,
            "not part of the quoted text",
            "put the whole value in quotes",
            "inside single quotes write an apostrophe twice",
            end=end,
        )
    if before.strip("- ") or "document start" in complaint.problem:
        return _plain(complaint, "text follows the end of the value", at, "not part of it", end=end)
    return _plain(
        complaint,
        _misfit(complaint, complaint.text[at:end]),
        at,
        f"begins in column {complaint.span(at).column}",
        "lines that belong together begin in the same column",
        end=end,
    )


def _misfit(complaint: Complaint, rest: str) -> str:
    is_item = re.match(r"-(?:\s|$)", rest) is not None
    in_list = "collection" in complaint.context
    if re.match(r":(?:\s|$)", rest):
        return "a colon without a key"
    if is_item != in_list:
        return "a key among the items of a list" if in_list else "an item of a list among keys"
    return "this line is indented like nothing above it"


def _quote_closed_late(complaint: Complaint, closed: int) -> Diagnostic:
    """A quote that was left open runs on to the next one, which then seems to close it."""
    reached = Label(complaint.span(closed), "this quote closes it")
    return Diagnostic(
        "ST004",
        "a quote is opened and not closed on its line",
        at=complaint.span(complaint.last),
        label="opened here",
        help=("close the text before the end of the line",),
        others=(reached,),
    )


def _stray_sign(complaint: Complaint) -> Diagnostic:
    character = complaint.text[complaint.at : complaint.at + 1]
    if complaint.opened is not None and complaint.at >= len(complaint.text.rstrip()):
        return _unclosed_bracket(replace(complaint, begin=complaint.opened))
    message = f"`{character}` has nothing before it"
    if character in ("]", "}"):
        message = f"`{character}` closes nothing that is open"
    elif not character.strip():
        message = "the value is missing"
    return _plain(
        complaint,
        message,
        complaint.at,
        "a value was expected",
        "if it belongs to a text, put the text in quotes",
    )


def _item_on_key_line(complaint: Complaint) -> Diagnostic:
    return _plain(
        complaint,
        "a list cannot begin on the line of its key",
        complaint.at,
        "begins an item",
        "begin the item on the next line",
        "if the dash belongs to a text, put the text in quotes",
    )


def _bad_escape(complaint: Complaint) -> Diagnostic:
    backslash = complaint.text.rfind("\\", complaint.begin, complaint.at + 1)
    if backslash < 0:
        return _unclosed_quote(complaint)
    escape = complaint.text[backslash : backslash + 2].rstrip()
    return _plain(
        complaint,
        f"escape `{escape}` cannot be read",
        backslash,
        "a backslash begins an escape in double quotes",
        r"write `\\` for a backslash, or use single quotes",
        end=backslash + len(escape),
    )


def _bad_block(complaint: Complaint) -> Diagnostic:
    sign = complaint.text[complaint.begin : complaint.begin + 1]
    return _plain(
        complaint,
        f"nothing may follow `{sign}` on its line",
        complaint.begin,
        "begins a text over several lines",
        "begin the text on the next line",
        f"if `{sign}` belongs to the text, put the text in quotes",
    )


def _bad_tag(complaint: Complaint) -> Diagnostic:
    found = re.match(r"\S+", complaint.text[complaint.begin :])
    name = shortened(found.group()) if found else "!"
    at = complaint.span(complaint.begin, complaint.begin + len(found.group() if found else "!"))
    return faults.tag(name, at=at)


def _bad_directive(complaint: Complaint) -> Diagnostic:
    start, end = complaint.line_bounds(complaint.at)
    return _plain(
        complaint,
        f"`{shortened(complaint.text[start:end])}` is not understood",
        start,
        "begins like a directive of YAML",
        "take the line out",
        end=end,
    )


_Explain = Callable[[Complaint], Diagnostic]
_SLIPS: tuple[tuple[str, _Explain], ...] = (
    (r"tab character|cannot start any token", _bad_start),
    (r"mapping values are not allowed|mapping keys are not allowed", _second_colon),
    (r"sequence entries are not allowed", _item_on_key_line),
    (r"simple key # ", _no_colon),
    (r"quoted scalar # found unexpected", _unclosed_quote),
    (r"quoted scalar # ", _bad_escape),
    (r"flow (?:sequence|mapping) # ", _unclosed_bracket),
    (r"(?:node|node content) # .*node content", _stray_sign),
    (r"block (?:mapping|collection) # |document start", _misplaced_line),
    (r"an (?:anchor|alias) # ", _bad_name),
    (r" tag\b| tag # |tag handle", _bad_tag),
    (r"block scalar # ", _bad_block),
    (r"directive|incompatible YAML", _bad_directive),
)
REPORTERS = (not_yaml,)
