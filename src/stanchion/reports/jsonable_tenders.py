"""Answers about tender offers as JSON; the shapes are in `docs/json.md`."""

from typing import Any

from stanchion.economics.tender.results import RealTerms, SellerLine, TenderResult
from stanchion.economics.tender.terms import Ends, Unsaid
from stanchion.economics.waterfall import Because
from stanchion.reports.jsonable import exact

Json = dict[str, Any]


def _ends(value: Ends | None) -> list[str | None] | None:
    return None if value is None else [exact(value.low), exact(value.high)]


def _because(reason: Because) -> Json:
    return {"text": reason.text, "clause": reason.clause, "where": reason.where}


def _or_why(value: Ends | Unsaid) -> Json:
    if isinstance(value, Unsaid):
        return {"value": None, "why_not": value.why}
    return {"value": _ends(value), "why_not": None}


def tender(found: TenderResult) -> Json:
    """One entry of `stanchion tender --json`."""
    return {
        "tender": found.name,
        "entity": found.entity,
        "buyer": found.buyer,
        "currency": found.currency,
        "price": _ends(found.price),
        "wanted": _ends(found.wanted),
        "sellers": [_seller(line) for line in found.lines],
        "sold": _ends(found.sold),
        "spent": _ends(found.spent),
        "accepted_part": _ends(found.accepted_part),
        "first_refusal": [
            {"by": t.by, "units": _ends(t.units), "pays": _ends(t.pays)} for t in found.takers
        ],
        "buyer_holds": [
            {
                "class": item.share_class,
                "before": exact(item.before),
                "buys": _ends(item.buys),
                "holds": _ends(item.holds),
                "share": _ends(item.share),
            }
            for item in found.buyer_holds
        ],
        "buyer_pays": _ends(found.buyer_pays),
        "minimum_missed": found.lapses,
        "headline": _or_why(found.headline),
        "fully_diluted": _or_why(found.fully_diluted),
        "real_terms": _real_terms(found.real_terms),
        "cases": found.cases,
        "because": [_because(found.because)],
        "method": found.provenance.method,
        "exact": found.provenance.exact,
        "digest": found.provenance.digest,
        "assumptions": list(found.provenance.assumptions),
    }


def _seller(line: SellerLine) -> Json:
    return {
        "seller": line.seller,
        "class": line.share_class,
        "held": _ends(line.held),
        "eligible": _ends(line.eligible),
        "tendered": _ends(line.tendered),
        "may_sell": _ends(line.may_sell),
        "sells": _ends(line.sells),
        "receives": _ends(line.receives),
        "paid_minor_units": [money.minor for money in line.paid],
        "keeps": _ends(line.left),
        "because": [_because(why) for why in (line.because, *line.cut_by)],
    }


def _real_terms(found: RealTerms | Unsaid) -> Json:
    if isinstance(found, Unsaid):
        return {"value": None, "why_not": found.why}
    return {
        "value": [exact(found.pays_out_low), exact(found.pays_out_high)],
        "why_not": None,
        "paid_by": found.paid_by,
        "payee": found.payee,
        "units": _ends(found.units),
        "claim": _ends(found.claim),
        "reachable": found.reachable,
        "most_per_unit": _ends(found.most_per_unit),
        "because": [_because(found.because)],
    }
