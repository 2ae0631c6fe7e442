"""`stanchion curve`: the payoff of every payee, drawn or as data."""

import csv
import io
import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import (
    AsJson,
    At,
    Case,
    Entity,
    Language,
    ReadingOption,
    SetTerm,
    Through,
    With,
)
from stanchion.cli.output import say_error, say_json

if TYPE_CHECKING:
    from fractions import Fraction

    from stanchion.api.view import View
    from stanchion.economics.curves import PayoffCurves


def curve(
    case: Case,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="a file ending in .svg, .png, .csv, .json or .vl.json"),
    ] = None,
    upto: Annotated[str | None, typer.Option("--to", help="draw up to this amount")] = None,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    entity: Entity = None,
    through: Through = False,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Draw who receives what at any amount, or write it as data (printed as CSV without -o)."""
    from stanchion.api.money import Look, curves
    from stanchion.api.view import amounts_of
    from stanchion.reports import jsonable
    from stanchion.reports.chart import default_span

    asked = view_of(case, at=at, readings=reading, terms=set_term, changes=with_)
    found = curves(asked, entity=entity, look=Look.THROUGH if through else Look.AT_PAYEES)
    end = default_span(found) if upto is None else amounts_of(asked.charter, upto)[-1]
    if json:
        say_json(jsonable.curves(found))
        return
    if output is None:
        print(_csv(found, end), end="")
        return
    output.write_bytes(_made(output.name, asked, found, end, language))
    say_error(f"wrote {output}")


def _made(name: str, asked: "View", found: "PayoffCurves", end: "Fraction", language: str) -> bytes:
    from stanchion.reports import jsonable
    from stanchion.reports.chart import VEGA_LITE, payoff_chart

    if name.endswith(".csv"):
        return _csv(found, end).encode()
    if name.endswith(".json") and not name.endswith(".vl.json"):
        return json_module.dumps(jsonable.curves(found), indent=2).encode()
    spec = payoff_chart(asked.charter, found, upto=end, language=language)
    if name.endswith(".vl.json"):
        return json_module.dumps(spec, ensure_ascii=False, indent=2).encode()
    if not name.endswith((".svg", ".png")):
        say_error(f"`{name}` ends in none of .svg, .png, .csv, .json, .vl.json")
        raise SystemExit(2)
    import vl_convert  # 30 MB of drawing code: only when something is drawn

    if name.endswith(".svg"):
        return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=2))


def _csv(found: "PayoffCurves", end: "Fraction") -> str:
    """The knots of every curve; exact, as terminating decimals or fractions."""
    from stanchion.reports.chart import points
    from stanchion.reports.jsonable import exact

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    payoffs = found.by_payee()
    rows.writerow(["amount", *payoffs])
    for x in points(found, end):
        rows.writerow([exact(x), *(exact(curve(x)) for curve in payoffs.values())])
    return out.getvalue()
