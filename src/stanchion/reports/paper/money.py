"""Who is paid: the chart with its breakpoints, amounts and their parts, what disputes move."""

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase

from stanchion.api.briefing import Money
from stanchion.api.money import Pay
from stanchion.api.readings import Readings
from stanchion.charter.model import Charter
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.reports.language import Language
from stanchion.reports.money import place
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Picture,
    Table,
    Tone,
    Words,
)
from stanchion.reports.payouts import Axis, payouts_svg

MOST_PAYEES, MOST_INTERVALS, MOST_READINGS, MOST_AMOUNTS = 40, 60, 60, 6


def money_blocks(found: Money, charter: Charter, say: Language) -> tuple[Block, ...]:
    """What one entity pays: pictures, amounts, breakpoints, and how it was worked out."""
    source = found.breakpoints.provenance
    exact = say.text("exact") if source.exact else say.text("not exact")
    basis = f"{source.method} · {exact} · {source.digest[:12]}"
    return (
        *pay_blocks(found.pay, say),
        *chart_blocks(charter, found.curves, found.breakpoints, say),
        Heading(say.text("Where the owner of the next unit of money changes")),
        *breakpoint_blocks(charter, found.breakpoints, say),
        Words(basis, Tone.QUIET, ENGLISH),
    )


def chart_blocks(
    charter: Charter, curves: PayoffCurves, found: Breakpoints, say: Language
) -> tuple[Block, ...]:
    """Each one's part of any amount, and what each receives, with the breakpoints labelled."""
    names = [(str(p), charter.party_name(p, say.tag)) for p in curves.by_payee()]
    entity = charter.party_name(curves.waterfall.entity, say.tag)
    told = _owners_in_words(charter, found, say)
    parts = say.text("Each one’s part of any amount that {entity} pays; below, of the next unit.")
    money = say.text("What each receives of any amount that {entity} pays.")
    return (
        Picture(
            payouts_svg(names, found, curves, say, Axis.PARTS), told, parts.format(entity=entity)
        ),
        Picture(
            payouts_svg(names, found, curves, say, Axis.MONEY), told, money.format(entity=entity)
        ),
    )


def key_blocks(charter: Charter, curves: PayoffCurves, say: Language) -> tuple[Block, ...]:
    """The colours of the payees and the most that each receives, for a chart that stands alone."""
    rows = []
    for number, (payee, curve) in enumerate(list(curves.by_payee().items())[:MOST_PAYEES]):
        most = "∞" if curve.slopes[-1] else say.amount(curve.knots[-1][1])
        rows.append((Cell(charter.party_name(payee, say.tag), swatch=number), Cell(most)))
    heads = (say.text("payee"), say.text("at most"))
    return (Table(say.text("What each receives"), heads, tuple(rows), right=(1,)),)


def _owners_in_words(charter: Charter, found: Breakpoints, say: Language) -> str:
    said = say.text("from {amount}: {owners}")
    return say.text("; ").join(
        said.format(
            amount=say.amount(interval.start),
            owners=say.text(", ").join(
                f"{charter.party_name(s.payee, say.tag)} {say.share(s.part)}"
                for s in interval.owners
            ),
        )
        for interval in found.intervals[:MOST_INTERVALS]
    )


def pay_blocks(found: Pay, say: Language) -> tuple[Block, ...]:
    """Who receives what of each amount, with its part of the whole."""
    charter, shown = found.view.charter, found.distributions[:MOST_AMOUNTS]
    lines = shown[0].lines
    rows = []
    for number, line in enumerate(lines[:MOST_PAYEES]):
        cells = [Cell(charter.party_name(line.payee, say.tag), swatch=number)]
        for paid in shown:
            received = paid.lines[number].exact
            part = say.share(received / paid.amount) if paid.amount and received else ""
            cells.append(Cell(say.amount(received), quiet=part))
        rows.append(tuple(cells))
    of = say.text("of {amount}")
    heads = (say.text("payee"), *(of.format(amount=say.amount(d.amount)) for d in shown))
    caption = say.text("What each receives")
    table = Table(caption, heads, tuple(rows), right=tuple(range(1, len(heads))))
    left = len(lines) - MOST_PAYEES
    more = () if left <= 0 else (Words(_left_out(left, say), Tone.QUIET),)
    return (Words(f"{found.pays} · {shown[0].currency}", Tone.QUIET, ENGLISH), table, *more)


def _left_out(some: int, say: Language) -> str:
    return say.text("{count} more are left out here.").format(count=say.number(some))


def breakpoint_blocks(charter: Charter, found: Breakpoints, say: Language) -> tuple[Block, ...]:
    """Between which amounts who owns the next unit, and what begins that stretch."""
    rows = tuple(
        (
            Cell(str(number or "")),
            Cell(say.amount(interval.start)),
            Cell(
                say.text(", ").join(
                    f"{charter.party_name(s.payee, say.tag)} {say.share(s.part)}"
                    for s in interval.owners
                )
            ),
            Cell(
                "; ".join(interval.begins),
                ENGLISH,
                quiet="; ".join(dict.fromkeys(map(place, interval.because))),
            ),
        )
        for number, interval in enumerate(found.intervals[:MOST_INTERVALS])
    )
    heads = (
        say.text("no."),
        say.text("from"),
        say.text("of every further unit"),
        say.text("because"),
    )
    caption = say.text("Where the owner of the next unit of money changes")
    table = Table(caption, heads, rows, right=(0, 1), wide=(2, 3))
    left = len(found.intervals) - MOST_INTERVALS
    return (table,) if left <= 0 else (table, Words(_left_out(left, say), Tone.QUIET))


def readings_blocks(charter: Charter, found: Readings, say: Language) -> tuple[Block, ...]:
    """What is disputed, and what follows under every combination of answers."""
    said = say.text(
        "of {amount}, under every combination of readings; the charter as written comes first"
    )
    left = len(found.rows) - MOST_READINGS
    return (
        Items(questions(charter, say)),
        Words(said.format(amount=say.amount(found.amount)), Tone.QUIET),
        _grid(charter, found, say),
        *(() if left <= 0 else (Words(_left_out(left, say), Tone.QUIET),)),
        Items(tuple(_spread(charter, found, say))),
    )


def questions(charter: Charter, say: Language) -> tuple[Item, ...]:
    """Every disputed question under a letter, and its answers by numbers."""
    return tuple(
        Item(
            f"{letter}  {say.said(reading.asks)}",
            say.text("; ").join(
                f"{letter}{number} {say.said(option.says)}"
                for number, option in enumerate(reading.options.values(), start=1)
            ),
        )
        for letter, reading in zip(_letters(), charter.readings.values(), strict=False)
    )


def _letters() -> Iterator[str]:
    """A to Z, then AA and on."""
    for length in count(1):
        yield from ("".join(letters) for letters in product(ascii_uppercase, repeat=length))


def _codes(charter: Charter) -> dict[str, str]:
    """The letter and number of every answer, by its name."""
    return {
        f"{question}.{option}": f"{letter}{number}"
        for letter, (question, reading) in zip(_letters(), charter.readings.items(), strict=False)
        for number, option in enumerate(reading.options, start=1)
    }


def _grid(charter: Charter, found: Readings, say: Language) -> Table:
    payees, codes = [payee for payee, _ in found.rows[0].receives], _codes(charter)
    rows = []
    for row in found.rows[:MOST_READINGS]:
        cells = [Cell(" ".join(codes[name] for name in row.options) or say.text("as written"))]
        if found.residual is not None:
            reverts = row.reverts_at
            cells.append(Cell(say.text("never") if reverts is None else say.amount(reverts)))
        cells += [Cell(say.amount(amount)) for _, amount in row.receives]
        rows.append(tuple(cells))
    heads = [say.text("reading")]
    if found.residual is not None:
        name = charter.party_name(found.residual, say.tag)
        heads.append(say.text("all goes to {name} above").format(name=name))
    heads += [charter.party_name(payee, say.tag) for payee in payees]
    caption = say.text("What hangs on the disputed terms")
    return Table(caption, tuple(heads), tuple(rows), right=tuple(range(1, len(heads))))


def _spread(charter: Charter, found: Readings, say: Language) -> list[Item]:
    between = say.text("between {low} and {high}, a difference of {difference}")
    items = []
    for payee, low, high in found.spread:
        if low != high:
            said = between.format(
                low=say.amount(low), high=say.amount(high), difference=say.amount(high - low)
            )
            items.append(Item(charter.party_name(payee, say.tag), said))
    return items or [Item(say.text("No reading changes what anybody receives of this amount."))]
