"""The program: commands, common options, and what becomes of errors."""

import sys
from typing import Annotated

import typer

from stanchion import __version__
from stanchion.cli import (
    breakpoints,
    cases,
    check,
    curve,
    explain,
    fmt,
    new,
    pay,
    reach,
    readings,
    schema,
    show,
    timeline,
    tour,
    who,
)
from stanchion.cli.output import choose_colour, say_error

app = typer.Typer(
    name="stanchion",
    help="A company's constitution as code: who is paid, who decides, who prevails, may it ship.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    tour.tour,
    cases.cases,
    show.show,
    pay.pay,
    breakpoints.breakpoints,
    curve.curve,
    readings.readings,
    who.who,
    reach.reach,
    timeline.timeline,
    check.check,
    explain.explain,
    schema.schema,
    fmt.fmt,
    new.new,
):
    app.command()(command)


def _version(asked: bool) -> None:
    if asked:
        print(f"stanchion {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    colour: Annotated[
        str, typer.Option("--colour", "--color", help="auto, always or never")
    ] = "auto",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """A company's constitution as code: who is paid, who decides, who prevails, may it ship.

    Without a command: the founding case analysed, and how to go on.
    """
    del version
    if colour not in {"auto", "always", "never"}:
        say_error(f"`--colour {colour}` is none of auto, always, never")
        raise SystemExit(2)
    choose_colour(colour)
    if context.invoked_subcommand is None:
        tour.tour()


def main() -> None:
    """Run a command; a question without an answer is an error of usage and exits with 2."""
    from stanchion.exact.errors import StanchionError

    try:
        app(prog_name="stanchion")
    except StanchionError as wrong:
        say_error(f"error: {wrong}")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        say_error("interrupted")
        sys.exit(130)
