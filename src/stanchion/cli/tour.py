"""`stanchion` alone: the founding case analysed, and how to go on."""

from stanchion.cli.files import open_charter
from stanchion.cli.options import Language
from stanchion.cli.output import say

FOUNDING_CASE = "openai-2023"


def tour(case: str = FOUNDING_CASE, language: Language = "en") -> None:
    """The founding case analysed: who is paid, who decides, what is disputed, what is proved."""
    from stanchion.api.tour import tour as answer
    from stanchion.reports.tour import overview

    charter = open_charter(case)
    say(overview(answer(charter), case=case, language=language))
