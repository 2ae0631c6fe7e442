"""`stanchion workbook`: cap table, waterfall and breakpoints for a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, Language, ReadingOption, SetTerm
from stanchion.cli.output import say_error, say_json

if TYPE_CHECKING:
    from stanchion.formats.tables import Sheet


def workbook(
    case: Case,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the workbook to write, ending in .xlsx")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--csv", help="a folder; every table is written there as CSV")
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option("--amount", "-a", help="the amounts of the waterfall; else some that tell"),
    ] = None,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    entity: Entity = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Write cap table, waterfall and breakpoints as a workbook with live formulas, or as CSV."""
    from stanchion.api.money import breakpoints, curves
    from stanchion.api.tour import telling_amounts
    from stanchion.api.view import amounts_of
    from stanchion.formats.book import book
    from stanchion.formats.workbook import workbook as made

    if output is None and folder is None:
        say_error("say where to write: `-o book.xlsx`, `--csv FOLDER`, or both")
        raise SystemExit(2)
    if output is not None and output.suffix != ".xlsx":
        say_error(f"`{output.name}` does not end in .xlsx")
        raise SystemExit(2)
    asked = view_of(case, at=at, readings=reading, terms=set_term)
    found = breakpoints(asked, entity=entity)
    amounts = telling_amounts(found.points) if amount is None else amounts_of(asked.charter, amount)
    sheets = book(asked, curves(asked, entity=entity), found, amounts, language=language)
    written = [] if folder is None else _separated(folder, sheets)
    if output is not None:
        output.write_bytes(made(sheets, made=asked.state.instant))
        written.append(str(output))
    if json:
        say_json({"written": written, "tables": [sheet.name for sheet in sheets]})
        return
    for name in written:
        say_error(f"wrote {name}")


def _separated(folder: Path, sheets: "tuple[Sheet, ...]") -> list[str]:
    from stanchion.formats.separated import file_name, separated

    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        (folder / file_name(sheet)).write_text(separated(sheet), encoding="utf-8", newline="\n")
    return [str(folder / file_name(sheet)) for sheet in sheets]
