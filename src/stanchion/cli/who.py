"""`stanchion who`: who can decide and who can stop it; how much one vote counts."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from stanchion.cli.asked import view_of
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json

if TYPE_CHECKING:
    from stanchion.control.power.measures import Sample
    from stanchion.exact.diagram import Budget

LimitNodes = Annotated[
    int | None, typer.Option("--limit-nodes", min=1, help="nodes that a diagram may have")
]
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="how long it may take")]


class _CanByDefault(TyperGroup):
    """`who CASE` is `who can CASE`: the question most asked needs no word of its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["can", *args]
        left: list[str] = super().parse_args(ctx, args)
        return left


app = typer.Typer(
    name="who",
    cls=_CanByDefault,
    help="Who can decide and who can stop it (`can`, the default); what a vote counts (`power`).",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def can(
    case: Case,
    decision: Annotated[
        str | None, typer.Argument(help="a decision of the charter; all of them if left out")
    ] = None,
    at: At = None,
    with_: With = None,
    limit_nodes: LimitNodes = None,
    seconds: Seconds = 60,
    json: AsJson = False,
) -> None:
    """Which people together can take a decision, who can stop it, and how few it takes."""
    from stanchion.api.power import decisions, title_of
    from stanchion.api.power import who as answer
    from stanchion.reports import who as told

    asked, budget = view_of(case, at=at, changes=with_), _budget(limit_nodes, seconds)
    if decision is None:
        found_all = decisions(asked, budget=budget)
        if json:
            from stanchion.reports import jsonable

            say_json([jsonable.overview(item) for item in found_all])
        else:
            say(told.overview_table(found_all))
        return
    found = answer(asked, decision, budget=budget)
    if json:
        from stanchion.reports import jsonable

        say_json(jsonable.who(found))
    else:
        say(told.decision(found, title=title_of(asked, decision)))


@app.command()
def power(
    case: Case,
    decision: Annotated[str, typer.Argument(help="a decision of the charter")],
    at: At = None,
    with_: With = None,
    sample: Annotated[
        int | None, typer.Option("--sample", min=2, help="draw so many random votes and orders")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of the random numbers")] = 0,
    limit_nodes: LimitNodes = None,
    seconds: Seconds = 60,
    json: AsJson = False,
) -> None:
    """What one vote counts: Banzhaf, Shapley-Shubik, Coleman, Johnston, Deegan-Packel, Holler."""
    from stanchion.api.power import power as answer
    from stanchion.api.power import title_of
    from stanchion.reports import indices

    asked = view_of(case, at=at, changes=with_)
    found = answer(
        asked, decision, budget=_budget(limit_nodes, seconds), sample=_sample(sample, seed)
    )
    if json:
        from stanchion.reports import jsonable_power

        say_json(jsonable_power.power(found))
    else:
        say(indices.power(found, title=title_of(asked, decision)))


def _budget(nodes: int | None, seconds: float) -> "Budget":
    from time import monotonic

    from stanchion.exact.diagram import MOST_NODES, Budget

    end = monotonic() + seconds
    return Budget(nodes=nodes or MOST_NODES, expired=lambda: monotonic() > end)


def _sample(draws: int | None, seed: int) -> "Sample | None":
    if draws is None:
        return None
    if draws > 10_000_000:
        say_error(f"`--sample {draws}` is more than 10,000,000 draws, which memory would not hold")
        raise SystemExit(2)
    import numpy as np

    from stanchion.control.power.measures import Sample

    return Sample(draws, np.random.default_rng(seed))
