"""`stanchion timeline`: what happened, what was told to whom, what it changed."""

from typing import Annotated

import typer

from stanchion.cli.asked import charter_of
from stanchion.cli.options import AsJson, Case, Language, With
from stanchion.cli.output import say, say_json


def timeline(
    case: Case,
    about: Annotated[
        str | None, typer.Option("--about", help="one topic only: board, money, trust, crisis, …")
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="what each event changed in who can do what")
    ] = False,
    duties: Annotated[
        bool, typer.Option("--duties", help="who owed whom which disclosure, and what became of it")
    ] = False,
    with_: With = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """What happened, in order, with sources; what was told when and to whom, what it changed."""
    from stanchion.api import timeline as answers
    from stanchion.reports import timeline as reports

    charter = charter_of(case, with_)
    if duties:
        owed = answers.duties(charter)
        if json:
            from stanchion.reports import jsonable_timeline

            say_json(jsonable_timeline.duties(owed))
        else:
            say(reports.duties(owed, language=language))
        return
    found = answers.timeline(charter, about=about, changes=changes)
    if json:
        from stanchion.reports import jsonable_timeline

        say_json([jsonable_timeline.entry(entry) for entry in found.entries])
    else:
        say(reports.timeline(found, language=language))
