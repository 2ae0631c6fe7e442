"""`stanchion clash why`: which assumptions carry the answer about a dispute."""

from typing import Annotated

import typer

from stanchion.cli.asked import charter_of
from stanchion.cli.drawn import Svg, drawn
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json
from stanchion.cli.trials import Ending, Keep, Runs, Seed, WorkerCount, trials


def why(
    case: Case,
    ending: Ending = None,
    runs: Runs = 4_000,
    seed: Seed = 1,
    workers: WorkerCount = 1,
    inputs: Annotated[
        int, typer.Option("--inputs", min=1, help="how many inputs are looked at closely")
    ] = 8,
    rows: Annotated[
        int, typer.Option("--rows", min=32, help="settings of the inputs, a power of two")
    ] = 256,
    at: At = None,
    with_: With = None,
    keep: Keep = None,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """Sensitivity indices of the probability, a tornado with its flip points, other specifications.

    It takes some ten times as many runs as are asked for.
    Interrupting it (Ctrl-C) answers from what is done; with `--keep` the next call goes on there.
    """
    from stanchion.api.view import instant_of
    from stanchion.api.why import Effort
    from stanchion.api.why import why as answer
    from stanchion.reports import sensitivity as told

    if rows & (rows - 1):
        say_error(f"`--rows {rows}` is no power of two, such as 256 or 512")
        raise SystemExit(2)
    charter = charter_of(case, with_)
    instant = None if at is None else instant_of(charter, at)
    effort = Effort(inputs=inputs, rows=rows, runs_at_ends=max(1, runs // 2))
    with trials(runs, seed, workers, keep=keep) as made:
        found = answer(charter, made, at=instant, ending=ending, effort=effort)
    if svg is not None:
        drawn(svg, told.drawing(found))
    if json:
        say_json(told.why_json(found))
    else:
        say(told.why(found))
    if found.stopped:
        say_error("stopped before all was done: what is shown is from what was")
