"""Numbers in the cells of foreign files: plain decimals, never guessed at."""

import re
from fractions import Fraction

from stanchion.formats.faults import BadFile

_DECIMAL = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?")


def decimal(text: str, *, file: str, where: str) -> Fraction:
    """A decimal number; raises BadFile for anything else, `1,5` and `nan` among it."""
    if not _DECIMAL.fullmatch(text.strip()):
        why = f"`{text.strip()[:40]}` is no number" if text.strip() else "a number is missing"
        raise BadFile(file, where, why, "write a point before decimals, and nothing else")
    return Fraction(text.strip())


def within(value: Fraction, low: int, high: int, *, file: str, where: str) -> Fraction:
    """The number, if it lies on its scale; raises BadFile."""
    if not low <= value <= high:
        raise BadFile(file, where, f"`{float(value):g}` is not between {low} and {high}")
    return value
