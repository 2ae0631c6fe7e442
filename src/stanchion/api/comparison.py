"""Two charters, or one at two instants, compared by consequence: what differs, and what does not.

Payoffs are compared as functions, so that *the same* means at every amount; decisions by their
games and their timing, so that *the same* means for every coalition; endings of a dispute by the
compiled crisis, and only where that differs by runs on the same draws.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from fractions import Fraction

from stanchion.api.difference import Difference
from stanchion.api.gates import GateChange, gate_changes
from stanchion.api.money import curves
from stanchion.api.prospects import Prospect, prospects
from stanchion.api.view import View
from stanchion.charter.phrases import Name
from stanchion.charter.state import State
from stanchion.control.changes import Power, power_of
from stanchion.control.from_charter import CannotDecide, Compiled, Way, compiled, ways
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.errors import StanchionError
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record

__all__ = [
    "Aspect",
    "Comparison",
    "DecisionChange",
    "Difference",
    "GateChange",
    "PayoffChange",
    "PlaceChange",
    "Prospect",
    "comparison",
]

NOTHING = PiecewiseLinear.constant(0)
NOBODY_PAID = "it pays nobody"


@record(frozen=True, slots=True)
class PayoffChange:
    """What one payee of an entity receives, at any amount.

    `from_amount` is the amount from which on it differs, `more` whether it is more just above;
    both None where nothing differs. `why_not` where one of the two cannot be worked out.
    """

    entity: str
    payee: str
    difference: Difference
    from_amount: Fraction | None = None
    more: bool | None = None
    why_not: str | None = None


class Aspect(Enum):
    """What of a decision differs."""

    PEOPLE = "who can take it"
    TIMING = "its ways and times"
    TERMS = "its written terms, with no effect on who can take it or when"


@record(frozen=True, slots=True)
class DecisionChange:
    """Who can take one decision, before and after, and in which respects it differs."""

    decision: str
    difference: Difference
    aspects: tuple[Aspect, ...]
    before: Power | None
    after: Power | None


@record(frozen=True, slots=True)
class PlaceChange:
    """Who sits in a body or holds an office, before and after; `stakes` are an entity's holders."""

    place: str
    what: str
    difference: Difference
    before: tuple[str, ...]
    after: tuple[str, ...]


@record(frozen=True, slots=True)
class Comparison:
    """Everything that was compared, each with whether it is the same."""

    payoffs: tuple[PayoffChange, ...]
    decisions: tuple[DecisionChange, ...]
    places: tuple[PlaceChange, ...]
    endings: tuple[Prospect, ...] = ()
    gates: tuple[GateChange, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing that was compared differs."""
        found = [item.difference for item in self.payoffs]
        found += [item.difference for item in self.decisions]
        found += [item.difference for item in self.places]
        found += [item.difference for item in self.endings]
        found += [item.difference for item in self.gates]
        return all(difference is Difference.SAME for difference in found)


def comparison(before: View, after: View, *, at: datetime | None = None) -> Comparison:
    """Payments, decisions, places, endings of a dispute and release gates of two views, one by one.

    A dispute is followed from `at`, or else from where it begins. Nothing that both have is left
    out; what cannot be worked out in either is compared by the reason.
    """
    return Comparison(
        payoffs=_payoffs(before, after),
        decisions=_decisions(before.state, after.state),
        places=(*_seats(before.state, after.state), *_stakes(before.state, after.state)),
        endings=prospects(before, after, at=at),
        gates=gate_changes(before, after),
    )


def _both(one: Iterable[Name], other: Iterable[Name]) -> tuple[str, ...]:
    """The keys of two tables, each once, in order."""
    return tuple(dict.fromkeys([*map(str, one), *map(str, other)]))


# ------------------------------------------------------------------------ money


def _payoffs(before: View, after: View) -> tuple[PayoffChange, ...]:
    found: list[PayoffChange] = []
    for entity in _both(before.charter.pay, after.charter.pay):
        one, other = _curves(before, entity), _curves(after, entity)
        if isinstance(one, str) or isinstance(other, str):
            found.append(_unclear(entity, one, other))
            continue
        was, now = one.by_payee(), other.by_payee()
        for payee in dict.fromkeys([*was, *now]):
            there = (payee in was, payee in now)
            old, new = was.get(payee, NOTHING), now.get(payee, NOTHING)
            found.append(_payoff(entity, str(payee), old, new, there))
    return tuple(found)


def _curves(asked: View, entity: str) -> PayoffCurves | str:
    if Name(entity) not in asked.charter.pay:
        return NOBODY_PAID
    try:
        return curves(asked, entity=entity)
    except StanchionError as unable:
        return str(unable)


def _unclear(entity: str, one: PayoffCurves | str, other: PayoffCurves | str) -> PayoffChange:
    """What cannot be worked out before, or after, is the same only for the same reason."""
    kind = Difference.SAME if one == other else Difference.CHANGED
    if one == NOBODY_PAID:
        kind = Difference.ADDED
    if other == NOBODY_PAID:
        kind = Difference.REMOVED
    why = other if isinstance(other, str) else str(one)
    return PayoffChange(entity, entity, kind, why_not=why)


def _payoff(
    entity: str,
    payee: str,
    old: PiecewiseLinear,
    new: PiecewiseLinear,
    there: tuple[bool, bool],
) -> PayoffChange:
    if old == new:
        return PayoffChange(entity, payee, Difference.SAME)
    gain = new - old
    more, less = gain.first_exceeding(0), (-gain).first_exceeding(0)
    first = min(x for x in (more, less) if x is not None)
    kind = {(False, True): Difference.ADDED, (True, False): Difference.REMOVED}
    return PayoffChange(
        entity, payee, kind.get(there, Difference.CHANGED), from_amount=first, more=first == more
    )


# ---------------------------------------------------------------------- control


def _decisions(before: State, after: State) -> tuple[DecisionChange, ...]:
    return tuple(
        _decision(before, after, name)
        for name in _both(before.charter.decisions, after.charter.decisions)
    )


def _decision(before: State, after: State, name: str) -> DecisionChange:
    key = Name(name)
    if key not in before.charter.decisions:
        return DecisionChange(name, Difference.ADDED, (), None, _power(_made(after, name)))
    if key not in after.charter.decisions:
        return DecisionChange(name, Difference.REMOVED, (), _power(_made(before, name)), None)
    one, other = _made(before, name), _made(after, name)
    aspects = []
    if _rule(one) != _rule(other):
        aspects.append(Aspect.PEOPLE)
    if _times(before, name) != _times(after, name):
        aspects.append(Aspect.TIMING)
    if not aspects and before.charter.decisions[key] != after.charter.decisions[key]:
        aspects.append(Aspect.TERMS)
    if not aspects:
        return DecisionChange(name, Difference.SAME, (), None, None)
    return DecisionChange(name, Difference.CHANGED, tuple(aspects), _power(one), _power(other))


def _made(state: State, name: str) -> Compiled | CannotDecide:
    try:
        return compiled(state, name)
    except CannotDecide as unable:
        return unable


def _rule(made: Compiled | CannotDecide) -> object:
    return made.why if isinstance(made, CannotDecide) else made.game


def _power(made: Compiled | CannotDecide) -> Power:
    return Power(made.why, (), None, None) if isinstance(made, CannotDecide) else power_of(made)


def _times(state: State, name: str) -> tuple[object, ...]:
    return tuple(_time(way) for way in ways(state, name))


def _time(way: Way) -> object:
    timing = (way.notice, way.waived_by, way.cooling_off, way.time_lock, way.window)
    return (way.name, way.committee, *timing)


# ----------------------------------------------------------------------- places


def _seats(before: State, after: State) -> list[PlaceChange]:
    found = []
    for body in _both(before.charter.bodies, after.charter.bodies):
        was, now = before.in_office(Name(body)), after.in_office(Name(body))
        found.append(_place(body, "seats", tuple(map(str, was)), tuple(map(str, now))))
    for office in _both(before.offices, after.offices):
        holder, next_one = before.offices.get(Name(office)), after.offices.get(Name(office))
        held, holds = (() if who is None else (str(who),) for who in (holder, next_one))
        found.append(_place(office, "office", held, holds))
    return found


def _stakes(before: State, after: State) -> list[PlaceChange]:
    entities = dict.fromkeys(str(s.entity) for s in (*before.stakes, *after.stakes))
    return [
        _place(entity, "stakes", _held(before, entity), _held(after, entity)) for entity in entities
    ]


def _held(state: State, entity: str) -> tuple[str, ...]:
    return tuple(
        f"{s.holder} {s.share_class} {s.units} {s.share}"
        for s in state.stakes
        if s.entity == entity
    )


def _place(place: str, what: str, was: tuple[str, ...], now: tuple[str, ...]) -> PlaceChange:
    kind = Difference.SAME if set(was) == set(now) else Difference.CHANGED
    return PlaceChange(place, what, kind, was, now)
