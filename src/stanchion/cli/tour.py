"""`stanchion` alone: the founding case analysed, and how to go on."""

from stanchion.cli.files import open_charter
from stanchion.cli.options import AsJson, Language
from stanchion.cli.output import say, say_json

FOUNDING_CASE = "openai-2023"


def tour(case: str = FOUNDING_CASE, language: Language = "en", json: AsJson = False) -> None:
    """The founding case analysed: who is paid, who decides, what is disputed, what is proved."""
    from stanchion.api.tour import tour as answer

    found = answer(open_charter(case))
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.tour(found))
        return
    from stanchion.reports.tour import overview

    say(overview(found, case=case, language=language))
