"""Who is paid: every number follows from the exact curves, here and again in the browser."""

from fractions import Fraction
from typing import Any

from stanchion.api.holder import Wanted, goal, statement
from stanchion.api.money import breakpoints, curves, pay
from stanchion.api.outcomes import outcomes
from stanchion.api.readings import readings
from stanchion.api.tour import telling_amounts
from stanchion.api.view import View, amounts_of
from stanchion.charter.phrases import Name
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount, exact_text
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.powers import Bounds
from stanchion.reports.language import SCALES
from stanchion.reports.money import place
from stanchion.reports.payouts import Axis, frame, payouts_svg
from stanchion.reports.spoken import least
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab

MOST_READINGS = 60
MOST_PAYEES = 40
NOTHING = PiecewiseLinear.constant(0)


def page(asked: Asked) -> Page:
    """The tab, or why the money of this charter cannot be worked out."""
    charter, say = asked.charter, asked.language
    entities = [str(name) for name in charter.pay]
    if not entities:
        return tab("paid.html", asked, nothing=True, why_not=None)
    entity = asked.one("entity") or _first_known(asked, entities)
    choice = [(e, charter.party_name(e, say.tag), e == entity) for e in entities]
    try:
        made = curves(asked.view, entity=entity)
        found = breakpoints(asked.view, entity=entity)
    except StanchionError as unable:
        return tab(
            "paid.html",
            asked,
            nothing=False,
            why_not=str(unable),
            choice=choice,
            entity=entity,
            by_outcome=_by_outcome(asked, entity),
        )
    amount, amount_text, fault = _amount(asked, found)
    before = _before(asked, entity)
    names = [(str(p), charter.party_name(p, say.tag)) for p in made.by_payee()]
    return tab(
        "paid.html",
        asked,
        nothing=False,
        why_not=None,
        choice=choice,
        entity=entity,
        entity_name=charter.party_name(entity, say.tag),
        pays=charter.pay[Name(entity)].pays,
        currency=made.waterfall.currency,
        amount=amount,
        amount_text=amount_text,
        fault=fault,
        amount_said=say.amount(amount),
        rows=_rows(names, made, before, amount, asked),
        sent=_sent(names, made, before, found, asked),
        parts=payouts_svg(names, found, made, say, Axis.PARTS),
        money=payouts_svg(names, found, made, say, Axis.MONEY),
        intervals=_intervals(names, found, asked),
        owners=_owners(names, made, amount, asked),
        readings=_readings(asked, entity, amount),
        account=_account(asked, entity, amount),
        payees=names[:MOST_PAYEES],
        goal=_goal(asked, entity),
        assumptions=[*asked.view.assumptions, *found.provenance.assumptions],
        provenance=found.provenance,
    )


def _by_outcome(asked: Asked, entity: str) -> dict[str, Any] | None:
    """Where money hangs on decisions: what each receives of an amount under every outcome."""
    charter, say = asked.charter, asked.language
    try:
        found = outcomes(asked.view, entity=entity)
    except StanchionError:
        return None
    by_payee = [outcome.curves.by_payee() for outcome in found.outcomes]
    points = {x for curves in by_payee for curve in curves.values() for x in curve.breakpoints}
    telling = telling_amounts(tuple(points))
    usual = telling[-2] if len(telling) > 1 else telling[0]
    fault: str | None = None
    try:
        text = asked.one("amount")
        amount = usual if text is None else amounts_of(charter, text)[0]
    except StanchionError as wrong:
        amount, fault = usual, str(wrong)
    payees = dict.fromkeys(payee for curves in by_payee for payee in curves)
    return {
        "fault": fault,
        "amount": say.amount(amount),
        "amount_text": asked.one("amount") or describe_amount(amount),
        "heads": [
            [
                (decision.replace("_", " "), say.text("yes") if taken else say.text("no"))
                for decision, taken in o.taken
            ]
            for o in found.outcomes
        ],
        "rows": [
            (
                charter.party_name(payee, say.tag),
                [
                    say.amount(curves[payee](amount)) if payee in curves else "0"
                    for curves in by_payee
                ],
            )
            for payee in payees
        ],
        "forces": [
            (
                force.decision.replace("_", " "),
                force.why_not if force.who is None else least(charter, force.who.least, say),
            )
            for force in found.forces
        ],
    }


def _first_known(asked: Asked, entities: list[str]) -> str:
    for entity in entities:
        try:
            breakpoints(asked.view, entity=entity)
        except StanchionError:
            continue
        return entity
    return entities[0]


def _amount(asked: Asked, found: Breakpoints) -> tuple[Fraction, str, str | None]:
    """The amount asked about, else one that tells; and what was wrong with the question."""
    telling = telling_amounts(found.points)
    usual = telling[-2] if len(telling) > 1 else telling[0]
    text = asked.one("amount")
    if text is None:
        return usual, describe_amount(usual), None
    try:
        return amounts_of(asked.charter, text)[0], text, None
    except StanchionError as wrong:
        return usual, text, str(wrong)


def _before(asked: Asked, entity: str) -> dict[str, PiecewiseLinear] | None:
    """The curves of the charter as it was, where anything is supposed and they can be had."""
    if asked.before is None:
        return None
    try:
        made = curves(asked.before, entity=entity)
    except StanchionError:
        return None
    return {str(payee): curve for payee, curve in made.by_payee().items()}


def _rows(
    names: list[tuple[str, str]],
    made: PayoffCurves,
    before: dict[str, PiecewiseLinear] | None,
    amount: Fraction,
    asked: Asked,
) -> list[dict[str, Any]]:
    say = asked.language
    payoffs = {str(payee): curve for payee, curve in made.by_payee().items()}
    rows = []
    for number, (payee, name) in enumerate(names):
        curve = payoffs[payee]
        row: dict[str, Any] = {
            "payee": payee,
            "name": name,
            "colour": number % 16,
            "receives": say.amount(curve(amount)),
            "part": say.share(curve(amount) / amount) if amount else "–",
            "next": say.share(curve.slope_after(amount)),
            "statement": asked.link("paid", payee=payee, amount=exact_text(amount)) + "#statement",
        }
        if before is not None:
            was = before.get(payee, NOTHING)
            row["was"] = say.amount(was(amount))
            row["same"] = was == curve
        rows.append(row)
    return rows


def _sent(
    names: list[tuple[str, str]],
    made: PayoffCurves,
    before: dict[str, PiecewiseLinear] | None,
    found: Breakpoints,
    asked: Asked,
) -> dict[str, Any]:
    """The exact curves and how figures are written, for the browser to work with."""
    at = frame(found, made, Axis.PARTS)
    payoffs = {str(payee): curve for payee, curve in made.by_payee().items()}
    return {
        "payees": [_knots(payoffs[payee]) for payee, _ in names],
        "before": None
        if before is None
        else [_knots(before.get(payee, NOTHING)) for payee, _ in names],
        "names": [name for _, name in names],
        "low": exact_text(at.low),
        "high": exact_text(at.high),
        "scales": [
            [exact_text(Fraction(scale)), word]
            for scale, word in SCALES.get(asked.language.which, ((10**9, "bn"), (10**6, "m")))
        ],
        "thousands": asked.language.which not in SCALES,
    }


def _knots(curve: PiecewiseLinear) -> dict[str, Any]:
    return {
        "knots": [[exact_text(x), exact_text(y)] for x, y in curve.knots],
        "slopes": [exact_text(slope) for slope in curve.slopes],
    }


def _intervals(
    names: list[tuple[str, str]], found: Breakpoints, asked: Asked
) -> list[dict[str, Any]]:
    say, called = asked.language, dict(names)
    return [
        {
            "number": number,
            "from": say.amount(interval.start),
            "exactly": exact_text(interval.start),
            "to": None if interval.end is None else say.amount(interval.end),
            "owners": [(called[str(s.payee)], say.share(s.part)) for s in interval.owners],
            "begins": [
                (words, place(because))
                for words, because in zip(interval.begins, interval.because, strict=True)
            ],
            "address": asked.link("paid", amount=exact_text(interval.start)) if number else None,
        }
        for number, interval in enumerate(found.intervals)
    ]


def _owners(
    names: list[tuple[str, str]], made: PayoffCurves, amount: Fraction, asked: Asked
) -> list[tuple[str, str]]:
    """Who owns the next unit of money, each with a part."""
    payoffs = {str(payee): curve for payee, curve in made.by_payee().items()}
    return [
        (name, asked.language.share(slope))
        for payee, name in names
        if (slope := payoffs[payee].slope_after(amount))
    ]


def _readings(asked: Asked, entity: str, amount: Fraction) -> dict[str, Any] | None:
    charter, say = asked.charter, asked.language
    if not charter.readings:
        return None
    try:
        found = readings(charter, amount, entity=entity)
    except StanchionError as unable:
        return {"why_not": str(unable)}
    payees = [str(payee) for payee, _ in found.rows[0].receives]
    return {
        "why_not": None,
        "payees": [charter.party_name(payee, say.tag) for payee in payees],
        "rows": [
            {
                "options": [_option(asked, name) for name in row.options],
                "address": asked.root
                + "/paid?"
                + "&".join(f"reading={name}" for name in row.options),
                "reverts": None if row.reverts_at is None else say.amount(row.reverts_at),
                "receives": [say.amount(received) for _, received in row.receives],
            }
            for row in found.rows[:MOST_READINGS]
        ],
        "left_out": max(0, len(found.rows) - MOST_READINGS),
        "residual": found.residual and charter.party_name(found.residual, say.tag),
    }


def _option(asked: Asked, name: str) -> tuple[str, bool]:
    question, _, option = name.partition(".")
    reading = next(r for q, r in asked.charter.readings.items() if q == question)
    says = next(o for k, o in reading.options.items() if k == option)
    return asked.language.said(says.says), reading.as_written == option


def _account(asked: Asked, entity: str, amount: Fraction) -> dict[str, Any] | None:
    """The statement of one payee, and the trace of the whole payment."""
    charter, say = asked.charter, asked.language
    payee = asked.one("payee")
    try:
        paid = pay(asked.view, [amount], entity=entity).distributions[0]
    except StanchionError as unable:
        return {"why_not": str(unable)}
    trace = [
        {
            "from": say.amount(step.start),
            "to": say.amount(step.end),
            "stage": "" if step.stage is None else str(step.stage).replace("_", " "),
            "paid": [
                (charter.party_name(who, say.tag), say.amount(paid)) for _, who, paid in step.parts
            ],
            "place": place(step.rule),
            "then": list(step.then),
        }
        for step in paid.trace
    ]
    cents = [
        (charter.party_name(line.payee, say.tag), str(line.paid), line.payee == payee)
        for line in paid.lines
    ]
    return {
        "why_not": None,
        "trace": trace,
        "cents": cents,
        "payee": payee,
        "one": None if payee is None else _statement(asked.view, payee, amount, entity, asked),
        "digest": paid.provenance.digest[:12],
    }


def _statement(
    shown: View, payee: str, amount: Fraction, entity: str, asked: Asked
) -> dict[str, Any]:
    say = asked.language
    try:
        found = statement(shown, payee, amount, entity=entity).statement
    except StanchionError as unable:
        return {"why_not": str(unable)}
    return {
        "why_not": None,
        "name": asked.charter.party_name(payee, say.tag),
        "invested": say.amount(found.invested) if found.invested else None,
        "before": say.amount(found.before),
        "paid": str(found.paid),
        "exact": exact_text(found.exact),
        "multiple": None if found.multiple is None else f"{say.amount(found.multiple)}x",
        "receipts": [
            (
                "" if r.stage is None else str(r.stage).replace("_", " "),
                say.amount(r.exact),
                place(r.because),
            )
            for r in found.receipts
        ],
    }


def _goal(asked: Asked, entity: str) -> dict[str, Any]:
    """Which amount gives a payee what it is to have."""
    who, wanted = asked.one("goal_payee"), asked.one("goal")
    answer: str | None = None
    fault: str | None = None
    if who is not None and wanted is not None:
        ends_x = wanted.strip().lower().endswith("x")
        question = Wanted(multiple=wanted) if ends_x else Wanted(receives=wanted)
        try:
            found = goal(asked.view, who, question, entity=entity)
            answer = _bounds(found.goal.amount, asked)
        except StanchionError as unable:
            fault = str(unable)
    return {"payee": who, "wanted": wanted or "", "answer": answer, "fault": fault}


def _bounds(found: Bounds, asked: Asked) -> str:
    low = asked.language.amount(found.low)
    return low if found.exact else f"{low} – {asked.language.amount(found.high)}"
