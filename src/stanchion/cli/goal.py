"""`stanchion goal`: how much must be paid for a party to reach what it is to have."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, Payee, ReadingOption, SetTerm, Through
from stanchion.cli.output import say, say_json


def goal(
    case: Case,
    payee: Payee,
    receives: Annotated[str | None, typer.Option(help="a sum in all, such as '10 bn'")] = None,
    multiple: Annotated[str | None, typer.Option(help="of what it invested, such as 3x")] = None,
    irr: Annotated[str | None, typer.Option(help="a yearly return, such as 15%")] = None,
    day_count: Annotated[
        str | None, typer.Option(help="how days become years for --irr, such as ACT/365F")
    ] = None,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    entity: Entity = None,
    through: Through = False,
    json: AsJson = False,
) -> None:
    """The least amount at which a party has a sum, a multiple of its money, or a return."""
    from stanchion.api.holder import Wanted
    from stanchion.api.holder import goal as answer
    from stanchion.api.money import Look
    from stanchion.reports.holder import reached

    asked = view_of(case, at=at, readings=reading, terms=set_term)
    wanted = Wanted(receives=receives, multiple=multiple, irr=irr, day_count=day_count)
    look = Look.THROUGH if through else Look.AT_PAYEES
    found = answer(asked, payee, wanted, entity=entity, look=look)
    if json:
        from stanchion.reports import jsonable_time

        say_json(jsonable_time.reached(found))
    else:
        say(reached(found))
