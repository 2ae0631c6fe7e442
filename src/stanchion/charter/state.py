"""The company at an instant: what the charter says at its opening, changed by its events.

`state_at(charter, instant)` folds every event that begins at or before the instant, in order. An
event known only to the month or year counts from the first moment of that period. The fold is
total: an event that does not fit (a stranger leaves a board) changes nothing and is reported by
`misfits`.
"""

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import TermEnd
from stanchion.charter.calendar import later
from stanchion.charter.events import Event
from stanchion.charter.model import Charter
from stanchion.charter.ownership import Holding
from stanchion.charter.patches import PatchMisses, patched
from stanchion.exact.record import record

VACANT = p.Name("vacant")


@record(frozen=True, slots=True)
class Stake:
    """What one holder has of one class: units where known, else a share of the class."""

    holder: p.Name
    entity: p.Name
    share_class: p.Name
    units: Fraction | None
    share: p.Range | None
    votes: Fraction | None
    invested: p.Figure | None
    holding: Holding | None = None
    on: datetime | None = None  # when it was invested, where that is known


@record(frozen=True, slots=True)
class Paid:
    """A payment that an event records; caps and limits count it from then on."""

    payee: p.Name
    entity: p.Name
    stage: p.Name | None
    amount: p.Figure
    on: datetime | None = None


@record(frozen=True, slots=True)
class Invested:
    """Money that a party put into an entity after the opening."""

    who: p.Name
    entity: p.Name
    amount: p.Figure
    on: datetime


@record(frozen=True, slots=True)
class State:
    """Seats, offices, stakes, standing rules and what was paid, at one instant."""

    instant: datetime
    charter: Charter
    seats: dict[p.Name, tuple[p.Name, ...]]
    sizes: dict[p.Name, int | None]
    offices: dict[p.Name, p.Name | None]
    observers: dict[p.Name, tuple[p.Name, ...]]
    stakes: tuple[Stake, ...]
    paid: tuple[Paid, ...] = ()
    invested: tuple[Invested, ...] = ()
    released: dict[p.Name, p.Name | None] = field(default_factory=dict)
    fates: dict[p.Name, p.EntityFate] = field(default_factory=dict)
    since: dict[tuple[p.Name, p.Name], datetime] = field(default_factory=dict)
    """Since when somebody sits in a body (body, person): of those who joined after the opening,
    where terms are limited."""

    def term_end(self, body: p.Name, holder: p.Name) -> datetime | None:
        """When the term of a member ends, where the charter says or it follows from `term`."""
        terms = self.charter.bodies.get(body)
        joined = self.since.get((body, holder))
        if terms is None:
            return None
        if joined is not None:
            return None if terms.term is None else later(joined, terms.term)
        seat = terms.seat_of(holder)
        return None if seat is None or seat.until is None else seat.until.start

    def in_office(self, body: p.Name) -> tuple[p.Name, ...]:
        """Who sits in a body, vacant seats left out, and those whose terms ended and who left."""
        seated = tuple(holder for holder in self.seats.get(body, ()) if holder != VACANT)
        terms = self.charter.bodies.get(body)
        if terms is None or terms.at_term_end is not TermEnd.LEAVES:
            return seated
        ends = {holder: self.term_end(body, holder) for holder in seated}
        return tuple(h for h in seated if (end := ends[h]) is None or end > self.instant)

    def size_of(self, body: p.Name) -> int | None:
        """How many seats a body has, where the charter says."""
        return self.sizes.get(body)


@record(frozen=True, slots=True)
class Misfit:
    """An event whose effect does not fit the state that it meets."""

    event: Event
    effect: p.Effect
    why: str


class DoesNotFit(ValueError):
    """An effect that cannot happen in a state; the text says why, in the user's words."""


def opening_state(charter: Charter) -> State:
    """The company as the sections of the charter describe it."""
    return State(
        instant=charter.opens.start,
        charter=charter,
        seats={p.Name(k): body.holders for k, body in charter.bodies.items() if body.seats},
        sizes={p.Name(k): int(b.size.value) if b.size else None for k, b in charter.bodies.items()},
        offices={
            p.Name(k): None if office.held_by == VACANT else office.held_by
            for k, office in charter.offices.items()
        },
        observers={p.Name(k): body.observers for k, body in charter.bodies.items()},
        stakes=tuple(
            _stake(entity, holding)
            for entity, holdings in charter.holdings.items()
            for holding in holdings
        ),
        paid=tuple(
            Paid(
                item.payee,
                p.Name(entity),
                item.stage,
                item.amount,
                None if item.on is None else item.on.start,
            )
            for entity, waterfall in charter.pay.items()
            for item in waterfall.received
        ),
    )


def _stake(entity: p.Name, holding: Holding) -> Stake:
    return Stake(
        holding.holder,
        entity,
        holding.of_class,
        known_value(holding.units),
        holding.share,
        holding.votes,
        holding.invested,
        holding,
        None if holding.on is None else holding.on.start,
    )


def known_value(figure: p.Figure | None) -> Fraction | None:
    """The number of a figure that is written out, None for a rate or one that refers elsewhere."""
    match figure:
        case p.Quantity(value, p.Unit.NUMBER):
            return value
        case _:
            return None


def state_at(charter: Charter, instant: datetime) -> State:
    """The company as it stood then (at its opening, if the instant is earlier)."""
    return _folded(charter, instant)[0]


def misfits(charter: Charter) -> tuple[Misfit, ...]:
    """Every effect of every event that did not fit when its turn came."""
    return _folded(charter, None)[1] if changing_events(charter) else ()


def changing_events(charter: Charter) -> tuple[Event, ...]:
    """The events that happen after the opening, in order of time; ties as declared."""
    after = (e for e in charter.events if e.when.start > charter.opens.start)
    return tuple(sorted(after, key=lambda event: event.when.start))


def _folded(charter: Charter, until: datetime | None) -> tuple[State, tuple[Misfit, ...]]:
    state = opening_state(charter)
    found: list[Misfit] = []
    for event in changing_events(charter):
        if until is not None and event.when.start > until:
            break
        state = replace(state, instant=event.when.start)
        for effect in event.effect:
            try:
                state = after(state, effect)
            except DoesNotFit as wrong:
                found.append(Misfit(event, effect, str(wrong)))
    return (state if until is None else replace(state, instant=until)), tuple(found)


def after_all(state: State, effects: Iterable[p.Effect]) -> State:
    """The state when the effects have happened in order; raises DoesNotFit."""
    for effect in effects:
        state = after(state, effect)
    return state


def after(state: State, effect: p.Effect) -> State:
    """The state when one effect has happened; raises DoesNotFit.

    An effect whose person or amount the decision has yet to name (`someone`, `a member`, a size
    left open, an amendment) changes nothing until it is named.
    """
    match effect:
        case p.Joins() | p.Leaves() | p.Becomes() | p.FallsVacant() | p.SizeIs() | p.Observes():
            return _people(state, effect)
        case p.Receives() | p.Transfers() | p.IsPaid() | p.Invests():
            return _money(state, effect)
        case p.EntityIs(entity, fate):
            return replace(state, fates={**state.fates, entity: fate})
        case p.ModelBecomes(model, _, halted, stage):
            if isinstance(model, p.Somebody):
                return state
            return replace(state, released=_released(state, model, stage, halted=halted))
        case p.Amends() | p.Recorded():
            return state
        case _:
            try:
                return replace(state, charter=patched(state.charter, [effect]))
            except PatchMisses as missing:
                raise DoesNotFit(f"there is no {missing.what} `{missing.missing}`") from None


def _released(
    state: State, model: p.Name, stage: p.Name | None, *, halted: bool
) -> dict[p.Name, p.Name | None]:
    if halted:
        return {key: to for key, to in state.released.items() if key != model}
    return {**state.released, model: stage}


PeopleEffect = p.Joins | p.Leaves | p.Becomes | p.FallsVacant | p.SizeIs | p.Observes


def _people(state: State, effect: PeopleEffect) -> State:
    match effect:
        case p.Joins(who, body):
            return state if isinstance(who, p.Somebody) else _joined(state, who, body)
        case p.Leaves(who, place):
            return state if isinstance(who, p.Somebody) else _left(state, who, place)
        case p.Becomes(who, office):
            if isinstance(who, p.Somebody):
                return state
            return replace(state, offices={**state.offices, office: who})
        case p.FallsVacant(office):
            if state.offices.get(office) is None:
                raise DoesNotFit(f"`{office}` is vacant already")
            return replace(state, offices={**state.offices, office: None})
        case p.SizeIs(body, size):
            return state if size is None else _resized(state, body, size)
        case p.Observes(who, body, stops):
            there = tuple(name for name in state.observers.get(body, ()) if name != who)
            now = there if stops else (*there, who)
            return replace(state, observers={**state.observers, body: now})
        case _:
            assert_never(effect)


def _joined(state: State, who: p.Name, body: p.Name) -> State:
    seats = state.seats.get(body, ())
    if who in seats:
        raise DoesNotFit(f"`{who}` sits in `{body}` already")
    size = state.sizes.get(body)
    if VACANT in seats:
        place = seats.index(VACANT)
        seats = (*seats[:place], who, *seats[place + 1 :])
    elif size is not None and len(seats) >= size:
        raise DoesNotFit(f"all {size} seats of `{body}` are filled")
    else:
        seats = (*seats, who)
    seated = replace(state, seats={**state.seats, body: seats})
    terms = state.charter.bodies.get(body)
    if terms is None or terms.term is None:
        return seated
    return replace(seated, since={**state.since, (body, who): state.instant})


def _left(state: State, who: p.Name, place: p.Name) -> State:
    if place in state.offices:
        if state.offices[place] != who:
            raise DoesNotFit(f"`{who}` does not hold `{place}`")
        return replace(state, offices={**state.offices, place: None})
    seats = state.seats.get(place, ())
    if who not in seats:
        raise DoesNotFit(f"`{who}` does not sit in `{place}`")
    left = tuple(name for name in seats if name != who)
    return replace(state, seats={**state.seats, place: left})


def _resized(state: State, body: p.Name, size: int) -> State:
    seats = state.seats.get(body, ())
    filled = sum(1 for holder in seats if holder != VACANT)
    if filled > size:
        raise DoesNotFit(f"{filled} people sit in `{body}`, more than {size}")
    kept = tuple(holder for holder in seats if holder != VACANT)
    return replace(state, seats={**state.seats, body: kept}, sizes={**state.sizes, body: size})


MoneyEffect = p.Receives | p.Transfers | p.IsPaid | p.Invests


def _money(state: State, effect: MoneyEffect) -> State:
    match effect:
        case p.Receives(who, units, share_class, paying):
            return _with_units(state, who, share_class, known_value(units), paying)
        case p.Transfers(who, units, share_class, to):
            count = known_value(units)
            if count is None:
                raise DoesNotFit("a transfer says how many units")
            less = _with_units(state, who, share_class, -count, None)
            return _with_units(less, to, _in_new_hands(state, share_class), count, None)
        case p.IsPaid(who, amount, entity, stage):
            paid = Paid(who, entity, stage, amount, state.instant)
            return replace(state, paid=(*state.paid, paid))
        case p.Invests(who, amount, entity):
            invested = Invested(who, entity, amount, state.instant)
            return replace(state, invested=(*state.invested, invested))
        case _:
            assert_never(effect)


def _in_new_hands(state: State, written: p.Name) -> p.Name:
    """The class of a unit that has changed hands: its own, or the one that it turns into."""
    entity, share_class = class_key(state.charter, written)
    turns_into = state.charter.classes[entity][share_class].on_transfer
    return written if turns_into is None else p.Name(f"{entity}.{turns_into}")


def _with_units(
    state: State, who: p.Name, written: p.Name, units: Fraction | None, paying: p.Figure | None
) -> State:
    entity, share_class = class_key(state.charter, written)
    stakes = list(state.stakes)
    for place, stake in enumerate(stakes):
        if (stake.holder, stake.entity, stake.share_class) == (who, entity, share_class):
            if stake.units is None or units is None:
                raise DoesNotFit(f"how many units of `{written}` `{who}` holds is not known")
            if stake.units + units < 0:
                raise DoesNotFit(f"`{who}` holds only {stake.units} units of `{written}`")
            stakes[place] = replace(stake, units=stake.units + units)
            # a stake keeps what its first units cost; what more units cost stands beside it
            added = () if paying is None else (Invested(who, entity, paying, state.instant),)
            return replace(state, stakes=tuple(stakes), invested=(*state.invested, *added))
    if units is not None and units < 0:
        raise DoesNotFit(f"`{who}` holds no units of `{written}`")
    new = Stake(who, entity, share_class, units, None, None, paying, on=state.instant)
    return replace(state, stakes=(*state.stakes, new))


def class_key(charter: Charter, written: p.Name) -> tuple[p.Name, p.Name]:
    """The entity and class meant by `class` or `entity.class`; raises DoesNotFit."""
    entity, _, name = written.rpartition(".")
    found = [
        (p.Name(e), p.Name(name))
        for e, classes in charter.classes.items()
        if name in classes and entity in {"", e}
    ]
    if len(found) != 1:
        raise DoesNotFit(f"there is {'no' if not found else 'more than one'} class `{written}`")
    return found[0]
