"""Which characters a file may hold, and how many columns each takes on a screen."""

import re
import unicodedata

FORBIDDEN = re.compile(
    "[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u2028\u2029"  # line ends that YAML knows and editors do not
    "\u202a-\u202e\u2066-\u2069"  # overrides of the direction of writing
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # no characters of a text at all
)
"""Characters that cannot be seen and change how a text is read or shown."""
STAND_IN = "\N{REPLACEMENT CHARACTER}"


def visible(text: str) -> str:
    """The text with a stand-in for each character that would disturb a terminal or a reader."""
    return FORBIDDEN.sub(STAND_IN, text)


def shortened(text: str, *, most: int = 60) -> str:
    """The text as it can be quoted in a message: on one line and not longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3] + "..."


def width(character: str) -> int:
    """Columns that a character takes: 2 if it is wide, 0 if it joins the one before, else 1.

    Source: Unicode Standard Annex 11 (W and F are wide); marks and format characters are none.
    """
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if "\u1160" <= character <= "\u11ff":  # vowels and finals, drawn into the syllable before
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
