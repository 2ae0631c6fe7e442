"""What a release policy asks of its bodies, as one rule over the people who act.

A coalition can force a release when it has the yes of all that decide and approve, can keep every
veto from being used, and can keep every decision from being overruled, or overrule it itself:
whatever everybody else does. Recommendations bind nobody and are no part of it.
"""

from stanchion.charter import phrases as p
from stanchion.charter.approvals import Approval, ApprovalEffect
from stanchion.charter.policies import Gated
from stanchion.control.from_charter.compilation import Compilation
from stanchion.control.from_charter.compiler import formula_of
from stanchion.control.from_charter.formulas import agreed, any_of
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.control.game import Every, Formula, dual

_SAID = {
    ApprovalEffect.RECOMMEND: "recommends, which binds nobody",
    ApprovalEffect.VETO: "can veto",
    ApprovalEffect.DECIDE: "decides",
    ApprovalEffect.OVERRULE: "can overrule",
    ApprovalEffect.APPROVE: "must approve as well",
}


def gate_formula(c: Compilation, gate: Gated) -> Formula:
    """When the approvals of a policy are had, whatever those against it do."""
    c.say(f"policy `{gate.name}` gates the release", gate.policy.clause, gate.policy.at)
    bases: dict[p.Name, Formula] = {}
    overrulers: list[tuple[Approval, Formula]] = []
    for name, approval in gate.policy.all_approvals.items():
        if not _applies(c, name, approval):
            continue
        said = f"under it `{name}` {_SAID[approval.effect]}"
        c.say(said, approval.clause, approval.at)
        match approval.effect:
            case ApprovalEffect.RECOMMEND:
                continue
            case ApprovalEffect.VETO:
                bases[name] = dual(approval_formula(c, approval))
            case ApprovalEffect.OVERRULE:
                overrulers.append((approval, approval_formula(c, approval)))
            case ApprovalEffect.DECIDE | ApprovalEffect.APPROVE:
                bases[name] = approval_formula(c, approval)
    c.assume(f"evidence, reports and scores are as policy `{gate.name}` asks for")
    parts = []
    for name, base in bases.items():
        written = gate.policy.all_approvals[name]
        over = [formula for by, formula in overrulers if reaches(by, name, written)]
        parts.append(_overruled(base, over) if over else base)
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def reaches(overruler: Approval, name: p.Name, approval: Approval) -> bool:
    """Whether an overruling body's word can take the place of an approval's."""
    if overruler.of:
        return name in overruler.of
    return approval.effect is ApprovalEffect.DECIDE


def _overruled(base: Formula, overrulers: list[Formula]) -> Formula:
    """The base with nobody to overrule it, or one overruler's yes with no other to undo it."""
    kept = Every((base, *(dual(over) for over in overrulers)))
    own = []
    for place, over in enumerate(overrulers):
        others = [dual(o) for at, o in enumerate(overrulers) if at != place]
        own.append(Every((over, *others)) if others else over)
    return any_of(kept, *own)


def approval_formula(c: Compilation, approval: Approval) -> Formula:
    """When the body of an approval says yes: by its decision, or as it agrees otherwise."""
    if approval.decision is None:
        return agreed(c, approval.by)
    return formula_of(c.beside(approval.decision), None)


def _applies(c: Compilation, name: p.Name, approval: Approval) -> bool:
    """Whether an approval is asked for; where that turns on a score, it is taken to be."""
    if approval.when is None:
        return True
    try:
        return holds_in(c.state, approval.when)
    except Unknowable as unknown:
        c.assume(f"`{name}` is asked, as if its condition held: {unknown}")
        return True
