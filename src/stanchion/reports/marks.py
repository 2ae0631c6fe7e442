"""The few ways in which text stands out; turned into colour, or left out, at the very end."""

import re

_CODES = {"b": "1", "d": "2", "g": "32", "r": "31", "y": "33", "c": "36"}
_MARK = re.compile("\x02([bdgryc])(.*?)\x03", re.DOTALL)


def bold(text: str) -> str:
    """A heading, or the number that matters."""
    return f"\x02b{text}\x03"


def dim(text: str) -> str:
    """What can be skipped: places, methods."""
    return f"\x02d{text}\x03"


def good(text: str) -> str:
    """Proved, met."""
    return f"\x02g{text}\x03"


def bad(text: str) -> str:
    """Refuted, not met."""
    return f"\x02r{text}\x03"


def unsure(text: str) -> str:
    """Undecided, disputed."""
    return f"\x02y{text}\x03"


def named(text: str) -> str:
    """A command to type."""
    return f"\x02c{text}\x03"


def plain(text: str) -> str:
    """The text without marks."""
    while _MARK.search(text):
        text = _MARK.sub(lambda m: m.group(2), text)
    return text


def coloured(text: str) -> str:
    """The text with marks as terminal colours."""
    while _MARK.search(text):
        text = _MARK.sub(lambda m: f"\x1b[{_CODES[m.group(1)]}m{m.group(2)}\x1b[0m", text)
    return text
