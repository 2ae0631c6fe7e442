"""What was known at an instant: the charter without whatever is dated later.

Shifts, offers and events that begin later are taken out, and so is the end of the dispute and what
happened. What is dated to a day, a month or a year is known once that is over, for it may have come
on the last moment of it. What the author set from before the dispute began stays, whatever the
instant.
"""

from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.dispute import Dispute, Stakeholder
from stanchion.charter.model import Charter
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Known:
    """A charter as it could have been written at an instant, and what was left out of it."""

    charter: Charter
    at: datetime
    later_shifts: int
    later_offers: int
    later_events: int

    @property
    def words(self) -> str:
        """What was left out, for people."""
        parts = (
            _counted(self.later_shifts, "shift"),
            _counted(self.later_offers, "offer"),
            _counted(self.later_events, "event"),
        )
        return "left out as later: " + ", ".join(parts)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def known_from(instant: p.Instant) -> datetime:
    """From when on something is known to have happened, as finely as it is dated."""
    return instant.start if instant.precision is p.Precision.MINUTE else instant.end


def known_at(charter: Charter, instant: datetime) -> Known:
    """The charter with nothing in it that is dated after the instant."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    events = tuple(event for event in charter.events if known_from(event.when) <= instant)
    known = _dispute_at(dispute, instant)
    return Known(
        charter.changed(events=events, dispute=known),
        instant,
        later_shifts=_shifts(dispute) - _shifts(known),
        later_offers=len(dispute.offers) - len(known.offers),
        later_events=len(charter.events) - len(events),
    )


def _dispute_at(dispute: Dispute, instant: datetime) -> Dispute:
    offers = tuple(offer for offer in dispute.offers if known_from(offer.when) <= instant)
    parties = {name: _party_at(party, instant) for name, party in dispute.parties.items()}
    outcomes = {name: o.changed(happened=None) for name, o in dispute.outcomes.items()}
    return dispute.changed(parties=parties, offers=offers, outcomes=outcomes, ends=None)


def _party_at(party: Stakeholder, instant: datetime) -> Stakeholder:
    return party.changed(shifts=tuple(s for s in party.shifts if known_from(s.start) <= instant))


def _shifts(dispute: Dispute) -> int:
    return sum(len(party.shifts) for party in dispute.parties.values())
