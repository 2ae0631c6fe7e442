"""The workbook: read back by another program, its formulas worked out, its texts harmless."""

import csv
import re
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from stanchion.api.loading import load
from stanchion.api.money import breakpoints, curves
from stanchion.api.view import View, view
from stanchion.charter.phrases import Name
from stanchion.formats import book as module
from stanchion.formats.book import BREAKPOINTS, CAP_TABLE, WATERFALL, book
from stanchion.formats.separated import file_name, harmless, separated
from stanchion.formats.tables import Formula, Sheet, column
from stanchion.formats.workbook import workbook

ROOT = Path(__file__).resolve().parents[2]
AMOUNTS = tuple(Fraction(n) * 10**9 for n in (0, 5, 40, 120, 200, 300))
CASES = {"openai-2023": "openai_global", "steward-owned": "company", "openai-2025": None}
XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cells = dict[tuple[str, str], str | float]


def asked_of(case: str) -> View:
    path = ROOT / "cases" / case / "charter.yaml"
    loaded = load(path.read_bytes(), file="charter.yaml")
    assert loaded.charter is not None
    return view(loaded.charter)


def sheets_of(case: str, amounts: tuple[Fraction, ...] = AMOUNTS) -> tuple[Sheet, ...]:
    asked = asked_of(case)
    entity = next(iter(asked.charter.pay)) if CASES.get(case) is None else Name(str(CASES[case]))
    found = breakpoints(asked, entity=entity)
    return book(asked, curves(asked, entity=entity), found, amounts)


def written(sheets: tuple[Sheet, ...]) -> bytes:
    return workbook(sheets, made=asked_of("steward-owned").state.instant)


# --------------------------------------------------------- a small spreadsheet program


def raw_cells(data: bytes) -> Cells:
    """Every cell of the file as it stands: texts, numbers, and formulas beginning with `=`."""
    found: Cells = {}
    with ZipFile(BytesIO(data)) as archive:
        shared = ET.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = ["".join(t.text or "" for t in item.iter(f"{XL}t")) for item in shared]
        texts = [text.replace("_x000D_", "\r") for text in texts]  # how the format writes a CR
        names = ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{XL}sheet")
        for place, sheet in enumerate(names, start=1):
            page = ET.fromstring(archive.read(f"xl/worksheets/sheet{place}.xml"))
            for cell in page.iter(f"{XL}c"):
                formula, value = cell.find(f"{XL}f"), cell.find(f"{XL}v")
                key = (sheet.attrib["name"], cell.attrib["r"])
                if formula is not None:
                    found[key] = f"={formula.text}"
                elif value is not None and value.text is not None:
                    is_text = cell.get("t") == "s"
                    found[key] = texts[int(value.text)] if is_text else float(value.text)
    return found


TOKEN = re.compile(r"(\w+!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?|(MIN|MAX|SUM)(?=\()")


def worked_out(cells: Cells, sheet: str, formula: str) -> float:
    """What a formula of MIN, MAX, SUM, + - * / over cells comes to."""

    def value_at(page: str, where: str) -> float:
        cell = cells.get((page, where), 0.0)
        if isinstance(cell, str) and cell.startswith("="):
            return worked_out(cells, page, cell)
        assert isinstance(cell, float), f"{page}!{where} is no number"
        return cell

    def replaced(match: re.Match[str]) -> str:
        page, first, row, last, _, function = match.groups()
        if function:
            return {"MIN": "min", "MAX": "max", "SUM": "sum"}[function]
        page = page[:-1] if page else sheet
        if last is None:
            return repr(value_at(page, f"{first}{row}"))
        letters = [column(n) for n in range(60)]
        span = letters[letters.index(first) : letters.index(last) + 1]
        return f"[{', '.join(repr(value_at(page, f'{each}{row}')) for each in span)}]"

    text = TOKEN.sub(replaced, formula[1:])
    assert re.fullmatch(r"[\d.e+\-*/(), \[\]minaxsu]*", text), text
    return float(eval(text, {"__builtins__": {}}, {"min": min, "max": max, "sum": sum}))


# --------------------------------------------------------------------------- tests


@pytest.mark.parametrize("case", CASES)
def test_the_formulas_come_to_the_exact_payoffs(case: str) -> None:
    sheets = sheets_of(case)
    cells = raw_cells(written(sheets))
    formulas = 0
    for sheet in sheets:
        for row, values in enumerate(sheet.rows):
            for place, cell in enumerate(values):
                if isinstance(cell, Formula):
                    formulas += 1
                    found = worked_out(cells, sheet.name, cell.text)
                    assert found == pytest.approx(float(cell.value), rel=1e-12, abs=1e-4)
                    assert cells[sheet.name, f"{column(place)}{row + 2}"] == cell.text
    assert formulas > len(AMOUNTS)


def test_the_formulas_are_live() -> None:
    """An amount that the book was not made for, and a part that was changed."""
    cells = raw_cells(written(sheets_of("openai-2023")))
    cells[WATERFALL, "A2"] = 2.5e10
    microsoft = next(k[1][0] for k, v in cells.items() if k[0] == WATERFALL and v == "Microsoft")
    formula = cells[WATERFALL, f"{microsoft}2"]
    assert isinstance(formula, str)
    payoff = curves(asked_of("openai-2023")).by_payee()[Name("microsoft")]  # type: ignore[index]
    assert worked_out(cells, WATERFALL, formula) == pytest.approx(float(payoff(25 * 10**9)))
    for key in list(cells):
        if key[0] == BREAKPOINTS and isinstance(cells[key], float) and cells[key] == 0.75:
            cells[key] = 0.5
    changed = worked_out(cells, WATERFALL, formula)
    assert changed < float(payoff(25 * 10**9)) - 1e9


@pytest.mark.parametrize("case", CASES)
def test_another_program_reads_the_values(case: str) -> None:
    sheets = sheets_of(case)
    read = CalamineWorkbook.from_filelike(BytesIO(written(sheets)))
    assert read.sheet_names == [CAP_TABLE, WATERFALL, BREAKPOINTS]
    for sheet in sheets:
        rows = read.get_sheet_by_name(sheet.name).to_python()
        assert tuple(rows[0]) == sheet.head
        for values, shown in zip(sheet.rows, rows[1:], strict=False):
            for cell, value in zip(values, shown, strict=True):
                if isinstance(cell, Formula):
                    assert value == pytest.approx(float(cell.value), abs=1e-9)
                elif isinstance(cell, Fraction):
                    assert value == pytest.approx(float(cell))
                else:
                    assert value == (cell or "")


def test_equal_input_makes_equal_bytes() -> None:
    assert written(sheets_of("steward-owned")) == written(sheets_of("steward-owned"))


@pytest.mark.parametrize(
    "name", ["=1+1", "+A1", "-2", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]
)
def test_a_name_that_looks_like_a_formula_is_harmless(name: str) -> None:
    sheet = Sheet("People", (name,), ((name,),))
    cells = raw_cells(written((sheet,)))
    assert cells["People", "A2"] == name, "kept as it is, as a text"
    with ZipFile(BytesIO(written((sheet,)))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    rows = list(csv.reader(StringIO(separated(sheet), newline="")))
    assert rows == [[f"'{name}"], [f"'{name}"]]
    assert harmless("Anna = Bo") == "Anna = Bo"


def test_a_charter_full_of_formulas_makes_a_harmless_book() -> None:
    text = (ROOT / "cases/steward-owned/charter.yaml").read_text(encoding="utf-8")
    evil = text.replace("Growth backers}", '"=HYPERLINK(\\"x\\")"}').replace(
        "{fund: First", '{fund: "@'
    )
    evil = evil.replace('"@ backers}', '"@First backers"}')
    loaded = load(evil, file="charter.yaml")
    assert loaded.charter is not None, [str(x) for x in loaded.errors]
    asked = view(loaded.charter)
    sheets = book(asked, curves(asked), breakpoints(asked), AMOUNTS[:2])
    texts = [v for v in raw_cells(written(sheets)).values() if isinstance(v, str)]
    assert '=HYPERLINK("x")' in texts, "it stands there as a text"
    assert all("HYPERLINK" not in c.text for s in sheets for r in s.rows for c in r
               if isinstance(c, Formula))  # fmt: skip
    for sheet in sheets:
        for row in csv.reader(StringIO(separated(sheet), newline="")):
            assert not any(re.match(r"[=+@\t\r]|-\D", cell) for cell in row)


def test_csv_carries_exact_numbers() -> None:
    _, waterfall, found = sheets_of("openai-2023")
    rows = list(csv.DictReader(StringIO(separated(found), newline="")))
    assert rows[-1]["from"] == "38198000000000/147"
    assert rows[-1]["to"] == ""
    assert file_name(waterfall) == "waterfall.csv"


def test_more_breakpoints_than_a_formula_holds_are_written_as_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LONGEST_FORMULA", 60)
    _, waterfall, _ = sheets_of("steward-owned")
    assert "values only" in waterfall.note
    assert not any(isinstance(cell, Formula) for row in waterfall.rows for cell in row)
