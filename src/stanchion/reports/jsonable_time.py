"""Answers over time and through entities as JSON; the shapes are documented in `docs/json.md`."""

from stanchion.api.money import PayThrough
from stanchion.api.schedule import Clawbacks, Run
from stanchion.economics.clawback import Clawback
from stanchion.reports.jsonable import (
    Json,
    because_of,
    distribution,
    exact,
    provenance_of,
    shares_of,
)


def run(found: Run) -> Json:
    """`stanchion schedule --json`."""
    return {
        "readings": list(found.view.readings),
        "payouts": [
            {
                "at": payout.when.isoformat(),
                "distribution": distribution(made, found.view.assumptions),
            }
            for payout, made in found.schedule.payouts
        ],
        "totals": [
            {
                "entity": total.entity,
                "payee": total.payee,
                "exact": exact(total.exact),
                "paid_minor_units": total.paid.minor,
                "before": exact(total.before),
            }
            for total in found.schedule.totals
        ],
        **provenance_of(found.schedule.provenance, found.view.assumptions),
    }


def clawbacks(found: Clawbacks) -> list[Json]:
    """`stanchion clawback --json`: one entry for each."""
    return [_clawback(item) for item in found.found]


def _clawback(item: Clawback) -> Json:
    return {
        "clawback": item.name,
        "from": item.payer,
        "to": item.payee,
        "at": item.at.isoformat(),
        "contributed": exact(item.contributed),
        "distributed": exact(item.distributed),
        "profit": exact(item.profit),
        "carry": exact(item.carry),
        "allowed": exact(item.allowed),
        "short": exact(item.short),
        "most": exact(item.most),
        "owed": exact(item.owed),
        "paid_minor_units": item.paid.minor,
        "steps": list(item.steps),
        "because": because_of([item.because]),
        **provenance_of(item.provenance),
    }


def through(found: PayThrough) -> Json:
    """`stanchion pay --through --json`."""
    return {
        "pays": found.pays,
        "readings": list(found.view.readings),
        "as_of": found.view.state.instant.isoformat(),
        "through": [
            {
                "entity": item.entity,
                "currency": item.currency,
                "amount": exact(item.amount),
                "lines": [
                    {
                        "payee": line.payee,
                        "exact": exact(line.exact),
                        "paid_minor_units": line.paid.minor,
                        "before": exact(line.before),
                    }
                    for line in item.lines
                ],
                "hops": [distribution(hop, found.view.assumptions) for hop in item.hops],
                "marginal": shares_of(item.marginal),
                **provenance_of(item.provenance, found.view.assumptions),
            }
            for item in found.found
        ],
    }
