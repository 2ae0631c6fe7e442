"""`stanchion new`: a charter to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from stanchion.cli.options import AsJson
from stanchion.cli.output import say_error, say_json
from stanchion.formats.cases import HERE

FOLDER = HERE.parents[1] / "charter" / "templates"


def template_names() -> tuple[str, ...]:
    """The templates, as people type them."""
    return tuple(sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.yaml")))


def new(
    template: Annotated[str | None, typer.Argument(help="which; lists them if left out")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the file to write; else printed")
    ] = None,
    json: AsJson = False,
) -> None:
    """Begin a charter from a template; without a name, the templates are listed."""
    names = template_names()
    if template is None:
        if json:
            say_json(list(names))
        else:
            print("\n".join(names))
        return
    if template not in names:
        say_error(f"there is no template `{template}`; there is: {', '.join(names)}")
        raise SystemExit(2)
    text = (FOLDER / f"{template.replace('-', '_')}.yaml").read_text(encoding="utf-8")
    if output is None:
        if json:
            say_json({"template": template, "text": text})
        else:
            print(text, end="")
        return
    if output.exists():
        say_error(f"`{output}` is there already; nothing was written")
        raise SystemExit(2)
    output.write_text(text, encoding="utf-8", newline="\n")
    say_error(f"wrote {output}; try `stanchion check {output}`")
