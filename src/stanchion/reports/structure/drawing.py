"""The structure chart as SVG: boxes with names, control in one ink and money in another.

Colours are attributes, which a page may restyle by the classes, so that the picture is the same
bytes in a page, a file and a report. Widths of letters are estimated, amply, for no font is here.
"""

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from stanchion.api.structure import Edge, Node, Structure, Tie
from stanchion.charter.phrases import Name
from stanchion.exact.record import record
from stanchion.reports.language import Language
from stanchion.reports.structure.layout import Layout, Place, Size, layout

INK, QUIET, LINE, MONEY = "#1b1f24", "#5d6673", "#c9ced6", "#1f6f8b"
FONT = "Inter, Helvetica Neue, Arial, Noto Sans, Noto Sans CJK TC, sans-serif"
NAME_PIXELS, SMALL_PIXELS = 13.0, 11.0
PAD, LEADING, MARGIN = 12.0, 16.0, 10.0
WIDEST_NAME = 22
"""Columns of a name in one line; a wide character takes two."""
MOST_MEMBERS = 9
SENTENCES = {
    Tie.GOVERNS: "{one} governs {other}",
    Tie.MANAGES: "{one} manages {other}",
    Tie.VOTES: "{one} has votes in {other}",
    Tie.APPOINTS: "{one} elects or appoints {other}",
    Tie.STOPS: "{one} can stop decisions of {other}",
    Tie.PAYS: "{one} pays {other}",
}


@record(frozen=True, slots=True)
class _Box:
    """A box: its lines of text, each with its class, and its size."""

    node: Node
    lines: tuple[tuple[str, str], ...]
    size: Size


def structure_svg(found: Structure, language: Language) -> str:
    """The chart with names in a language, and for readers who do not see it, in words."""
    boxes = {node.id: _box(found, node, language) for node in found.nodes}
    made = _laid_out(found, {name: box.size for name, box in boxes.items()})
    lines = [
        _line(found, edge, path, language)
        for edge, path in zip(_ordered(found.edges), made.paths, strict=True)
    ]
    drawn = [_drawn(box, made.places[name]) for name, box in boxes.items()]
    title = language.text("Structure of {name}").format(name=language.said(found.charter.name))
    return "\n".join(
        [
            _head(made.width + 2 * MARGIN, made.height + 2 * MARGIN, title, "structure"),
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(_in_words(found, language))}</desc>",
            *lines,
            *drawn,
            "</svg>",
        ]
    )


def small_structure_svg(found: Structure, language: Language) -> str:
    """The chart in small: boxes without words and the lines among them, for a card."""
    sizes = {node.id: Size(34.0, 20.0 if node.kind else 14.0) for node in found.nodes}
    made = _laid_out(found, sizes)
    title = language.text("Structure of {name}").format(name=language.said(found.charter.name))
    said = [_head(made.width + 2 * MARGIN, made.height + 2 * MARGIN, title, "structure small")]
    said.append(f"<title>{escape(title)}</title>")
    for edge, path in zip(_ordered(found.edges), made.paths, strict=True):
        said.append(_stroke(edge, path, arrow=False))
    for node in found.nodes:
        place, size = made.places[node.id], sizes[node.id]
        said.append(_rectangle(node, place, size))
    return "\n".join([*said, "</svg>"])


def _ordered(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Lines of control first, for they say which way is down."""
    rank = {Tie.GOVERNS: 0, Tie.MANAGES: 0, Tie.VOTES: 1, Tie.APPOINTS: 2, Tie.STOPS: 3}
    return tuple(sorted(edges, key=lambda edge: rank.get(edge.tie, 2)))


def _laid_out(found: Structure, sizes: dict[str, Size]) -> Layout:
    return layout(sizes, [(edge.start, edge.end) for edge in _ordered(found.edges)])


def _head(width: float, height: float, title: str, kind: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img" '
        f"aria-label={quoteattr(title)} "
        f'viewBox="{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{FONT}">'
    )


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(text: str, widest: int) -> list[str]:
    """The text in lines of so many columns; broken at blanks, or anywhere between wide letters."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and _columns(lines[-1] + word.rstrip()) > widest:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines if line.strip()] or [text]


def _words(text: str) -> list[str]:
    found: list[str] = [""]
    for letter in text:
        found[-1] += letter
        if letter == " " or east_asian_width(letter) in "WF":
            found.append("")
    return [word for word in found if word]


def _box(found: Structure, node: Node, language: Language) -> _Box:
    charter = found.charter

    def called(party: str) -> str:
        return charter.party_name(party, language.tag)

    if node.stands_for:
        count = language.number(len(node.stands_for))
        name = language.text("{count} other holders").format(count=count)
        return _sized(node, [("name", name)])
    lines = [("name", line) for line in _wrapped(called(node.id), WIDEST_NAME)]
    lines.append(("kind", _kind(node, language)))
    for office, holder in node.offices[:MOST_MEMBERS]:
        label = charter.offices[Name(office)].name
        post = language.said(label) if label is not None else office.replace("_", " ")
        who = language.text("vacant") if holder is None else called(holder)
        lines.append(("office", language.text("{post}: {who}").format(post=post, who=who)))
    lines += [("member", called(member)) for member in node.members[:MOST_MEMBERS]]
    more = len(node.members) - MOST_MEMBERS
    if more > 0:
        lines.append(("member", language.text("and {count} more").format(count=more)))
    return _sized(node, lines)


def _sized(node: Node, lines: list[tuple[str, str]]) -> _Box:
    widest = max(
        _columns(text) * (NAME_PIXELS if kind == "name" else SMALL_PIXELS) * 0.56
        for kind, text in lines
    )
    return _Box(node, tuple(lines), Size(widest + 2 * PAD, len(lines) * LEADING + 2 * PAD - 4))


def _kind(node: Node, language: Language) -> str:
    if node.kind is None:
        seats = language.number(len(node.members))
        return language.text("body of {count}").format(count=seats)
    return language.text(node.kind.value)


def _rectangle(node: Node, place: Place, size: Size) -> str:
    body = node.kind is None
    return (
        f'<rect class="box{" body" if body else ""}" x="{place.x - size.width / 2:.1f}" '
        f'y="{place.y:.1f}" width="{size.width:.1f}" height="{size.height:.1f}" '
        f'rx="{2 if body else 6}" fill="#ffffff" stroke="{INK if body else LINE}"/>'
    )


def _drawn(box: _Box, place: Place) -> str:
    said = [
        f'<g class="node" data-node={quoteattr(box.node.id)}>',
        _rectangle(box.node, place, box.size),
    ]
    for number, (kind, text) in enumerate(box.lines):
        y = place.y + PAD + 9 + number * LEADING
        size = NAME_PIXELS if kind == "name" else SMALL_PIXELS
        weight = ' font-weight="600"' if kind == "name" else ""
        fill = INK if kind in {"name", "member"} else QUIET
        said.append(
            f'<text class="{kind}" x="{place.x:.1f}" y="{y:.1f}" text-anchor="middle" '
            f'font-size="{size:g}"{weight} fill="{fill}">{escape(text)}</text>'
        )
    return "\n".join([*said, "</g>"])


def _line(found: Structure, edge: Edge, path: Sequence[Place], language: Language) -> str:
    said = escape(_tie_in_words(found, edge, language))
    return _stroke(edge, path, arrow=True).replace("<!---->", f"<title>{said}</title>")


def _stroke(edge: Edge, path: Sequence[Place], *, arrow: bool) -> str:
    """The line as curves that leave and enter boxes straight down, and its arrow head."""
    ink = MONEY if edge.tie.is_money else INK
    d = f"M{path[0].x:.1f} {path[0].y:.1f}"
    for one, other in pairwise(path):
        middle = (one.y + other.y) / 2
        d += f"C{one.x:.1f} {middle:.1f} {other.x:.1f} {middle:.1f} {other.x:.1f} {other.y:.1f}"
    dash = ' stroke-dasharray="2 4"' if edge.tie in {Tie.APPOINTS, Tie.STOPS} else ""
    kind = "money" if edge.tie.is_money else "control"
    head = _arrow(path[-2], path[-1], ink) if arrow else ""
    return (
        f'<g class="tie {kind}" data-from={quoteattr(edge.start)} data-to={quoteattr(edge.end)}>'
        f'<!----><path d="{d}" fill="none" stroke="{ink}" stroke-width="1.5"{dash}/>{head}</g>'
    )


def _arrow(before: Place, end: Place, ink: str) -> str:
    back = -7 if end.y > before.y else 7
    return (
        f'<path class="head" d="M{end.x:.1f} {end.y:.1f}l-3.5 {back}h7z" fill="{ink}" '
        'stroke="none"/>'
    )


def _tie_in_words(found: Structure, edge: Edge, language: Language) -> str:
    def called(name: str) -> str:
        node = next(node for node in found.nodes if node.id == name)
        if node.stands_for:
            count = language.number(len(node.stands_for))
            return language.text("{count} other holders").format(count=count)
        return found.charter.party_name(name, language.tag)

    return language.text(SENTENCES[edge.tie]).format(one=called(edge.start), other=called(edge.end))


def _in_words(found: Structure, language: Language) -> str:
    said = [_tie_in_words(found, edge, language) for edge in _ordered(found.edges)]
    return language.text("; ").join(said)


def ties_in_words(found: Structure, language: Language) -> tuple[tuple[Edge, str], ...]:
    """Every line of the chart as a sentence, in the order in which they are drawn."""
    return tuple((edge, _tie_in_words(found, edge, language)) for edge in _ordered(found.edges))
