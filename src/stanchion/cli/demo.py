"""`stanchion demo`: the engines at work on a teaching case, from beginning to end."""

import typer

from stanchion.cli.output import say

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
def release() -> None:
    """Two releases of the laboratory Northlight, from the first evidence to the last signature.

    On a real register in a temporary folder, by a clock of its own; the register is verified at
    the end, and once more after somebody has changed a vote.
    """
    import tempfile
    from pathlib import Path

    from stanchion.cli.northlight import Play

    with tempfile.TemporaryDirectory(prefix="stanchion-") as folder:
        for line in Play(Path(folder)).lines():
            say(line)
