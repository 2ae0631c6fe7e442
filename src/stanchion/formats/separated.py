"""Tables as CSV: exact numbers, formulas by their values, texts that no spreadsheet executes."""

import csv
from fractions import Fraction
from io import StringIO
from typing import assert_never

from stanchion.exact.money import exact_text
from stanchion.formats.tables import Cell, Formula, Sheet

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that spreadsheets take for a formula when they open a CSV file."""


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would execute it.

    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def separated(sheet: Sheet) -> str:
    """The table as CSV with a head, lines ended by CR LF. Source: RFC 4180."""
    out = StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([harmless(title) for title in sheet.head])
    rows.writerows([_shown(cell) for cell in row] for row in sheet.rows)
    return out.getvalue()


def file_name(sheet: Sheet) -> str:
    """`cap-table.csv`."""
    return f"{sheet.name.lower().replace(' ', '-')}.csv"


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case Fraction():
            return exact_text(cell)
        case Formula(_, value):
            return exact_text(value)
        case _:
            assert_never(cell)
