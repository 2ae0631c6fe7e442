"""One holder: its statement with the trace of the payment, and the amount that gives a goal."""

from fractions import Fraction
from typing import Any

from stanchion.api.holder import Wanted, goal, statement
from stanchion.api.money import pay
from stanchion.api.view import View
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import exact_text
from stanchion.exact.powers import Bounds
from stanchion.reports.money import place
from stanchion.web.asked import Asked


def account(asked: Asked, entity: str, amount: Fraction) -> dict[str, Any] | None:
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


def goal_answer(asked: Asked, entity: str) -> dict[str, Any]:
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
