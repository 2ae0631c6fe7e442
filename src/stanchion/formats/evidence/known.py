"""Versions of tools whose files are known here; others are refused rather than guessed at."""

import re
from dataclasses import dataclass


@dataclass(eq=False)
class UnknownVersion(ValueError):
    """A file of a version of which nothing is known here."""

    what: str
    found: str
    known: str

    def __str__(self) -> str:
        return f"it is {self.what} of version {self.found}, and known here is {self.known}"


def minor_version(what: str, found: str | None, *, between: tuple[str, str]) -> str:
    """The version, if its first two numbers lie between two versions; raises UnknownVersion."""
    first, last = between
    pair = None if found is None else _pair(found)
    lowest, highest = _pair(first), _pair(last)
    if found is None or pair is None or lowest is None or highest is None:
        raise UnknownVersion(what, found or "unknown", f"{first} to {last}")
    if not lowest <= pair <= highest:
        raise UnknownVersion(what, found, f"{first} to {last}")
    return found


def _pair(version: str) -> tuple[int, int] | None:
    found = re.match(r"(\d{1,6})\.(\d{1,6})", version)
    return None if found is None else (int(found[1]), int(found[2]))
