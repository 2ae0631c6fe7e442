"""When a decision can be voted on: notice and who may waive it, cooling-off, dates."""

from collections.abc import Iterator
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.calendar import later
from stanchion.charter.decisions import Decision
from stanchion.charter.state import State
from stanchion.control.from_charter import ways
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Timing:
    """How long one way of taking a decision takes before it can be voted on."""

    route: p.Name
    notice: p.Duration | None  # None: the charter does not say
    waiver: p.Selector | None
    cooling_off: p.Duration | None

    @property
    def takes_time(self) -> bool:
        """Whether it must be announced before it can be voted on."""
        return bool(self.notice or self.cooling_off)

    def ready(self, since: datetime, *, waived: bool) -> datetime:
        """When what was announced at an instant can be voted on."""
        nothing = p.Duration()
        noticed = since if waived else later(since, self.notice or nothing)
        return later(noticed, self.cooling_off or nothing)


def timings(state: State, decision: p.Name) -> tuple[Timing, ...]:
    """The time that every way of a decision takes."""
    return tuple(
        Timing(way.name, way.notice, way.waived_by, way.cooling_off)
        for way in ways(state, decision)
    )


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
