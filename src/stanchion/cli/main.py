"""The program: commands, common options, and what becomes of errors."""

import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from stanchion import __version__
from stanchion.cli.output import choose_colour, say_error

COMMANDS = (
    "tour",
    "cases",
    "studio",
    "report",
    "show",
    "pay",
    "breakpoints",
    "curve",
    "readings",
    "outcomes",
    "schedule",
    "clawback",
    "simulate",
    "goal",
    "statement",
    "workbook",
    "tender",
    "who",
    "reach",
    "owners",
    "clash",
    "ship",
    "evidence",
    "timeline",
    "demo",
    "release",
    "register",
    "gateway",
    "lint",
    "check",
    "explain",
    "presets",
    "schema",
    "fmt",
    "new",
)
"""Each is the function of its name, or the `app`, of the module of its name; order of `--help`."""


class _InOrder(TyperGroup):
    """Lists the commands in the order of the questions, not of their making."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return [name for name in COMMANDS if name in self.commands]


app = typer.Typer(
    name="stanchion",
    cls=_InOrder,
    help="A company's constitution as code: who is paid, who decides, who prevails, may it ship.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _register(words: list[str]) -> None:
    """Make the command that is asked for; all of them where none is, for help and completion.

    Typer looks at every parameter of every command it knows, which takes longer than most answers.
    """
    asked = next((word for word in words if word in COMMANDS), None)
    completing = "_STANCHION_COMPLETE" in os.environ
    for name in COMMANDS if asked is None or completing else (asked,):
        module = import_module(f"stanchion.cli.{name}")
        if hasattr(module, "app"):  # a command with questions of its own
            app.add_typer(module.app)
        else:
            app.command()(getattr(module, name))


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
        from stanchion.cli.tour import tour

        tour()


OBJECTS_BEFORE_A_LOOK = 500_000
"""A charter and its answers live until the command ends; looking for cycles among them each time
that 700 objects are made takes a third of the time that a large charter is read in."""


def main() -> None:
    """Run a command; a question without an answer is an error of usage and exits with 2."""
    from stanchion.exact.errors import StanchionError

    gc.set_threshold(OBJECTS_BEFORE_A_LOOK)
    _register(sys.argv[1:])
    try:
        app(prog_name="stanchion")
    except StanchionError as wrong:
        say_error(f"error: {wrong}")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as failed:
        if failed.filename is None:
            raise  # not about a file that somebody named
        say_error(f"error: `{failed.filename}`: {(failed.strerror or 'cannot be used').lower()}")
        sys.exit(2)
    except KeyboardInterrupt:
        say_error("interrupted")
        sys.exit(130)
