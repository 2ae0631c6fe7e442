"""`stanchion clash`: who prevails when people disagree, and how sure anyone can be."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from stanchion.cli.asked import view_of
from stanchion.cli.drawn import Svg, drawn
from stanchion.cli.options import AsJson, At, Case, With
from stanchion.cli.output import say, say_error, say_json
from stanchion.cli.progress import Watch

if TYPE_CHECKING:
    from stanchion.api.clash import Followed
    from stanchion.api.view import View

QUESTIONS: tuple[str, ...] = ("levers", "why", "replay", "moved", "compare", "accuracy")
"""Each is the function of its name of the module `clash_NAME`; order of `--help`."""

Runs = Annotated[int, typer.Option("--runs", "-n", min=1, help="how often the dispute is followed")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="the same seed, the same draws")]
WorkerCount = Annotated[
    int, typer.Option("--workers", min=1, help="processes that share the runs; same answer")
]
Days = Annotated[
    int | None,
    typer.Option("--days", min=1, max=3660, help="for how long, where `deadline_days:` is not it"),
]
Known = Annotated[
    str | None,
    typer.Option(
        "--known", help="an instant up to which all that the charter dates is known beforehand"
    ),
]
Keep = Annotated[
    Path | None,
    typer.Option("--keep", help="a file that keeps what is done, to go on with after Ctrl-C"),
]


class _RunByDefault(TyperGroup):
    """`clash CASE` is `clash run CASE`: the question most asked needs no word of its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["run", *args]
        left: list[str] = super().parse_args(ctx, args)
        return left


app = typer.Typer(
    name="clash",
    cls=_RunByDefault,
    help="Who prevails when people disagree (`run`, the default).",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def run(
    case: Case,
    runs: Runs = 20_000,
    seed: Seed = 1,
    workers: WorkerCount = 1,
    at: At = None,
    known: Known = None,
    days: Days = None,
    with_: With = None,
    keep: Keep = None,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """What the charter allowed, what was likely, day by day, and whose doing it was.

    Interrupting it (Ctrl-C) answers from the runs that are done.
    """
    from stanchion.api.clash import Followed
    from stanchion.api.clash import clash as answer
    from stanchion.workers.pool import workers as work

    asked = view_of(case, changes=with_)
    followed = Followed(
        runs=runs,
        seed=seed,
        at=_instant(asked, at),
        known=_instant(asked, known),
        days=days,
        workers=work(workers),
        progress=Watch(runs, "runs"),
    )
    found = answer(asked, _kept(asked, followed, keep))
    if svg is not None:
        from stanchion.reports.clash_drawing import drawing

        drawn(svg, drawing(found))
    if json:
        from stanchion.reports import jsonable_clash

        say_json(jsonable_clash.clash(found))
    else:
        from stanchion.reports import clash as told

        say(told.clash(found))
    if not found.ensemble.whole:
        say_error(f"stopped after {found.ensemble.runs:,} of {runs:,} runs")


def _instant(asked: "View", text: str | None) -> Any:
    from stanchion.api.view import instant_of

    return None if text is None else instant_of(asked.charter, text)


def _kept(asked: "View", followed: "Followed", keep: Path | None) -> "Followed":
    """The same, going on from what a file keeps of it."""
    if keep is None:
        return followed
    from dataclasses import replace

    from stanchion.api.clash import crisis_of
    from stanchion.workers.kept import kept_in

    crisis = crisis_of(asked, followed)
    kept = kept_in(keep, crisis, seed=followed.seed, size=followed.batch)
    return replace(followed, kept=kept.known, keep=kept.add)


for question in QUESTIONS:
    app.command(question)(getattr(import_module(f"stanchion.cli.clash_{question}"), question))
