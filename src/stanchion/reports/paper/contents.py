"""The paper put together from its sections, in the order in which a board asks."""

from collections.abc import Iterator

from stanchion import __version__
from stanchion.api.briefing import Briefing, Money
from stanchion.reports.language import Language
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Heading,
    Item,
    Items,
    Paper,
    Section,
    Tone,
    Words,
)
from stanchion.reports.paper.company import (
    events_blocks,
    seats_blocks,
    sources_blocks,
    structure_blocks,
)
from stanchion.reports.paper.conflict import conflict_blocks
from stanchion.reports.paper.money import money_blocks, questions, readings_blocks
from stanchion.reports.paper.power import control_blocks
from stanchion.reports.paper.proofs import proofs_blocks
from stanchion.reports.paper.release import release_blocks
from stanchion.reports.paper.summary import summary_blocks


def paper(found: Briefing, say: Language, *, file: str, digest: str) -> Paper:
    """The board paper of a company; `digest` is the SHA-256 of the bytes of its charter file."""
    charter, instant = found.view.charter, found.view.state.instant
    when = say.moment(instant)
    return Paper(
        title=say.said(charter.name),
        kind=say.text("Board paper"),
        subtitle=say.text("as of {when}").format(when=when),
        contents=say.text("Contents"),
        tag=say.tag,
        sections=tuple(_sections(found, say)),
        colophon=tuple(_colophon(found, say, file, digest)),
        date=(instant.year, instant.month, instant.day),
    )


def _sections(found: Briefing, say: Language) -> Iterator[Section]:
    charter = found.view.charter
    parts: tuple[tuple[str, str, tuple[Block, ...]], ...] = (
        ("summary", say.text("Summary"), summary_blocks(found, say)),
        ("structure", say.text("Structure"), _company(found, say)),
        ("money", say.text("Who is paid"), tuple(_money(found, say))),
        ("control", say.text("Who decides"), control_blocks(found, say)),
        ("conflict", say.text("Who prevails"), _conflict(found, say)),
        ("release", say.text("May it ship"), _release(found, say)),
        ("proof", say.text("Proofs and counterexamples"),
         proofs_blocks(charter, found.checked, say)),
        ("disputed", say.text("Disputed readings"), _disputed(found, say)),
        ("assumptions", say.text("Assumptions"), _assumptions(found, say)),
        ("events", say.text("What happened"), events_blocks(charter, say)),
        ("sources", say.text("Sources"), sources_blocks(charter, found.citations, say)),
    )  # fmt: skip
    yield from (Section(name, heading, blocks) for name, heading, blocks in parts if blocks)


def _company(found: Briefing, say: Language) -> tuple[Block, ...]:
    charter = found.view.charter
    seats = seats_blocks(charter, found.standing, say)
    return (
        *structure_blocks(found.structure, say),
        *((Heading(say.text("Who sits where")),) if seats else ()),
        *seats,
    )


def _conflict(found: Briefing, say: Language) -> tuple[Block, ...]:
    charter = found.view.charter
    if charter.dispute is None:
        return ()
    return conflict_blocks(charter, charter.dispute, found.prevails, say)


def _release(found: Briefing, say: Language) -> tuple[Block, ...]:
    charter = found.view.charter
    return () if charter.release is None else release_blocks(charter, found.releases, say)


def _money(found: Briefing, say: Language) -> Iterator[Block]:
    charter = found.view.charter
    if not found.money:
        yield Words(say.text("This charter says nothing of payments."))
    for item in found.money:
        entity = charter.party_name(item.entity, say.tag)
        yield Heading(say.text("Who receives what {entity} pays").format(entity=entity))
        if isinstance(item, Money):
            yield from money_blocks(item, charter, say)
        else:
            yield Words(say.text("This cannot be worked out from the charter as it stands."))
            yield Words(item.why, Tone.NOTICE, ENGLISH)


def _disputed(found: Briefing, say: Language) -> tuple[Block, ...]:
    charter = found.view.charter
    if found.readings is not None:
        return readings_blocks(charter, found.readings, say)
    if not charter.readings:
        return (Words(say.text("No term of this charter is marked as disputed.")),)
    why = Words(found.why_no_readings or "", Tone.NOTICE, ENGLISH)
    asks = questions(charter, say)
    return (Items(asks), why) if found.why_no_readings else (Items(asks),)


def _assumptions(found: Briefing, say: Language) -> tuple[Block, ...]:
    """What was chosen, what the charter marks as assumed, and what conventions fill in."""
    said = [*found.view.assumptions]
    said += [text for item in found.known for text in item.breakpoints.provenance.assumptions]
    said += [text for o in found.decisions if o.who is not None for text in o.who.assumptions]
    items = tuple(Item(text, tag=ENGLISH) for text in dict.fromkeys(said))
    law = say.text(
        "Nothing here is legal advice. Facts of real cases name their sources; what is disputed "
        "is called so."
    )
    if not items:
        return (Words(say.text("Nothing is assumed beyond the charter.")), Words(law, Tone.QUIET))
    return (Items(items), Words(law, Tone.QUIET))


def _colophon(found: Briefing, say: Language, file: str, digest: str) -> Iterator[tuple[str, str]]:
    chosen = found.view
    yield say.text("Charter"), file
    yield say.text("SHA-256 of its bytes"), digest
    yield say.text("As of"), chosen.state.instant.isoformat(sep=" ", timespec="minutes")
    yield say.text("Readings"), say.text("; ").join(chosen.readings) or say.text("as written")
    if chosen.changes:
        yield say.text("Changes"), say.text("; ").join(chosen.changes)
    yield say.text("Made by"), f"Stanchion {__version__}"
