"""`stanchion timeline`: what happened, in order, with its sources."""

from typing import Annotated

import typer

from stanchion.cli.files import open_charter
from stanchion.cli.options import AsJson, Case, Language
from stanchion.cli.output import say, say_json


def timeline(
    case: Case,
    about: Annotated[
        str | None, typer.Option("--about", help="one topic only: board, money, trust, crisis, …")
    ] = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """What happened, in order, with sources; what changed the company is marked."""
    from stanchion.api.facts import timeline as answer
    from stanchion.reports import facts

    charter = open_charter(case)
    events = answer(charter, about=about)
    if json:
        from stanchion.reports import jsonable

        say_json([jsonable.event(event) for event in events])
    else:
        say(facts.timeline(charter, events, language=language))
