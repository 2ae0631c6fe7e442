"""What may be paid later: money held back and released, earn-outs, deferred parts of the price.

Who receives later money is worked out as if it had been there from the start: the payoffs of the
larger sum, less those of the smaller. So a holder who converts, or a cap that binds, is treated as
in one sale, and the first payment is never taken back.
Source: NVCA Model Certificate of Incorporation, Allocation of Escrow and Contingent Consideration.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from stanchion.economics import waterfall as w
from stanchion.economics.curves import cell_amounts
from stanchion.economics.deductions.prior import Deducted, Fate, Prior, Promised, UpTo, taken
from stanchion.economics.flows import ZERO
from stanchion.economics.sweep import Payable
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class LaterPayment:
    """Money that is not paid now: how much, when, on which condition, and to whom if it comes.

    `lines` are exact, in major units; they suppose that it comes in full, and that what falls due
    before it has come too.
    """

    stage: w.StageId
    what: str
    on: date
    amount: Fraction
    provided: str | None
    unless: str | None
    lines: tuple[tuple[w.PayeeId, Fraction], ...]
    because: w.Because


def later_payments(payable: Payable, amount: Fraction) -> tuple[LaterPayment, ...]:
    """What may follow a distribution of this amount, in order of time; ties as written."""
    if not isinstance(payable, Deducted):
        return ()
    payable = _held_as_now(payable, amount)
    due: list[tuple[date | None, Prior | Promised]] = [
        *((prior.released, prior) for prior in payable.prior if prior.fate is Fate.HELD),
        *((promised.on, promised) for promised in payable.promised),
    ]
    found = []
    total = amount
    for on, item in sorted(due, key=lambda pair: pair[0] or date.max):
        assert on is not None  # INVARIANT: a checked charter says when money is released
        match item:
            case Prior():
                larger, sum_then = _released(payable, item), total
            case Promised():
                larger, sum_then = payable, total + item.amount
        lines = _gained(payable, total, larger, sum_then, item.stage)
        found.append(_payment(item, on, lines))
        payable, total = larger, sum_then
    return tuple(found)


def _held_as_now(deducted: Deducted, amount: Fraction) -> Deducted:
    """What is held back of this distribution, fixed: later money fills it no further."""
    curves = taken(deducted).taken
    return replace(
        deducted,
        prior=tuple(
            replace(prior, takes=UpTo(curve(amount))) if prior.fate is Fate.HELD else prior
            for prior, curve in zip(deducted.prior, curves, strict=True)
        ),
    )


def _released(deducted: Deducted, released: Prior) -> Deducted:
    """As if the money had never been held back."""
    return replace(deducted, prior=tuple(p for p in deducted.prior if p is not released))


def _gained(
    smaller: Payable, sum_before: Fraction, larger: Payable, sum_then: Fraction, stage: w.StageId
) -> tuple[tuple[w.PayeeId, Fraction], ...]:
    """What each payee has more in the larger, what was held back left out."""
    gained: dict[w.PayeeId, Fraction] = {}
    for (_, payee), received in cell_amounts(larger, sum_then).items():
        gained[payee] = gained.get(payee, ZERO) + received
    for (where, payee), received in cell_amounts(smaller, sum_before).items():
        if where != stage:
            gained[payee] = gained.get(payee, ZERO) - received
    return tuple((payee, more) for payee, more in gained.items() if more)


def _payment(
    item: Prior | Promised, on: date, lines: tuple[tuple[w.PayeeId, Fraction], ...]
) -> LaterPayment:
    amount = sum((more for _, more in lines), ZERO)
    match item:
        case Prior():
            what = "released"
            return LaterPayment(
                item.stage, what, on, amount, None, item.unless, lines, item.because
            )
        case Promised():
            return LaterPayment(
                item.stage, item.what, on, amount, item.provided, None, lines, item.because
            )
