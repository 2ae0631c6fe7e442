"""`stanchion show`: the company as it stood."""

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Language, With
from stanchion.cli.output import say, say_json


def show(
    case: Case,
    at: At = None,
    with_: With = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Who sits where, who holds which office, who holds what, at an instant."""
    from stanchion.api.facts import standing
    from stanchion.reports import facts

    asked = view_of(case, at=at, changes=with_)
    found = standing(asked)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.standing(found))
    else:
        say(facts.standing(asked.charter, found, language=language))
