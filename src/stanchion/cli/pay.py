"""`stanchion pay`: who receives what of an amount."""

from typing import TYPE_CHECKING, Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import (
    AsJson,
    At,
    Case,
    Entity,
    Language,
    ReadingOption,
    SetTerm,
    Through,
    With,
)
from stanchion.cli.output import say, say_json

if TYPE_CHECKING:
    from stanchion.api.money import PayThrough


def pay(
    case: Case,
    amount: Annotated[
        str,
        typer.Option(
            "--amount", "-a", help="'200 bn', a list '1 bn, 10 bn', or '0 to 300 bn by 50 bn'"
        ),
    ],
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    entity: Entity = None,
    through: Through = False,
    trace: Annotated[bool, typer.Option(help="show which clause paid what")] = True,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Who receives what of an amount, to the cent, and which clause paid it."""
    from stanchion.api.money import pay as answer
    from stanchion.api.money import pay_through
    from stanchion.api.view import amounts_of
    from stanchion.reports.money import payment

    asked = view_of(case, at=at, readings=reading, terms=set_term, changes=with_)
    amounts = amounts_of(asked.charter, amount)
    if through:
        _followed(pay_through(asked, amounts, entity=entity), trace, language, json)
        return
    found = answer(asked, amounts, entity=entity)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.payment(found))
    else:
        say(payment(found, trace=trace, language=language))


def _followed(found: "PayThrough", trace: bool, language: str, json: bool) -> None:
    if json:
        from stanchion.reports import jsonable_time

        say_json(jsonable_time.through(found))
    else:
        from stanchion.reports.through import followed

        say(followed(found, trace=trace, language=language))
