"""Payments beyond one distribution: planned over time, given back at the end, offered for units."""

from fractions import Fraction
from typing import Any

from stanchion.api.holder import statement
from stanchion.api.schedule import Clawbacks, Run, clawbacks, payouts_of, schedule
from stanchion.api.tenders import tenders
from stanchion.api.view import amounts_of
from stanchion.economics.tender.results import TenderResult
from stanchion.economics.tender.terms import Ends
from stanchion.exact.errors import StanchionError
from stanchion.formats.tables import Cell, Sheet
from stanchion.reports.money import place
from stanchion.web.asked import Asked


def ledger(asked: Asked) -> dict[str, Any]:
    """What the charter plans, gives back and offers; each None where it says nothing of it."""
    charter = asked.charter
    plans = any(terms.distributions for terms in charter.pay.values())
    over_time = plans or bool(charter.clawbacks) or asked.one("amounts") is not None
    return {
        "amounts": asked.one("amounts") or "",
        "schedule": _told(asked, _schedule) if over_time and charter.pay else None,
        "clawbacks": _told(asked, _clawbacks) if charter.clawbacks else None,
        "tenders": _told(asked, _tenders) if charter.tenders else None,
    }


def _told(asked: Asked, answer: Any) -> dict[str, Any]:
    try:
        return {"why_not": None, **answer(asked)}
    except StanchionError as unable:
        return {"why_not": str(unable)}


def _run(asked: Asked) -> Run:
    text, entity = asked.one("amounts"), asked.one("entity")
    if text is None:
        return schedule(asked.view)
    return schedule(asked.view, payouts_of(asked.view.charter, text, entity=entity))


def _returned(asked: Asked) -> Clawbacks:
    text, entity = asked.one("amounts"), asked.one("entity")
    if text is None:
        return clawbacks(asked.view)
    return clawbacks(asked.view, payouts_of(asked.view.charter, text, entity=entity))


def _schedule(asked: Asked) -> dict[str, Any]:
    found, say, called = _run(asked), asked.language, asked.charter.party_name
    return {
        "payouts": [
            {
                "day": say.day(payout.when),
                "entity": called(made.entity, say.tag),
                "amount": say.amount(made.amount),
                "lines": [(called(line.payee, say.tag), str(line.paid)) for line in made.lines],
            }
            for payout, made in found.schedule.payouts
        ],
        "totals": [
            (
                called(total.payee, say.tag),
                called(total.entity, say.tag),
                str(total.paid),
                say.amount(total.before),
            )
            for total in found.schedule.totals
        ],
        "assumptions": found.schedule.provenance.assumptions,
    }


def _clawbacks(asked: Asked) -> dict[str, Any]:
    found, say, called = _returned(asked), asked.language, asked.charter.party_name
    rows = [
        {
            "payer": called(item.payer, say.tag),
            "payee": called(item.payee, say.tag),
            "day": say.day(found.at),
            "paid": str(item.paid),
            "steps": item.steps,
            "place": place(item.because),
        }
        for item in found.found
    ]
    return {"rows": rows}


def _tenders(asked: Asked) -> dict[str, Any]:
    return {"offers": [_offer(asked, found) for found in tenders(asked.view)]}


def _offer(asked: Asked, found: TenderResult) -> dict[str, Any]:
    say, called = asked.language, asked.charter.party_name
    return {
        "name": found.name.replace("_", " "),
        "buyer": called(found.buyer, say.tag),
        "price": f"{_between(asked, found.price)} {found.currency}",
        "pays": _between(asked, found.buyer_pays),
        "headline": _between(asked, found.headline) if isinstance(found.headline, Ends) else None,
        "rows": [
            (
                called(line.seller, say.tag),
                line.share_class,
                *(_between(asked, each) for each in _of_line(line)),
            )
            for line in found.lines
        ],
        "assumptions": found.provenance.assumptions,
    }


def _of_line(line: Any) -> tuple[Ends, ...]:
    return (line.held, line.may_sell, line.sells, line.receives, line.left)


def _between(asked: Asked, found: Ends) -> str:
    low = asked.language.amount(found.low)
    return low if found.is_known else f"{low} – {asked.language.amount(found.high)}"


def schedule_sheet(asked: Asked) -> Sheet:
    """Every payment of the schedule, in order of time."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            payout.when.date().isoformat(),
            made.entity,
            made.amount,
            line.payee,
            line.exact,
            str(line.paid),
            line.before,
        )
        for payout, made in _run(asked).schedule.payouts
        for line in made.lines
    )
    head = ("day", "entity", "pays", "payee", "receives exactly", "receives", "had before")
    return Sheet("Schedule", head, rows)


def clawback_sheet(asked: Asked) -> Sheet:
    """Every clawback with the sums that it is worked out from."""
    found = _returned(asked)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            item.name,
            item.payer,
            item.payee,
            item.at.date().isoformat(),
            *(item.contributed, item.distributed, item.profit, item.carry, item.allowed),
            *(item.short, item.most, item.owed),
            str(item.paid),
        )
        for item in found.found
    )
    sums = ("contributed", "distributed", "profit", "carry", "allowed", "short", "most", "owed")
    return Sheet("Clawback", ("clawback", "from", "to", "at", *sums, "paid"), rows)


def tender_sheet(asked: Asked) -> Sheet:
    """Every seller of every tender; each quantity with both its ends."""
    quantities = ("holds", "may sell", "sells", "receives", "keeps")
    ends = tuple(f"{name}, {end}" for name in quantities for end in ("at least", "at most"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            found.name,
            line.seller,
            line.share_class,
            *(end for each in _of_line(line) for end in (each.low, each.high)),
        )
        for found in tenders(asked.view)
        for line in found.lines
    )
    return Sheet("Tender", ("tender", "seller", "class", *ends), rows)


def statement_sheet(asked: Asked) -> Sheet:
    """What one payee receives of an amount, clause by clause; all of it stands in the note."""
    amounts = amounts_of(asked.charter, asked.one("amount") or "")
    payee = asked.one("payee") or ""
    found = statement(asked.view, payee, amounts[0], entity=asked.one("entity")).statement
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        ("" if r.stage is None else str(r.stage), r.exact, Fraction(r.before), place(r.because))
        for r in found.receipts
    )
    note = f"{payee} receives {found.paid} {found.currency}"
    return Sheet("Statement", ("stage", "receives", "had before", "clause"), rows, note)
