"""`stanchion clash moved`: who moved whom, round by round, by the challenge model."""

from typing import Annotated

import typer

from stanchion.cli.asked import charter_of
from stanchion.cli.drawn import Svg, drawn
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json


def moved(
    case: Case,
    axis: Annotated[
        str | None, typer.Option("--axis", help="one axis of the dispute; all if left out")
    ] = None,
    preset: Annotated[
        str | None, typer.Option("--preset", help="a version of the model, by name")
    ] = None,
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=1000, help="how many rounds")] = 4,
    at: At = None,
    with_: With = None,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """Who moved whom: offers of every round, who took them and why, at the best guesses."""
    from stanchion.api.moved import DEFAULT
    from stanchion.api.moved import moved as answer
    from stanchion.api.view import instant_of
    from stanchion.reports import moved as told

    charter = charter_of(case, with_)
    instant = None if at is None else instant_of(charter, at)
    found = answer(charter, axis=axis, preset=preset or DEFAULT, at=instant, rounds=rounds)
    if svg is not None:
        spec = told.drawing(found)
        if spec is None:
            say_error("there is nothing to draw: nobody disagrees")
        else:
            drawn(svg, spec)
    if json:
        say_json(told.moved_json(found))
    else:
        say(told.moved(found))
