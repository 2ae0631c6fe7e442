"""The decisions open to a side at a moment, with whatever they leave open made concrete.

`someone` is a newcomer, a person of the side, or a person whom the goal names; into a committee
comes a member of the body whose committee it is. `a member` is any who sits, of the seats that the
deciders elect where the seats say who elects them. A size left open is one seat more or less. A
rule is amended to what a lever or a reading of the charter declares.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.control.from_charter.ways import deciding_body
from stanchion.control.reach.arena import (
    ANYBODYS,
    Arena,
    Deed,
    Kind,
    Move,
    Node,
    Position,
    Role,
    Side,
)
from stanchion.control.reach.ballots import Ballots, Standing
from stanchion.control.reach.conditions import holds as condition_holds
from stanchion.control.reach.effects import has_room


@dataclass(slots=True)
class Moves:
    """What can be decided, in the positions of one arena."""

    ballots: Ballots
    open_amendments: set[tuple[Side, p.Name, p.Name]] = field(default_factory=set)
    _noticed: dict[object, tuple[p.Name, ...]] = field(default_factory=dict)

    @property
    def arena(self) -> Arena:
        """The question whose moves these are."""
        return self.ballots.arena

    def open_to(self, node: Node, side: Side) -> Iterator[Move]:
        """Every decision that a side can take at this moment, made concrete."""
        for decision in self.arena.decisions:
            terms = self.arena.state.charter.decisions[decision]
            if not self.allowed(node, decision, terms):
                continue
            route = self._route(node, decision, side)
            if route is None:
                continue
            for deeds in self._deeds(node, decision, terms, side):
                yield Move(side, decision, deeds, route)

    def noticed(self, position: Position) -> tuple[p.Name, ...]:
        """The decisions of which notice must be given, as the terms stand in a position."""
        known = self._noticed.get(position.amended)
        if known is None:
            known = self._noticed[position.amended] = tuple(
                name
                for name in self.arena.decisions
                if any(timing.takes_time for timing in self.ballots.timings(position, name))
            )
        return known

    def allowed(self, node: Node, decision: p.Name, terms: Decision) -> bool:
        """Whether a decision may be taken at this moment, whoever has the votes."""
        if terms.expires is not None and node.now >= terms.expires.start:
            return False
        if terms.when is None:
            return True
        met = condition_holds(self.arena, node.position, node.now, terms.when)
        if met is None:
            self.ballots.unclear[decision] = "whether its condition is met is not known here"
        return bool(met)

    def _route(self, node: Node, decision: p.Name, side: Side) -> p.Name | None:
        """A route by which a side wins now, its notice over or waived."""
        for standing in self.ballots.standings(node.position, decision, side):
            if standing.wins:
                ready = ready_at(node, decision, side, standing)
                if ready is not None and ready <= node.now:
                    return standing.timing.route
        return None

    # ------------------------------------------------------------------ deeds

    def _deeds(
        self, node: Node, decision: p.Name, terms: Decision, side: Side
    ) -> Iterator[tuple[Deed, ...]]:
        options = [tuple(self._options(node, decision, effect, side)) for effect in terms.effect]
        return product(*options)

    def _options(
        self, node: Node, decision: p.Name, effect: p.Effect, side: Side
    ) -> Iterator[Deed]:
        match effect:
            case p.Joins(p.Somebody(), body):
                yield from self._joining(node, decision, body, side)
            case p.Joins(who, body):
                yield from self._named_joins(node, decision, p.Name(str(who)), body)
            case p.Leaves(p.Somebody(), place):
                yield from self._leaving(node.position, decision, place)
            case p.Leaves(who, place):
                role = self._role_of(node.position, p.Name(str(who)))
                yield Deed(p.Leaves(who, place), role)
            case p.Becomes(p.Somebody() as who, office):
                yield from self._becoming(node.position, decision, office, side, who)
            case p.Becomes(who, office):
                yield Deed(effect, self._role_of(node.position, p.Name(str(who))))
            case p.SizeIs(body, None):
                yield from self._resizing(node.position, body)
            case p.Amends(of):
                yield from self._amending(decision, of, side)
            case p.ModelBecomes(p.Somebody()):
                yield from self._models(effect)
            case _:
                yield Deed(effect)

    def _role_of(self, position: Position, kind: Kind) -> Role | None:
        return next((role for role, _ in position.people if role.kind == kind), None)

    def _joining(self, node: Node, decision: p.Name, body: p.Name, side: Side) -> Iterator[Deed]:
        ways = self._ways_in(node, decision, body)
        parent = self.arena.state.charter.bodies[body].committee_of
        if not ways:
            return
        if parent is not None and parent in self.arena.bodies:
            who = [role for role, _ in node.position.sitting(parent) if not role.seat_in(body)]
        else:
            who = [Role(self.arena.newcomer(side)), *self._known(node.position, side, body=body)]
        for role in who:
            there = role if role.seats or role.offices else None
            for way in ways:
                if way is not None or not self._is_idle(decision, role, side):
                    yield Deed(p.Joins(role.kind, body), there, way)

    def _is_idle(self, decision: p.Name, role: Role, side: Side) -> bool:
        """Whether it does nothing for a side, unopposed, to give somebody a free seat.

        Who votes with nobody only raises what a threshold asks for; but where the decision does
        something else as well, or matters by itself, it may be taken all the same.
        """
        alone = not self.arena.sides.get(Side.THEIRS)
        plain = len(self.arena.state.charter.decisions[decision].effect) == 1
        stranger = self.arena.side_of[role.kind] is not side
        unasked = role.kind not in self.arena.wanted and decision not in self.arena.taken
        return alone and plain and stranger and unasked

    def _named_joins(
        self, node: Node, decision: p.Name, who: p.Name, body: p.Name
    ) -> Iterator[Deed]:
        role = self._role_of(node.position, who)
        if role is None or not role.seat_in(body):
            for way in self._ways_in(node, decision, body):
                yield Deed(p.Joins(who, body), role, way)

    def _ways_in(self, node: Node, decision: p.Name, body: p.Name) -> list[Role | None]:
        """A free seat (None), or the members whose term is over and who stay until replaced."""
        electorate = self.arena.elects.get((decision, body), ANYBODYS)
        free = has_room(self.arena, node.position, body, electorate)
        over = [
            role
            for role, _ in node.position.sitting(body)
            if electorate in {ANYBODYS, _electorate(role, body)} and _is_over(role, body, node.now)
        ]
        return [None, *over] if free else [*over]

    def _known(
        self, position: Position, side: Side, *, body: p.Name | None = None
    ) -> Iterator[Role]:
        """People with names who may be put where the decision says `someone`, by their role."""
        for kind in self.arena.candidates:
            ours = self.arena.side_of[kind] is side
            if not ours and kind not in self.arena.wanted:
                continue
            roles = [role for role, _ in position.people if role.kind == kind]
            busy = sum(n for role, n in position.people if role.kind == kind)
            yield from (r for r in roles if body is None or not r.seat_in(body))
            if busy < len(self.arena.kinds[kind]):
                yield Role(kind)

    def _leaving(self, position: Position, decision: p.Name, place: p.Name) -> Iterator[Deed]:
        if place in self.arena.offices:
            holder = position.holder(place)
            if holder is not None:
                yield Deed(p.Leaves(holder.kind, place), holder)
            return
        electorate = self.arena.elects.get((decision, place), ANYBODYS)
        for role, _ in position.sitting(place):
            if electorate in {ANYBODYS, _electorate(role, place)}:
                yield Deed(p.Leaves(role.kind, place), role)

    def _becoming(
        self, position: Position, decision: p.Name, office: p.Name, side: Side, who: p.Somebody
    ) -> Iterator[Deed]:
        if office not in self.arena.offices:
            yield Deed(p.Recorded())
            return
        body = deciding_body_of(self.arena, decision)
        if who is p.Somebody.MEMBER and body in self.arena.bodies:
            roles = [role for role, _ in position.sitting(body)]
        else:  # a meeting has many members, and whoever is brought in may become one
            brought_in = self.arena.newcomer(side)
            roles = [role for role, _ in position.people if role.kind == brought_in]
            roles += self._known(position, side)
            yield Deed(p.Becomes(brought_in, office))
        for role in roles:
            if office not in role.offices:
                there = role if role.seats or role.offices else None
                yield Deed(p.Becomes(role.kind, office), there)

    def _resizing(self, position: Position, body: p.Name) -> Iterator[Deed]:
        if body not in self.arena.bodies:
            return
        filled = self.arena.seated(position, body)
        size = position.size_of(body)
        if size is None and not self.arena.sides.get(Side.THEIRS):
            return  # a limit where there is none could only bind those who set it
        most = self.arena.most_seats[body] + (0 if self.arena.state.size_of(body) is None else 1)
        wanted = {filled, filled + 1} if size is None else {size - 1, size + 1}
        for seats in sorted(wanted):
            if max(1, filled) <= seats <= most:
                yield Deed(p.SizeIs(body, seats))

    def _models(self, effect: p.ModelBecomes) -> Iterator[Deed]:
        release = self.arena.state.charter.release
        for name, model in (release.models if release else {}).items():
            if effect.product is None or effect.product in model.product:
                yield Deed(effect.changed(model=p.Name(name)))

    def _amending(self, decision: p.Name, of: p.Name, side: Side) -> Iterator[Deed]:
        declared = self.arena.amendments.get(of)
        if declared is None:
            yield Deed(p.Recorded())  # the rule of a decision on which nothing hangs here
            return
        if not declared:
            self.open_amendments.add((side, decision, of))
        yield Deed(p.Recorded())  # a decision that amends several rules need not change them all
        for patches in declared:
            for patch in patches:
                yield Deed(patch)


def _electorate(role: Role, body: p.Name) -> int:
    seat = role.seat_in(body)
    return ANYBODYS if seat is None else seat.electorate


def _is_over(role: Role, body: p.Name, now: datetime) -> bool:
    seat = role.seat_in(body)
    return seat is not None and seat.until <= now


def deciding_body_of(arena: Arena, decision: p.Name) -> p.Name | None:
    """The name of the body that takes a decision, where a body does."""
    return deciding_body(arena.state, arena.state.charter.decisions[decision].by)


def ready_at(node: Node, decision: p.Name, side: Side, standing: Standing) -> datetime | None:
    """When a side can vote on a decision; None where it has had no voice to announce it."""
    if not standing.timing.takes_time:
        return node.now
    for who, about, since in node.voices:
        if who is side and about == decision:
            return standing.timing.ready(since, waived=standing.waives)
    return None
