"""From the charter's `dispute:` to the compiled form at an instant, shifts folded in."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from stanchion.charter import dispute as written
from stanchion.charter import phrases as p
from stanchion.charter.dispute import out_of_hundred
from stanchion.charter.fields import Words
from stanchion.charter.model import Charter
from stanchion.conflict.from_charter.dispute import (
    Axis,
    Crowd,
    Dispute,
    Move,
    Offer,
    Outcome,
    Stakeholder,
    Stance,
)
from stanchion.conflict.inputs import Input, input_of
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

WHOLE_SCALE = (Fraction(0), Fraction(100))
"""Positions are counted so where an axis names no scale of its own."""


@dataclass(eq=False)
class NoDispute(StanchionError, LookupError):
    """The charter called `charter` has no `dispute:` section."""

    charter: str

    def __str__(self) -> str:
        return f"`{self.charter}` describes no dispute; write its `dispute:` section"


def compiled(charter: Charter, *, at: datetime | None = None) -> Dispute:
    """The dispute of a charter as it stood at an instant, when it begins unless one is named.

    A shift up to that instant replaces what it names. An input keeps its name through a shift:
    where it is drawn high before, it is drawn high after. Raises NoDispute.
    """
    dispute = charter.dispute
    if dispute is None:
        raise NoDispute(str(charter.name))
    instant = dispute.begins.start if at is None else at
    return Dispute(
        question=dispute.question,
        begins=dispute.begins.start,
        ends=None if dispute.ends is None else dispute.ends.start,
        deadline_days=None if dispute.deadline_days is None else int(dispute.deadline_days.value),
        instant=instant,
        axes=tuple(_axis(name, axis) for name, axis in dispute.axes.items()),
        parties=tuple(
            _stakeholder(charter, name, party, instant) for name, party in dispute.parties.items()
        ),
        crowds=tuple(_crowd(charter, name, crowd) for name, crowd in dispute.crowds.items()),
        offers=tuple(_offer(place, offer) for place, offer in enumerate(dispute.offers)),
        moves=tuple(Move(m.kind, m.parties, m.decision, m.at) for m in dispute.moves),
        outcomes=tuple(_outcome(name, outcome) for name, outcome in dispute.outcomes.items()),
        at=dispute.at,
    )


def _axis(name: p.Name, axis: written.Axis) -> Axis:
    low, high = WHOLE_SCALE if axis.scale is None else (axis.scale.low, axis.scale.high)
    return Axis(
        name,
        axis.name or Words((("en", name.replace("_", " ")),)),
        axis.low,
        axis.high,
        low,
        high,
        axis.contested,
        axis.at,
    )


@record(frozen=True, slots=True)
class _Held:
    """What a party holds at an instant: its stances and influence, and who says so."""

    positions: dict[p.Name, tuple[written.Position, written.Stakeholder | written.Shift]]
    influence: p.Range
    influence_by: written.Stakeholder | written.Shift


def _held_at(party: written.Stakeholder, instant: datetime) -> _Held:
    held = _Held({k: (v, party) for k, v in party.positions.items()}, party.influence, party)
    for shift in sorted(party.shifts, key=lambda each: each.start.start):
        if shift.start.start > instant:
            break
        moved = {k: (v, shift) for k, v in shift.positions.items()}
        held = replace(held, positions={**held.positions, **moved})
        if shift.influence is not None:
            held = replace(held, influence=shift.influence, influence_by=shift)
    return held


def _called(charter: Charter, name: p.Name) -> Words:
    party = charter.parties.get(name)
    return Words((("en", name.replace("_", " ")),)) if party is None else party.name


def _stakeholder(
    charter: Charter, name: p.Name, party: written.Stakeholder, instant: datetime
) -> Stakeholder:
    held = _held_at(party, instant)
    assert charter.dispute is not None  # INVARIANT: its party is given
    scales = {axis: terms.scale for axis, terms in charter.dispute.axes.items()}
    because, by = held.influence_by.because, held.influence_by
    return Stakeholder(
        id=name,
        name=_called(charter, name),
        influence=input_of(
            f"{name}.influence", out_of_hundred(held.influence), because=str(because), cited=by
        ),
        stances=tuple(
            _stance(f"{name}.positions.{axis}", (axis, scales[axis]), position, owner)
            for axis, (position, owner) in held.positions.items()
        ),
        formal=party.formal,
        because=party.because,
        at=party.at,
    )


def _stance(
    place: str,
    axis: tuple[p.Name, p.Range | None],
    position: written.Position,
    owner: written.Stakeholder | written.Shift,
) -> Stance:
    name, scale = axis
    because = str(position.because or owner.because)
    cited = position if position.confidence is not None else owner
    where = out_of_hundred(position.position) if scale is None else position.position
    cares = out_of_hundred(position.salience)
    return Stance(
        name,
        input_of(f"{place}.position", where, because=because, cited=cited),
        input_of(f"{place}.salience", cares, because=because, cited=cited),
    )


def _crowd(charter: Charter, name: p.Name, crowd: written.Crowd) -> Crowd:
    party = charter.parties.get(name)
    size = None if party is None else party.size
    assert size is not None  # INVARIANT: ST502 sees to it

    def given(key: str, value: p.Range | None) -> Input | None:
        if value is None:
            return None
        asked = out_of_hundred(value)
        return input_of(f"{name}.crowd.{key}", asked, because=str(crowd.because), cited=crowd)

    threshold = given("exit_threshold", crowd.exit_threshold)
    assert threshold is not None  # INVARIANT: it is a required key
    return Crowd(
        name,
        int(size.value),
        threshold,
        given("exit_cost", crowd.exit_cost),
        given("loyalty", crowd.loyalty),
        crowd.because,
        crowd.at,
    )


def _offer(place: int, offer: written.Offer) -> Offer:
    name = f"{offer.to}.offer_{place + 1}_of_{offer.by}.lowers_cost_to"
    cost = out_of_hundred(offer.lowers_cost_to)
    lowered = input_of(name, cost, because=str(offer.because), cited=offer)
    return Offer(offer.to, offer.by, offer.when.start, lowered, offer.because, offer.at)


def _outcome(name: p.Name, outcome: written.Outcome) -> Outcome:
    note = "" if outcome.note is None else str(outcome.note)
    worth = tuple(
        (
            party,
            input_of(f"{party}.worth.{name}", out_of_hundred(given), because=note, cited=outcome),
        )
        for party, given in outcome.worth.items()
    )
    happened = None if outcome.happened is None else outcome.happened.start
    return Outcome(name, outcome.name, outcome.effect, worth, happened, outcome.at)
