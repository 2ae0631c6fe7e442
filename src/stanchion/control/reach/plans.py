"""A plan in words: who decides what, when, with names for people whom the search only counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.calendar import in_words, later
from stanchion.charter.state import known_value
from stanchion.control.from_charter import compiled
from stanchion.control.game import Player
from stanchion.control.reach.arena import (
    NEWCOMERS,
    Arena,
    Deed,
    Move,
    Node,
    Position,
    Role,
    Side,
)
from stanchion.control.reach.ballots import Ballots, name_of, peopled
from stanchion.control.reach.course import coming_due
from stanchion.control.reach.effects import Transition, followed, position_after
from stanchion.control.reach.from_charter import first_role
from stanchion.control.reach.results import Plan, PlanStep
from stanchion.control.reach.search import Track
from stanchion.control.results import Step


def plan_of(ballots: Ballots, last: Track) -> Plan:
    """The plan that led to a node, decision by decision."""
    tracks = list(_from_the_start(last))
    start = tracks[0].node.now
    cast = _Cast(ballots.arena, _first_people(ballots.arena))
    cast.age(start)
    steps = []
    for before, track in pairwise(tracks):
        if track.move is None:
            cast.wait(before.node, track.node.now)
            continue
        steps.append(_step(ballots, cast, before.node, track.move, start))
        if track.node.position != before.node.position:
            cast.follow(before.node.position, track.move)
    done = max((step.effective for step in steps), default=last.node.now - start)
    return Plan(tuple(steps), max(done, last.node.now - start))


def in_sentence(plan: Plan) -> str:
    """A plan in one line."""
    if not plan.steps:
        return "it is so already"
    said = [f"`{step.decision}`: {step.text}{_when(step.effective)}" for step in plan.steps]
    return "; then ".join(said)


def _when(after: timedelta) -> str:
    return f" (after {elapsed(after)})" if after else ""


def elapsed(time: timedelta) -> str:
    """A stretch of time from the start, in words."""
    return in_words(p.Duration(0, time)) if time else "at once"


def _from_the_start(last: Track) -> Iterator[Track]:
    if last.before is not None:
        yield from _from_the_start(last.before)
    yield last


def _first_people(arena: Arena) -> dict[p.Name, Role]:
    roles = {
        name: first_role(arena.state, kind, name, arena.bodies, arena.offices, arena.electorates)
        for kind, members in arena.kinds.items()
        for name in members
    }
    return {name: role for name, role in roles.items() if role.seats or role.offices}


@dataclass(slots=True)
class _Cast:
    """Who plays which role as a plan goes on."""

    arena: Arena
    people: dict[p.Name, Role]
    newcomers: dict[p.Name, int] = field(default_factory=dict)

    def wait(self, node: Node, until: datetime) -> None:
        """Let what comes due happen to people with names, and terms end."""
        position = node.position
        for move in coming_due(node, until):
            self.follow(position, move)
            position = position_after(self.arena, position, move) or position
        self.age(until)

    def age(self, now: datetime) -> None:
        """Let terms end."""
        aged = {n: role.aged(now, self.arena.calendar.leaving) for n, role in self.people.items()}
        self.people = {name: role for name, role in aged.items() if role.seats or role.offices}

    def follow(self, position: Position, move: Move) -> None:
        """Let the deeds of a move happen to people with names."""
        if position_after(self.arena, position, move) is None:
            return
        for _, changes in followed(self.arena, position, move):
            for change in changes:
                self._change(change)

    def _change(self, change: Transition) -> None:
        before, now = change
        role = before or now
        assert role is not None  # INVARIANT: a transition has one side at least
        name = self.named(role) if before is not None else self.newcomer(role)
        self.people.pop(name, None)
        if now is not None and (now.seats or now.offices):
            self.people[name] = now
            if before is None and now.kind in NEWCOMERS:
                self.newcomers[now.kind] = self.newcomers.get(now.kind, 0) + 1

    def named(self, role: Role) -> p.Name:
        """Somebody who has exactly this role."""
        return next(name for name, has in self.people.items() if has == role)

    def newcomer(self, role: Role) -> p.Name:
        """Somebody of that kind from outside."""
        if role.kind in NEWCOMERS:
            return name_of(self.arena, role.kind, self.newcomers.get(role.kind, 0))
        return next(n for n in self.arena.kinds[role.kind] if n not in self.people)


def _step(ballots: Ballots, cast: _Cast, node: Node, move: Move, start: datetime) -> PlanStep:
    charter = ballots.terms_in(node.position)
    terms = charter.decisions[move.decision]
    state = peopled(ballots.arena, node.position, cast.people, charter)
    route = str(move.route)
    made = compiled(state.state, move.decision, route=route)
    by = enough(made.game.wins, sorted(state.acting[move.side] & set(made.game.players)))
    return PlanStep(
        text=" and ".join(_said(cast, node.position, move)) or "it is recorded",
        decision=str(move.decision),
        by=tuple(map(str, by)),
        opposing=move.side is Side.THEIRS,
        route=route if len(ballots.timings(node.position, move.decision)) > 1 else None,
        waits=node.now - start,
        effective=later(node.now, terms.time_lock or p.Duration()) - start,
        because=Step(f"`{move.decision}`", terms.clause, terms.at),
    )


def enough(wins: Callable[[frozenset[Player]], bool], players: list[Player]) -> list[Player]:
    """As few of the players as suffice when each who is not needed steps back in turn."""
    needed = list(players)
    for player in reversed(players):
        fewer = [name for name in needed if name != player]
        if wins(frozenset(fewer)):
            needed = fewer
    return needed


def _said(cast: _Cast, position: Position, move: Move) -> Iterator[str]:
    for deed, changes in followed(cast.arena, position, move):
        text = _deed_said(cast, deed, changes)
        if text:
            yield text


def _deed_said(cast: _Cast, deed: Deed, changes: tuple[Transition, ...]) -> str:
    match deed.effect:
        case p.Joins(_, body):
            who = _who(cast, deed.role, changes)
            if deed.instead is not None:
                gone = cast.named(deed.instead)
                return f"`{who}` takes the seat of `{gone}` in `{body}`, whose term is over"
            return f"`{who}` joins `{body}`"
        case p.Leaves(who, place):
            there = deed.role if deed.role in cast.people.values() else None
            return f"`{who if there is None else cast.named(there)}` leaves `{place}`"
        case p.Becomes(who, office):
            return f"`{_who(cast, deed.role, changes) or who}` becomes `{office}`"
        case effect:
            return effect_said(effect)


def _who(cast: _Cast, role: Role | None, changes: tuple[Transition, ...]) -> p.Name | None:
    if role is not None and role in cast.people.values():
        return cast.named(role)
    new = next((now for before, now in changes if before is None and now is not None), None)
    return None if new is None else cast.newcomer(new)


def rule_said(rule: p.Rule) -> str:
    """A rule in words."""
    match rule:
        case p.Threshold():
            how = "more than" if rule.strict else "at least"
            of = "" if rule.of is None else f" of `{rule.of}`"
            return (
                f"{how} {rule.count if rule.share is None else rule.share} of {rule.base.value}{of}"
            )
        case p.ConsentOf(who):
            return f"the consent of {' and '.join(f'`{name}`' for name in p.names_of(who))}"
        case p.AllRules(parts):
            return " and ".join(map(rule_said, parts))
        case p.AnyRule(count, parts):
            return f"{count} of these: {'; '.join(map(rule_said, parts))}"
        case _:
            assert_never(rule)


def effect_said(effect: p.Effect) -> str:
    """What an effect does that leaves nothing open, in words."""
    match effect:
        case p.FallsVacant(office):
            return f"`{office}` falls vacant"
        case p.SizeIs(body, size):
            return f"`{body}` has {size} seats"
        case p.SetRule(decision, rule, also):
            return f"`{decision}` {'also needs' if also else 'needs'} {rule_said(rule)}"
        case p.SetNotice(decision, notice):
            return f"`{decision}` has notice of {in_words(notice)}"
        case p.SetVotes(share_class, votes):
            return f"a unit of `{share_class}` has {votes} votes"
        case p.Receives(who, units, share_class):
            return f"`{who}` receives {known_value(units)} of `{share_class}`"
        case p.Transfers(who, units, share_class, to):
            return f"`{who}` transfers {known_value(units)} of `{share_class}` to `{to}`"
        case p.EntityIs(entity, fate):
            return f"`{entity}` is {fate.value}"
        case p.ModelBecomes(model, _, halted, stage):
            if halted:
                return f"`{model}` is halted"
            return f"`{model}` is released" + (f" to `{stage}`" if stage else "")
        case _:
            return ""
