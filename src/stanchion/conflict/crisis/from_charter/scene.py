"""From a charter, at an instant, to a crisis: what is known then, and what may lawfully follow.

What the charter dates later than `known` is not used: a party has not changed its mind yet, and an
offer is only one that may be made. So a forecast knows no more than anybody did.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from stanchion.charter.dispute import Dispute, MoveKind
from stanchion.charter.events import Event
from stanchion.charter.model import Charter
from stanchion.charter.state import State, state_at
from stanchion.conflict.crisis.compiled import (
    AS_BEFORE,
    Crisis,
    NoCrisis,
    OfferTerms,
    Opening,
    Passage,
    Status,
    digest_of,
)
from stanchion.conflict.crisis.from_charter.crowds import crowds_of
from stanchion.conflict.crisis.from_charter.passages import days_between, opening_passage, passage
from stanchion.conflict.crisis.from_charter.statuses import standing, state_after, telling
from stanchion.conflict.crisis.from_charter.worths import cost_of, noise_of, stand_for, worths_of
from stanchion.exact.record import record

UNCHANGED = ("it does not come to that", "it stays as it is")
"""What nothing changing is called: before what opens a dispute, and after it."""


@record(frozen=True, slots=True)
class Scene:
    """A dispute at an instant: what opened it, before and after, and until when it is followed.

    `opened` says whether what opened it has happened by then.
    """

    charter: Charter
    dispute: Dispute
    at: datetime
    known: datetime
    opening: tuple[Event, ...]
    opened: bool
    before: State
    state: State
    horizon: int

    def day_of(self, instant: datetime) -> int:
        """The day on which an instant falls, counted from the scene's; 0 for all before it."""
        return max(0, (instant - self.at) // timedelta(days=1))


def scene(
    charter: Charter,
    *,
    at: datetime | None = None,
    known: datetime | None = None,
    days: int | None = None,
) -> Scene:
    """The dispute of a charter at an instant (its beginning), with what is known by another (the
    same); followed for so many days, or to its deadline. Raises NoCrisis."""
    dispute = charter.dispute
    if dispute is None:
        raise NoCrisis(
            "this charter tells of no dispute", "add `dispute:`, as docs/charter.md shows"
        )
    if not dispute.outcomes:
        raise NoCrisis(
            "the dispute says of no way in which it could end", "add `outcomes:` to `dispute:`"
        )
    begins = dispute.begins.start
    start = begins if at is None else at
    if start < begins:
        raise NoCrisis(
            f"the dispute begins at {dispute.begins.text}", "ask about an instant after that"
        )
    opening = tuple(e for e in charter.events if e.id is not None and e.id in dispute.opens_with)
    named = any(event.by for event in opening)
    opened = not named or start > begins
    kept = tuple(event for event in charter.events if event not in opening)
    before = state_at(charter.changed(events=kept), begins)
    state = before if not opened else state_at(charter, start)
    if opened:
        late = [e for e in opening if e.when.start > start]
        state = state_after(state, [effect for event in late for effect in event.effect])
    return Scene(
        charter=charter,
        dispute=dispute,
        at=start,
        known=start if known is None else known,
        opening=opening,
        opened=opened,
        before=before,
        state=state,
        horizon=_horizon(dispute, start, days),
    )


def _horizon(dispute: Dispute, start: datetime, days: int | None) -> int:
    if days is not None:
        if days < 1:
            raise NoCrisis(f"{days} days are no time", "follow the dispute for a day at least")
        return days
    if dispute.deadline_days is None:
        raise NoCrisis(
            "the dispute does not say until when it must be settled",
            "add `deadline_days:` to `dispute:`, or ask with `--days`",
        )
    deadline = dispute.begins.start + timedelta(days=float(dispute.deadline_days.value))
    return max(1, days_between(start, deadline))


def crisis(found: Scene) -> Crisis:
    """The crisis of a scene."""
    dispute = found.dispute
    statuses = _statuses(found)
    names = [status.name for status in statuses]
    start, opening = _start(found, names)
    passages = _passages(found, names, start, opening)
    voters = tuple(dict.fromkeys(str(v) for way in passages for v in way.voters))
    speakers = stand_for(dispute, found.charter, voters)
    parties = _parties(dispute, voters, speakers)
    opposite = None if opening is None else opening.target
    worths, unsaid = worths_of(found.charter, parties, names, opposite, found.known, found.day_of)
    crowds, about_crowds = crowds_of(found.charter, names, found.at)
    noise, about_noise = noise_of(dispute)
    offers = _offers(found, [crowd.name for crowd in crowds])
    made = Crisis(
        statuses=statuses,
        start=start,
        opening=opening,
        passages=passages,
        parties=parties,
        worths=worths,
        crowds=crowds,
        offers=offers,
        noise=noise,
        horizon=found.horizon,
        stand_for=speakers,
        assumptions=(*_about(found, offers), *unsaid, *about_crowds, *about_noise),
    )
    return replace(made, digest=digest_of(made))


def _statuses(found: Scene) -> tuple[Status, ...]:
    declared = [
        Status(str(name), str(outcome.name), None if outcome.left_by is None else outcome.left_by)
        for name, outcome in found.dispute.outcomes.items()
    ]
    outcomes = found.dispute.outcomes
    now = standing(outcomes, found.state, found.before, opened=found.opened)
    if now is None:
        not_opened, opened = UNCHANGED
        declared.append(Status(AS_BEFORE, opened if found.opened else not_opened))
    return tuple(declared)


def _start(found: Scene, names: list[str]) -> tuple[int, Opening | None]:
    outcomes = found.dispute.outcomes
    now = standing(outcomes, found.state, found.before, opened=found.opened)
    start = names.index(AS_BEFORE if now is None else str(now))
    if found.opened:
        return start, None
    effects = [effect for event in found.opening for effect in event.effect]
    then = standing(outcomes, state_after(found.before, effects), found.before, opened=True)
    if then is None or names.index(str(then)) == start:
        raise NoCrisis(
            "what opens the dispute leads to none of its outcomes",
            "give an outcome the `effect:` that stands once it is done",
        )
    movers = tuple(dict.fromkeys(str(who) for event in found.opening for who in event.by))
    return start, Opening(names.index(str(then)), movers)


def _passages(
    found: Scene, names: list[str], start: int, opening: Opening | None
) -> tuple[Passage, ...]:
    ways = []
    source, state = start, found.state
    if opening is not None:
        places = (start, opening.target)
        ways.append(opening_passage(found.dispute, places, found.opening, found.before))
        effects = [effect for event in found.opening for effect in event.effect]
        source, state = opening.target, state_after(found.before, effects)
    for name, outcome in found.dispute.outcomes.items():
        effects = list(telling(outcome))
        target = names.index(str(name))
        if effects and target != source:
            ways.append(passage(found.dispute, (source, target), effects, state, found.before))
    # what stands already, as a part of more that has happened, is not come to once again
    return tuple(way for way in ways if way.requirements)


def _parties(
    dispute: Dispute, voters: tuple[str, ...], speakers: dict[str, str]
) -> tuple[str, ...]:
    """Whoever takes part: stakeholders, crowds, who may offer, and voters; in that order."""
    named = [str(name) for name in (*dispute.parties, *dispute.crowds)]
    named += [str(offer.by) for offer in dispute.offers]
    named += [speakers.get(voter, voter) for voter in voters]
    return tuple(dict.fromkeys(named))


def _offers(found: Scene, crowds: list[str]) -> tuple[OfferTerms, ...]:
    may = {
        str(party)
        for move in found.dispute.moves
        if move.kind is MoveKind.OFFER
        for party in move.parties
    }
    offers = []
    for place, offer in enumerate(found.dispute.offers):
        made = offer.when.start <= found.known
        if str(offer.to) in crowds and (made or str(offer.by) in may):
            day = found.day_of(offer.when.start) if made else None
            to = crowds.index(str(offer.to))
            offers.append(OfferTerms(str(offer.by), to, cost_of(offer, place), day))
    return tuple(offers)


def _about(found: Scene, offers: tuple[OfferTerms, ...]) -> list[str]:
    said = []
    if found.opening and not any(event.by for event in found.opening):
        said.append(
            "who moved what opened the dispute is not stated (`by:` of its events): it is taken as "
            "done, whatever its rule"
        )
    said += [
        "a day is the smallest step of time; notice of a part of a day counts as a day",
        "what was decided on a day is undone on the next day at the earliest",
        "everybody decides by what each ending is worth to it and who is expected to leave",
        "influence is not used here: only votes, and who may walk away",
    ]
    if any(offer.day is None for offer in offers):
        said.append(
            "an offer that may still be made comes on any day to the deadline alike, if whoever "
            "may make it then wants something else than what stands"
        )
    idle = {MoveKind.SUE, MoveKind.WITHHOLD}
    silent = [move.kind.value for move in found.dispute.moves if move.kind in idle]
    if silent:
        kinds = ", ".join(f"`{kind}`" for kind in dict.fromkeys(silent))
        said.append(f"moves without a stated effect change nothing here: {kinds}")
    return said
