"""Vesting: published allocations, cliffs and tranches by hand, and the laws that they keep."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.charter import phrases as p
from stanchion.charter.instruments.base import Acceleration, Allocation, ServiceEnd, Vesting
from stanchion.economics.accruals.vesting import allocated, vested
from tests.economics.waterfalls import exactly

OCF = "Open Cap Format, enumeration AllocationType (V01): 18 shares in 4 tranches"


@dataclass(frozen=True)
class Case:
    source: str
    given: Allocation
    expected: tuple[Fraction | int, ...]


CASES = [
    Case(OCF, Allocation.CUMULATIVE_ROUNDING, (5, 4, 5, 4)),
    Case(OCF, Allocation.CUMULATIVE_ROUND_DOWN, (4, 5, 4, 5)),
    Case(OCF, Allocation.FRONT_LOADED, (5, 5, 4, 4)),
    Case(OCF, Allocation.BACK_LOADED, (4, 4, 5, 5)),
    Case(OCF, Allocation.FRONT_LOADED_TO_SINGLE_TRANCHE, (6, 4, 4, 4)),
    Case(OCF, Allocation.BACK_LOADED_TO_SINGLE_TRANCHE, (4, 4, 4, 6)),
    Case(OCF, Allocation.FRACTIONAL, (Fraction(9, 2),) * 4),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.given)
def test_a_published_allocation_is_met(case: Case) -> None:
    assert allocated(Fraction(18), 4, case.given) == case.expected, case.source


def on(day: str) -> p.Instant:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return p.Instant(start, start + timedelta(days=1), p.Precision.DAY)


def four_years(**more: object) -> Vesting:
    """48 monthly tranches with a cliff of a year."""
    given = {
        "start": on("2022-01-31"),
        "months": p.Quantity(Fraction(48)),
        "every_months": p.Quantity(Fraction(1)),
        "cliff_months": p.Quantity(Fraction(12)),
        "acceleration": Acceleration.NONE,
    }
    return Vesting(**{**given, **more})


def own(terms: Vesting, day: str, *, sale: bool = False) -> Fraction:
    at = date.fromisoformat(day)
    return vested(terms, Fraction(4800), at=at, sale=sale, zone=UTC).vested


@pytest.mark.parametrize(
    ("day", "units"),
    [
        ("2021-12-31", 0),
        ("2023-01-30", 0),  # a day before the cliff
        ("2023-01-31", 1200),  # the cliff brings a year at once
        ("2023-02-27", 1200),
        ("2023-02-28", 1300),  # the month has no 31st
        ("2025-12-31", 4700),
        ("2026-01-31", 4800),
        ("2040-01-01", 4800),
    ],
)
def test_units_vest_month_by_month_after_the_cliff(day: str, units: int) -> None:
    assert own(four_years(), day) == units


def test_a_sale_vests_all_under_a_single_trigger_and_none_without() -> None:
    single = four_years(acceleration=Acceleration.SINGLE_TRIGGER)
    assert own(single, "2022-06-01", sale=True) == 4800
    assert own(single, "2022-06-01") == 0, "a dividend is no sale"
    assert own(four_years(), "2022-06-01", sale=True) == 0


def test_who_left_before_the_sale_keeps_what_had_vested() -> None:
    gone = {"service_ended": on("2023-03-15"), "ended_by": ServiceEnd.OTHERWISE}
    for acceleration in (Acceleration.NONE, Acceleration.SINGLE_TRIGGER):
        left = four_years(acceleration=acceleration, **gone)
        assert own(left, "2025-01-01", sale=True) == 1300


@pytest.mark.parametrize(
    ("ended_by", "sale", "units"),
    [
        (ServiceEnd.WITHOUT_CAUSE, "2023-06-15", 4800),  # three months to the day
        (ServiceEnd.WITHOUT_CAUSE, "2023-06-16", 1300),
        (ServiceEnd.OTHERWISE, "2023-04-01", 1300),
        (ServiceEnd.WITHOUT_CAUSE, "2023-03-01", 1300),  # not dismissed yet
    ],
)
def test_a_double_trigger_needs_a_sale_and_a_dismissal(
    ended_by: ServiceEnd, sale: str, units: int
) -> None:
    terms = four_years(
        acceleration=Acceleration.DOUBLE_TRIGGER,
        window_months=p.Quantity(Fraction(3)),
        service_ended=on("2023-03-15"),
        ended_by=ended_by,
    )
    assert own(terms, sale, sale=True) == units
    assert own(terms, sale) == 1300


tranche_counts = st.integers(1, 60)
unit_counts = st.integers(0, 5000).map(Fraction)


@exactly
@given(unit_counts, tranche_counts, st.sampled_from(list(Allocation)))
def test_no_unit_is_lost_or_made_by_spreading(
    units: Fraction, tranches: int, allocation: Allocation
) -> None:
    parts = allocated(units, tranches, allocation)
    assert len(parts) == tranches
    assert sum(parts) == units
    assert all(part >= 0 for part in parts)
    if allocation is not Allocation.FRACTIONAL:
        assert all(part.denominator == 1 for part in parts)
    if units % tranches == 0:
        assert parts == allocated(units, tranches, None)


@exactly
@given(st.dates(date(2021, 1, 1), date(2028, 1, 1)), st.integers(0, 400), st.booleans())
def test_what_has_vested_stays_vested(day: date, later: int, sale: bool) -> None:
    terms = four_years()
    one = vested(terms, Fraction(4800), at=day, sale=sale, zone=UTC)
    other = vested(terms, Fraction(4800), at=day + timedelta(days=later), sale=sale, zone=UTC)
    assert 0 <= one.vested <= other.vested <= 4800
    assert one.vested + one.unvested == one.units
