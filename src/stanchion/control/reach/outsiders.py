"""Approvals of a release that no move can win: of a party that acts for itself and is not theirs.

Seats and offices change hands, and with them the bodies that approve. A party whom a policy names
itself, and who acts by no body of the charter, keeps its word whatever happens; so a goal that
needs it is out of reach of everybody else, and need not be searched for.
"""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.approvals import Approval, ApprovalEffect
from stanchion.charter.policies import Gated, gates_of
from stanchion.charter.state import State
from stanchion.control.from_charter.gates import reaches
from stanchion.control.game import Player


def outsider_needed(state: State, goal: p.Goal, ours: frozenset[Player]) -> str | None:
    """Why a coalition cannot do without somebody whom no move wins; None if it may."""
    match goal:
        case p.AbleTo(decision) | p.DecisionTaken(decision):
            decisions = [decision]
        case p.ModelIs(model, halted, stage) if not halted and model not in state.released:
            decisions = list(_releasing(state, model, stage))
        case _:
            return None
    said = [_kept(state, decision, ours) for decision in decisions]
    return None if None in said or not said else said[0]


def _releasing(state: State, model: p.Name, stage: p.Name | None) -> Iterator[p.Name]:
    """The decisions by which a model can go out to a stage."""
    for name, terms in state.charter.decisions.items():
        for effect in terms.effect:
            if isinstance(effect, p.ModelBecomes) and not effect.halted:
                named = isinstance(effect.model, p.Somebody) or effect.model == model
                if named and stage in {None, effect.stage}:
                    yield p.Name(name)


def _kept(state: State, decision: p.Name, ours: frozenset[Player]) -> str | None:
    """Whose approval a decision needs that nobody else can give."""
    for effect in state.charter.decisions[decision].effect:
        if not isinstance(effect, p.ModelBecomes) or effect.halted or effect.product is None:
            continue
        for gate in gates_of(state, (effect.product,), effect.stage):
            for name, approval in gate.policy.all_approvals.items():
                party = _alone(state, gate, name, approval)
                if party is not None and Player(str(party)) not in ours:
                    return (
                        f"`{party}` must approve under policy `{gate.name}`, and no decision of "
                        "the charter gives its word to anybody else"
                    )
    return None


def _alone(state: State, gate: Gated, name: p.Name, approval: Approval) -> p.Name | None:
    """The party that gives an approval by itself, whatever becomes of seats and offices."""
    binds = approval.effect in {ApprovalEffect.APPROVE, ApprovalEffect.DECIDE}
    by = approval.by
    if not binds or approval.decision is not None or approval.when is not None:
        return None
    if not isinstance(by, p.Named) or by.name not in state.charter.parties:
        return None
    others = gate.policy.all_approvals.values()
    if any(o.effect is ApprovalEffect.OVERRULE and reaches(o, name, approval) for o in others):
        return None
    party = state.charter.parties[by.name]
    joint = any(by.name in body.joint_of for body in state.charter.bodies.values())
    return None if party.acts_by or party.managed_by or joint else by.name
