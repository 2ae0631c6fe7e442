"""`stanchion demo`: the engines at work on a teaching case, from beginning to end."""

from pathlib import Path
from typing import Annotated

import typer

from stanchion.cli.output import say, say_error

app = typer.Typer(
    name="demo",
    help="An engine at work on a teaching case, from beginning to end.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def demo() -> None:
    """An engine at work on a teaching case, from beginning to end."""


@app.command()
def release(
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="a new folder in which the register and its keys stay"),
    ] = None,
) -> None:
    """Two releases of the laboratory Northlight, from the first evidence to the last signature.

    On a real register in a temporary folder, by a clock of its own; the register is verified at
    the end, and once more after somebody has changed a vote.
    """
    import tempfile

    from stanchion.cli.northlight import Play, write_teaching_keys

    if keep is not None and keep.exists():
        say_error(f"`{keep}` is there already; nothing was written")
        raise SystemExit(2)
    with tempfile.TemporaryDirectory(prefix="stanchion-") as folder:
        play = Play(Path(folder) if keep is None else keep)
        for line in play.acts() if keep else play.lines():
            say(line)
    if keep is not None:
        write_teaching_keys(keep / "keys")
        for line in play.verified(changed=False):
            say(line)
        say_error(f"the register is in {keep}/register, teaching keys are in {keep}/keys")
