"""`stanchion presets`: rules of law and parts of frameworks that a charter may take by name."""

from typing import Annotated

import typer

from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_json


def presets(
    frameworks: Annotated[
        bool, typer.Option("--frameworks", help="published frameworks of release instead")
    ] = False,
    json: AsJson = False,
) -> None:
    """Rules of law that a body or decision may take by name; none applies by itself."""
    if frameworks:
        _frameworks(json)
        return
    from stanchion.api.law import presets as answer
    from stanchion.reports import law

    found = answer()
    if json:
        say_json(law.as_json(found))
    else:
        say(law.presets(found))


def _frameworks(json: bool) -> None:
    from stanchion.api.law import frameworks as answer
    from stanchion.reports import frameworks as told

    found = answer()
    if json:
        say_json(told.as_json(found))
    else:
        say(told.frameworks(found))
