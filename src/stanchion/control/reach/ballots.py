"""Who wins a decision in a position: the charter's own compiled rule, asked once where it is alike.

A position is turned back into a state with people in it, and the rule is compiled for that state
as for any other question. Positions that agree in all on which a decision hangs share an answer.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stanchion.charter import phrases as p
from stanchion.charter.fields import Words
from stanchion.charter.model import Charter
from stanchion.charter.parties import Party
from stanchion.charter.patches import patched
from stanchion.charter.state import State, after
from stanchion.control.from_charter import CannotDecide, Compiled, compiled, selected_names
from stanchion.control.game import Player
from stanchion.control.reach.arena import NEWCOMERS, Arena, Kind, Position, Role, Side
from stanchion.control.reach.clock import Timing, timings
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Standing:
    """How a side stands to a decision by one of its routes."""

    timing: Timing
    wins: bool
    has_voice: bool
    waives: bool


@record(frozen=True, slots=True)
class Peopled:
    """A position with people in it: the state, and who acts for whom."""

    state: State
    acting: Mapping[Side, frozenset[Player]]


@dataclass(slots=True)
class Ballots:
    """Answers about who wins, for the positions of one arena."""

    arena: Arena
    unclear: dict[p.Name, str] = field(default_factory=dict)
    asked: int = 0
    _known: dict[object, tuple[Standing, ...]] = field(default_factory=dict)
    _timings: dict[object, tuple[Timing, ...]] = field(default_factory=dict)
    _at: Position | None = None
    _seen: dict[frozenset[p.Name], object] = field(default_factory=dict)
    _charters: dict[object, Charter] = field(default_factory=dict)

    def standings(self, position: Position, decision: p.Name, side: Side) -> tuple[Standing, ...]:
        """How a side stands to a decision, by each of its routes; none where that is not known."""
        key = (decision, side, self._likeness(position, decision))
        known = self._known.get(key)
        if known is None:
            self.asked += 1
            known = self._known[key] = self._standings(position, decision, side)
        return known

    def wins(self, position: Position, decision: p.Name, side: Side) -> bool:
        """Whether a side has the votes for a decision, by any route."""
        return any(s.wins for s in self.standings(position, decision, side))

    def terms_in(self, position: Position) -> Charter:
        """The charter with the amendments that stand in a position."""
        known = self._charters.get(position.amended)
        if known is None:
            patches = [patch for _, list_of in sorted(position.amended) for patch in list_of]
            base = _with_newcomers(self.arena)
            known = self._charters[position.amended] = patched(base, patches)
        return known

    def timings(self, position: Position, decision: p.Name) -> tuple[Timing, ...]:
        """The notice of every route of a decision, as the terms stand in a position."""
        key = (position.amended, decision)
        known = self._timings.get(key)
        if known is None:
            state = replace(self.arena.state, charter=self.terms_in(position))
            known = self._timings[key] = timings(state, decision)
        return known

    def _likeness(self, position: Position, decision: p.Name) -> object:
        """All on which it hangs who takes the decision: equal where positions differ elsewhere."""
        asks = self.arena.asks[decision]
        terms = position.amended
        if terms:
            terms = frozenset(pair for pair in terms if pair[0] in {decision, *asks})
        return self._peopling(position, asks), terms, position.shifts, position.moment

    def _peopling(self, position: Position, asks: frozenset[p.Name]) -> object:
        """Who sits where, as far as some decision asks; kept while one position is looked at."""
        if self._at is not position:
            self._at, self._seen = position, {}
        known = self._seen.get(asks)
        if known is None:
            people: Counter[object] = Counter()
            alike = self.arena.ballots_alike
            for role, count in position.people:
                seats = tuple([seat.body for seat in role.seats if seat.body in asks])
                offices = tuple([office for office in role.offices if office in asks])
                if seats or offices:
                    people[alike[role.kind], seats, offices] += count
            sizes = frozenset([pair for pair in position.sizes if pair[0] in asks])
            known = self._seen[asks] = (frozenset(people.items()), sizes)
        return known

    def _standings(self, position: Position, decision: p.Name, side: Side) -> tuple[Standing, ...]:
        peopled = self.peopled(position)
        acting = peopled.acting[side]
        found = []
        for timing in self.timings(position, decision):
            try:
                made = self._compiled(peopled.state, decision, timing)
            except CannotDecide as unable:
                self.unclear[decision] = unable.why
                continue
            has_voice = not acting.isdisjoint(made.game.players)
            found.append(
                Standing(
                    timing,
                    wins=has_voice and made.game.wins(acting),
                    has_voice=has_voice,
                    waives=_waives(peopled.state, timing, acting),
                )
            )
        return tuple(found)

    def _compiled(self, state: State, decision: p.Name, timing: Timing) -> Compiled:
        return compiled(state, decision, route=str(timing.route))

    def peopled(self, position: Position) -> Peopled:
        """A state that the position stands for; of people who are alike, the first declared."""
        return peopled(self.arena, position, named(self.arena, position), self.terms_in(position))


def named(arena: Arena, position: Position) -> dict[p.Name, Role]:
    """Names for the people of a position: of those who are alike, the first declared come first."""
    found: dict[p.Name, Role] = {}
    used: Counter[Kind] = Counter()
    for role, count in position.people:
        for _ in range(count):
            found[name_of(arena, role.kind, used[role.kind])] = role
            used[role.kind] += 1
    return found


def name_of(arena: Arena, kind: Kind, place: int) -> p.Name:
    """The name of one of several who are alike."""
    if kind in NEWCOMERS:
        return p.Name(f"{kind} {place + 1}")
    return arena.kinds[kind][place]


def peopled(
    arena: Arena, position: Position, people: Mapping[p.Name, Role], charter: Charter
) -> Peopled:
    """The state in which these people have the seats and offices of a position."""
    start = arena.state
    seats, offices = dict(start.seats), dict(start.offices)
    for body in arena.bodies:
        fixed = tuple(n for n in start.in_office(body) if n not in charter.parties)
        seats[body] = fixed + tuple(n for n, role in people.items() if role.seat_in(body))
    for office in arena.offices:
        offices[office] = next((n for n, role in people.items() if office in role.offices), None)
    sizes = {**start.sizes, **dict(position.sizes)}
    state = replace(
        start,
        instant=position.moment,
        charter=charter,
        seats=seats,
        offices=offices,
        sizes=sizes,
    )
    for holder, share_class, units in sorted(position.shifts):
        state = after(state, p.Receives(holder, p.Quantity(units), share_class))
    acting = {
        side: arena.sides.get(side, frozenset())
        | {Player(str(n)) for n, role in people.items() if arena.side_of[role.kind] is side}
        for side in (Side.OURS, Side.THEIRS)
    }
    return Peopled(state, acting)


def _with_newcomers(arena: Arena) -> Charter:
    """The charter with newcomers among its parties, and without what a plan sees to by itself:
    conditions and sunset of decisions, and members who leave when their term is over."""
    charter = arena.state.charter
    count = sum(arena.most_seats.values()) + len(arena.offices) + 1
    parties = dict(charter.parties)
    for kind in NEWCOMERS:
        for place in range(count):
            name = name_of(arena, kind, place)
            parties[name] = Party(person=Words((("en", str(name)),)))
    decisions = {
        name: terms.changed(when=None, expires=None) for name, terms in charter.decisions.items()
    }
    bodies = {name: body.changed(at_term_end=None) for name, body in charter.bodies.items()}
    return charter.changed(parties=parties, decisions=decisions, bodies=bodies)


def _waives(state: State, timing: Timing, acting: frozenset[Player]) -> bool:
    if timing.waiver is None:
        return False
    return all(Player(str(name)) in acting for name in selected_names(state, timing.waiver))
