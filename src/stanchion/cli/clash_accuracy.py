"""`stanchion clash accuracy`: how far every model is off on one's own copy of real decisions."""

from pathlib import Path
from typing import Annotated

import typer

from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_json


def accuracy(
    file: Annotated[
        Path,
        typer.Argument(
            help="JSON, or CSV with issue, proposal, outcome, actor, position, salience, power"
        ),
    ],
    resamples: Annotated[
        int, typer.Option("--resamples", help="how often proposals are drawn again")
    ] = 2000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**64 - 1, help="of the resamples")] = 1,
    json: AsJson = False,
) -> None:
    """Mean and median error, share within ten points, with intervals by resampling proposals.

    Positions, outcomes and salience count to 100. `power` is optional: all weigh alike without.
    """
    from stanchion.api.compare import accuracy as answer
    from stanchion.formats.decided import decisions
    from stanchion.reports import compare as text
    from stanchion.reports import jsonable_compare

    read = decisions(file.read_text(encoding="utf-8", errors="replace"), file=str(file))
    found = answer(read, seed=seed, resamples=resamples)
    if json:
        say_json(jsonable_compare.measured(found))
    else:
        say(text.measured(found))
