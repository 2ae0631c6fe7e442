"""Answers over time and through entities as JSON; the shapes are documented in `docs/json.md`."""

from stanchion.api.holder import Account, Reached
from stanchion.api.money import PayThrough
from stanchion.api.schedule import Clawbacks, Run
from stanchion.economics.payouts.clawback import Clawback
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


def reached(found: Reached) -> Json:
    """`stanchion goal --json`."""
    item = found.goal
    return {
        "entity": item.entity,
        "payee": item.payee,
        "words": found.words,
        "wanted": [exact(item.wanted.low), exact(item.wanted.high)],
        "before": exact(item.before),
        "amount": [exact(item.amount.low), exact(item.amount.high)],
        **provenance_of(item.provenance, found.view.assumptions),
    }


def account(found: Account) -> Json:
    """`stanchion statement --json`."""
    item = found.statement
    return {
        "entity": item.entity,
        "currency": item.currency,
        "payee": item.payee,
        "amount": exact(item.amount),
        "stakes": [
            {"class": stake.share_class, "units": exact(stake.units)} for stake in item.stakes
        ],
        "contributions": [
            {"amount": exact(part.amount), "on": part.on and part.on.isoformat()}
            for part in item.contributions
        ],
        "receipts": [
            {
                "stage": receipt.stage,
                "exact": exact(receipt.exact),
                "before": exact(receipt.before),
                "because": because_of([receipt.because]),
            }
            for receipt in item.receipts
        ],
        "exact_in_all": exact(item.exact),
        "paid_minor_units": item.paid.minor,
        "before": exact(item.before),
        "invested": exact(item.invested),
        "multiple": exact(item.multiple),
        **provenance_of(item.provenance, found.view.assumptions),
    }
