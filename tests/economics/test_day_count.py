"""Day counts against published tables, and the laws that all conventions keep."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.charter.instruments.base import DayCount
from stanchion.economics.accruals.day_count import year_fraction
from tests.economics.waterfalls import exactly


@dataclass(frozen=True)
class Case:
    source: str
    convention: DayCount
    start: str
    end: str
    expected: Fraction


ISDA_360 = "ISDA, 30/360 examples to the 2006 Definitions (spreadsheet of day count calculations)"
EMU = "ISDA, EMU and market conventions (1998): the actual/actual day count fraction"
BOND, EURO = DayCount.THIRTY_360_BOND_BASIS, DayCount.THIRTY_E_360


def thirty(start: str, end: str, bond: int, euro: int) -> list[Case]:
    return [
        Case(ISDA_360, BOND, start, end, Fraction(bond, 360)),
        Case(ISDA_360, EURO, start, end, Fraction(euro, 360)),
    ]


CASES = [
    *thirty("2006-08-20", "2007-02-20", 180, 180),
    *thirty("2008-02-20", "2008-08-20", 180, 180),
    *thirty("2006-08-31", "2007-02-28", 178, 178),
    *thirty("2007-02-28", "2007-08-31", 183, 182),
    *thirty("2007-08-31", "2008-02-29", 179, 179),
    *thirty("2008-02-29", "2008-08-31", 182, 181),
    *thirty("2006-01-31", "2006-02-28", 28, 28),
    *thirty("2006-02-28", "2006-03-03", 5, 5),
    *thirty("2006-09-30", "2006-10-31", 30, 30),
    *thirty("2006-10-31", "2006-11-28", 28, 28),
    *thirty("2008-02-28", "2008-08-31", 183, 182),
    *thirty("2007-02-26", "2008-02-29", 363, 363),
    *thirty("2008-02-29", "2009-02-28", 359, 359),
    *thirty("2008-02-28", "2008-03-31", 33, 32),
    Case(
        EMU,
        DayCount.ACT_ACT_ISDA,
        "2003-11-01",
        "2004-05-01",
        Fraction(61, 365) + Fraction(121, 366),
    ),
    Case(EMU, DayCount.ACT_ACT_ISDA, "1999-02-01", "1999-07-01", Fraction(150, 365)),
    Case(
        EMU,
        DayCount.ACT_ACT_ISDA,
        "1999-07-01",
        "2000-07-01",
        Fraction(184, 365) + Fraction(182, 366),
    ),
    Case(EMU, DayCount.ACT_ACT_ISDA, "2002-08-15", "2003-07-15", Fraction(334, 365)),
    Case(
        EMU,
        DayCount.ACT_ACT_ISDA,
        "2003-07-15",
        "2004-01-15",
        Fraction(170, 365) + Fraction(14, 366),
    ),
    Case(
        EMU,
        DayCount.ACT_ACT_ISDA,
        "1999-07-30",
        "2000-01-30",
        Fraction(155, 365) + Fraction(29, 366),
    ),
    Case(EMU, DayCount.ACT_ACT_ISDA, "2000-01-30", "2000-06-30", Fraction(152, 366)),
]

SIA = "SIA, Standard Securities Calculation Methods (1993), 30/360 with the end of February"
CASES += [
    Case(SIA, DayCount.THIRTY_360_US, start, end, Fraction(days, 360))
    for start, end, days in [
        ("2006-08-31", "2007-02-28", 178),
        ("2007-02-28", "2007-08-31", 180),
        ("2008-02-29", "2008-08-31", 180),
        ("2008-02-29", "2009-02-28", 360),
        ("2006-02-28", "2006-03-03", 3),
        ("2008-02-28", "2008-08-31", 183),
    ]
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.convention} {c.start} {c.end}")
def test_a_published_day_count_is_met(case: Case) -> None:
    start, end = date.fromisoformat(case.start), date.fromisoformat(case.end)
    assert year_fraction(case.convention, start, end) == case.expected, case.source


LAST_OF_FEBRUARY = [  # worked by the formula of the 2006 ISDA Definitions, 4.16 (h)
    ("2007-02-28", "2007-08-31", None, 180),
    ("2006-08-31", "2007-02-28", None, 180),
    ("2006-08-31", "2007-02-28", "2007-02-28", 178),
    ("2008-02-29", "2009-02-28", None, 360),
    ("2008-02-29", "2009-02-28", "2009-02-28", 358),
    ("2006-01-31", "2006-02-28", "2010-02-28", 30),
    ("2008-02-28", "2008-08-31", None, 182),
]


@pytest.mark.parametrize(("start", "end", "ends", "days"), LAST_OF_FEBRUARY)
def test_the_last_of_february_is_a_thirtieth_unless_the_contract_ends_there(
    start: str, end: str, ends: str | None, days: int
) -> None:
    last = None if ends is None else date.fromisoformat(ends)
    first, behind = date.fromisoformat(start), date.fromisoformat(end)
    found = year_fraction(DayCount.THIRTY_E_360_ISDA, first, behind, ends=last)
    assert found == Fraction(days, 360)


conventions = st.sampled_from(list(DayCount))
days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@exactly
@given(conventions, days, st.integers(0, 4000))
def test_time_never_runs_backwards(convention: DayCount, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    years = year_fraction(convention, start, end)
    assert years >= 0
    assert years <= year_fraction(convention, start, end + timedelta(days=1))
    assert abs(years - Fraction(length * 4, 1461)) < Fraction(1, 360) * 4 + years / 50
    assert year_fraction(convention, end, start) == 0, "what ends before it starts takes no time"


@exactly
@given(st.sampled_from([c for c in DayCount if c.name.startswith("ACT")]), days, days, days)
def test_actual_days_add_up(convention: DayCount, a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    whole = year_fraction(convention, a, c)
    assert year_fraction(convention, a, b) + year_fraction(convention, b, c) == whole
