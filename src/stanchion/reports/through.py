"""Money followed through entities, as text."""

from stanchion.api.money import PayThrough
from stanchion.charter.model import Charter
from stanchion.economics.chains.through import Through
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.marks import bold, dim
from stanchion.reports.money import owners_in_words, trace_lines
from stanchion.reports.tables import indented, listed, table


def followed(pay: PayThrough, *, trace: bool = True, language: str = "en") -> str:
    """Who keeps what in the end, and what every entity on the way pays to whom."""
    charter = pay.view.charter
    parts = [_through(charter, item, pay.pays, language, trace=trace) for item in pay.found]
    footer = [f"readings: {listed(pay.view.readings)}"] if pay.view.readings else []
    footer += [f"assumed: {said}" for said in pay.view.assumptions]
    return "\n\n".join([*parts, "\n".join(map(dim, footer))] if footer else parts)


def _through(charter: Charter, found: Through, pays: str, language: str, *, trace: bool) -> str:
    rows = [
        [
            charter.party_name(line.payee, language),
            str(line.paid),
            describe_amount(line.exact),
            describe_share(line.exact / found.amount) if found.amount else "-",
            describe_amount(line.before),
        ]
        for line in found.lines
    ]
    title = (
        f"{found.entity} pays {describe_amount(found.amount)} {found.currency} of {pays}; "
        "who keeps it"
    )
    head = ["payee", "keeps", "that is", "of it", "had before"]
    said = [bold(title), "", table(head, rows, right="1234"), ""]
    for hop in found.hops:
        paid = ", ".join(
            f"{line.payee} {line.paid}" for line in hop.lines if line.paid.minor or line.exact
        )
        said.append(
            f"{bold(hop.entity)} pays {describe_amount(hop.amount)} on: {paid or 'nothing'}"
        )
        if trace:
            said += [indented(line, 2) for line in trace_lines(hop)]
    said += ["", f"Of the next dollar {owners_in_words(found.marginal)}."]
    known = found.provenance
    said.append(dim(f"{known.method}; inputs {known.digest[:12]}"))
    return "\n".join(said)
