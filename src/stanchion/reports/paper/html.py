"""Blocks as HTML: fragments for a notebook, and a paper as one file that asks for nothing else."""

from html import escape
from importlib.resources import files
from typing import assert_never

from stanchion.reports.paper.blocks import (
    Block,
    Cell,
    Claim,
    Claims,
    Figures,
    Heading,
    Item,
    Items,
    Listing,
    Paper,
    Picture,
    Section,
    Table,
    Words,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever a reader's browser would allow."""


def page(paper: Paper) -> str:
    """The paper as one file: no script, no request, for screen and print, light and dark."""
    tag = escape(paper.tag, quote=True)
    contents = "".join(
        f'<li><a href="#{escape(section.name, quote=True)}">{escape(section.heading)}</a></li>'
        for section in paper.sections
    )
    colophon = "".join(
        f"<div><dt>{escape(what)}</dt><dd>{escape(value)}</dd></div>"
        for what, value in paper.colophon
    )
    return "\n".join(
        [
            f'<!doctype html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{escape(paper.title)} · {escape(paper.kind)}</title>",
            f"<style>\n{style()}</style>\n</head>\n<body>",
            f'<header class="paper-head"><p class="kind">{escape(paper.kind)}</p>',
            f"<h1>{escape(paper.title)}</h1>",
            f'<p class="quiet">{escape(paper.subtitle)}</p></header>',
            f'<nav aria-label="{escape(paper.contents, quote=True)}"><ol>{contents}</ol></nav>',
            "<main>",
            *(_section(section) for section in paper.sections),
            "</main>",
            f'<footer><dl class="colophon">{colophon}</dl></footer>',
            "</body>\n</html>\n",
        ]
    )


def fragment(blocks: tuple[Block, ...], *, tag: str) -> str:
    """Blocks with their style, to stand within a page of somebody else's."""
    said = "\n".join(_block(block, level=4) for block in blocks)
    return (
        f'<div class="stanchion" lang="{escape(tag, quote=True)}"><style>\n{style()}</style>\n'
        f"{said}\n</div>"
    )


def style() -> str:
    """The style of papers and fragments."""
    return (files("stanchion.reports.paper") / "paper.css").read_text(encoding="utf-8")


def _section(section: Section) -> str:
    name = escape(section.name, quote=True)
    said = "\n".join(_block(block, level=3) for block in section.blocks)
    return (
        f'<section class="stanchion" aria-labelledby="{name}">\n'
        f'<h2 id="{name}">{escape(section.heading)}</h2>\n{said}\n</section>'
    )


def _block(block: Block, *, level: int) -> str:
    match block:
        case Words(text, tone, tag):
            return f'<p class="{tone.value}"{_lang(tag)}>{escape(text)}</p>'
        case Heading(text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Items(items):
            return f"<ul>{''.join(_item(item) for item in items)}</ul>"
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Claims(claims):
            return f'<ul class="claims">{"".join(_claim(claim) for claim in claims)}</ul>'
        case Figures(figures):
            shown = "".join(
                f"<div><dt>{escape(what)}</dt><dd>{escape(number)}</dd></div>"
                for number, what in figures
            )
            return f'<dl class="figures">{shown}</dl>'
        case Listing(text):
            return f'<pre lang="en">{escape(text)}</pre>'
        case _:
            assert_never(block)


def _lang(tag: str | None) -> str:
    return "" if tag is None else f' lang="{escape(tag, quote=True)}"'


def _item(item: Item) -> str:
    if not item.text:
        return f"<li{_lang(item.tag)}>{escape(item.about)}</li>"
    return f"<li><b>{escape(item.about)}</b> <span{_lang(item.tag)}>{escape(item.text)}</span></li>"


def _table(table: Table) -> str:
    heads = "".join(
        f'<th scope="col" class="{_column(table, place)}"><span>{escape(head)}</span></th>'
        for place, head in enumerate(table.heads)
    )
    rows = "".join(
        "<tr>" + "".join(_cell(table, place, cell) for place, cell in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    kind = "slanted" if table.slanted else "plain"
    return (
        f'<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{escape(table.caption, quote=True)}">'
        f'<table class="{kind}"><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _column(table: Table, place: int) -> str:
    return "num" if place in table.right else "wide" if place in table.wide else "text"


def _cell(table: Table, place: int, cell: Cell) -> str:
    swatch = "" if cell.swatch is None else f'<i class="swatch payee-{cell.swatch % 16}"></i>'
    if cell.mark is not None:
        return (
            f'<td class="mark {"in" if cell.mark else "out"}"><span>{escape(cell.text)}</span></td>'
        )
    bar = ""
    if cell.bar is not None:
        bar = f'<i class="bar"><i style="width:{100 * min(1.0, cell.bar):.1f}%"></i></i>'
    quiet = f' <span class="quiet" lang="en">{escape(cell.quiet)}</span>' if cell.quiet else ""
    text = escape(cell.text)
    if cell.address is not None:
        text = f'<a href="{escape(cell.address, quote=True)}" rel="noreferrer noopener">{text}</a>'
    said = f"{swatch}{bar}<span{_lang(cell.tag)}>{text}</span>{quiet}"
    if place == 0:
        return f'<th scope="row" class="{_column(table, place)}">{said}</th>'
    return f'<td class="{_column(table, place)}">{said}</td>'


def _picture(picture: Picture) -> str:
    """The drawing as it is, for it is our own and escapes what it says itself."""
    note = f"<figcaption>{escape(picture.note)}</figcaption>" if picture.note else ""
    return f'<figure><div class="scroll" tabindex="0">{picture.svg}</div>{note}</figure>'


def _claim(claim: Claim) -> str:
    notes = "".join(f'<p class="quiet" lang="en">{escape(note)}</p>' for note in claim.notes)
    return (
        f'<li class="{claim.sign.value}"><p><b class="verdict">{escape(claim.verdict)}</b> '
        f'<span lang="en">{escape(claim.text)}</span></p>'
        f'<p lang="en">{escape(claim.words)}</p>{notes}</li>'
    )
