"""`stanchion clash levers`: which change of the rules would have altered how a dispute ends."""

from typing import Annotated

import typer

from stanchion.cli.drawn import Svg, drawn
from stanchion.cli.files import open_charter
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json
from stanchion.cli.trials import Ending, Keep, Runs, Seed, WorkerCount, trials


def levers(
    case: Case,
    ending: Ending = None,
    runs: Runs = 4_000,
    seed: Seed = 1,
    workers: WorkerCount = 1,
    largest: Annotated[
        int, typer.Option("--largest", min=1, help="how many levers a set has at most")
    ] = 3,
    at: At = None,
    with_: With = None,
    keep: Keep = None,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """Each declared lever, and each change after `--with`, tried on the same random draws.

    Then the smallest sets of them that carry the probability across one half.
    Interrupting it (Ctrl-C) answers from what is done; with `--keep` the next call goes on there.
    """
    from stanchion.api.levers import levers as answer
    from stanchion.api.view import instant_of
    from stanchion.reports import levers as told

    charter = open_charter(case)
    instant = None if at is None else instant_of(charter, at)
    with trials(runs, seed, workers, keep=keep) as made:
        found = answer(
            charter, made, at=instant, ending=ending, supposed=with_ or (), largest=largest
        )
    if svg is not None:
        drawn(svg, told.drawing(found))
    if json:
        say_json(told.levers_json(found))
    else:
        say(told.levers(found))
    if found.stopped:
        say_error("stopped before all was done: what is shown is from what was")
