"""`stanchion who`: who can decide, and who can stop it."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_json


def who(
    case: Case,
    decision: Annotated[
        str | None, typer.Argument(help="a decision of the charter; all of them if left out")
    ] = None,
    at: At = None,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """Which people together can take a decision, who can stop it, and how few it takes."""
    from stanchion.api.power import decisions, title_of
    from stanchion.api.power import who as answer
    from stanchion.reports import who as told

    asked = view_of(case, at=at, changes=with_)
    if decision is None:
        found_all = decisions(asked)
        if json:
            from stanchion.reports import jsonable

            say_json([jsonable.overview(item) for item in found_all])
        else:
            say(told.overview_table(found_all))
        return
    found = answer(asked, decision)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.who(found))
    else:
        say(told.decision(found, title=title_of(asked, decision)))
