"""`stanchion statement`: one holder's account."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, Payee, ReadingOption, SetTerm
from stanchion.cli.output import say, say_error, say_json


def statement(
    case: Case,
    payee: Payee,
    amount: Annotated[str, typer.Option("--amount", "-a", help="what is paid, such as '200 bn'")],
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    entity: Entity = None,
    json: AsJson = False,
) -> None:
    """One holder's account: what it put in, holds, had before, and receives, with the clause."""
    from stanchion.api.holder import statement as answer
    from stanchion.api.view import amounts_of
    from stanchion.reports.holder import account

    asked = view_of(case, at=at, readings=reading, terms=set_term)
    amounts = amounts_of(asked.charter, amount)
    if len(amounts) != 1:
        say_error("an account is about one amount")
        raise SystemExit(2)
    found = answer(asked, payee, amounts[0], entity=entity)
    if json:
        from stanchion.reports import jsonable_time

        say_json(jsonable_time.account(found))
    else:
        say(account(found))
