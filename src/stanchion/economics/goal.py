"""The least amount at which a party has reached a sum, a multiple of its money, or a return.

A payoff never falls, so the least amount is where its curve first reaches what is wanted. A return
(IRR) is reached when what the party had and receives is worth, at that rate, what it put in: with
all money before the distribution dated, that is a sum to receive on its day. It grows by a power of
time, which is no fraction, so the sum lies between certified bounds, and so does the amount.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stanchion.charter.instruments.base import DayCount
from stanchion.economics import waterfall as w
from stanchion.economics.accruals.day_count import year_fraction
from stanchion.economics.accruals.preferred_return import MoneyFlow
from stanchion.economics.curves import payoff_curves
from stanchion.economics.flows import ZERO
from stanchion.economics.results import Provenance, is_exact, provenance
from stanchion.economics.sweep import Source
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount
from stanchion.exact.powers import Bounds, power

METHOD = "where the exact payoff first reaches what is wanted"
BRACKETED = f"{METHOD}, between certified bounds of the powers of time"


@dataclass(eq=False)
class NeverReached(StanchionError, ValueError):
    """However much is paid, `payee` never has `wanted`; `most` is what it has at most."""

    payee: str
    wanted: Fraction
    most: Fraction

    def __str__(self) -> str:
        return (
            f"`{self.payee}` never has {describe_amount(self.wanted)}, however much is paid: "
            f"at most {describe_amount(self.most)}"
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """The amount (major units) at which a payee has, in all, what is wanted.

    `wanted` counts what it had `before`; both it and `amount` are enclosed by two bounds, which are
    equal where the goal is exact.
    """

    entity: str
    payee: w.PayeeId
    wanted: Bounds
    before: Fraction
    amount: Bounds
    provenance: Provenance


def goal(source: Source, payee: w.PayeeId, wanted: Bounds) -> Goal:
    """The least amount of one distribution after which the payee has `wanted` in all.

    Raises NeverReached, and what a sweep raises.
    """
    before = sum((amount for _, who, amount in source.received if who == payee), ZERO)
    curve = payoff_curves(source).of(payee)
    found = []
    for sum_wanted in (wanted.low, wanted.high):
        amount = curve.first_reaching(sum_wanted - before)
        if amount is None:
            most = curve.supremum().value
            assert most is not None  # INVARIANT: what is never reached is bounded
            raise NeverReached(str(payee), sum_wanted, before + most)
        found.append(amount)
    method = METHOD if wanted.exact else BRACKETED
    made = provenance(source, "goal", payee, wanted, method=method)
    known = Provenance(
        made.method, wanted.exact and is_exact(source), made.digest, made.assumptions
    )
    return Goal(source.entity, payee, wanted, before, Bounds(*found), known)


def worth(flows: tuple[MoneyFlow, ...], *, rate: Fraction, day_count: DayCount, on: date) -> Bounds:
    """What the money is worth on a later day at a yearly rate; raises NoPower."""
    low = high = ZERO
    for flow in flows:
        grown = power(1 + rate, year_fraction(day_count, flow.day, on))
        low, high = low + flow.amount * grown.low, high + flow.amount * grown.high
    return Bounds(low, high)


def to_receive(
    put_in: tuple[MoneyFlow, ...],
    got: tuple[MoneyFlow, ...],
    *,
    rate: Fraction,
    day_count: DayCount,
    on: date,
) -> Bounds:
    """What must be received on a day for the money put in to have earned the rate, all told."""
    owed = worth(put_in, rate=rate, day_count=day_count, on=on)
    had = worth(got, rate=rate, day_count=day_count, on=on)
    return Bounds(max(owed.low - had.high, ZERO), max(owed.high - had.low, ZERO))
