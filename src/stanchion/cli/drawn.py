"""Writing a drawing to a file: SVG, PNG, or the Vega-Lite specification itself."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from stanchion.cli.output import say_error

Svg = Annotated[
    Path | None,
    typer.Option("--svg", help="draw it into a file ending in .svg, .png or .vl.json"),
]


def drawn(path: Path, spec: dict[str, Any]) -> None:
    """Write a specification to a file, in the form that its ending names."""
    path.write_bytes(_made(path.name, spec))
    say_error(f"wrote {path}")


def _made(name: str, spec: dict[str, Any]) -> bytes:
    from stanchion.reports.chart import VEGA_LITE

    if name.endswith(".vl.json"):
        return json.dumps(spec, ensure_ascii=False, indent=2).encode()
    if not name.endswith((".svg", ".png")):
        say_error(f"`{name}` ends in none of .svg, .png, .vl.json")
        raise SystemExit(2)
    import vl_convert  # 30 MB of drawing code: only when something is drawn

    if name.endswith(".svg"):
        return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=2))
