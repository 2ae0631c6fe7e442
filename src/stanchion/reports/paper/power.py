"""Who decides: decisions in a table, coalitions as a matrix, powers beside the share of money."""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from stanchion.api.briefing import Briefing, Money, Weighed
from stanchion.api.power import Overview
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.control.power.results import Estimate, Figure, Power
from stanchion.control.results import Who
from stanchion.reports.language import Language
from stanchion.reports.marks import plain
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Table,
    Tone,
    Words,
)
from stanchion.reports.spoken import called, least, listed
from stanchion.reports.who import reason

MOST_COALITIONS, MOST_VOTERS, MOST_STEPS = 24, 24, 12


def control_blocks(found: Briefing, say: Language) -> tuple[Block, ...]:
    """All decisions in a table, then each kind of them in full."""
    charter = found.view.charter
    if not found.decisions:
        return (Words(say.text("This charter has no decisions.")),)
    shares = _shares(found.known[0]) if found.known else {}
    told = say.text("{count} more decisions are in the table only.")
    weighed = [item for item in found.weighed if item.power is not None or item.why_no_power]
    said = [block for item in weighed for block in _weighed(charter, item, shares, say)]
    if found.left_out:
        said.append(Words(told.format(count=say.number(found.left_out)), Tone.QUIET))
    return (*overview_blocks(charter, found.decisions, say), *said)


def title(charter: Charter, decision: str, say: Language) -> str:
    """What a decision is called."""
    terms = charter.decisions[Name(decision)]
    return decision.replace("_", " ") if terms.name is None else say.said(terms.name)


def overview_blocks(
    charter: Charter, found: tuple[Overview, ...], say: Language
) -> tuple[Block, ...]:
    """The fewest who can take a decision and who can stop it; the same people in one line."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for item in found:
        line = (item.why_not or "", "–", "–") if item.who is None else _line(charter, item.who, say)
        alike.setdefault(line, []).append(title(charter, item.decision, say))
    unclear = {item.why_not for item in found if item.who is None}
    rows = tuple(
        (
            Cell(say.text("; ").join(titles)),
            Cell(takes, ENGLISH if takes in unclear else None),
            Cell(stops),
            Cell(fewest),
        )
        for (takes, stops, fewest), titles in alike.items()
    )
    heads = (
        say.text("decision"),
        say.text("can do it"),
        say.text("can stop it"),
        say.text("fewest people"),
    )
    return (Table(say.text("Decisions"), heads, rows, right=(3,), wide=(0, 1, 2)),)


def _line(charter: Charter, who: Who, say: Language) -> tuple[str, str, str]:
    fewest = "–" if who.fewest is None else say.number(who.fewest)
    return least(charter, who.least, say), least(charter, who.least_blocking, say), fewest


def _weighed(
    charter: Charter, item: Weighed, shares: Mapping[str, Fraction], say: Language
) -> tuple[Block, ...]:
    names = [title(charter, one.decision, say) for one in item.same]
    found = item.same[0].who
    assert found is not None  # INVARIANT: only what can be worked out is weighed
    if item.power is None:
        powers: tuple[Block, ...] = (Words(item.why_no_power or "", Tone.NOTICE, ENGLISH),)
    else:
        powers = power_blocks(charter, item.power, say, shares=shares)
    return (Heading(say.text("; ").join(names)), *who_blocks(charter, found, say), *powers)


def who_blocks(charter: Charter, found: Who, say: Language) -> tuple[Block, ...]:
    """Who can do it, who can stop it, the coalitions person by person, and why."""
    told = {
        say.text("can do it"): least(charter, found.least, say),
        say.text("can stop it"): least(charter, found.least_blocking, say),
        say.text("nothing happens without"): _names(charter, found.veto_players, say),
        say.text("alone, and nobody else"): _names(charter, found.dictators, say),
        say.text("a vote that never matters"): _names(charter, found.dummies, say),
    }
    if not found.proper:
        both = say.text("two coalitions without a common member can both do it")
        told[say.text("beware")] = both
    items = tuple(Item(about, said) for about, said in told.items() if said)
    steps = tuple(Item(plain(reason(step)), tag=ENGLISH) for step in found.because[:MOST_STEPS])
    exact = say.text("exact") if found.exact else say.text("not exact")
    basis = f"{found.method} · {exact} · {found.digest[:12]}"
    return (
        Items(items),
        *_matrix(charter, found, say),
        *((Items(steps),) if steps else ()),
        Words(basis, Tone.QUIET, ENGLISH),
    )


def _names(charter: Charter, players: tuple[str, ...], say: Language) -> str:
    return listed(called(charter, players[:MOST_VOTERS], say), say)


def _matrix(charter: Charter, found: Who, say: Language) -> tuple[Block, ...]:
    """Least winning coalitions as rows, people as columns, where they can be listed."""
    players = [p for p in found.players if any(p in row for row in found.minimal)]
    if len(found.minimal) < 2 or len(players) > MOST_VOTERS:
        return ()
    yes, no = say.text("yes"), say.text("not needed")
    rows = tuple(
        (Cell(str(number)), *(Cell(yes if p in row else no, mark=p in row) for p in players))
        for number, row in enumerate(found.minimal[:MOST_COALITIONS], start=1)
    )
    heads = ("", *called(charter, players, say))
    caption = say.text("Smallest coalitions that suffice")
    left = len(found.minimal) - MOST_COALITIONS
    told = say.text("{count} more are left out here.").format(count=say.number(left))
    more = (Words(told, Tone.QUIET),) if left > 0 else ()
    return (Table(caption, heads, rows, slanted=True), *more)


def power_blocks(
    charter: Charter, found: Power, say: Language, *, shares: Mapping[str, Fraction] | None = None
) -> tuple[Block, ...]:
    """How much one vote counts, by two indices, beside the part of the money."""
    powers = {str(item.player): item for item in found.players}
    names = [*powers, *(name for name in shares or {} if name not in powers)][: 2 * MOST_VOTERS]
    rows = []
    for name in names:
        own, money = powers.get(name), (shares or {}).get(name)
        banzhaf = None if own is None else own.banzhaf_normalised
        shapley = None if own is None else own.shapley_shubik
        if not (banzhaf or shapley or money):
            continue
        cells = [Cell(charter.party_name(name, say.tag))]
        cells += [Cell(_figure(value, say), bar=_part(value)) for value in (banzhaf, shapley)]
        if shares:
            cells.append(Cell("–" if money is None else say.share(money), bar=_part(money)))
        rows.append(tuple(cells))
    if not rows:
        return ()
    heads = ["", say.text("swings (Banzhaf)"), say.text("pivots (Shapley-Shubik)")]
    if shares:
        heads.append(say.text("money"))
    right = tuple(range(1, len(heads)))
    return (Table(say.text("Power beside money"), tuple(heads), tuple(rows), right=right),)


def _figure(value: Figure | None, say: Language) -> str:
    match value:
        case None:
            return "–"
        case Fraction():
            return say.share(value)
        case Estimate(estimated, error):
            return f"{estimated * 100:.2f}% ± {error * 100:.1g}%"
        case _:
            assert_never(value)


def _part(value: Figure | None) -> float | None:
    """A length for a bar; it places a picture and is no figure."""
    match value:
        case None:
            return None
        case Fraction():
            return float(value)
        case Estimate(estimated, _):
            return estimated
        case _:
            assert_never(value)


def _shares(found: Money) -> dict[str, Fraction]:
    """Each payee's part of the largest amount but one that the paper shows."""
    paid = found.pay.distributions[-2:][0]
    if not paid.amount:
        return {}
    return {str(line.payee): line.exact / paid.amount for line in paid.lines}
