"""Questions about what happened: what was owed and told, and what it changed in who can do what."""

from stanchion.api.view import known_or_raise
from stanchion.charter.disclosures import Breach, Disclosure, breaches, disclosures
from stanchion.charter.duties import Duty, Interest
from stanchion.charter.events import Event, Weight
from stanchion.charter.model import Charter
from stanchion.control.changes import EventChanges, event_changes
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Entry:
    """One event, with the matters that it first speaks of and what its rules say against it."""

    event: Event
    disclosures: tuple[Disclosure, ...]
    breaches: tuple[Breach, ...]
    changes: EventChanges | None


@record(frozen=True, slots=True)
class Timeline:
    """What happened, in the order of the charter."""

    charter: Charter
    entries: tuple[Entry, ...]


@record(frozen=True, slots=True)
class Duties:
    """Who owes whom which disclosure by when, what became of it, and the ties that are stated."""

    charter: Charter
    duties: tuple[tuple[str, Duty], ...]
    disclosures: tuple[Disclosure, ...]
    interests: tuple[tuple[str, Interest], ...]
    breaches: tuple[Breach, ...]


def timeline(charter: Charter, *, about: str | None = None, changes: bool = False) -> Timeline:
    """The events, all or those about one topic; raises UnknownName.

    With `changes` each event says which decisions other people can take since then.
    """
    topic = None
    if about is not None:
        topic = Weight(known_or_raise("topic", about, [weight.value for weight in Weight]))
    owed, broken = disclosures(charter), breaches(charter)
    changed = {id(c.event): c for c in event_changes(charter)} if changes else {}
    entries = tuple(
        Entry(
            event,
            tuple(d for d in owed if d.event is event),
            tuple(b for b in broken if b.event is event),
            changed.get(id(event)),
        )
        for event in charter.events
        if topic is None or topic in event.about
    )
    return Timeline(charter, entries)


def duties(charter: Charter) -> Duties:
    """Every duty of disclosure and every stated interest, with what events tell of them."""
    return Duties(
        charter,
        tuple((str(name), duty) for name, duty in charter.duties.items()),
        disclosures(charter),
        tuple((str(name), interest) for name, interest in charter.interests.items()),
        breaches(charter),
    )
