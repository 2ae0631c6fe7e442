"""`stanchion lint`: what is lawful in a charter and can hardly be meant."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stanchion.cli.check import Form
from stanchion.cli.files import read_charter, show_faults
from stanchion.cli.options import AsJson, At, With
from stanchion.cli.output import Style, say, say_json, style_for

if TYPE_CHECKING:
    from stanchion.api.lints import Lints


def lint(
    files: Annotated[list[str], typer.Argument(help="charter files, or names of cases")],
    at: At = None,
    with_: With = None,
    form: Annotated[Form, typer.Option("--format", help="text, json or sarif")] = Form.TEXT,
    strict: Annotated[bool, typer.Option(help="exit with 1 where there is a warning")] = False,
    json: AsJson = False,
) -> None:
    """Look for vetoes out of reach, quorums that fail, seats nobody can fill, and the like."""
    from stanchion.reports import lints as shown

    found = [(name, *_lints_of(name, at, with_ or [])) for name in files]
    if form is Form.SARIF:
        say_json(_sarif([lints for _, lints, _ in found]))
    elif json or form is Form.JSON:
        say_json([shown.document(name, lints) for name, lints, _ in found])
    else:
        for name, lints, text in found:
            _show(name, lints, text)
    warned = any(lints.warnings for _, lints, _ in found)
    raise SystemExit(1 if strict and warned else 0)


def _lints_of(name: str, at: str | None, changes: list[str]) -> "tuple[Lints, str]":
    from stanchion.api.lints import lints
    from stanchion.api.view import instant_of, view

    loaded, text = read_charter(name)
    if loaded.charter is None:
        show_faults(loaded, text)
    instant = None if at is None else instant_of(loaded.charter, at)
    return lints(view(loaded.charter, at=instant, changes=changes)), text


def _show(name: str, found: "Lints", text: str) -> None:
    from stanchion.reports import lints as shown
    from stanchion.reports.marks import bold
    from stanchion.source.render import to_text

    say(bold(name))
    if found.diagnostics:
        sources = {diagnostic.at.file: text for diagnostic in found.diagnostics}
        colour = style_for(sys.stdout) is Style.COLOUR
        print(to_text(found.diagnostics, sources, colour=colour))
    say(shown.summary(found))


def _sarif(found: "list[Lints]") -> dict[str, Any]:
    from stanchion import __version__
    from stanchion.api.facts import codes
    from stanchion.source.sarif import to_sarif

    diagnostics = [diagnostic for lints in found for diagnostic in lints.diagnostics]
    return to_sarif(diagnostics, codes=codes(), version=__version__)
