"""A paper as PDF, set by typst: tagged (PDF/UA-1), made to last (PDF/A-2a), the same bytes again.

All that a paper says goes to the template as data; the template is ours and is never changed. In
English only the letters that come with typst are used, so that bytes are the same on every machine;
other scripts need a font of the machine, and where there is none that is said.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from stanchion.exact.errors import StanchionError
from stanchion.reports.chart import PALETTE
from stanchion.reports.language import Tag
from stanchion.reports.paper.blocks import Block, Paper, Picture

if TYPE_CHECKING:
    import typst

LATIN = "Libertinus Serif"
CHINESE = {
    "TC": (
        *("Noto Serif CJK TC", "Source Han Serif TC", "Noto Serif TC", "Songti TC", "PMingLiU"),
        *("Noto Sans CJK TC", "Source Han Sans TC", "Noto Sans TC", "PingFang TC"),
    ),
    "SC": (
        *("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Songti SC", "SimSun"),
        *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC"),
    ),
}
"""Fonts with Chinese letters, best first; those with serifs go with the Latin ones."""
LETTERS = 13
"""Pixels of the letters in a chart, which is made smaller on paper than on a screen."""
STANDARDS = ("a-2a", "ua-1")
NATURAL = 0.75
"""Points of a pixel."""
WIDEST = 470.0
"""Points between the margins of an upright page."""
TALLEST = 640.0
"""Points that a drawing may take from top to bottom, its caption left out."""
LOWEST = 385.0
"""The same on a page on its side, under a heading."""
_FAMILY = re.compile(r'font-family="[^"]*"')
_SIZE = re.compile(r'<svg [^>]*?viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(eq=False)
class NoFont(StanchionError, LookupError):
    """No font of this machine has the letters; `letters` are some of them."""

    letters: str

    def __str__(self) -> str:
        return (
            f"no font on this machine has `{self.letters}`; install one (the package "
            "`fonts-noto-cjk` has Chinese), or write HTML with `-o report.html`"
        )


def pdf(paper: Paper) -> bytes:
    """The paper as PDF; raises NoFont."""
    return _compiled(paper, "pdf", pdf_standards=list(STANDARDS))[0]


def pages(paper: Paper, *, dots_an_inch: float = 96.0) -> list[bytes]:
    """Every page as PNG, for looking at; raises NoFont."""
    return _compiled(paper, "png", ppi=dots_an_inch)


def _compiled(paper: Paper, form: "typst.OutputFormat", **options: Any) -> list[bytes]:
    import json

    import typst

    wide = paper.tag != Tag.ENGLISH.value or any(map(_is_wide, _texts(asdict(paper))))
    fonts = _fonts(system=wide)
    families = [LATIN, *([_chinese(fonts, paper.tag)] if wide else [])]
    made = typst.Compiler(
        (files("stanchion.reports.paper") / "paper.typ").read_bytes(),
        font_paths=fonts,
        sys_inputs={"paper": json.dumps(_data(paper, families), ensure_ascii=False)},
    )
    moment = datetime(*paper.date, tzinfo=UTC)
    try:
        found = made.compile(format=form, timestamp=moment, **options)
    except typst.TypstError as failed:
        letter = _NO_LETTER.search(str(failed))
        if letter is None:
            raise
        raise NoFont(letter.group(1)) from None
    assert found is not None  # INVARIANT: nothing was said of a file to write
    return found if isinstance(found, list) else [found]


@cache
def _fonts(*, system: bool) -> "typst.Fonts":
    """The fonts that come with typst, and if asked for those of the machine; looked for once."""
    import typst

    return typst.Fonts(include_system_fonts=system)


def _chinese(fonts: "typst.Fonts", tag: str) -> str:
    """The best font with Chinese letters that there is; raises NoFont."""
    known = set(fonts.families())
    wanted = CHINESE["SC" if tag == Tag.SIMPLIFIED.value else "TC"]
    found = next((name for name in wanted if name in known), None)
    if found is None:
        raise NoFont("董事會" if tag != Tag.SIMPLIFIED.value else "董事会")
    return found


def _texts(part: object) -> Iterable[str]:
    """Every text of a paper."""
    match part:
        case str():
            return (part,)
        case dict():
            return chain.from_iterable(_texts(value) for value in part.values())
        case list() | tuple():
            return chain.from_iterable(_texts(value) for value in part)
        case _:
            return ()


def _is_wide(text: str) -> bool:
    return not text.isascii() and any(east_asian_width(letter) in "WF" for letter in text)


def _data(paper: Paper, families: list[str]) -> dict[str, Any]:
    """The paper as plain values for the template."""
    sections = [
        {
            "name": section.name,
            "heading": section.heading,
            "blocks": [_block(block, families) for block in section.blocks],
        }
        for section in paper.sections
    ]
    return {
        "title": paper.title,
        "kind": paper.kind,
        "subtitle": paper.subtitle,
        "contents": paper.contents,
        "tag": paper.tag,
        "colophon": paper.colophon,
        "date": paper.date,
        "fonts": families,
        "palette": PALETTE,
        "sections": sections,
    }


def _block(block: Block, families: list[str]) -> dict[str, Any]:
    said = {**asdict(block, dict_factory=_plain), "kind": type(block).__name__}
    return said | _measures(block, families) if isinstance(block, Picture) else said


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value.value if isinstance(value, Enum) else value for key, value in pairs}


def _measures(picture: Picture, families: list[str]) -> dict[str, Any]:
    """The drawing with fonts that are there, its width, and whether it needs a page on its side."""
    size = _SIZE.search(picture.svg)
    assert size is not None  # INVARIANT: our drawings say their size
    width, height = (float(number) * NATURAL for number in size.groups())
    flipped = width > WIDEST * 1.35 and width > height
    room, tall = (TALLEST, LOWEST) if flipped else (WIDEST, TALLEST)
    scale = min(1.0, room / width, tall / height)
    svg = _FAMILY.sub(f'font-family="{", ".join(families)}"', picture.svg, count=1)
    svg = svg.replace('font-size="11" data-axis', f'font-size="{LETTERS}" data-axis', 1)
    return {"svg": svg, "width": width * scale, "flipped": flipped}
