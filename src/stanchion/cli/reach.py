"""`stanchion reach`: what people can become able to do, and how soon."""

import time
from enum import StrEnum
from typing import Annotated

import typer

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_json


class NewPeople(StrEnum):
    """How those act whom a decision brings in without a name."""

    LOYAL = "loyal"
    INDEPENDENT = "independent"


def reach(
    case: Case,
    goal: Annotated[
        str | None,
        typer.Argument(help="such as 'altman is ceo', 'can remove_ceo', 'remove_ceo is taken'"),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="who acts; the fewest who suffice if left out")
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", help="'3 steps', '14 days', '3 steps and 14 days'")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="who may act in between: anyone, or parties")
    ] = None,
    never: Annotated[
        bool, typer.Option("--never", help="exit with 1 unless it is proved that no plan exists")
    ] = False,
    nominees: Annotated[
        NewPeople, typer.Option("--nominees", help="how newcomers vote")
    ] = NewPeople.LOYAL,
    positions: Annotated[
        int, typer.Option("--positions", min=1, help="positions to look at before giving up")
    ] = 100_000,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0, help="time to take before giving up")
    ] = 300,
    at: At = None,
    with_: With = None,
    json: AsJson = False,
) -> None:
    """Who can bring a goal about by changing the company, and how; or that nobody ever can."""
    from stanchion.api.reach import Ahead, Nominees, prospects
    from stanchion.api.reach import reach as answer
    from stanchion.reports import jsonable_reach
    from stanchion.reports import reach as report

    asked = view_of(case, at=at, changes=with_)
    until = time.monotonic() + seconds
    ahead = Ahead(
        within=within,
        against=against,
        nominees=Nominees(nominees.value),
        positions=positions,
        time_is_up=lambda: time.monotonic() > until,
    )
    if goal is None:
        found_all = prospects(asked, by=by or "anyone", ahead=ahead)
        if json:
            say_json([jsonable_reach.prospect(item) for item in found_all])
        else:
            say(report.prospects(found_all))
        return
    found = answer(asked, goal, by=by, ahead=ahead)
    if json:
        say_json(jsonable_reach.reach(found))
    else:
        say(report.reach(found))
    if never and not found.never:
        raise SystemExit(1)
