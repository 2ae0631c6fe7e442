"""`stanchion fmt`: a charter in its canonical form."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stanchion.cli.files import path_of, shown_name
from stanchion.cli.options import AsJson
from stanchion.cli.output import say_error, say_json


def fmt(
    files: Annotated[list[str], typer.Argument(help="charter files, or names of cases")],
    check: Annotated[bool, typer.Option("--check", help="change nothing; exit with 1")] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="print instead of writing")] = False,
    json: AsJson = False,
) -> None:
    """Put charters into canonical form, comments kept; older versions are migrated."""
    from stanchion.api.facts import formatted
    from stanchion.source.render import to_text

    changed, refused = [], []
    for path in map(path_of, files):
        data = path.read_bytes()
        result = formatted(data, file=shown_name(path))
        if result.text is None:
            text = data.decode("utf-8", errors="replace")
            say_error(to_text(result.diagnostics, {shown_name(path): text}, colour=False))
            refused.append(shown_name(path))
            continue
        if stdout:
            sys.stdout.write(result.text)
        if result.text.encode() != data:
            changed.append(shown_name(path))
            if not check and not stdout:
                _write(path, result.text)
    if json:
        say_json({"changed": changed, "refused": refused})
    elif not stdout:
        for name in changed:
            say_error(f"{'would change' if check else 'changed'} {name}")
        if not changed and not refused:
            say_error(f"{len(files)} in canonical form")
    raise SystemExit(1 if refused or (check and changed) else 0)


def _write(path: Path, text: str) -> None:
    """Replace the file at once, so that nothing is lost if the machine stops midway."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
