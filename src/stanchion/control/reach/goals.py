"""Whether a position meets a goal."""

from datetime import datetime
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.control.from_charter import selected_names
from stanchion.control.reach.arena import NEWCOMERS, Arena, Position, Role, Side
from stanchion.control.reach.ballots import Ballots
from stanchion.control.reach.conditions import holds as condition_holds
from stanchion.control.reach.conditions import model_is


def met(ballots: Ballots, position: Position, now: datetime, goal: p.Goal) -> bool:
    """Whether the goal is reached in a position, at a moment."""
    arena = ballots.arena
    match goal:
        case p.AbleTo(decision):
            return able(ballots, position, now, decision)
        case p.DecisionTaken(decision):
            return ("taken", str(decision)) in position.facts
        case p.HoldsOffice(who, office, holds):
            return _is_named(position.holder(office), who) is holds
        case p.OfficeVacant(office):
            return position.holder(office) is None
        case p.SitsIn(who, body, sits):
            there = any(_is_named(role, who) for role, _ in position.sitting(body))
            return there is sits
        case p.MajorityLoyal(body, to):
            return _majority_loyal(arena, position, body, to)
        case p.EntityIs(entity, fate):
            stands = arena.state.fates.get(entity) is fate
            return stands or ("is", str(entity), fate.value) in position.facts
        case p.ModelIs():
            return model_is(arena, position, goal)
        case p.AllGoals(parts):
            return all(met(ballots, position, now, part) for part in parts)
        case _:
            assert_never(goal)


def able(ballots: Ballots, position: Position, now: datetime, decision: p.Name) -> bool:
    """Whether our side has the votes for a decision, and it may be taken at that moment."""
    terms = ballots.arena.state.charter.decisions[decision]
    if terms.expires is not None and now >= terms.expires.start:
        return False
    if terms.when is not None:
        allowed = condition_holds(ballots.arena, position, now, terms.when)
        if allowed is None:
            ballots.unclear[decision] = "whether its condition is met is not known here"
        if not allowed:
            return False
    return ballots.wins(position, decision, Side.OURS)


def _is_named(role: Role | None, who: p.Name) -> bool:
    """Whether a role is that of a party; whom a goal names is of no kind with others."""
    return role is not None and role.kind == who


def _majority_loyal(arena: Arena, position: Position, body: p.Name, to: p.Selector) -> bool:
    meant = set(selected_names(arena.state, to))
    theirs = {
        side for side, players in arena.sides.items() if any(str(name) in players for name in meant)
    }
    loyal = total = 0
    for role, people in position.sitting(body):
        count = people * arena.heads.get((role.kind, body), 1)
        total += count
        appointed = role.kind in NEWCOMERS and NEWCOMERS[role.kind] in theirs
        loyal += count if role.kind in meant or appointed else 0
    return 2 * loyal > total
