"""The preferred return on capital that comes and goes: what is due of it at an instant.

Every contribution earns from its own day, and every payment stops earning that much from its day:
what a payment returns of the capital, and, where the return compounds, what it pays of the return.
So the balance is the sum of what each contribution has grown to, less what each payment would have
grown to, and a claim on the whole of it is a hurdle: the investor has earned the rate on its money.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments.base import Accrual, Compounding
from stanchion.charter.investments import contributions
from stanchion.charter.pay import Stage, Waterfall
from stanchion.charter.state import State
from stanchion.economics.accruals.accrual import accrued
from stanchion.exact.errors import StanchionError

ZERO = Fraction(0)


@dataclass(eq=False)
class Undated(StanchionError, ValueError):
    """The return of `payee` on what it put into `entity` depends on a day that is not stated."""

    payee: str
    entity: str
    what: str

    def __str__(self) -> str:
        return (
            f"the preferred return of `{self.payee}` in `{self.entity}` cannot be worked out: "
            f"{self.what} has no date; add `on:` to it"
        )


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """Money that an investor put in or got back, on a day."""

    amount: Fraction
    day: date


def earned(accrual: Accrual, flow: MoneyFlow, *, until: date) -> Fraction:
    """What the amount earns up to a day (not counted) by the terms of the accrual."""
    since = accrual.since
    start = flow.day if since is None else max(flow.day, since.start.date())
    return accrued(accrual, flow.amount, start=start, end=until).amount


def preferred_return(
    state: State, waterfall: Waterfall, stage: Stage, *, entity: p.Name, payee: p.Name
) -> Fraction:
    """The whole preferred return of the payee to the state's instant, paid or not.

    Raises Undated. `stage` says how it accrues; the stages that claim what was invested return
    capital.
    """
    # INVARIANT: the checks see to a stage that claims a preferred return saying how it accrues
    assert stage.accrues is not None
    account = _Account(state, entity, payee)
    accrual, today = stage.accrues, account.day(state.instant)
    returns_capital = {s.stage for s in waterfall.stages if _claims_capital(s, payee)}
    returned = account.received(returns_capital)
    paid = account.received({stage.stage})
    grown = sum((earned(accrual, flow, until=today) for flow in account.contributed()), ZERO)
    grown -= sum((earned(accrual, flow, until=today) for flow in returned), ZERO)
    if accrual.accrues is Compounding.COMPOUND:
        # what was paid of the return no longer earns one
        grown -= sum((earned(accrual, flow, until=today) for flow in paid), ZERO)
    return max(grown, ZERO)


def _claims_capital(stage: Stage, payee: p.Name) -> bool:
    return isinstance((stage.claims or {}).get(payee), p.TimesInvested)


@dataclass(frozen=True, slots=True)
class _Account:
    """The dated money of one investor in one entity."""

    state: State
    entity: p.Name
    payee: p.Name

    def day(self, moment: datetime) -> date:
        return day_of(moment, self.state.charter.time_zone)

    def contributed(self) -> list[MoneyFlow]:
        flows = []
        for item in contributions(self.state, self.payee, self.entity):
            if item.on is None:
                raise Undated(str(self.payee), str(self.entity), "an investment")
            flows.append(MoneyFlow(item.amount, self.day(item.on)))
        return flows

    def received(self, stages: set[p.Name]) -> list[MoneyFlow]:
        flows = []
        for item in self.state.paid:
            at = None if item.stage is None else item.stage.rpartition(".")[2]
            if (item.entity, item.payee) != (self.entity, self.payee) or at not in stages:
                continue
            if item.on is None:
                raise Undated(str(self.payee), str(self.entity), "what it received before")
            amount = amount_of(self.state.charter, item.amount)
            flows.append(MoneyFlow(amount, self.day(item.on)))
        return flows
