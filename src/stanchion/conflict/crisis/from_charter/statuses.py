"""How a dispute stands: which declared outcome a state of the company is, and what leads there."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.dispute import Outcome
from stanchion.charter.patches import PatchMisses, patched
from stanchion.charter.state import DoesNotFit, State, after


def telling(outcome: Outcome) -> tuple[p.Effect, ...]:
    """The effects by which an outcome can be told from others."""
    return tuple(e for e in outcome.effect if not isinstance(e, p.Recorded | p.Amends))


def standing(
    outcomes: Mapping[p.Name, Outcome], state: State, before: State, *, opened: bool
) -> p.Name | None:
    """The outcome that a state is: the one with most effects that all hold; else the one that
    needs none, once the dispute is `opened`; None where no outcome fits."""
    best: p.Name | None = None
    most = 0
    for name, outcome in outcomes.items():
        effects = telling(outcome)
        if len(effects) > most and all(holds(effect, state, before) for effect in effects):
            best, most = name, len(effects)
    if best is not None or not opened:
        return best
    plain = (n for n, o in outcomes.items() if not telling(o) and o.left_by is None)
    return next(plain, None)


def holds(effect: p.Effect, state: State, before: State) -> bool:
    """Whether what an effect brings about is so in a state; `someone` is anybody new."""
    match effect:
        case p.Joins(who, body):
            there = set(state.in_office(body))
            return bool(there - set(before.in_office(body))) if _open(who) else who in there
        case p.Leaves(who, place) if place in state.charter.offices:
            holder, held = state.offices.get(place), before.offices.get(place)
            return held is not None and holder != held if _open(who) else holder != who
        case p.Leaves(who, body):
            there = set(state.in_office(body))
            return bool(set(before.in_office(body)) - there) if _open(who) else who not in there
        case p.Becomes(who, office):
            holder = state.offices.get(office)
            new = holder is not None and holder != before.offices.get(office)
            return new if _open(who) else holder == who
        case p.FallsVacant(office):
            return state.offices.get(office) is None
        case p.SizeIs(body, size):
            now = state.size_of(body)
            return now != before.size_of(body) if size is None else now == size
        case p.Observes(who, body, stops):
            return (who in state.observers.get(body, ())) is not stops
        case p.EntityIs(entity, fate):
            return state.fates.get(entity) is fate
        case p.ModelBecomes(model, _, halted, stage):
            released = state.released
            if _open(model):
                return released != before.released
            name = p.Name(str(model))
            stands = name in released and (stage is None or released[name] == stage)
            return name not in released if halted else stands
        case p.Receives() | p.Transfers() | p.IsPaid() | p.Invests():
            return False  # money and units move once; what moved before is not this
        case p.Amends() | p.Recorded():
            return True
        case _:
            return _stands(effect, state)


def _open(who: object) -> bool:
    return isinstance(who, p.Somebody)


def _stands(patch: p.Patch, state: State) -> bool:
    try:
        return patched(state.charter, [patch]) == state.charter
    except PatchMisses:
        return False


def state_after(state: State, effects: Iterable[p.Effect]) -> State:
    """The state when the effects have happened, those that do not fit or stand already left out."""
    for effect in effects:
        try:
            state = after(state, effect)
        except DoesNotFit:
            continue
    return state


def brings_about(done: p.Effect, wanted: p.Effect, state: State) -> bool:
    """Whether an effect of a decision can be, or has as a part, the effect that is wanted."""
    match done, wanted:
        case p.Joins(), p.Joins(who, body):
            return done.body == body and _fits(done.who, who)
        case p.Leaves() | p.FallsVacant() | p.Becomes(), p.Leaves(who, place):
            return _takes_away(done, who, place, state)
        case p.Becomes(), p.Becomes(who, office):
            return done.office == office and _fits(done.who, who)
        case p.FallsVacant(), p.FallsVacant(office):
            return done.office == office
        case p.Leaves(), p.FallsVacant(office):
            return done.place == office and _fits(done.who, state.offices.get(office))
        case p.SizeIs(), p.SizeIs(body, size):
            return done.body == body and done.size in {None, size}
        case p.ModelBecomes(), p.ModelBecomes(model, _, halted, stage):
            staged = stage is None or done.stage in {None, stage}
            return done.halted is halted and staged and _fits(done.model, model)
        case p.Amends(decision), p.SetRule() | p.SetNotice() | p.SetCause():
            return wanted.decision == decision
        case p.Receives(), p.Receives(who, _, share_class):
            return (done.who, done.share_class) == (who, share_class)
        case p.Transfers(), p.Transfers(who, _, share_class, to):
            return (done.who, done.share_class, done.to) == (who, share_class, to)
        case _:
            return done == wanted


def _fits(done: object, wanted: object) -> bool:
    """Whether whom a decision names, or leaves open, may be who is wanted."""
    return _open(done) or _open(wanted) or done == wanted


def _takes_away(
    done: p.Leaves | p.FallsVacant | p.Becomes, who: p.Subject, place: p.Name, state: State
) -> bool:
    match done:
        case p.Leaves(whose, from_where):
            return from_where == place and _fits(whose, who)
        case p.FallsVacant(office):
            return office == place and (_open(who) or state.offices.get(place) == who)
        case p.Becomes(successor, office):
            held = _open(who) or state.offices.get(place) == who
            return office == place and held and successor != who
        case _:
            assert_never(done)


def in_words(effect: p.Effect) -> str:
    """An effect as the charter writes it."""
    match effect:
        case p.Joins(who, place):
            return f"{_who(who)} joins {place}"
        case p.Leaves(who, place):
            return f"{_who(who)} leaves {place}"
        case p.Becomes(who, place):
            return f"{_who(who)} becomes {place}"
        case p.FallsVacant(office):
            return f"{office} falls vacant"
        case p.SizeIs(body, size):
            return f"size of {body} is {'open' if size is None else size}"
        case p.Observes(who, body, stops):
            return f"{who} {'stops observing' if stops else 'observes'} {body}"
        case p.EntityIs(entity, fate):
            return f"{entity} is {fate.value}"
        case p.ModelBecomes(model, _, halted, _):
            return f"{_who(model)} is {'halted' if halted else 'released'}"
        case p.Receives() | p.Transfers() | p.IsPaid() | p.Invests():
            return _of_money(effect)
        case (
            p.Amends(decision) | p.SetRule(decision) | p.SetNotice(decision) | p.SetCause(decision)
        ):
            return f"rule of {decision} is amended"
        case p.Recorded():
            return "recorded"
        case _:
            return "terms of the charter are changed"


def _of_money(effect: p.Receives | p.Transfers | p.IsPaid | p.Invests) -> str:
    match effect:
        case p.Receives(who, _, share_class):
            return f"{who} receives units of {share_class}"
        case p.Transfers(who, _, share_class, to):
            return f"{who} transfers units of {share_class} to {to}"
        case p.IsPaid(who, _, entity):
            return f"{who} is paid by {entity}"
        case p.Invests(who, _, entity):
            return f"{who} invests in {entity}"
        case _:
            assert_never(effect)


def _who(who: object) -> str:
    return str(who.value) if isinstance(who, p.Somebody) else str(who)
