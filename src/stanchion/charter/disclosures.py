"""What was owed and told: disclosures with their deadlines, and decisions by people with a tie.

A pure fold over the events. Two events speak of one matter where they name the same duty and the
same instant at which it arose. What is not recorded as told is said to be so, and no more.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from stanchion.charter import phrases as p
from stanchion.charter.calendar import later
from stanchion.charter.duties import Duty
from stanchion.charter.events import Event, Matter
from stanchion.charter.history import Moment, history
from stanchion.charter.law import under_law
from stanchion.charter.model import Charter
from stanchion.charter.selection import selected_names
from stanchion.charter.sources import Confidence
from stanchion.charter.state import State
from stanchion.exact.record import record


class Kept(Enum):
    """What became of a duty towards one person."""

    IN_TIME = "told in time"
    LATE = "told late"
    TOLD = "told"  # no deadline, or none that can be dated
    NOT = "not told"
    UNRECORDED = "not recorded as told"


@record(frozen=True, slots=True)
class Told:
    """One person to whom a matter was owed: when it was told, if it was."""

    person: p.Name
    kept: Kept
    when: p.Instant | None


@record(frozen=True, slots=True)
class Disclosure:
    """One matter under a duty: when it arose, by when it was due, and who was told.

    `due` is None where the duty names no time; `said_by` are those whose account it is, where it
    is one side's; `confidence` is that of the matter, else of its event.
    """

    duty: p.Name
    terms: Duty
    event: Event
    arose: p.Instant
    due: datetime | None
    due_because: str
    owed_by: tuple[p.Name, ...]
    told: tuple[Told, ...]
    said_by: tuple[p.Name, ...]
    confidence: Confidence | None

    @property
    def overdue(self) -> tuple[p.Name, ...]:
        """Those who were told late or not at all."""
        missed = {Kept.LATE, Kept.NOT, Kept.UNRECORDED}
        return tuple(told.person for told in self.told if told.kept in missed)


@record(frozen=True, slots=True)
class Breach:
    """Something about how a decision was taken that the charter's own rules forbid."""

    event: Event
    decision: p.Name
    person: p.Name | None
    why: str


def disclosures(charter: Charter) -> tuple[Disclosure, ...]:
    """Every matter that an event speaks of, in order of the events that first do."""
    moments = list(history(charter))
    found: dict[tuple[str, datetime], list[tuple[Moment, Matter]]] = {}
    for moment in moments:
        matter = moment.event.discloses
        if matter is not None:
            arose = matter.arose or moment.event.when
            found.setdefault((str(matter.duty), arose.start), []).append((moment, matter))
    return tuple(_disclosure(charter, moments, told) for told in found.values())


def _disclosure(
    charter: Charter, moments: list[Moment], told: list[tuple[Moment, Matter]]
) -> Disclosure:
    first, matter = told[0]
    arose = matter.arose or first.event.when
    terms = charter.duties[matter.duty]
    due, because = _due(terms, arose, moments)
    return Disclosure(
        duty=matter.duty,
        terms=terms,
        event=first.event,
        arose=arose,
        due=due,
        due_because=because,
        owed_by=selected_names(_state_when(moments, arose), terms.owed_by),
        told=tuple(_told(charter, moments, told, terms, arose, due)),
        said_by=tuple(dict.fromkeys(name for _, each in told for name in each.said_by)),
        confidence=matter.confidence or first.event.confidence,
    )


def _due(terms: Duty, arose: p.Instant, moments: list[Moment]) -> tuple[datetime | None, str]:
    """By when a matter is owed: counted from when it arose, or before a decision."""
    if terms.within is not None:
        return later(arose.end, terms.within), "counted from when it arose"
    if terms.before is None:
        return None, "no time is set"
    for moment in moments:
        if moment.event.decided == terms.before and moment.event.when.start >= arose.start:
            return moment.event.when.start, f"before `{terms.before}` was taken"
    return arose.start, f"before `{terms.before}`, taken here as when the matter arose"


def _state_when(moments: list[Moment], instant: p.Instant) -> State:
    """The company just before the instant: whoever leaves in it was still bound."""
    state = moments[0].before
    for moment in moments:
        if moment.event.when.start >= instant.start:
            break
        state = moment.after
    return state


def _told(
    charter: Charter,
    moments: list[Moment],
    told: list[tuple[Moment, Matter]],
    terms: Duty,
    arose: p.Instant,
    due: datetime | None,
) -> Iterator[Told]:
    when: dict[p.Name, p.Instant] = {}
    missed: set[p.Name] = set()
    for moment, matter in told:
        for name in _people(moment.after, matter.told):
            when.setdefault(name, moment.event.when)
        missed |= set(_people(moment.after, matter.not_told))
    owed = [*when, *missed]
    if arose.start > charter.opens.start:  # who sat before is not known
        owed += selected_names(_state_when(moments, arose), terms.owed_to)
    told_by = set(selected_names(_state_when(moments, arose), terms.owed_by))
    order = {str(name): place for place, name in enumerate(charter.parties)}
    for name in sorted(set(owed) - told_by, key=lambda name: order.get(name, len(order))):
        at = when.get(name)
        if at is None:
            yield Told(name, Kept.NOT if name in missed else Kept.UNRECORDED, None)
        elif due is None:
            yield Told(name, Kept.TOLD, at)
        else:
            yield Told(name, Kept.IN_TIME if at.start <= due else Kept.LATE, at)


def _people(state: State, names: tuple[p.Name, ...]) -> tuple[p.Name, ...]:
    return tuple(n for name in names for n in selected_names(state, p.Named(name)))


def breaches(charter: Charter) -> tuple[Breach, ...]:
    """Decisions taken by people who had to step aside, or without the reason they need."""
    return tuple(breach for moment in history(charter) for breach in _breaches(charter, moment))


def _breaches(charter: Charter, moment: Moment) -> Iterator[Breach]:
    event, decided = moment.event, moment.event.decided
    terms = None if decided is None else charter.decisions.get(decided)
    if decided is None or terms is None:
        return
    aside = {}
    if terms.recused is not None:
        for name in selected_names(moment.before, terms.recused):
            aside[name] = "the decision says that they step aside"
    for key, interest in charter.interests.items():
        if decided not in interest.recused_from:
            continue
        for name in charter.members(interest.party):
            declared = interest.declared
            known = declared is not None and declared.start <= event.when.start
            said = "declared" if known else "not declared by then"
            aside.setdefault(name, f"of interest `{key}`, {said}")
    for person in (*event.by, *event.against):
        if person in aside:
            yield Breach(event, decided, person, f"took part although {aside[person]}")
    needs_reason = terms.reason_recorded or under_law(terms).for_cause
    if needs_reason and event.reason is None:
        yield Breach(event, decided, None, "no reason is recorded, which it needs")
