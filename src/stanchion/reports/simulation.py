"""Answers about simulated amounts as text."""

from math import floor, log10

from stanchion.charter.model import Charter
from stanchion.economics.simulation.results import Outlook, Reached, Simulated
from stanchion.economics.simulation.summary import Bracket, Estimate
from stanchion.exact.money import describe_share
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.money import place
from stanchion.reports.tables import table

SCALES = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e3, " k"))
DIGITS = 4


def rounded(value: float) -> str:
    """An inexact amount with four digits, in bn, m or k where it is large: `12.35 bn`."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{_digits(value / scale)}{word}"
    return _digits(value)


def _digits(value: float) -> str:
    if not value:
        return "0"
    decimals = max(0, DIGITS - 1 - floor(log10(abs(value))))
    return f"{value:,.{decimals}f}"


def with_error(found: Estimate) -> str:
    """`12.35 bn ± 4.1 m`: a mean and its standard error."""
    return f"{rounded(found.value)} ± {rounded(found.error)}"


def chance(found: Bracket) -> str:
    """`12.3% (12.1% to 12.5%)`."""
    return f"{found.value:.2%} ({found.low:.2%} to {found.high:.2%})"


def simulation(charter: Charter, found: Simulated, *, language: str = "en") -> str:
    """Means and quantiles of what each receives, how likely breakpoints are, year by year."""
    times = "" if found.years == 1 else f" in each of {found.years} years"
    title = f"{found.entity} pays {found.distribution}{times}, drawn {found.drawn:,} times"
    head = ["payee", "on average", "deviation", *(describe_share(q) for q in found.shares)]
    rows = [_row(charter, outlook, language) for outlook in (*found.payees, found.paid)]
    said = [bold(title), "", table(head, rows, right=range(1, len(head)))]
    if found.reached:
        said += ["", "How likely it is that:", *(_reached(item) for item in found.reached)]
    if found.by_year:
        said += ["", _years(charter, found, language)]
    if found.stopped:
        left = f"stopped after {found.drawn:,} of {found.asked:,} draws; this is what they show"
        said += ["", unsure(left)]
    said += [dim(f"assumed: {text}") for text in found.provenance.assumptions]
    said += ["", dim("± is one standard error; in brackets 95 of 100 simulations cover the truth")]
    said += [
        dim(
            f"{found.provenance.method}; not exact; seed {found.seed}; "
            f"inputs {found.provenance.digest[:12]}"
        )
    ]
    return "\n".join(said)


def _row(charter: Charter, outlook: Outlook, language: str) -> list[str]:
    name = "in all" if outlook.payee == "paid" else charter.party_name(outlook.payee, language)
    return [
        name,
        with_error(outlook.mean),
        rounded(outlook.deviation),
        *(rounded(each.value) for each in outlook.quantiles),
    ]


def _reached(item: Reached) -> str:
    where = f"  [{place(item.because)}]" if place(item.because) else ""
    return f"  {item.words}: {bold(chance(item.probability))}{dim(where)}"


def _years(charter: Charter, found: Simulated, language: str) -> str:
    names = [charter.party_name(payee, language) for payee, _ in found.by_year[0].receives]
    rows = [
        [
            str(year.year),
            with_error(year.paid),
            *(with_error(received) for _, received in year.receives),
        ]
        for year in found.by_year
    ]
    head = ["year", "paid on average", *names]
    return table(head, rows, right=range(len(head)))
