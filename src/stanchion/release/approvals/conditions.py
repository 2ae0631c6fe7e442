"""Whether an approval is asked for: yes, no, or (None) not known, which asks for it."""

from collections.abc import Callable
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.release.evidence.levels import Level

LevelOf = Callable[[p.Name, p.Mitigation], Level]


def holds(state: State, condition: p.Condition, level_of: LevelOf) -> bool | None:
    """Whether a condition holds, levels of risk known as far as the evidence goes."""
    match condition:
        case p.AllConditions(parts):
            found = [holds(state, part, level_of) for part in parts]
            return False if False in found else None if None in found else True
        case p.AnyCondition(parts):
            found = [holds(state, part, level_of) for part in parts]
            return True if True in found else None if None in found else False
        case p.NotCondition(part):
            inner = holds(state, part, level_of)
            return None if inner is None else not inner
        case p.RiskIs(category, mitigation, relation, named):
            return _risk(state, level_of(category, mitigation), category, relation, named)
        case _:
            try:
                return holds_in(state, condition)
            except Unknowable:
                return None


def _risk(
    state: State, level: Level, category: p.Name, relation: p.Relation, named: p.Name
) -> bool | None:
    release = state.charter.release
    assert release is not None  # INVARIANT: a release is asked about
    place = release.categories[category].levels.index(named)
    found = {_compares(at, relation, place) for at in range(level.low, level.high + 1)}
    return found.pop() if len(found) == 1 else None


def _compares(at: int, relation: p.Relation, place: int) -> bool:
    match relation:
        case p.Relation.EXACTLY:
            return at == place
        case p.Relation.AT_LEAST:
            return at >= place
        case p.Relation.AT_MOST:
            return at <= place
        case p.Relation.MORE_THAN:
            return at > place
        case p.Relation.LESS_THAN:
            return at < place
        case _:
            assert_never(relation)
