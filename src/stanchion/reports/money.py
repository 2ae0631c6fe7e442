"""Answers about money as text."""

from collections.abc import Sequence
from fractions import Fraction

from stanchion.api.money import Pay, Readings, TermEffect
from stanchion.charter.model import Charter
from stanchion.economics.breakpoints import Breakpoints, Interval
from stanchion.economics.distribution import Distribution
from stanchion.economics.results import Share, stage_name
from stanchion.economics.waterfall import Because
from stanchion.exact.money import describe_amount
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import listed, table


def percent(part: Fraction) -> str:
    """A part of a whole: `49%`, `33.3333…%`."""
    value = part * 100
    if value.denominator == 1:
        return f"{value.numerator}%"
    return f"{describe_amount(value)}%"


def place(because: Because) -> str:
    """Clause first, then the line of the charter."""
    return ", ".join(part for part in (because.clause, because.where) if part)


def payment(pay: Pay, *, trace: bool = True, language: str = "en") -> str:
    """Who receives what; with the trace of which clause paid it, and the marginal owners."""
    charter = pay.view.charter
    parts = [_distribution(charter, d, pay.pays, language, trace=trace) for d in pay.distributions]
    footer = [dim(f"readings: {listed(pay.view.readings)}")] if pay.view.readings else []
    footer += [dim(f"assumed: {said}") for said in pay.view.assumptions]
    return "\n\n".join([*parts, "\n".join(footer)] if footer else parts)


def _distribution(
    charter: Charter, found: Distribution, pays: str, language: str, *, trace: bool
) -> str:
    rows = [
        [
            charter.party_name(line.payee, language),
            str(line.paid),
            describe_amount(line.exact),
            percent(line.exact / found.amount) if found.amount else "-",
        ]
        for line in found.lines
    ]
    if any(line.before for line in found.lines):
        for row, line in zip(rows, found.lines, strict=True):
            row.append(describe_amount(line.before))
    head = ["payee", "receives", "that is", "of it"]
    if rows and len(rows[0]) == 5:
        head.append("had before")
    title = f"{found.entity} pays {describe_amount(found.amount)} {found.currency} of {pays}"
    said = [bold(title), "", table(head, rows, right="1234"), ""]
    if trace:
        said += ["How it comes about:", *_trace(found), ""]
    said.append(f"Of the next dollar {_owners(found.marginal)}.")
    return "\n".join(said)


def _trace(found: Distribution) -> list[str]:
    lines = []
    for step in found.trace:
        span = f"{describe_amount(step.start)} to {describe_amount(step.end)}"
        who = ", ".join(f"{payee} {describe_amount(paid)}" for _, payee, paid in step.parts)
        where = f"  [{place(step.rule)}]" if place(step.rule) else ""
        lines.append(f"  {span}  {bold(stage_name(step.stage))}: {who}{dim(where)}")
        lines += [f"    then {reason}" for reason in step.then]
    return lines


def _owners(owners: Sequence[Share]) -> str:
    return listed([f"{percent(share.part)} goes to {share.payee}" for share in owners])


def breakpoint_table(found: Breakpoints, *, entity: str) -> str:
    """Where the owner of the next dollar changes, and why."""
    rows = [
        [
            describe_amount(interval.start),
            "for ever" if interval.end is None else describe_amount(interval.end),
            listed([f"{percent(s.part)} {s.payee}" for s in interval.owners], joint="/"),
        ]
        for interval in found.intervals
    ]
    said = [
        bold(f"Who owns the next dollar of {entity}"),
        "",
        table(["from", "to", "of every dollar"], rows, right="01"),
        "",
        "Why it changes:",
        *(line for interval in found.intervals[1:] for line in _why(interval)),
    ]
    said += [unsure(f"no dollar ever reaches stage `{name}`") for name in found.unreached]
    said += ["", dim(f"{found.provenance.method}; exact; inputs {found.provenance.digest[:12]}")]
    return "\n".join(said)


def _why(interval: Interval) -> list[str]:
    lines = []
    for reason, because in zip(interval.begins, interval.because, strict=True):
        where = f"  [{place(because)}]" if place(because) else ""
        lines.append(f"  at {describe_amount(interval.start)}: {reason}{dim(where)}")
        lines.append(dim(f"    exactly {interval.start}"))
    return lines


def readings_grid(found: Readings, *, language: str = "en") -> str:
    """What hangs on the disputed terms."""
    del language
    payees = [payee for payee, _ in found.rows[0].receives]
    rows = []
    for row in found.rows:
        options = [name.partition(".")[2] for name in row.options]
        reverts = "never" if row.reverts_at is None else describe_amount(row.reverts_at)
        receives = [describe_amount(amount) for _, amount in row.receives]
        rows.append([", ".join(options), reverts, *receives])
    head = ["reading", f"all to {found.residual} above", *payees]
    flush = "".join(str(place) for place in range(1, len(head)))
    said = [
        bold(f"Readings of the disputed terms, when {describe_amount(found.amount)} is paid"),
        "",
        *(f"  {name}: {asks}" for name, asks in found.questions),
        "",
        table(head, rows, right=flush),
        "",
        *_spread(found),
    ]
    return "\n".join(said)


def readings_summary(found: Readings) -> str:
    """How many readings there are and how much hangs on them, without the grid."""
    said = [f"  {name}: {asks}" for name, asks in found.questions]
    count = f"{len(found.rows)} readings, compared when {describe_amount(found.amount)} is paid."
    return "\n".join([*said, count, *_spread(found)])


def _spread(found: Readings) -> list[str]:
    lines = ["What hangs on it:"]
    for payee, low, high in found.spread:
        if low != high:
            span = f"between {describe_amount(low)} and {describe_amount(high)}"
            lines.append(f"  {payee}: {span}, a difference of {describe_amount(high - low)}")
    if found.reverts_between is not None:
        low, high = found.reverts_between
        span = f"between {describe_amount(low)} and {describe_amount(high)}"
        lines.append(f"  every further dollar goes to {found.residual} from {span} on")
    if found.never_reverts:
        lines.append(
            unsure(
                f"  under {found.never_reverts} of {len(found.rows)} readings it never does: "
                "somebody without a cap keeps a share for ever"
            )
        )
    lines += [_term(effect) for effect in found.terms]
    return lines


def _term(effect: TermEffect) -> str:
    low, high = describe_amount(effect.low), describe_amount(effect.high)
    if effect.reverts_at_low is None or effect.reverts_at_high is None:
        return f"  {effect.term} (unknown, {low} to {high})"
    moved = f"{describe_amount(effect.reverts_at_low)} to {describe_amount(effect.reverts_at_high)}"
    if effect.reverts_at_low == effect.reverts_at_high:
        moved = "no change of that point"
    return f"  {effect.term} (unknown, {low} to {high}): moves that point from {moved}"
