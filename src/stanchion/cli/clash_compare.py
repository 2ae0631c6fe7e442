"""`stanchion clash compare`: all models of a dispute side by side, each with its known error."""

from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, Language, With
from stanchion.cli.output import say, say_json
from stanchion.cli.progress import Watch


def compare(
    case: Case,
    runs: Annotated[int, typer.Option("--runs", "-n", help="how often inputs are drawn")] = 1000,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**64 - 1, help="the same seed, the same draws")
    ] = 1,
    at: At = None,
    with_: With = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Baselines, challenge model, election on every axis; simulation and game to the ending.

    Interrupting it (Ctrl-C) answers from the runs that are done.
    """
    from stanchion.api import compare as api
    from stanchion.api.view import instant_of
    from stanchion.reports import compare as text
    from stanchion.reports import jsonable_compare

    asked = view_of(case, changes=with_)
    instant = None if at is None else instant_of(asked.charter, at)
    found = api.compare(asked, at=instant, runs=runs, seed=seed, go_on=Watch(runs, "runs"))
    if json:
        say_json(jsonable_compare.compared(found))
    else:
        say(text.compared(found, language=language))
