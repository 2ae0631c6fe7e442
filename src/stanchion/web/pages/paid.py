"""Who is paid: every number follows from the exact curves, here and again in the browser."""

from fractions import Fraction
from typing import Any

from stanchion.api.money import breakpoints, curves
from stanchion.api.tour import telling_amounts
from stanchion.api.view import amounts_of
from stanchion.charter.phrases import Name
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount, exact_text
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.reports.language import SCALES
from stanchion.reports.money import place
from stanchion.reports.payouts import Axis, frame, payouts_svg
from stanchion.web.asked import Asked
from stanchion.web.job import Page
from stanchion.web.pages.case import tab
from stanchion.web.pages.contingencies import by_outcome, disputed_terms
from stanchion.web.pages.holder import account, goal_answer
from stanchion.web.pages.ledger import ledger

MOST_PAYEES = 40
NOTHING = PiecewiseLinear.constant(0)


def page(asked: Asked) -> Page:
    """The tab, or why the money of this charter cannot be worked out."""
    charter, say = asked.charter, asked.language
    entities = [str(name) for name in charter.pay]
    if not entities:
        return tab("paid.html", asked, nothing=True, why_not=None, ledger=ledger(asked))
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
            by_outcome=by_outcome(asked, entity),
            ledger=ledger(asked),
        )
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
        parts=payouts_svg(names, found, made, say, Axis.PARTS),
        money=payouts_svg(names, found, made, say, Axis.MONEY),
        intervals=_intervals(names, found, asked),
        payees=names[:MOST_PAYEES],
        goal=goal_answer(asked, entity),
        assumptions=[*asked.view.assumptions, *found.provenance.assumptions],
        provenance=found.provenance,
        ledger=ledger(asked),
        **_at_an_amount(asked, entity, names, made, found),
    )


def _at_an_amount(
    asked: Asked,
    entity: str,
    names: list[tuple[str, str]],
    made: PayoffCurves,
    found: Breakpoints,
) -> dict[str, Any]:
    """What depends on the amount that is asked about."""
    amount, text, fault = _amount(asked, found)
    before = _before(asked, entity)
    return {
        "amount": amount,
        "amount_text": text,
        "fault": fault,
        "amount_said": asked.language.amount(amount),
        "rows": _rows(names, made, before, amount, asked),
        "sent": _sent(names, made, before, found, asked),
        "owners": _owners(names, made, amount, asked),
        "readings": disputed_terms(asked, entity, amount),
        "account": account(asked, entity, amount),
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
