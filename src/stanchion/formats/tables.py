"""Tables before they are a file: cells of text, exact numbers, and formulas with their values."""

from fractions import Fraction

from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Formula:
    """A spreadsheet formula, beginning with `=`, and the exact value that it comes to."""

    text: str
    value: Fraction


Cell = str | Fraction | Formula | None
"""A text, an exact number, a formula, or an empty cell."""


@record(frozen=True, slots=True)
class Sheet:
    """One table under a head; `name` is also that of its CSV file."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def column(place: int) -> str:
    """The letters of a column, from 0 on: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, place: int, *, fixed: bool = False) -> str:
    """The address of a cell, from 0 on; `fixed` does not move when it is copied."""
    dollar = "$" if fixed else ""
    return f"{dollar}{column(place)}{dollar}{row + 1}"
