"""`stanchion breakpoints`: where the owner of the next dollar changes, and why."""

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, ReadingOption, SetTerm, Through, With
from stanchion.cli.output import say, say_json


def breakpoints(
    case: Case,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    entity: Entity = None,
    through: Through = False,
    json: AsJson = False,
) -> None:
    """Where the owner of the next dollar changes, and why."""
    from stanchion.api.money import Look, entity_of
    from stanchion.api.money import breakpoints as answer
    from stanchion.reports.money import breakpoint_table

    asked = view_of(case, at=at, readings=reading, terms=set_term, changes=with_)
    found = answer(asked, entity=entity, look=Look.THROUGH if through else Look.AT_PAYEES)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.breakpoints(found))
    else:
        say(breakpoint_table(found, entity=entity_of(asked, entity)))
