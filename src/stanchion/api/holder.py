"""Questions of one holder: its account, and how much must be paid for it to reach a goal."""

from datetime import datetime
from fractions import Fraction

from stanchion.api.errors import BadQuestion, UndatedMoney
from stanchion.api.money import Look
from stanchion.api.view import View, amounts_of, known_or_raise, read_question
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments.base import DayCount
from stanchion.charter.investments import contributions
from stanchion.economics import waterfall as w
from stanchion.economics.accruals.preferred_return import MoneyFlow
from stanchion.economics.chains.chain import Chain
from stanchion.economics.from_charter import chain, paying_entity, waterfall
from stanchion.economics.goal import Goal, to_receive
from stanchion.economics.goal import goal as economic_goal
from stanchion.economics.statement import NotAPayee, Statement
from stanchion.economics.statement import statement as economic_statement
from stanchion.economics.sweep import Source
from stanchion.exact.money import describe_amount, describe_share
from stanchion.exact.powers import Bounds
from stanchion.exact.record import record

__all__ = ["Account", "Reached", "Wanted", "goal", "statement"]


@record(frozen=True, slots=True)
class Wanted:
    """What a party is to have: one of a sum, a multiple of what it invested, a yearly return.

    As written in the question; a return also says how days are counted.
    """

    receives: str | None = None
    multiple: str | None = None
    irr: str | None = None
    day_count: str | None = None


@record(frozen=True, slots=True)
class Reached:
    """The amount at which a party reaches what it is to have, and that in words."""

    view: View
    goal: Goal
    words: str


@record(frozen=True, slots=True)
class Account:
    """One holder's account as asked about."""

    view: View
    pays: str
    statement: Statement


def statement(asked: View, payee: str, amount: Fraction, *, entity: str | None = None) -> Account:
    """What the payee put in, holds, had, and receives of the amount (major units).

    Raises NoWaterfall, NotAPayee, AmountNotPayable.
    """
    name = paying_entity(asked.charter, entity)
    made = waterfall(asked.state, entity=name)
    found = economic_statement(asked.state, made, w.PayeeId(payee), amount)
    return Account(asked, asked.charter.pay[name].pays, found)


def goal(
    asked: View,
    payee: str,
    wanted: Wanted,
    *,
    entity: str | None = None,
    look: Look = Look.AT_PAYEES,
) -> Reached:
    """The least amount at which the payee has what is wanted, all it had before counted.

    Raises BadQuestion, UnknownName, NoWaterfall, NotAPayee, NeverReached; NoAmount where nothing
    was invested; Undated where a return depends on a day that is not stated.
    """
    name = str(paying_entity(asked.charter, entity))
    source: Source
    if look is Look.THROUGH:
        source = chain(asked.state, entity=name)
    else:
        source = waterfall(asked.state, entity=name)
    if payee not in source.payees:
        raise NotAPayee(payee, name, tuple(map(str, source.payees)))
    chosen = [text for text in (wanted.receives, wanted.multiple, wanted.irr) if text is not None]
    if len(chosen) != 1:
        raise _unclear(" ".join(chosen), "say one of `--receives`, `--multiple`, `--irr`")
    entities = tuple(link.entity for link in source.links) if isinstance(source, Chain) else (name,)
    bounds, words = _sum_wanted(asked, payee, wanted, entities)
    return Reached(asked, economic_goal(source, w.PayeeId(payee), bounds), words)


def _unclear(text: str, help: str) -> BadQuestion:
    return BadQuestion(text, "it is not clear what is wanted", 0, max(1, len(text)), "here", help)


def _sum_wanted(
    asked: View, payee: str, wanted: Wanted, entities: tuple[str, ...]
) -> tuple[Bounds, str]:
    if wanted.receives is not None:
        (amount, *more) = amounts_of(asked.charter, wanted.receives)
        if more:
            raise _unclear(wanted.receives, "name one amount")
        return Bounds(amount, amount), f"`{payee}` has {describe_amount(amount)}"
    if wanted.multiple is not None:
        quantity = read_question(wanted.multiple, g.quantity)
        if quantity.unit is not p.Unit.MULTIPLE:
            raise _unclear(wanted.multiple, "a multiple is written as `3x`")
        invested = sum((amount for amount, _ in _put_in(asked, payee, entities)), Fraction(0))
        if not invested:
            raise _unclear(wanted.multiple, f"`{payee}` has invested nothing there that is stated")
        amount = quantity.value * invested
        times = f"{wanted.multiple} of the {describe_amount(invested)} that it invested"
        return Bounds(amount, amount), f"`{payee}` has {times}"
    return _return_wanted(asked, payee, wanted, entities)


_OF_FLOWS = tuple(day.value for day in DayCount if day is not DayCount.THIRTY_E_360_ISDA)
"""Day counts of a return: money that comes and goes is no contract, whose end one asks for."""


def _return_wanted(
    asked: View, payee: str, wanted: Wanted, entities: tuple[str, ...]
) -> tuple[Bounds, str]:
    rate = read_question(wanted.irr or "", g.rate)
    if wanted.day_count is None:
        known = ", ".join(_OF_FLOWS)
        raise _unclear(wanted.irr or "", f"say how days are counted by `--day-count`: {known}")
    convention = DayCount(known_or_raise("day count", wanted.day_count, list(_OF_FLOWS)))
    put_in = _dated(asked, payee, _put_in(asked, payee, entities), "an investment")
    if not put_in:
        raise _unclear(wanted.irr or "", f"`{payee}` has invested nothing there that is stated")
    got = _dated(asked, payee, _got(asked, payee, entities), "what it received before")
    today = day_of(asked.state.instant, asked.charter.time_zone)
    due = to_receive(put_in, got, rate=rate, day_count=convention, on=today)
    had = sum((flow.amount for flow in got), Fraction(0))
    words = (
        f"`{payee}` has earned {describe_share(rate)} a year on its money by {today} "
        f"({convention.value})"
    )
    return Bounds(due.low + had, due.high + had), words


Dated = tuple[Fraction, datetime | None]


def _put_in(asked: View, payee: str, entities: tuple[str, ...]) -> list[Dated]:
    return [
        (item.amount, item.on)
        for entity in entities
        for item in contributions(asked.state, payee, entity)
    ]


def _got(asked: View, payee: str, entities: tuple[str, ...]) -> list[Dated]:
    return [
        (amount_of(asked.charter, item.amount), item.on)
        for item in asked.state.paid
        if item.payee == payee and item.entity in entities
    ]


def _dated(asked: View, payee: str, flows: list[Dated], what: str) -> tuple[MoneyFlow, ...]:
    found = []
    for amount, on in flows:
        if on is None:
            raise UndatedMoney(payee, what)
        found.append(MoneyFlow(amount, day_of(on, asked.charter.time_zone)))
    return tuple(found)
