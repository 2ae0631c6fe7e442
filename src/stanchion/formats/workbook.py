"""Tables as a workbook (.xlsx): texts as texts, whatever they begin with; formulas as formulas."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any, assert_never

from stanchion.exact.money import exact_text
from stanchion.formats.tables import Cell, Formula, Sheet

WIDEST_COLUMN = 48
LARGEST = 10**300
"""What floating point can hold, with room for sums; more is written as text."""
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(sheets: Sequence[Sheet], *, made: datetime) -> bytes:
    """The bytes of a workbook; `made` is written into it, so that equal input gives equal bytes."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, dict(_PLAIN))
    book.set_properties({"title": "Stanchion", "created": made.replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "number": book.add_format({"num_format": "#,##0.##"}),
        "part": book.add_format({"num_format": "0.00%"}),
        "note": book.add_format({"italic": True, "font_color": "#666666"}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return out.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for place, title in enumerate(sheet.head):
        page.write_string(0, place, title, formats["head"])
    for row, cells in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(cells):
            _write_cell(page, row, place, cell, formats)
    if sheet.note:
        page.write_string(len(sheet.rows) + 2, 0, sheet.note, formats["note"])
    for place, title in enumerate(sheet.head):
        page.set_column(place, place, _width([title, *(row[place] for row in sheet.rows)]))
    page.freeze_panes(1, 0)


def _write_cell(page: Any, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None:
            return
        case str():
            page.write_string(row, place, cell)
        case Fraction():
            if abs(cell) > LARGEST:
                page.write_string(row, place, exact_text(cell))
            else:
                page.write_number(row, place, float(cell), _format(cell, formats))
        case Formula(text, value):
            known = float(value) if abs(value) <= LARGEST else 0
            page.write_formula(row, place, text, _format(value, formats), known)
        case _:
            assert_never(cell)


def _format(value: Fraction, formats: dict[str, Any]) -> Any:
    return formats["part" if 0 < value < 1 else "number"]


def _width(cells: Sequence[Cell]) -> int:
    texts = [cell if isinstance(cell, str) else "0" * 16 for cell in cells if cell is not None]
    return min(WIDEST_COLUMN, max(map(len, texts), default=8) + 2)
