"""`stanchion explain`: what a code means."""

from typing import Annotated

import typer

from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_json


def explain(
    code: Annotated[
        str | None, typer.Argument(help="such as ST311; all of them if left out")
    ] = None,
    json: AsJson = False,
) -> None:
    """What a diagnostic's code means, and why it is asked for."""
    from stanchion.api.facts import codes
    from stanchion.api.facts import explain as answer
    from stanchion.reports.marks import bold

    found = list(codes().values()) if code is None else [answer(code)]
    if json:
        say_json([{"code": c.id, "title": c.title, "explanation": c.explanation} for c in found])
    elif code is None:
        say("\n".join(f"{bold(c.id)}  {c.title}" for c in found))
    else:
        say(f"{bold(found[0].id)}: {found[0].title}\n\n{found[0].explanation}")
