"""`stanchion outcomes`: what a payout that hangs on decisions comes to."""

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Entity, Language, ReadingOption, SetTerm, With
from stanchion.cli.output import say, say_json


def outcomes(
    case: Case,
    at: At = None,
    reading: ReadingOption = None,
    set_term: SetTerm = None,
    with_: With = None,
    entity: Entity = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """What a payout that hangs on votes comes to: every outcome, who forces it, where it steps."""
    from stanchion.api.outcomes import outcomes as answer
    from stanchion.reports.outcomes import hanging, jsonable

    asked = view_of(case, at=at, readings=reading, terms=set_term, changes=with_)
    found = answer(asked, entity=entity)
    say_json(jsonable(found)) if json else say(hanging(found, asked.charter, language=language))
