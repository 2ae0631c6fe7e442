"""What payments hang on: the votes that change them, and the readings of disputed terms."""

from fractions import Fraction
from typing import Any

from stanchion.api.outcomes import outcomes
from stanchion.api.readings import readings
from stanchion.api.tour import telling_amounts
from stanchion.api.view import amounts_of
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount
from stanchion.reports.spoken import least
from stanchion.web.asked import Asked

MOST_READINGS = 60


def by_outcome(asked: Asked, entity: str) -> dict[str, Any] | None:
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
    amount, fault = _amount(asked, usual)
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


def _amount(asked: Asked, usual: Fraction) -> tuple[Fraction, str | None]:
    text = asked.one("amount")
    try:
        return (usual if text is None else amounts_of(asked.charter, text)[0]), None
    except StanchionError as wrong:
        return usual, str(wrong)


def disputed_terms(asked: Asked, entity: str, amount: Fraction) -> dict[str, Any] | None:
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
