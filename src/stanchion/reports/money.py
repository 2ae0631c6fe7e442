"""Answers about money as text."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from stanchion.api.money import Pay
from stanchion.charter.model import Charter
from stanchion.economics.breakpoints import Breakpoints, Interval
from stanchion.economics.deductions.later import LaterPayment
from stanchion.economics.distribution import Distribution, Step
from stanchion.economics.results import Share, stage_name
from stanchion.economics.waterfall import Because
from stanchion.exact.money import describe_amount, describe_share
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import listed, table

MANY_HOLDERS = 12
"""More than these are not listed one by one in a sentence."""


def place(because: Because) -> str:
    """Clause first, then the line of the charter."""
    return ", ".join(part for part in (because.clause, because.where) if part)


def payment(pay: Pay, *, trace: bool = True, language: str = "en") -> str:
    """Who receives what; with the trace of which clause paid it, and the marginal owners."""
    charter = pay.view.charter
    parts = [_distribution(charter, d, pay.pays, language, trace=trace) for d in pay.distributions]
    footer = [dim(f"readings: {listed(pay.view.readings)}")] if pay.view.readings else []
    footer += [dim(f"assumed: {said}") for said in pay.view.assumptions]
    conventions = [said for d in pay.distributions for said in d.provenance.assumptions]
    footer += [dim(f"note: {said}") for said in dict.fromkeys(conventions)]
    return "\n\n".join([*parts, "\n".join(footer)] if footer else parts)


def _distribution(
    charter: Charter, found: Distribution, pays: str, language: str, *, trace: bool
) -> str:
    rows = [
        [
            charter.party_name(line.payee, language),
            str(line.paid),
            describe_amount(line.exact),
            describe_share(line.exact / found.amount) if found.amount else "-",
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
        said += ["How it comes about:", *trace_lines(found), ""]
    said.append(f"Of the next dollar {owners_in_words(found.marginal)}.")
    if found.later:
        said += ["", "Later, and not paid now:", *(_later(payment) for payment in found.later)]
    return "\n".join(said)


def _later(payment: LaterPayment) -> str:
    """Money that may follow: how much, when, if what, and to whom."""
    if payment.provided is not None:
        condition = f"provided {payment.provided}"
    else:
        condition = "unless " + payment.unless if payment.unless else "in full"
    to = ", ".join(f"{payee} {describe_amount(amount)}" for payee, amount in payment.lines)
    where = f"  [{place(payment.because)}]" if place(payment.because) else ""
    named = bold(str(payment.stage))
    amount = describe_amount(payment.amount)
    return f"  {payment.on}  {named} {payment.what}, {amount}, {condition}: {to}{dim(where)}"


def trace_lines(found: Distribution) -> list[str]:
    """Which clause paid which stretch of the amount, one line each."""
    lines = []
    for step in found.trace:
        span = f"{describe_amount(step.start)} to {describe_amount(step.end)}"
        who = ", ".join(_parts(step))
        where = f"  [{place(step.rule)}]" if place(step.rule) else ""
        lines.append(f"  {span}  {bold(stage_name(step.stage))}: {who}{dim(where)}")
        lines += [f"    then {reason}" for reason in step.then]
    return lines


def _parts(step: Step) -> list[str]:
    """Who received what in a step, with the class where classes are paid side by side.

    Of a class with many holders all of it is said in one; what each received stands above.
    """
    parts = step.parts
    if any(stage in {None, step.stage} for stage, _, _ in parts):
        return [f"{payee} {describe_amount(paid)}" for _, payee, paid in parts]
    holders = Counter(stage for stage, _, _ in parts)
    together: dict[str, Fraction] = {}
    for stage, payee, paid in parts:
        many = holders[stage] > MANY_HOLDERS
        name = f"{holders[stage]:,} holders of {stage}" if many else f"{payee} ({stage})"
        together[name] = together.get(name, Fraction(0)) + paid
    return [f"{name} {describe_amount(paid)}" for name, paid in together.items()]


def owners_in_words(owners: Sequence[Share]) -> str:
    """Who gets which part of the next dollar."""
    if len(owners) <= 2 * MANY_HOLDERS:
        return listed([f"{describe_share(share.part)} goes to {share.payee}" for share in owners])
    first, others = owners[:MANY_HOLDERS], owners[MANY_HOLDERS:]
    rest = sum((share.part for share in others), Fraction(0))
    said = [f"{describe_share(share.part)} goes to {share.payee}" for share in first]
    return listed([*said, f"{describe_share(rest)} goes to {len(others):,} others"])


def breakpoint_table(found: Breakpoints, *, entity: str) -> str:
    """Where the owner of the next dollar changes, and why."""
    rows = [
        [
            describe_amount(interval.start),
            "for ever" if interval.end is None else describe_amount(interval.end),
            ", ".join(f"{describe_share(s.part)} {s.payee}" for s in interval.owners),
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
    said += ["", *(dim(f"note: {words}") for words in found.provenance.assumptions)]
    exact = "exact" if found.provenance.exact else "not exact"
    said.append(dim(f"{found.provenance.method}; {exact}; inputs {found.provenance.digest[:12]}"))
    return "\n".join(said)


def _why(interval: Interval) -> list[str]:
    lines = []
    for reason, because in zip(interval.begins, interval.because, strict=True):
        where = f"  [{place(because)}]" if place(because) else ""
        lines.append(f"  at {describe_amount(interval.start)}: {reason}{dim(where)}")
        lines.append(dim(f"    exactly {interval.start}"))
    return lines
