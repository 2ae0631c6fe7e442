"""Answers about tender offers as text."""

from collections.abc import Callable
from fractions import Fraction

from stanchion.charter.model import Charter
from stanchion.economics.tender.results import RealTerms, TenderResult
from stanchion.economics.tender.terms import Ends, Unsaid
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.money import place
from stanchion.reports.tables import table


def ends(value: Ends, say: Callable[[Fraction], str] = describe_amount) -> str:
    """`65 to 150`, or one number where it is known."""
    return say(value.low) if value.is_known else f"{say(value.low)} to {say(value.high)}"


def tender(charter: Charter, found: TenderResult, *, language: str = "en") -> str:
    """Who sells what to whom, what the buyer holds then, and what the price implies."""
    buyer = charter.party_name(found.buyer, language)
    title = f"{buyer}: {ends(found.price)} {found.currency} a unit of {found.entity}"
    said = [bold(f"{found.name}: offer of {title}"), "", _sellers(charter, found, language), ""]
    said += [_totals(found)]
    said += [
        f"In the buyer's place {charter.party_name(t.by, language)} may take {ends(t.units)} units "
        f"for {ends(t.pays)}."
        for t in found.takers
    ]
    said += [_buyer(found), "", bold("What the price implies"), *_implied(found), ""]
    said += [dim(f"assumed: {text}") for text in found.provenance.assumptions]
    method = f"{found.provenance.method}; {found.cases} case{'s' if found.cases > 1 else ''}"
    said += [dim(f"{method}; exact; inputs {found.provenance.digest[:12]}")]
    return "\n".join(said)


def _sellers(charter: Charter, found: TenderResult, language: str) -> str:
    several = len({line.share_class for line in found.lines}) > 1
    rows = []
    for line in found.lines:
        name = charter.party_name(line.seller, language)
        whom = f"{name}, {line.share_class}" if several else name
        rows.append(
            [
                whom,
                ends(line.held),
                ends(line.eligible),
                ends(line.tendered),
                ends(line.may_sell),
                ends(line.sells),
                ends(line.receives),
                ends(line.left),
            ]
        )
    head = [
        "seller",
        "holds",
        "may be sold",
        "tenders",
        "within caps",
        "sells",
        "receives",
        "keeps",
    ]
    shown = [table(head, rows, right="1234567")]
    reasons = dict.fromkeys(why for line in found.lines for why in line.cut_by)
    for why in reasons:
        where = f"  [{place(why)}]" if place(why) else ""
        shown.append(f"  bounded by {why.text}{dim(where)}")
    return "\n".join(shown)


def _totals(found: TenderResult) -> str:
    wanted = "" if found.wanted is None else f" of at most {ends(found.wanted)}"
    said = f"Sold in all: {ends(found.sold)} units{wanted}, for {ends(found.spent)}"
    if found.lapses != "never":
        said += f"; the minimum is missed {found.lapses}"
    if found.accepted_part is not None and found.accepted_part.low < 1:
        said += f"; of what may be sold, {ends(found.accepted_part, describe_share)} is accepted"
    return f"{said}."


def _buyer(found: TenderResult) -> str:
    held = [
        f"{ends(item.holds)} units of `{item.share_class}`"
        + ("" if item.share is None else f" ({ends(item.share, describe_share)} of them)")
        for item in found.buyer_holds
    ]
    return f"The buyer pays {ends(found.buyer_pays)} and then holds {', '.join(held)}."


def _implied(found: TenderResult) -> list[str]:
    if isinstance(found.headline, Unsaid):
        lines = [unsure(f"  headline: cannot be said: {found.headline.why}")]
    else:
        units = (
            ""
            if isinstance(found.fully_diluted, Unsaid)
            else (f" ({ends(found.price)} x {ends(found.fully_diluted)} units)")
        )
        lines = [f"  headline: {ends(found.headline)} {found.currency}{units}"]
    match found.real_terms:
        case Unsaid(why):
            lines.append(unsure(f"  under the real terms: cannot be said: {why}"))
        case real:
            lines += _real(real, found.currency)
    return lines


def _real(real: RealTerms, currency: str) -> list[str]:
    where = f"  [{place(real.because)}]" if place(real.because) else ""
    lines = [
        f"  under the real terms: {ends(real.units)} units share what `{real.paid_by}` pays",
        f"  `{real.payee}`; at this price that is {ends(real.claim)} {currency}{dim(where)}",
    ]
    if real.pays_out_low is None:
        lines.append(
            unsure("  no amount, however large, pays a unit its price: the caps forbid it")
        )
    else:
        span = describe_amount(real.pays_out_low)
        if real.pays_out_high is None:
            span = f"{span} or more"
        elif real.pays_out_high != real.pays_out_low:
            span = f"{span} to {describe_amount(real.pays_out_high)}"
        lines.append(
            f"  a unit receives its price once `{real.paid_by}` has paid out {bold(span)} from "
            "here on (undiscounted, without risk)"
        )
        if real.reachable != "always":
            lines.append(unsure("  at the high ends no amount pays a unit its price"))
    if real.most_per_unit is not None:
        lines.append(f"  the most a unit can ever receive: {ends(real.most_per_unit)} {currency}")
    return lines


def several(charter: Charter, found: tuple[TenderResult, ...], *, language: str = "en") -> str:
    """All tenders, one after the other."""
    shown = [tender(charter, each, language=language) for each in found]
    return "\n\n".join(shown)
