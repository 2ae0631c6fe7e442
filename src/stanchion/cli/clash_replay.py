"""`stanchion clash replay`: what could have been forecast on each day, and how good it was."""

from typing import Annotated

import typer

from stanchion.cli.asked import charter_of
from stanchion.cli.drawn import Svg, drawn
from stanchion.cli.options import AsJson, Case, With
from stanchion.cli.output import say, say_error, say_json
from stanchion.cli.trials import Keep, Runs, Seed, WorkerCount, trials


def replay(
    case: Case,
    runs: Runs = 4_000,
    seed: Seed = 1,
    workers: WorkerCount = 1,
    days: Annotated[
        int, typer.Option("--days", min=1, help="on how many days a forecast is made at most")
    ] = 6,
    shufflings: Annotated[
        int, typer.Option("--shufflings", min=1, help="how often the labels are shuffled")
    ] = 5,
    with_: With = None,
    keep: Keep = None,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """Dated forecasts with what was known on each date, scored against what happened.

    Beside them: forecasters without a model, and the model with the parties' labels shuffled.
    Interrupting it (Ctrl-C) answers from what is done; with `--keep` the next call goes on there.
    """
    from stanchion.api.replay import replay as answer
    from stanchion.reports import replay as told

    charter = charter_of(case, with_)
    with trials(runs, seed, workers, keep=keep) as made:
        found = answer(charter, made, days=days, shufflings=shufflings)
    if svg is not None:
        drawn(svg, told.drawing(found))
    if json:
        say_json(told.replay_json(found))
    else:
        say(told.replay(found))
    if found.stopped:
        say_error("stopped before all was done: what is shown is from what was")
