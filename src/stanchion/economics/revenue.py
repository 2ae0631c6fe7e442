"""What metered use comes to at given prices, exactly, period by period.

Revenue is what customers owe. What may be paid out of it, after costs, is not derived here: a
part is given by who asks.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from math import floor
from typing import assert_never

from stanchion.exact.money import Currency, Money
from stanchion.exact.record import record

MILLION = 1_000_000


@record(frozen=True, slots=True)
class Used:
    """What one key used of one model on one day.

    `cached_tokens` are those of the prompt that were read from a cache. `unreported` requests
    ended before the server said what they took; `events_unreported` pieces had been sent by then.
    """

    key: str
    model: str
    day: date
    requests: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    unreported: int
    events_unreported: int


@record(frozen=True, slots=True)
class Price:
    """What one model costs, in major units of the list's currency."""

    per_request: Fraction
    per_million_prompt_tokens: Fraction
    per_million_cached_tokens: Fraction
    per_million_completion_tokens: Fraction
    per_million_unreported_events: Fraction


class Period(Enum):
    """How use is gathered; a period is named by its last day."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@record(frozen=True, slots=True)
class Earned:
    """The revenue of one period from one model."""

    until: date
    model: str
    requests: int
    amount: Fraction


@record(frozen=True, slots=True)
class Instalment:
    """Whole minor units that become payable on a day."""

    on: date
    money: Money


def price_of(used: Used, price: Price) -> Fraction:
    """What a row of use costs; cached tokens are charged as such and not as the prompt's."""
    per_million = (
        (used.prompt_tokens - used.cached_tokens) * price.per_million_prompt_tokens
        + used.cached_tokens * price.per_million_cached_tokens
        + used.completion_tokens * price.per_million_completion_tokens
        + used.events_unreported * price.per_million_unreported_events
    )
    return used.requests * price.per_request + per_million / MILLION


def earned(rows: Iterable[Used], prices: Mapping[str, Price], period: Period) -> tuple[Earned, ...]:
    """Revenue by period and model, in this order; every model of the rows has a price."""
    amounts: dict[tuple[date, str], tuple[int, Fraction]] = {}
    for row in rows:
        at = (end_of(row.day, period), row.model)
        requests, amount = amounts.get(at, (0, Fraction(0)))
        amounts[at] = (requests + row.requests, amount + price_of(row, prices[row.model]))
    return tuple(Earned(*at, *found) for at, found in sorted(amounts.items()))


def instalments(
    found: Iterable[Earned], *, part: Fraction, currency: Currency
) -> tuple[Instalment, ...]:
    """The part of each period's revenue, in whole minor units of all that is due by then.

    What is less than a minor unit waits for the next period, so that the sum is never above the
    exact one and less than one unit below it.
    """
    by_day: dict[date, Fraction] = {}
    for each in found:
        by_day[each.until] = by_day.get(each.until, Fraction(0)) + each.amount * part
    made, due, paid = [], Fraction(0), 0
    for on, amount in sorted(by_day.items()):
        due += amount
        minor = floor(due * currency.minor_per_major) - paid
        if minor:
            made.append(Instalment(on, Money(minor, currency)))
            paid += minor
    return tuple(made)


def end_of(day: date, period: Period) -> date:
    """The last day of the period in which a day lies."""
    match period:
        case Period.DAY:
            return day
        case Period.MONTH:
            return _last(day.year, day.month)
        case Period.QUARTER:
            return _last(day.year, (day.month + 2) // 3 * 3)
        case Period.YEAR:
            return date(day.year, 12, 31)
        case _:
            assert_never(period)


def _last(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
