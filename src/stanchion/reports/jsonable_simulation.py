"""Answers about simulated amounts as JSON; numbers here are floats, for none of them is exact."""

from typing import Any

from stanchion.economics.simulation.results import Outlook, Simulated
from stanchion.economics.simulation.summary import Bracket, Estimate
from stanchion.reports.jsonable import exact

Json = dict[str, Any]


def _estimate(found: Estimate) -> Json:
    return {"value": found.value, "standard_error": found.error}


def _bracket(found: Bracket) -> Json:
    return {"value": found.value, "low": found.low, "high": found.high}


def _outlook(found: Outlook) -> Json:
    return {
        "payee": found.payee,
        "mean": _estimate(found.mean),
        "deviation": found.deviation,
        "quantiles": [_bracket(each) for each in found.quantiles],
    }


def simulation(found: Simulated) -> Json:
    """`stanchion simulate --json`."""
    return {
        "entity": found.entity,
        "currency": found.currency,
        "distribution": found.distribution,
        "seed": found.seed,
        "years": found.years,
        "draws_asked": found.asked,
        "draws": found.drawn,
        "shares": [exact(share) for share in found.shares],
        "paid": _outlook(found.paid),
        "payees": [_outlook(each) for each in found.payees],
        "reached": [
            {
                "text": item.words,
                "at": exact(item.at),
                "probability": _bracket(item.probability),
                "by_year": [_bracket(each) for each in item.by_year],
                "clause": item.because.clause,
                "where": item.because.where,
            }
            for item in found.reached
        ],
        "by_year": [
            {
                "year": year.year,
                "paid": _estimate(year.paid),
                "receives": {str(payee): _estimate(each) for payee, each in year.receives},
            }
            for year in found.by_year
        ],
        "method": found.provenance.method,
        "exact": found.provenance.exact,
        "digest": found.provenance.digest,
        "assumptions": list(found.provenance.assumptions),
    }
