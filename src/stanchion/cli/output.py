"""Printing: text with or without colour, or JSON; errors on standard error."""

import json
import os
import sys
from enum import Enum
from typing import Any, TextIO

_chosen: dict[str, str] = {"colour": "auto"}


class Style(Enum):
    """How text is printed."""

    PLAIN = "plain"
    COLOUR = "colour"


def choose_colour(when: str) -> None:
    """Set once, by the option `--colour`: auto, always or never."""
    _chosen["colour"] = when


def style_for(stream: TextIO) -> Style:
    """Colour where it was asked for, or where a person looks and has not said NO_COLOR."""
    when = _chosen["colour"]
    if when == "auto":
        person = stream.isatty() and "NO_COLOR" not in os.environ
        when = "always" if person and os.environ.get("TERM") != "dumb" else "never"
    return Style.COLOUR if when == "always" else Style.PLAIN


def say(text: str) -> None:
    """Print a text made by `reports`, its marks turned into colour or left out."""
    from stanchion.reports.marks import coloured, plain

    print(coloured(text) if style_for(sys.stdout) is Style.COLOUR else plain(text))


def say_json(value: Any) -> None:
    """Print a JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def say_error(text: str) -> None:
    """Print to standard error."""
    print(text, file=sys.stderr)
