"""Every question about money that a charter can be asked, each answered in text and in JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import partial

from stanchion.api.holder import Wanted, goal, statement
from stanchion.api.money import Look, breakpoints, curves, pay, pay_through
from stanchion.api.outcomes import outcomes
from stanchion.api.readings import readings
from stanchion.api.schedule import clawbacks, payouts_of, schedule
from stanchion.api.simulation import simulate
from stanchion.api.tenders import tenders
from stanchion.api.view import View
from stanchion.exact.errors import StanchionError
from stanchion.formats.book import book
from stanchion.formats.separated import separated
from stanchion.formats.workbook import workbook
from stanchion.reports import holder, jsonable, jsonable_simulation, jsonable_tenders, jsonable_time
from stanchion.reports import money as in_text
from stanchion.reports.outcomes import hanging
from stanchion.reports.outcomes import jsonable as outcomes_json
from stanchion.reports.readings import readings_grid
from stanchion.reports.schedule import returned, run
from stanchion.reports.simulation import simulation
from stanchion.reports.tenders import several
from stanchion.reports.through import followed

Said = tuple[str, object]
"""An answer in text, and in JSON."""

AMOUNTS = (Fraction(0), Fraction(1), Fraction(10**9))
LARGE = AMOUNTS[-1]
GOALS = (
    Wanted(receives="5 m"),
    Wanted(multiple="3x"),
    Wanted(irr="12%", day_count="ACT/365F"),
)
TWO = "1 m at 2026-01-01, 1 bn at 2031-06-30"


def ask_money(asked: View) -> None:
    """All of them; a question that has no answer says so as an error of ours."""
    for question in money_questions(asked):
        with suppress(StanchionError):
            text, data = question()
            assert text
            assert json.dumps(data, allow_nan=False)


def money_questions(asked: View) -> Iterator[Callable[[], Said]]:
    """Of the charter, and of every entity that pays."""
    yield partial(_schedule, asked, None)
    yield partial(_clawbacks, asked, None)
    yield partial(_tenders, asked)
    for entity in map(str, asked.charter.pay):
        for question in (_paid, _through, _points, _outcomes, _readings, _book, _account):
            yield partial(question, asked, entity)
        yield partial(_schedule, asked, entity)
        yield partial(_clawbacks, asked, entity)
        for years in (1, 3):
            yield partial(_simulated, asked, entity, years)
        for wanted in GOALS:
            yield partial(_goal, asked, entity, wanted)


def _paid(asked: View, entity: str) -> Said:
    found = pay(asked, AMOUNTS, entity=entity)
    return in_text.payment(found), jsonable.payment(found)


def _through(asked: View, entity: str) -> Said:
    found = pay_through(asked, AMOUNTS, entity=entity)
    points = breakpoints(asked, entity=entity, look=Look.THROUGH)
    return followed(found), [jsonable_time.through(found), jsonable.breakpoints(points)]


def _points(asked: View, entity: str) -> Said:
    found = breakpoints(asked, entity=entity)
    drawn = jsonable.curves(curves(asked, entity=entity))
    return in_text.breakpoint_table(found, entity=entity), [jsonable.breakpoints(found), drawn]


def _outcomes(asked: View, entity: str) -> Said:
    found = outcomes(asked, entity=entity)
    return hanging(found, asked.charter), outcomes_json(found)


def _readings(asked: View, entity: str) -> Said:
    found = readings(asked.charter, LARGE, entity=entity)
    return readings_grid(found), jsonable.readings(found)


def _book(asked: View, entity: str) -> Said:
    drawn, points = curves(asked, entity=entity), breakpoints(asked, entity=entity)
    sheets = book(asked, drawn, points, AMOUNTS)
    return "".join(map(separated, sheets)), workbook(sheets, made=asked.state.instant).hex()


def _simulated(asked: View, entity: str, years: int) -> Said:
    draws = 20 if years == 1 else 2
    found = simulate(asked, "uniform 0 to 1 bn", draws=draws, seed=1, years=years, entity=entity)
    return simulation(asked.charter, found), jsonable_simulation.simulation(found)


def _schedule(asked: View, entity: str | None) -> Said:
    due = None if entity is None else payouts_of(asked.charter, TWO, entity=entity)
    found = schedule(asked, due)
    return run(found, trace=True), jsonable_time.run(found)


def _clawbacks(asked: View, entity: str | None) -> Said:
    due = None if entity is None else payouts_of(asked.charter, TWO, entity=entity)
    found = clawbacks(asked, due)
    return returned(found), jsonable_time.clawbacks(found)


def _tenders(asked: View) -> Said:
    found = tenders(asked)
    return several(asked.charter, found), [jsonable_tenders.tender(each) for each in found]


def _first_payee(asked: View, entity: str) -> str:
    return str(next(iter(curves(asked, entity=entity).by_payee())))


def _account(asked: View, entity: str) -> Said:
    found = statement(asked, _first_payee(asked, entity), LARGE, entity=entity)
    return holder.account(found), jsonable_time.account(found)


def _goal(asked: View, entity: str, wanted: Wanted) -> Said:
    found = goal(asked, _first_payee(asked, entity), wanted, entity=entity)
    return holder.reached(found), jsonable_time.reached(found)
