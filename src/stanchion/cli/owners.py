"""`stanchion owners`: who owns in the end, and who controls."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Language, With
from stanchion.cli.output import say, say_json


def owners(
    case: Case,
    entity: Annotated[
        str | None, typer.Argument(help="a party of the charter; all of them if left out")
    ] = None,
    at: At = None,
    with_: With = None,
    threshold: Annotated[
        str, typer.Option("--threshold", "-t", help="what share of the votes makes control")
    ] = "more than 1/2 of outstanding votes",
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Who owns a company through all others, who controls it, and which rings there are."""
    from stanchion.api import owners as question

    asked = view_of(case, at=at, changes=with_)
    control = question.threshold_of(threshold)
    if json:
        from stanchion.reports import jsonable_owners as document

        if entity is None:
            say_json(document.network(question.all_owners(asked, threshold=control)))
        else:
            found = question.owners(asked, entity, threshold=control)
            has = question.portfolio(asked, entity, threshold=control)
            say_json({**document.owners(found), **document.portfolio(has)})
        return
    from stanchion.reports import owners as shown

    if entity is None:
        found_all = question.all_owners(asked, threshold=control)
        say(shown.network(asked.charter, found_all, language=language))
    else:
        found = question.owners(asked, entity, threshold=control)
        has = question.portfolio(asked, entity, threshold=control)
        say(shown.owners(asked.charter, found, language=language))
        if has.owned:
            say("\n" + shown.portfolio(asked.charter, has, language=language))
