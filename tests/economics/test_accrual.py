"""Accruals: against an independent slow reading day by day, and the laws that they keep."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.charter.calendar import anniversaries, months_after
from stanchion.charter.fields import Never
from stanchion.charter.instruments.base import Accrual, Compounding, DayCount, Periods, Rests
from stanchion.charter.phrases import Instant, Precision
from stanchion.economics.accruals.accrual import accrued
from stanchion.economics.accruals.day_count import year_fraction
from tests.economics.waterfalls import exactly

rates = st.builds(Fraction, st.integers(0, 30), st.just(100))
starts = st.dates(date(2020, 1, 1), date(2026, 12, 31))
lengths = st.integers(0, 1200)


@st.composite
def accruals(draw: st.DrawFn) -> Accrual:
    rests = draw(st.sampled_from([None, *Rests]))
    periods = list(Periods) if rests is not Rests.DAILY else [Periods.BY_DAY_COUNT]
    day_count = draw(st.sampled_from(list(DayCount)))
    asks = day_count is DayCount.THIRTY_E_360_ISDA
    return Accrual(
        rate=draw(rates),
        accrues=Compounding.SIMPLE if rests is None else Compounding.COMPOUND,
        rests=rests,
        periods=None if rests is None else draw(st.sampled_from(periods)),
        day_count=day_count,
        ends=draw(st.sampled_from([Never.NEVER, *map(instant_of, ENDS)])) if asks else None,
    )


ENDS = [date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2026, 5, 31)]


def instant_of(day: date) -> Instant:
    """The day as a charter states it."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Instant(start, start + timedelta(days=1), Precision.DAY)


def years_of(terms: Accrual, start: date, end: date) -> Fraction:
    """The day count, told when the contract ends where it does."""
    ends = terms.ends.start.date() if isinstance(terms.ends, Instant) else None
    return year_fraction(terms.day_count, start, end, ends=ends)


def ledger(terms: Accrual, principal: Fraction, start: date, end: date) -> Fraction:
    """The slow reading: a ledger that credits at each rest what has accrued since the last."""
    months = {"annual": 12, "semi-annual": 6, "quarterly": 3, "monthly": 1}
    balance, last, number = principal, start, 1
    while terms.rests is not None:
        rest = _rest(start, number, months.get(terms.rests.value))
        if rest > end:
            break
        years = years_of(terms, last, rest)
        if terms.periods is Periods.EQUAL:
            years = Fraction(months[terms.rests.value], 12)
        balance += balance * terms.rate * years
        last, number = rest, number + 1
    return balance + balance * terms.rate * years_of(terms, last, end) - principal


def _rest(start: date, number: int, months: int | None) -> date:
    """The day of a rest; a day that its month does not have is the month's last."""
    if months is None:
        return start + timedelta(days=number)
    index = start.year * 12 + start.month - 1 + months * number
    for day in range(start.day, 27, -1):
        try:
            return date(index // 12, index % 12 + 1, day)
        except ValueError:
            continue
    return date(index // 12, index % 12 + 1, start.day)


@exactly
@given(accruals(), starts, lengths)
def test_what_accrues_is_what_a_ledger_shows(terms: Accrual, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = accrued(terms, Fraction(1000), start=start, end=end)
    if terms.periods is Periods.POWER_OF_TIME:
        rests = {"annual": 1, "semi-annual": 2, "quarterly": 4, "monthly": 12}[str(terms.rests)]
        time = years_of(terms, start, end) * rests
        base = 1 + terms.rate / rests
        growth = [(1000 + bound) / 1000 for bound in (found.low, found.high)]
        above, below = time.numerator, time.denominator
        if above * below < 10**6:
            assert growth[0] ** below <= base**above <= growth[1] ** below
        assert abs(float(growth[0]) - float(base) ** float(time)) < 1e-9
    else:
        shown = ledger(terms, Fraction(1000), start, end)
        assert found.low <= shown <= found.high
        assert terms.rests is Rests.DAILY or found.exact


@exactly
@given(accruals(), starts, lengths)
def test_no_day_takes_interest_away_and_nothing_accrues_before_the_start(
    terms: Accrual, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    one = accrued(terms, Fraction(1000), start=start, end=end)
    assert accrued(terms, Fraction(1000), start=end, end=start).amount == 0
    assert one.low >= 0
    assert one.high - one.low < Fraction(1, 10**9)
    if terms.periods is not Periods.EQUAL:  # an equal part may credit less than the long stub had
        later = accrued(terms, Fraction(1000), start=start, end=end + timedelta(days=1))
        assert later.high >= one.low


@exactly
@given(accruals(), starts, lengths, st.integers(1, 9))
def test_twice_the_principal_earns_twice_as_much(
    terms: Accrual, start: date, length: int, times: int
) -> None:
    end = start + timedelta(days=length)
    one = accrued(terms, Fraction(7), start=start, end=end)
    more = accrued(terms, Fraction(7) * times, start=start, end=end)
    assert more.low <= one.high * times
    assert one.low * times <= more.high
    assert not one.exact or more.amount == one.amount * times


@pytest.mark.parametrize("day_count", [DayCount.ACT_365F, DayCount.THIRTY_E_360])
def test_eight_thousand_years_of_daily_rests_are_answered(day_count: DayCount) -> None:
    terms = Accrual(
        rate=Fraction(1, 1000),
        accrues=Compounding.COMPOUND,
        rests=Rests.DAILY,
        periods=Periods.BY_DAY_COUNT,
        day_count=day_count,
    )
    found = accrued(terms, Fraction(1), start=date(1990, 3, 1), end=date(9990, 7, 1))
    assert not found.exact
    assert found.high - found.low <= Fraction(2, 10**12)
    assert found.low.denominator <= 10**12, "no fraction of many thousand digits"
    short = accrued(terms, Fraction(1), start=date(1990, 3, 1), end=date(2390, 3, 1))
    assert found.low > short.high


def test_what_ends_beyond_the_calendar_ends_with_it() -> None:
    assert months_after(date(9990, 5, 31), 2000) == date.max
    assert anniversaries(date(9999, 11, 30), date.max, months=1) == (date(9999, 12, 30),)
