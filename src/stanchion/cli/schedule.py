"""`stanchion schedule`: distributions one after the other."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.files import text_or_file
from stanchion.cli.options import (
    AsJson,
    Case,
    Entity,
    Language,
    Payouts,
    ReadingOption,
    SetTerm,
    With,
)
from stanchion.cli.output import say, say_json


def schedule(
    case: Case,
    amounts: Payouts = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    entity: Entity = None,
    trace: Annotated[bool, typer.Option(help="show which clause paid what")] = False,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Distributions over time, each from the state that the earlier ones left."""
    from stanchion.api.schedule import payouts_of
    from stanchion.api.schedule import schedule as answer
    from stanchion.reports.schedule import run

    asked = view_of(case, readings=reading, terms=set_term, changes=with_)
    said = None if amounts is None else text_or_file(amounts)
    payouts = None if said is None else payouts_of(asked.charter, said, entity=entity)
    found = answer(asked, payouts, entity=entity)
    if json:
        from stanchion.reports import jsonable_time

        say_json(jsonable_time.run(found))
    else:
        say(run(found, trace=trace, language=language))
