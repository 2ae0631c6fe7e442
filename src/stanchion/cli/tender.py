"""`stanchion tender`: what comes of an offer to buy units."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, Case, Language, ReadingOption, SetTerm, With
from stanchion.cli.output import say, say_json


def tender(
    case: Case,
    name: Annotated[
        str | None, typer.Argument(help="a tender of the charter; all of them if left out")
    ] = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Who may sell, sells and receives what in a tender offer, and what its price implies."""
    from stanchion.api.tenders import tenders as answer
    from stanchion.reports.tenders import several

    asked = view_of(case, readings=reading, terms=set_term, changes=with_)
    found = answer(asked, name)
    if json:
        from stanchion.reports import jsonable_tenders

        say_json([jsonable_tenders.tender(each) for each in found])
    else:
        say(several(asked.charter, found, language=language))
