"""Answers over time as text."""

from stanchion.api.schedule import Clawbacks, Run
from stanchion.charter.model import Charter
from stanchion.economics.distribution import Distribution
from stanchion.economics.payouts.clawback import Clawback
from stanchion.economics.payouts.schedule import Payout
from stanchion.exact.money import describe_amount
from stanchion.reports.marks import bold, dim
from stanchion.reports.money import place, trace_lines
from stanchion.reports.tables import listed, table


def run(found: Run, *, trace: bool = False, language: str = "en") -> str:
    """Every distribution with its day, and what they come to."""
    charter = found.view.charter
    parts = [
        _distribution(charter, payout, made, language, trace=trace)
        for payout, made in found.schedule.payouts
    ]
    rows = [
        [
            charter.party_name(total.payee, language),
            total.entity,
            str(total.paid),
            describe_amount(total.exact),
            describe_amount(total.before),
        ]
        for total in found.schedule.totals
    ]
    head = ["payee", "from", "in all", "that is", "had before"]
    parts.append(f"{bold('All of it')}\n\n{table(head, rows, right='234')}")
    footer = [f"readings: {listed(found.view.readings)}"] if found.view.readings else []
    footer += [f"assumed: {said}" for said in found.view.assumptions]
    footer += [f"assumed: {said}" for said in found.schedule.provenance.assumptions]
    known = found.schedule.provenance
    footer.append(f"{known.method}; exact; inputs {known.digest[:12]}")
    return "\n\n".join([*parts, "\n".join(map(dim, footer))])


def _distribution(
    charter: Charter, payout: Payout, found: Distribution, language: str, *, trace: bool
) -> str:
    day = payout.when.date().isoformat()
    title = f"{day}: {found.entity} pays {describe_amount(found.amount)} {found.currency}"
    rows = [
        [
            charter.party_name(line.payee, language),
            str(line.paid),
            describe_amount(line.exact),
            describe_amount(line.before),
        ]
        for line in found.lines
    ]
    said = [
        bold(title),
        "",
        table(["payee", "receives", "that is", "had before"], rows, right="123"),
    ]
    if trace:
        said += ["", *trace_lines(found)]
    return "\n".join(said)


def returned(found: Clawbacks) -> str:
    """What every clawback comes to, with the sums behind it."""
    day = found.at.date().isoformat()
    return "\n\n".join(_clawback(found.view.charter, item, day) for item in found.found)


def _clawback(charter: Charter, item: Clawback, day: str) -> str:
    payer, payee = charter.party_name(item.payer), charter.party_name(item.payee)
    title = (
        f"{payer} returns {item.paid} to {payee}"
        if item.paid.minor
        else f"{payer} returns nothing to {payee}"
    )
    where = f"  [{place(item.because)}]" if place(item.because) else ""
    return "\n".join(
        [
            bold(f"{day}: {title}") + dim(where),
            *(f"  {step}" for step in item.steps),
            dim(f"{item.provenance.method}; exact; inputs {item.provenance.digest[:12]}"),
        ]
    )
