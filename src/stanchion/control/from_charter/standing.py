"""Whether a condition of the charter holds in a state."""

from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.state import State


class Unknowable(ValueError):
    """A condition about something that a state does not know; the text says what."""


def holds_in(state: State, condition: p.Condition) -> bool:
    """Whether the condition holds in the state; raises Unknowable."""
    match condition:
        case p.FromInstant(instant):
            return state.instant >= instant.start
        case p.BeforeInstant(instant):
            return state.instant < instant.start
        case p.DecisionTaken(decision):
            return any(
                event.decided == decision and event.when.start <= state.instant
                for event in state.charter.events
            )
        case p.ModelIs(model, halted, stage):
            released = model in state.released and stage in {None, state.released[model]}
            return not released if halted else released
        case p.HasReceived(payee, amount, counts):
            return _paid(state, payee, counts) >= _amount(state, amount, payee)
        case p.HasReceivedShare(payee, share, stages):
            of_all = _paid_in(state, None, stages)
            return of_all > 0 and _paid_in(state, payee, stages) >= share * of_all
        case p.HasPaid(entity, amount):
            paid = (_amount(state, x.amount, None) for x in state.paid if x.entity == entity)
            return sum(paid, Fraction(0)) >= _amount(state, amount, None)
        case p.AllConditions(parts):
            return all(holds_in(state, part) for part in parts)
        case p.AnyCondition(parts):
            return any(holds_in(state, part) for part in parts)
        case p.NotCondition(part):
            return not holds_in(state, part)
        case p.ClaimsPaid():
            raise Unknowable("whether claims are paid is a matter of one stage of a waterfall")
        case p.RiskIs(category):
            raise Unknowable(f"the level of `{category}` is scored in a release, not in a state")
        case _:
            assert_never(condition)


def _paid_in(state: State, payee: p.Name | None, stages: tuple[p.Name, ...]) -> Fraction:
    """What a payee (all of them, for None) has been paid in the stages."""
    paid = (x for x in state.paid if x.stage in stages and payee in {None, x.payee})
    return sum((_amount(state, x.amount, x.payee) for x in paid), Fraction(0))


def _paid(state: State, payee: p.Name, counts: p.Counts) -> Fraction:
    match counts:
        case p.InStages(stages):
            paid = [x for x in state.paid if x.payee == payee and x.stage in stages]
        case p.Everything() | p.ThisStage():
            paid = [x for x in state.paid if x.payee == payee]
        case _:
            assert_never(counts)
    return sum((_amount(state, x.amount, payee) for x in paid), Fraction(0))


def _amount(state: State, figure: p.Figure, payee: p.Name | None) -> Fraction:
    try:
        return amount_of(state.charter, figure, payee=payee)
    except NoAmount as none:
        raise Unknowable(none.why) from None
