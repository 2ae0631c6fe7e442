"""One page in plain words: what the structure does, what it does not, what it stands or falls with.

Every sentence follows from an answer elsewhere in the paper; none is about one case in particular.
"""

from collections.abc import Iterator

from stanchion.api.briefing import Briefing, Money
from stanchion.api.power import Overview
from stanchion.charter.phrases import Quantity
from stanchion.control.results import Verdict
from stanchion.reports.language import Language
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Figures,
    Heading,
    Item,
    Items,
    Tone,
    Words,
)
from stanchion.reports.paper.power import title
from stanchion.reports.spoken import called, least, listed

MOST_SENTENCES = 5
"""Sentences under each heading, so that all of it stays on a page."""
MOST_LETTERS = 480
MOST_TITLES = 4


def summary_blocks(found: Briefing, say: Language) -> tuple[Block, ...]:
    """The page; what there is no room for stands in the sections that follow."""
    charter = found.view.charter
    story = () if charter.summary is None else (
        Words(_shortened(say.said(charter.summary)), Tone.LEAD),
    )  # fmt: skip
    parts = (
        (say.text("What this structure does"), _does(found, say)),
        (say.text("What it does not do"), _does_not(found, say)),
        (say.text("What it stands or falls with"), _stands(found, say)),
    )
    said: list[Block] = [*story, Figures(_figures(found, say))]
    for heading, sentences in parts:
        items = tuple(sentences)[:MOST_SENTENCES]
        said += [Heading(heading), Items(items)] if items else []
    return tuple(said)


def _shortened(text: str) -> str:
    """The text up to the last blank, or wide letter, that leaves room for the rest of the page."""
    if len(text) <= MOST_LETTERS:
        return text
    kept = text[:MOST_LETTERS]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + " …"


def _figures(found: Briefing, say: Language) -> tuple[tuple[str, str], ...]:
    charter, outcomes = found.view.charter, found.checked.outcomes
    proved = sum(1 for outcome in outcomes if outcome.verdict is Verdict.PROVED)
    figures = [
        (len(charter.parties), say.text("parties")),
        (len(charter.decisions), say.text("decisions")),
        (len(charter.sources), say.text("sources")),
    ]
    shown = [(say.number(count), what) for count, what in figures if count]
    if outcomes:
        part = say.text("{some} / {all}")
        shown.append((part.format(some=proved, all=len(outcomes)), say.text("expectations proved")))
    return tuple(shown)


def _does(found: Briefing, say: Language) -> Iterator[Item]:
    """Where the money ends, and who takes the decisions that most depends on."""
    yield from (_where_money_ends(found, item, say) for item in found.known[:2])
    charter = found.view.charter
    for item in found.weighed:
        who = item.same[0].who
        if who is None or who.fewest is None:
            continue
        said = say.text("can: {decisions}")
        titles = _titles(found, item.same, say)
        yield Item(least(charter, who.least, say), said.format(decisions=titles))


def _where_money_ends(found: Briefing, item: Money, say: Language) -> Item:
    charter, last = found.view.charter, item.breakpoints.intervals[-1]
    entity = charter.party_name(item.entity, say.tag)
    said = (
        say.text("Above {amount}, of every further unit that {entity} pays:")
        if last.start
        else say.text("Of every unit that {entity} pays:")
    )
    owners = [f"{charter.party_name(s.payee, say.tag)} {say.share(s.part)}" for s in last.owners]
    more = len(owners) - MOST_TITLES
    told = say.text(", ").join(owners[:MOST_TITLES])
    if more > 0:
        told += say.text(", ") + say.text("and {count} more").format(count=more)
    return Item(said.format(amount=say.amount(last.start), entity=entity), told)


def _titles(found: Briefing, same: tuple[Overview, ...], say: Language) -> str:
    names = [title(found.view.charter, one.decision, say) for one in same]
    if len(names) > MOST_TITLES:
        more = say.text("{count} more decisions").format(count=len(names) - MOST_TITLES)
        names = [*names[:MOST_TITLES], more]
    return say.text("; ").join(names)


def _does_not(found: Briefing, say: Language) -> Iterator[Item]:
    """Money without a vote, decisions that nobody can take, what is refuted or not known."""
    charter = found.view.charter
    for payee, part in found.paid_without_a_vote[:2]:
        said = say.text("takes up to {part} of a further unit, and has a vote in no decision here.")
        yield Item(charter.party_name(payee, say.tag), said.format(part=say.share(part)))
    nobody = tuple(o for o in found.decisions if o.who is not None and o.who.fewest is None)
    if nobody:
        said = say.text("nobody can take it as things stand.")
        yield Item(_titles(found, nobody, say) + say.text(": "), said)
    for outcome in found.checked.outcomes:
        if outcome.verdict is Verdict.REFUTED:
            yield Item(say.text("Not so:"), outcome.text, ENGLISH)
    undecided = sum(1 for o in found.checked.outcomes if o.verdict is Verdict.UNDECIDED)
    if undecided:
        said = say.text("{count} expectations can be neither proved nor refuted.")
        yield Item(said.format(count=say.number(undecided)))
    for item in found.money:
        if item not in found.known:
            said = say.text(
                "What {entity} pays cannot be worked out from the charter as it stands."
            )
            yield Item(said.format(entity=charter.party_name(item.entity, say.tag)))
    unclear = tuple(o for o in found.decisions if o.who is None)
    if unclear:
        said = say.text("it cannot be said who can take it.")
        yield Item(_titles(found, unclear, say) + say.text(": "), said)


def _stands(found: Briefing, say: Language) -> Iterator[Item]:
    """Disputed terms, unknown amounts, and people without whom nothing happens."""
    yield from _disputed(found, say)
    charter = found.view.charter
    for name, term in charter.terms.items():
        if term.range is None or not isinstance(term.value, Quantity):
            continue
        said = say.text("Not known: {term} ({low} to {high}; worked with {written})")
        what = str(name).replace("_", " ") if term.what is None else say.said(term.what)
        low, high = say.amount(term.range.low), say.amount(term.range.high)
        written = say.amount(term.value.value)
        yield Item(said.format(term=what, low=low, high=high, written=written))
    for item in found.weighed:
        who = item.same[0].who
        if who is not None and who.veto_players:
            said = say.text("not without {who}")
            names = called(charter, who.veto_players[:MOST_TITLES], say)
            yield Item(
                _titles(found, item.same, say) + say.text(": "), said.format(who=listed(names, say))
            )


def _disputed(found: Briefing, say: Language) -> Iterator[Item]:
    grid = found.readings
    if grid is None:
        return
    charter = found.view.charter
    asks = [say.said(charter.readings[n].asks) for n in charter.readings]
    yield Item(say.text("Disputed:"), say.text("; ").join(asks))
    if grid.reverts_between is not None and grid.residual is not None:
        low, high = grid.reverts_between
        said = say.text("receives every further unit from a point between {low} and {high} on.")
        if low == high:
            said = say.text("receives every further unit from {low} on, under every reading.")
        name = charter.party_name(grid.residual, say.tag)
        yield Item(name, said.format(low=say.amount(low), high=say.amount(high)))
    if grid.never_reverts:
        said = say.text("Under {some} of {all} readings that point never comes.")
        yield Item(said.format(some=grid.never_reverts, all=len(grid.rows)))
