"""`stanchion check`: is the charter sound, and does everything expected of it hold."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stanchion.cli.files import read_charter
from stanchion.cli.options import AsJson, With
from stanchion.cli.output import Style, say, say_json, style_for

if TYPE_CHECKING:
    from stanchion.charter.loader import Loaded


class Form(StrEnum):
    """How the findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    files: Annotated[list[str], typer.Argument(help="charter files, or names of cases")],
    form: Annotated[Form, typer.Option("--format", help="text, json or sarif")] = Form.TEXT,
    because: Annotated[bool, typer.Option(help="show the reasons of each proof")] = False,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """Load charters, show every fault, and prove what they expect; exits with 1 if any fails."""
    found = [(name, *read_charter(name)) for name in files]
    if form is Form.SARIF:
        say_json(_sarif([loaded for _, loaded, _ in found]))
        failed = any(loaded.charter is None for _, loaded, _ in found)
    elif json or form is Form.JSON:
        documents = [_document(name, loaded, with_ or []) for name, loaded, _ in found]
        say_json(documents)
        failed = not all(document["met"] for document in documents)
    else:
        failed = False in [_shown(*one, because=because, changes=with_ or []) for one in found]
    raise SystemExit(1 if failed else 0)


def _shown(name: str, loaded: "Loaded", text: str, *, because: bool, changes: list[str]) -> bool:
    from stanchion.reports.marks import bold
    from stanchion.source.render import to_text

    say(bold(name))
    if loaded.diagnostics:
        sources = {d.at.file: text for d in loaded.diagnostics}
        colour = style_for(sys.stdout) is Style.COLOUR
        print(to_text(loaded.diagnostics, sources, colour=colour))
    if loaded.charter is None:
        return False
    from stanchion.api.proof import check as prove
    from stanchion.api.view import changed
    from stanchion.reports.power import expectations

    for change in changes:
        say(f"supposed: {change}")
    proved = prove(changed(loaded.charter, changes))
    say(expectations(proved, because=because))
    return proved.met


def _document(name: str, loaded: "Loaded", changes: list[str]) -> dict[str, Any]:
    from stanchion.reports import jsonable
    from stanchion.source.render import to_json

    document: dict[str, Any] = {"file": name, "diagnostics": to_json(loaded.diagnostics)}
    if loaded.charter is None:
        return {**document, "met": False, "expectations": []}
    from stanchion.api.proof import check as prove
    from stanchion.api.view import changed

    proved = prove(changed(loaded.charter, changes))
    return {**document, "supposed": changes, **jsonable.expectations(proved)}


def _sarif(all_loaded: "list[Loaded]") -> dict[str, Any]:
    from stanchion import __version__
    from stanchion.api.facts import codes
    from stanchion.source.sarif import to_sarif

    diagnostics = [d for loaded in all_loaded for d in loaded.diagnostics]
    return to_sarif(diagnostics, codes=codes(), version=__version__)
