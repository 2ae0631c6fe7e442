"""The company itself: its structure, who sits where, what happened, and where facts come from."""

from collections.abc import Mapping

from stanchion.api.facts import Standing
from stanchion.api.structure import Structure
from stanchion.charter.events import Event
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.sources import Cited
from stanchion.reports.language import Language
from stanchion.reports.paper.blocks import Block, Cell, Item, Items, Picture, Table, Tone, Words
from stanchion.reports.spoken import called, listed
from stanchion.reports.structure.drawing import structure_svg, ties_in_words

MOST_EVENTS = 120


def structure_blocks(found: Structure, say: Language) -> tuple[Block, ...]:
    """The chart, and every line of it as a sentence."""
    if not found.nodes:
        return ()
    ties = tuple(Item(words) for _, words in ties_in_words(found, say))
    alt = say.text("; ").join(item.about for item in ties)
    legend = say.text(
        "Lines in ink are control, dotted ones appoint or can stop, lines in colour are money."
    )
    return (Picture(structure_svg(found, say), alt, legend),)


def seats_blocks(charter: Charter, found: Standing, say: Language) -> tuple[Block, ...]:
    """Who sits where and who holds which office, with the grounds for saying so."""
    rows = []
    for body in found.bodies:
        written = charter.bodies[Name(body.body)]
        people = listed(called(charter, body.in_office, say), say)
        vacant = say.text("{count} vacant").format(count=body.vacant) if body.vacant else ""
        name = body.body.replace("_", " ") if written.name is None else say.said(written.name)
        said = say.text(", ").join(part for part in (people, vacant) if part)
        rows.append((Cell(name), Cell(said or "–"), grounds(charter, written, say)))
    for office, holder in found.offices:
        post = charter.offices[Name(office)]
        name = office.replace("_", " ") if post.name is None else say.said(post.name)
        who = say.text("vacant") if holder is None else called(charter, [holder], say)[0]
        rows.append((Cell(name), Cell(who), grounds(charter, post, say)))
    if not rows:
        return ()
    heads = (say.text("body or office"), say.text("people"), say.text("grounds"))
    return (Table(say.text("Who sits where"), heads, tuple(rows), wide=(1,)),)


def grounds(charter: Charter, fact: Cited, say: Language) -> Cell:
    """The numbers of the sources of a fact, and how sure it is."""
    names = [str(name) for name in charter.sources]
    numbers = sorted({names.index(str(name)) + 1 for name in fact.source if str(name) in names})
    sure = "" if fact.confidence is None else say.text(fact.confidence.value)
    if not sure and numbers:
        kinds = {charter.sources[Name(names[number - 1])].confidence for number in numbers}
        sure = say.text(", ").join(say.text(kind.value) for kind in sorted(kinds))
    cited = "" if not numbers else "[" + ", ".join(map(str, numbers)) + "]"
    return Cell(" ".join(part for part in (sure, cited) if part) or "–")


def events_blocks(charter: Charter, say: Language) -> tuple[Block, ...]:
    """What happened, day by day, each with its sources and how sure it is."""
    events = sorted(charter.events, key=lambda event: event.when.start)
    if not events:
        return (Words(say.text("This charter records no events.")),)
    rows = tuple(
        (Cell(event.when.text), Cell(_what(event, say)), grounds(charter, event, say))
        for event in events[:MOST_EVENTS]
    )
    heads = (say.text("when"), say.text("what happened"), say.text("grounds"))
    table = Table(say.text("Events"), heads, rows, wide=(1,))
    left = len(events) - MOST_EVENTS
    if left <= 0:
        return (table,)
    more = say.text("{count} more are left out here.").format(count=say.number(left))
    return (table, Words(more, Tone.QUIET))


def _what(event: Event, say: Language) -> str:
    said = say.said(event.what)
    return said if event.note is None else f"{said} ({say.said(event.note)})"


def sources_blocks(
    charter: Charter, citations: Mapping[str, int], say: Language
) -> tuple[Block, ...]:
    """Every publication that a fact rests on, by the number under which the paper cites it."""
    if not charter.sources:
        return (Words(say.text("This charter names no sources.")),)
    rows = []
    for number, (name, source) in enumerate(charter.sources.items(), start=1):
        rows.append(
            (
                Cell(f"[{number}]"),
                Cell(say.said(source.title), address=_safe(source.url)),
                Cell(source.publisher),
                Cell(source.date.text),
                Cell(say.text(source.confidence.value)),
                Cell(say.number(citations[str(name)])),
            )
        )
    heads = (
        "",
        say.text("title"),
        say.text("publisher"),
        say.text("date"),
        say.text("confidence"),
        say.text("facts"),
    )
    table = Table(say.text("Sources"), heads, tuple(rows), right=(5,), wide=(1,))
    return (Words(_how_sure(say), Tone.QUIET), table)


def _safe(address: str | None) -> str | None:
    """An address that a reader may follow: of a page, and of nothing that would run."""
    safe = address is not None and address.startswith(("https://", "http://"))
    return address if safe else None


def _how_sure(say: Language) -> str:
    return say.text(
        "Documented: a primary document, or the people concerned on the record. Reported: a "
        "publication that names its grounds. Disputed: sources contradict one another. "
        "Judgement: somebody’s weighing of behaviour. Assumption: ours, so that the case can be "
        "worked out."
    )


def ties_blocks(found: Structure, say: Language) -> tuple[Block, ...]:
    """The chart in words."""
    return (Items(tuple(Item(words) for _, words in ties_in_words(found, say))),)
