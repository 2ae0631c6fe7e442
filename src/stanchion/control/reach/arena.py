"""The compiled form of a question of reach: who is like whom, who sits where, what may be done.

People of one kind differ in nothing that any rule in play asks for, so a position only counts how
many of each kind have which seats and offices. Two states which differ by an exchange of alike
people or seats are one position.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, StrEnum
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.game import Player
from stanchion.exact.record import record

ANYBODYS = -1
"""The electorate of a seat that does not say who elects to it."""
ENDLESS = datetime.max.replace(tzinfo=UTC)
"""When the term of a seat ends that has none."""
OVER = datetime.min.replace(tzinfo=UTC)
"""When the term of a seat ended that is over: whenever it was, it is all one."""
Kind = p.Name
"""The name of a party, of the first of several that are alike, or one of the newcomers below."""


class Side(StrEnum):
    """For whom somebody acts."""

    OURS = "ours"
    THEIRS = "theirs"
    NOBODYS = "nobody's"


class Nominees(Enum):
    """How those act whom a decision brings in without a name."""

    LOYAL = "loyal"
    INDEPENDENT = "independent"


OUR_NEWCOMER = Kind("newcomer of the coalition")
THEIR_NEWCOMER = Kind("newcomer of the opponents")
NEWCOMER = Kind("newcomer")
NEWCOMERS = {
    OUR_NEWCOMER: Side.OURS,
    THEIR_NEWCOMER: Side.THEIRS,
    NEWCOMER: Side.NOBODYS,
}


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A seat that somebody has: who elects to it (by index of the electorate), and until when."""

    body: p.Name
    electorate: int = ANYBODYS
    until: datetime = ENDLESS


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """Of what kind somebody is, and what seats and offices that person has."""

    kind: Kind
    seats: tuple[Seat, ...] = ()
    offices: tuple[p.Name, ...] = ()

    def seat_in(self, body: p.Name) -> Seat | None:
        """The seat in a body, if there is one."""
        return next((seat for seat in self.seats if seat.body == body), None)

    def seated(self, seat: Seat) -> "Role":
        """The role with one more seat."""
        return replace(self, seats=tuple(sorted((*self.seats, seat))))

    def unseated(self, body: p.Name) -> "Role":
        """The role without the seat in a body."""
        return replace(self, seats=tuple(seat for seat in self.seats if seat.body != body))

    def appointed(self, office: p.Name) -> "Role":
        """The role with one more office."""
        return replace(self, offices=tuple(sorted((*self.offices, office))))

    def dismissed(self, office: p.Name) -> "Role":
        """The role without an office."""
        return replace(self, offices=tuple(name for name in self.offices if name != office))

    def aged(self, now: datetime, leaving: frozenset[p.Name]) -> "Role":
        """The role in which terms that have ended by a moment are over, or the seat is given up."""
        if all(now < seat.until for seat in self.seats):
            return self
        seats = [
            replace(seat, until=OVER) if seat.until <= now else seat
            for seat in self.seats
            if now < seat.until or seat.body not in leaving
        ]
        return replace(self, seats=tuple(sorted(seats)))


@record(frozen=True, slots=True)
class Calendar:
    """The dates at which something changes by itself, and bodies that members leave when over."""

    start: datetime
    instants: tuple[datetime, ...] = ()
    leaving: frozenset[p.Name] = frozenset()

    def last_before(self, now: datetime) -> datetime | None:
        """The last date that has come."""
        return max((instant for instant in self.instants if instant <= now), default=None)

    def is_first(self, now: datetime) -> bool:
        """Whether it is the moment at which the question is asked."""
        return now == self.start


Fact = tuple[str, ...]
"""`(taken, decision)`, `(is, entity, fate)`, `(released, model, stage)`, `(issued, decision)`."""
Shift = tuple[p.Name, p.Name, Fraction]
"""Units that a holder has of a class, more (or less) than at the start."""
Amended = tuple[p.Name, tuple[p.Patch, ...]]
"""A decision or class, and the changes of its terms that now stand, in order."""


@record(frozen=True, slots=True)
class Position:
    """The company, as far as it matters for the goal; people in the order of their roles."""

    people: tuple[tuple[Role, int], ...]
    sizes: frozenset[tuple[p.Name, int | None]]
    amended: frozenset[Amended] = frozenset()
    shifts: frozenset[Shift] = frozenset()
    facts: frozenset[Fact] = frozenset()
    moment: datetime = OVER  # when last something changed by the calendar alone

    def counted(self) -> Counter[Role]:
        """How many people have each role."""
        return Counter(dict(self.people))

    def aged(self, now: datetime, calendar: "Calendar") -> "Position":
        """The position at a moment: dates have passed, terms have ended."""
        moment = calendar.last_before(now) or self.moment
        if moment == self.moment and not calendar.is_first(now):
            return self
        people: Counter[Role] = Counter()
        for role, count in self.people:
            older = role.aged(now, calendar.leaving)
            if older.seats or older.offices:
                people[older] += count
        return replace(self, people=tuple(sorted(people.items())), moment=moment)

    def sitting(self, body: p.Name) -> list[tuple[Role, int]]:
        """Who sits in a body, by role."""
        return [(role, n) for role, n in self.people if role.seat_in(body) is not None]

    def holder(self, office: p.Name) -> Role | None:
        """Who holds an office."""
        return next((role for role, _ in self.people if office in role.offices), None)

    def size_of(self, body: p.Name) -> int | None:
        """How many seats a body has now, where that is stated."""
        return dict(self.sizes).get(body)


@record(frozen=True, slots=True)
class Deed:
    """An effect with a kind of people in the place of whoever it left open.

    `role` is whom of that kind it befalls, None for somebody from outside; `instead` is whose seat,
    its term over, a newcomer takes.
    """

    effect: p.Effect
    role: Role | None = None
    instead: Role | None = None


@record(frozen=True, slots=True)
class Move:
    """One decision by one side, made concrete, by one route."""

    side: Side
    decision: p.Name
    deeds: tuple[Deed, ...]
    route: p.Name


@record(frozen=True, slots=True)
class Pending:
    """A decision that is taken, and whose effect waits."""

    due: datetime
    move: Move


@record(frozen=True, slots=True)
class Node:
    """A position at a moment, the notices that run and the effects that wait."""

    position: Position
    now: datetime
    voices: frozenset[tuple[Side, p.Name, datetime]] = frozenset()
    pending: frozenset[Pending] = frozenset()


@record(frozen=True, slots=True)
class Arena:
    """A question of reach over one state: sides, kinds, and the decisions that can matter."""

    state: State
    goal: p.Goal
    sides: Mapping[Side, frozenset[Player]]
    nominees: Nominees
    decisions: tuple[p.Name, ...]
    bodies: tuple[p.Name, ...]
    offices: tuple[p.Name, ...]
    asks: Mapping[p.Name, frozenset[p.Name]]  # decision -> names on which it hangs who decides
    kinds: Mapping[Kind, tuple[p.Name, ...]]
    side_of: Mapping[Kind, Side]
    ballots_alike: Mapping[Kind, object]  # equal for kinds whose ballots count alike
    candidates: tuple[Kind, ...]  # kinds that may be named where a decision says `someone`
    wanted: frozenset[p.Name]  # names of which the goal speaks
    taken: frozenset[p.Name]  # decisions of which it matters whether they are taken
    electorates: Mapping[p.Name, tuple[p.Selector, ...]]  # of bodies whose seats say who elects
    elects: Mapping[tuple[p.Name, p.Name], int]  # (decision, body) -> index of its electorate
    places: Mapping[tuple[p.Name, int], int]  # (body, electorate) -> seats
    most_seats: Mapping[p.Name, int]
    heads: Mapping[tuple[Kind, p.Name], int]  # seats for which a group stands in a body; else one
    amendments: Mapping[p.Name, tuple[tuple[p.Patch, ...], ...]]
    calendar: Calendar
    history: frozenset[p.Name]  # decisions that events say were taken before
    start: Position
    assumptions: tuple[str, ...]

    def seated(self, position: Position, body: p.Name, electorate: int = ANYBODYS) -> int:
        """How many seats of a body are filled, of all or of those with one electorate."""
        filled = sum(
            count * self.heads.get((role.kind, body), 1)
            for role, count in position.people
            for seat in role.seats
            if seat.body == body and electorate in (ANYBODYS, seat.electorate)
        )
        if electorate != ANYBODYS:
            return filled
        ex_officio = (n for n in self.state.in_office(body) if n not in self.state.charter.parties)
        return filled + sum(1 for _ in ex_officio)

    def newcomer(self, side: Side) -> Kind:
        """Whom a side brings in where a decision says `someone`."""
        if self.nominees is Nominees.INDEPENDENT:
            return NEWCOMER
        return OUR_NEWCOMER if side is Side.OURS else THEIR_NEWCOMER
