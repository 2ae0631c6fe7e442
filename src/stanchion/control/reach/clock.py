"""When a decision can be voted on, and when its effect is there: notice, waiver, delays, sunset."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.decisions import Decision, Route
from stanchion.charter.model import Charter


def later(moment: datetime, duration: p.Duration | None) -> datetime:
    """The moment a duration later; a month ends no later than the month it leads to."""
    if duration is None or not duration:
        return moment
    months = moment.month - 1 + duration.months
    year, month = moment.year + months // 12, months % 12 + 1
    day = min(moment.day, monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day) + duration.rest


@dataclass(frozen=True, slots=True)
class Timing:
    """The notice of a decision by one of its routes, and who together may waive it."""

    route: p.Name | None
    notice: p.Duration | None  # None: the charter does not say
    waiver: p.Selector | None


def timings(charter: Charter, terms: Decision) -> tuple[Timing, ...]:
    """The notice of every route of a decision; of its one way where it lists no routes."""
    body = deciding_body(charter, terms.by)
    routes = terms.routes or {}
    if not routes:
        return (_timing(None, terms, None, body),)
    return tuple(_timing(p.Name(name), terms, route, body) for name, route in routes.items())


def _timing(name: p.Name | None, terms: Decision, route: Route | None, body: Body | None) -> Timing:
    said = [part for part in (route, terms, body) if part is not None]
    notice = next((part.notice for part in said if part.notice is not None), None)
    waiver = next((part.waiver for part in said if part.waiver is not None), None)
    return Timing(name, notice, waiver)


def deciding_body(charter: Charter, by: p.Selector) -> Body | None:
    """The body that decides, found through whoever acts for an entity; None where there is none."""
    seen: set[p.Name] = set()
    name = _first(charter, by)
    while name is not None and name not in seen:
        if name in charter.bodies:
            return charter.bodies[name]
        seen.add(name)
        party = charter.parties.get(name)
        name = None if party is None else party.acts_by or party.managed_by
    return None


def _first(charter: Charter, by: p.Selector) -> p.Name | None:
    match by:
        case p.Named(name):
            return name
        case p.ManagerOf(entity):
            return charter.parties[entity].managed_by
        case _:
            return None


def delayed(moment: datetime, terms: Decision) -> datetime:
    """When a decision that is taken at a moment has its effect: after cooling-off and time lock."""
    return later(later(moment, terms.cooling_off), terms.time_lock)


def instants_of(terms: Decision) -> Iterator[datetime]:
    """The moments at which the terms of a decision begin or cease to allow it."""
    if terms.expires is not None:
        yield terms.expires.start
    if terms.when is not None:
        yield from _instants(terms.when)


def _instants(condition: p.Condition) -> Iterator[datetime]:
    match condition:
        case p.FromInstant(instant) | p.BeforeInstant(instant):
            yield instant.start
        case p.AllConditions(parts) | p.AnyCondition(parts):
            for part in parts:
                yield from _instants(part)
        case p.NotCondition(part):
            yield from _instants(part)
        case _:
            return
