"""Interest and dividends against published examples, through the charter's own words."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from stanchion.charter.instruments.base import Accrual, Compounding, DayCount, Periods, Rests
from stanchion.economics.accruals.accrual import accrued

DEBT = "algorithmic-game-theory-for-private-equity, docs/debt.md"
OCF_423 = "the same, docs/ocf.md, on issue 423 of the Open Cap Format"
PCE = "PCE Companies, Understanding preferred stock rights for early-stage companies"
LEARNVC = "learnvc.com, Dividends (2008)"
MILLION = Fraction(1_000_000)


@dataclass(frozen=True)
class Case:
    """An example as its source gives it: rounded to `digits` decimals."""

    source: str
    given: Accrual
    principal: Fraction
    start: str
    end: str
    expected: str


def simple(rate: Fraction, day_count: DayCount) -> Accrual:
    return Accrual(rate=rate, accrues=Compounding.SIMPLE, day_count=day_count)


def compound(
    rate: Fraction, rests: Rests, periods: Periods, day_count: DayCount = DayCount.ACT_365F
) -> Accrual:
    return Accrual(
        rate=rate, accrues=Compounding.COMPOUND, rests=rests, periods=periods, day_count=day_count
    )


EIGHT, TEN = Fraction(8, 100), Fraction(1, 10)
F365, A360 = DayCount.ACT_365F, DayCount.ACT_360
# 730 days that hold no leap day
TWO_YEARS = ("2025-01-01", "2027-01-01")
LEAP = ("2027-01-01", "2029-01-01")

CASES = [
    Case(f"{DEBT}: I01", simple(EIGHT, F365), MILLION, *TWO_YEARS, "160000.000"),
    *(
        Case(f"{DEBT}: I02", compound(EIGHT, Rests.ANNUAL, p), MILLION, *TWO_YEARS, "166400.000")
        for p in Periods
    ),
    *(
        Case(f"{DEBT}: I03", compound(EIGHT, Rests.QUARTERLY, p), MILLION, *TWO_YEARS, "171659.381")
        for p in (Periods.EQUAL, Periods.POWER_OF_TIME)
    ),
    Case(f"{DEBT}: I05", simple(EIGHT, A360), MILLION, *TWO_YEARS, "162222.222"),
    Case(f"{OCF_423}: I06", simple(EIGHT, F365), MILLION, *LEAP, "160219.178"),
    Case(f"{OCF_423}: I06", simple(EIGHT, DayCount.ACT_ACT_ISDA), MILLION, *LEAP, "160000.000"),
    Case(f"{OCF_423}: I06", simple(EIGHT, DayCount.ACT_365_25), MILLION, *LEAP, "160109.514"),
    Case(
        f"{PCE}: I07", compound(TEN, Rests.ANNUAL, Periods.EQUAL), Fraction(10), *TWO_YEARS, "2.10"
    ),
    Case(
        f"{PCE}: I07",
        compound(TEN, Rests.QUARTERLY, Periods.EQUAL),
        Fraction(10),
        *TWO_YEARS,
        "2.18",
    ),
    Case(f"{LEARNVC}: I08", simple(TEN, F365), 2 * MILLION, *TWO_YEARS, "400000"),
    Case(f"{LEARNVC}: I08", simple(TEN, F365), 4 * MILLION, *TWO_YEARS, "800000"),
    Case(
        f"{DEBT}: N06, the interest of the note",
        simple(Fraction(6, 100), F365),
        Fraction(500_000),
        "2025-01-01",
        "2026-01-01",
        "30000",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.source[-12:]} {c.expected}")
def test_a_published_accrual_is_met(case: Case) -> None:
    start, end = date.fromisoformat(case.start), date.fromisoformat(case.end)
    found = accrued(case.given, case.principal, start=start, end=end)
    digits = len(case.expected.partition(".")[2])
    unit = Fraction(1, 10**digits)
    assert abs(found.amount - Fraction(case.expected)) <= unit / 2, case.source
    assert found.exact


def test_quarters_counted_by_their_days_are_another_sum() -> None:
    """The example I03 holds where each quarter credits 2%; where its days count, it does not."""
    by_days = compound(EIGHT, Rests.QUARTERLY, Periods.BY_DAY_COUNT)
    start, end = map(date.fromisoformat, TWO_YEARS)
    found = accrued(by_days, MILLION, start=start, end=end)
    quarters = [1 + EIGHT * Fraction(days, 365) for days in (90, 91, 92, 92)]
    growth = Fraction(1)
    for quarter in quarters:
        growth *= quarter**2
    assert found.amount == MILLION * (growth - 1)
    assert abs(found.amount - Fraction("171659.381")) > Fraction(1, 10)
