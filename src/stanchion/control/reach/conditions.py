"""Whether a decision may be taken at a moment, as far as the charter lets us know."""

from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.control.reach.arena import Arena, Position


def holds(arena: Arena, position: Position, now: datetime, condition: p.Condition) -> bool | None:
    """Whether a condition is met; None where it asks for what positions do not know."""
    match condition:
        case p.FromInstant(instant):
            return now >= instant.start
        case p.BeforeInstant(instant):
            return now < instant.start
        case p.DecisionTaken(decision):
            return decision in arena.history or ("taken", str(decision)) in position.facts
        case p.ModelIs():
            return model_is(arena, position, condition)
        case p.AllConditions(parts):
            found = [holds(arena, position, now, part) for part in parts]
            return False if False in found else None if None in found else True
        case p.AnyCondition(parts):
            found = [holds(arena, position, now, part) for part in parts]
            return True if True in found else None if None in found else False
        case p.NotCondition(part):
            known = holds(arena, position, now, part)
            return None if known is None else not known
        case _:
            try:
                return holds_in(arena.state, condition)  # no modelled move changes it
            except Unknowable:
                return None


def model_is(arena: Arena, position: Position, asked: p.ModelIs) -> bool:
    """Whether a model version stands released (to a stage), or halted."""
    stages = {str(model): stage for model, stage in arena.state.released.items()}
    for fact in position.facts:
        if fact[0] == "released":
            stages[fact[1]] = p.Name(fact[2]) if len(fact) > 2 else None
        if fact[0] == "halted":
            stages.pop(fact[1], None)
    if asked.halted:
        return ("halted", str(asked.model)) in position.facts
    there = str(asked.model) in stages
    return there and (asked.stage is None or stages[str(asked.model)] == asked.stage)
