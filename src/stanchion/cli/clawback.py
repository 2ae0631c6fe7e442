"""`stanchion clawback`: what must be given back once a schedule is over."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.files import text_or_file
from stanchion.cli.options import AsJson, At, Case, Payouts, ReadingOption, SetTerm, With
from stanchion.cli.output import say, say_json


def clawback(
    case: Case,
    name: Annotated[str | None, typer.Argument(help="one clawback; without it all")] = None,
    amounts: Payouts = None,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """What must be given back, by whom and to whom, once the payouts are made."""
    from stanchion.api.schedule import clawbacks, payouts_of
    from stanchion.reports.schedule import returned

    asked = view_of(case, at=at, readings=reading, terms=set_term, changes=with_)
    payouts = None if amounts is None else payouts_of(asked.charter, text_or_file(amounts))
    found = clawbacks(asked, payouts, name=name)
    if json:
        from stanchion.reports import jsonable_time

        say_json(jsonable_time.clawbacks(found))
    else:
        say(returned(found))
