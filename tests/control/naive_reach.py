"""Reach done the slow obvious way: states with names, days counted one by one, nothing lumped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from stanchion.charter import phrases as p
from stanchion.charter.state import DoesNotFit, State, after_all
from stanchion.control.from_charter import compiled
from stanchion.control.game import Game

OURS, THEIRS, NOBODYS = "ours", "theirs", "nobody's"
NEWCOMERS = {OURS: "n", THEIRS: "m", NOBODYS: "i"}  # n1, n2, ... are declared by the charter


@dataclass(frozen=True)
class World:
    """Who is on whose side, how newcomers act, and how large bodies may grow."""

    sides: dict[str, frozenset[str]]
    loyal: bool
    wanted: frozenset[str]
    most_seats: dict[str, int]
    decisions: tuple[str, ...]
    after: dict[str, str]  # a decision, and the one that must have been taken before


@dataclass(frozen=True)
class Now:
    """A state on a day, with the notices that run and the effects that wait."""

    state: State
    day: int
    since: tuple[tuple[str, str, int], ...]
    pending: tuple[tuple[int, str, str, tuple[p.Effect, ...]], ...] = ()
    taken: frozenset[str] = frozenset()

    def key(self) -> object:
        """What tells two of them apart; who sits on which chair does not."""
        state = self.state
        return (
            tuple((body, frozenset(state.in_office(body))) for body in state.seats),
            tuple(state.offices.items()),
            tuple(state.sizes.items()),
            rules(state),
            self.day,
            self.since,
            self.pending,
            self.taken,
        )


_RULES: dict[int, tuple[object, str]] = {}
_GAMES: dict[object, Game] = {}


def rules(state: State) -> str:
    """The decisions as they stand, in words; kept, for a state changes them seldom."""
    charter = state.charter
    if id(charter) not in _RULES:
        _RULES[id(charter)] = (charter, repr(charter.decisions))
    return _RULES[id(charter)][1]


def game(state: State, decision: str) -> Game:
    people = tuple((body, frozenset(state.in_office(body))) for body in state.seats)
    key = (rules(state), people, *state.offices.items(), *state.sizes.items(), decision)
    if key not in _GAMES:
        _GAMES[key] = compiled(state, decision).game
    return _GAMES[key]


def wins(world: World, state: State, decision: str, side: str) -> bool:
    """Whether a side takes a decision; where nobody of it has a ballot it does not."""
    made, people = game(state, decision), acting(world, side)
    return not people.isdisjoint(made.players) and made.wins(people)


def acting(world: World, side: str) -> frozenset[str]:
    letter = NEWCOMERS[side]
    return world.sides.get(side, frozenset()) | {f"{letter}{i}" for i in range(1, 12)}


def begin(world: World, state: State) -> Now:
    open_ = {n: terms.changed(when=None) for n, terms in state.charter.decisions.items()}
    state = replace(state, charter=state.charter.changed(decisions=open_))
    return heard(world, Now(state, 0, ()))


def heard(world: World, now: Now) -> Now:
    since = {(side, decision): day for side, decision, day in now.since}
    kept = []
    for decision in world.decisions:
        players = set(game(now.state, decision).players)
        for side in (OURS, THEIRS):
            if players & acting(world, side):
                kept.append((side, decision, since.get((side, decision), now.day)))
    return replace(now, since=tuple(kept))


def days(duration: p.Duration | None) -> int:
    return 0 if duration is None else duration.rest.days


def moves(world: World, now: Now, side: str) -> Iterator[Now]:
    """Every state that one decision of a side leads to on this day."""
    for decision in world.decisions:
        terms = now.state.charter.decisions[p.Name(decision)]
        if world.after.get(decision, decision) not in {decision, *now.taken}:
            continue
        if not wins(world, now.state, decision, side):
            continue
        given = {(s, d): day for s, d, day in now.since}.get((side, decision))
        wait = days(terms.notice) + days(terms.cooling_off)
        if wait and (given is None or given + wait > now.day):
            continue
        lag = days(terms.time_lock)
        for effects in product(*(concrete(world, now, side, e) for e in terms.effect)):
            item = (now.day + lag, side, decision, effects)
            if lag:
                if not any(old[1:] == item[1:] for old in now.pending):
                    yield replace(now, pending=(*now.pending, item))
            else:
                changed = happened(world, now, item)
                if changed is not None and changed.key() != now.key():
                    yield heard(world, changed)


def happened(
    world: World, now: Now, item: tuple[int, str, str, tuple[p.Effect, ...]]
) -> Now | None:
    state = now.state
    for effect in item[3]:
        if isinstance(effect, p.Joins):
            limit = world.most_seats[effect.body]
            if len(state.in_office(effect.body)) >= (state.sizes.get(effect.body) or limit):
                return None
        try:
            state = after_all(state, [effect])
        except DoesNotFit:
            return None
    return replace(now, state=state, taken=now.taken | {item[2]})


def concrete(world: World, now: Now, side: str, effect: p.Effect) -> list[p.Effect]:
    state = now.state
    known = {n for body in state.seats for n in state.in_office(body)}
    known |= {n for n in state.offices.values() if n}
    letter = NEWCOMERS[side if world.loyal else NOBODYS]
    fresh = next(f"{letter}{i}" for i in range(1, 12) if f"{letter}{i}" not in known)
    ours = [*world.sides.get(side, ()), *world.wanted]
    match effect:
        case p.Joins(p.Somebody(), body):
            parent = state.charter.bodies[body].committee_of
            who = [fresh, *ours] if parent is None else list(state.in_office(parent))
            return [p.Joins(p.Name(n), body) for n in sorted({*who})]
        case p.Leaves(p.Somebody(), body):
            return [p.Leaves(n, body) for n in state.in_office(body)]
        case p.Becomes(p.Somebody(), office):
            mine = [n for n in known if n[0] == letter and n[1:].isdigit()]
            return [p.Becomes(p.Name(n), office) for n in sorted({fresh, *ours, *mine})]
        case p.SizeIs(body, None):
            size, filled = state.sizes[body] or 0, len(state.in_office(body))
            most = world.most_seats[body] + 1
            return [p.SizeIs(body, n) for n in (size - 1, size + 1) if max(1, filled) <= n <= most]
        case _:
            return [effect]


def tomorrow(world: World, now: Now) -> Now:
    now = replace(now, day=now.day + 1)
    due = sorted(
        (item for item in now.pending if item[0] <= now.day), key=lambda i: (i[1] == OURS, repr(i))
    )
    for item in due:
        now = happened(world, now, item) or now
    now = replace(now, pending=tuple(i for i in now.pending if i[0] > now.day))
    return heard(world, now)


def met(world: World, now: Now, goal: p.Goal) -> bool:
    state = now.state
    match goal:
        case p.AbleTo(decision):
            if world.after.get(decision, decision) not in {decision, *now.taken}:
                return False
            return wins(world, state, decision, OURS)
        case p.DecisionTaken(decision):
            return decision in now.taken
        case p.SitsIn(who, body, sits):
            return (who in state.in_office(body)) is sits
        case p.HoldsOffice(who, office, holds):
            return (state.offices[office] == who) is holds
        case p.OfficeVacant(office):
            return state.offices[office] is None
        case p.MajorityLoyal(body, p.Named(to)):
            letters = [
                NEWCOMERS[side] for side in (OURS, THEIRS) if to in world.sides.get(side, ())
            ]
            sit = state.in_office(body)
            return 2 * sum(n == to or (n[0] in letters and n[1:].isdigit()) for n in sit) > len(sit)
        case _:
            raise AssertionError(goal)


def front(world: World, state: State, goal: p.Goal, steps: int, last: int) -> list[tuple[int, int]]:
    """The pairs of decisions and days in which the goal is reached and that no other beats."""
    reached: list[tuple[int, int]] = []
    level = {begin(world, state).key(): begin(world, state)}
    for taken in range(steps + 1):
        waiting, seen, following = list(level.values()), set(level), dict[object, Now]()
        for now in waiting:
            if met(world, now, goal):
                reached.append((taken, now.day))
                continue
            for changed in moves(world, now, OURS):
                following.setdefault(changed.key(), changed)
            if now.day < last:
                later = tomorrow(world, now)
                if later.key() not in seen:
                    seen.add(later.key())
                    waiting.append(later)
        level = following
    best: list[tuple[int, int]] = []
    for pair in sorted(set(reached)):
        if not best or pair[1] < best[-1][1]:
            best.append(pair)
    return best


def forced(world: World, now: Now, goal: p.Goal, steps: int, last: int) -> bool:
    """Whether our side forces the goal in so many decisions, the others first at every moment."""
    return all(_our_turn(world, changed, goal, steps, last) for changed in _closure(world, now))


def _closure(world: World, now: Now) -> list[Now]:
    found, seen = [now], {now.key()}
    for one in found:
        for changed in moves(world, one, THEIRS):
            if changed.key() not in seen:
                seen.add(changed.key())
                found.append(changed)
    return found


def _our_turn(world: World, now: Now, goal: p.Goal, steps: int, last: int) -> bool:
    if met(world, now, goal):
        return True
    if steps and any(
        (not isinstance(goal, p.AbleTo) and met(world, changed, goal))
        or forced(world, changed, goal, steps - 1, last)
        for changed in moves(world, now, OURS)
    ):
        return True
    if now.day >= last:
        return False
    later = tomorrow(world, now)
    if not isinstance(goal, p.AbleTo) and met(world, later, goal):
        return True
    return forced(world, later, goal, steps, last)
