"""`stanchion evidence`: what files of evaluation tools come to; the digest of a model."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from stanchion.cli.files import open_charter
from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_json


class _ShowByDefault(TyperGroup):
    """`evidence FILE` is `evidence show FILE`: the question most asked needs no word of its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["show", *args]
        left: list[str] = super().parse_args(ctx, args)
        return left


app = typer.Typer(
    name="evidence",
    cls=_ShowByDefault,
    help="What files of evaluation tools come to (`show`, the default); a model's `digest`.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def show(
    files: Annotated[list[Path], typer.Argument(help="files of evaluation tools")],
    case: Annotated[
        str | None, typer.Option("--case", help="a charter whose mappings read other tools' files")
    ] = None,
    json: AsJson = False,
) -> None:
    """Print every figure of every file: task, metric, value, standard error, samples."""
    from stanchion.formats.evidence.reader import evidence_rows

    release = None if case is None else open_charter(case).release
    evaluations = {} if release is None else {str(k): v for k, v in release.evaluations.items()}
    found = [(path, evidence_rows(path, evaluations=evaluations)) for path in files]
    if json:
        from stanchion.reports.jsonable_release import evidence_row

        say_json(
            [
                {"file": path.name, "rows": [evidence_row(row) for row in rows]}
                for path, rows in found
            ]
        )
        return
    from stanchion.reports import evidence as told

    say("\n\n".join(told.rows(path.name, rows) for path, rows in found))


@app.command()
def digest(
    path: Annotated[Path, typer.Argument(help="the folder of a model, or its one file")],
    json: AsJson = False,
) -> None:
    """Print the SHA-256 that stands for a model's files, as OpenSSF model signing computes it."""
    from stanchion.formats.evidence.model import model_digest

    found = model_digest(path)
    if json:
        say_json({"sha256": found})
    else:
        say(found)
