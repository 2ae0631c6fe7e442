"""`stanchion readings`: how much hangs on the disputed terms."""

from typing import Annotated

import typer

from stanchion.cli.asked import charter_of
from stanchion.cli.options import AsJson, Case, Entity, With
from stanchion.cli.output import say, say_json


def readings(
    case: Case,
    amount: Annotated[
        str, typer.Option("--amount", "-a", help="the amount on which readings are compared")
    ] = "200 bn",
    entity: Entity = None,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """Every way of reading the disputed terms, and what follows from each."""
    from stanchion.api.readings import readings as answer
    from stanchion.api.view import amounts_of
    from stanchion.reports.readings import readings_grid

    charter = charter_of(case, with_)
    found = answer(charter, amounts_of(charter, amount)[0], entity=entity)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.readings(found))
    else:
        say(readings_grid(found))
