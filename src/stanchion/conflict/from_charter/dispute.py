"""A dispute as it stood at an instant: axes, parties with their stances, crowds, offers, ends."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.dispute import MoveKind
from stanchion.charter.fields import Words
from stanchion.conflict.inputs import Input
from stanchion.exact.record import record
from stanchion.source.span import Span


@record(frozen=True, slots=True)
class Axis:
    """One issue: positions on it lie from `floor`, which is `low` in words, to `ceiling`."""

    id: p.Name
    name: Words
    low: Words
    high: Words
    floor: Fraction
    ceiling: Fraction
    contested: Words | None = None
    at: Span | None = None

    @property
    def length(self) -> Fraction:
        """From one end of the scale to the other; above zero."""
        return self.ceiling - self.floor


@record(frozen=True, slots=True)
class Stance:
    """Where a party stands on one axis, in the axis's units, and how much it cares (to 100)."""

    axis: p.Name
    position: Input
    salience: Input


@record(frozen=True, slots=True)
class Stakeholder:
    """A party to the dispute; a party without a stance on an axis does not act on it."""

    id: p.Name
    name: Words
    influence: Input
    stances: tuple[Stance, ...]
    formal: Words | None
    because: Words
    at: Span | None = None

    def on(self, axis: str) -> Stance | None:
        """Its stance on an axis."""
        return next((stance for stance in self.stances if stance.axis == axis), None)


@record(frozen=True, slots=True)
class Crowd:
    """A group of `size` heads; each leaves once so large a share (to 100) of them has."""

    id: p.Name
    size: int
    exit_threshold: Input
    exit_cost: Input | None
    loyalty: Input | None
    because: Words
    at: Span | None = None


@record(frozen=True, slots=True)
class Offer:
    """From `when` on, leaving costs every member of `to` no more than this (to 100)."""

    to: p.Name
    by: p.Name
    when: datetime
    lowers_cost_to: Input
    because: Words
    at: Span | None = None


@record(frozen=True, slots=True)
class Move:
    """A kind of move that the author sees open to some parties; the charter may say otherwise."""

    kind: MoveKind
    parties: tuple[p.Name, ...]
    decision: p.Name | None
    at: Span | None = None


@record(frozen=True, slots=True)
class Outcome:
    """One way it can end, its effects on the state, and what it is worth to each (to 100)."""

    id: p.Name
    name: Words
    effect: tuple[p.Effect, ...]
    worth: tuple[tuple[p.Name, Input], ...]
    happened: datetime | None
    at: Span | None = None

    def worth_to(self, party: str) -> Input | None:
        """What it is worth to a party, where the charter says."""
        return next((given for name, given in self.worth if name == party), None)


@record(frozen=True, slots=True)
class Dispute:
    """The dispute at `instant`, with the shifts up to then; offers and ends are all that are
    declared, also later ones."""

    question: Words
    begins: datetime
    ends: datetime | None
    deadline_days: int | None
    instant: datetime
    axes: tuple[Axis, ...]
    parties: tuple[Stakeholder, ...]
    crowds: tuple[Crowd, ...]
    offers: tuple[Offer, ...]
    moves: tuple[Move, ...]
    outcomes: tuple[Outcome, ...]
    at: Span | None = None

    def axis(self, name: str) -> Axis:
        """The axis of a name; raises KeyError."""
        for axis in self.axes:
            if axis.id == name:
                return axis
        raise KeyError(name)

    def party(self, name: str) -> Stakeholder | None:
        """The stakeholder of a name."""
        return next((party for party in self.parties if party.id == name), None)

    def inputs(self) -> Iterator[Input]:
        """Every number that somebody stated, in order of declaration."""
        for party in self.parties:
            yield party.influence
            for stance in party.stances:
                yield stance.position
                yield stance.salience
        for crowd in self.crowds:
            yield from (
                given
                for given in (crowd.exit_threshold, crowd.exit_cost, crowd.loyalty)
                if given is not None
            )
        for offer in self.offers:
            yield offer.lowers_cost_to
        for outcome in self.outcomes:
            yield from (given for _, given in outcome.worth)
