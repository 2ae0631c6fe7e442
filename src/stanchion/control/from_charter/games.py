"""The game of a decision, and of a release: who, saying yes together, brings it about."""

from stanchion.charter import phrases as p
from stanchion.charter.approvals import Approval
from stanchion.charter.policies import gates_of
from stanchion.charter.state import State
from stanchion.control.from_charter.compilation import CannotDecide, Compilation, Compiled
from stanchion.control.from_charter.compiler import formula_of
from stanchion.control.from_charter.gates import approval_formula, gate_formula
from stanchion.control.game import Every


def compiled(state: State, decision: str, *, route: str | None = None) -> Compiled:
    """The game of a decision in a state: by any of its ways, or by the one named.

    A decision that releases a model is not taken before the policy in force has what it asks for.
    Raises CannotDecide where the charter does not say enough.
    """
    c = Compilation.of(state, decision)
    formula = formula_of(c, route)
    gates = [
        gate_formula(c, gate)
        for effect in c.terms.effect
        if isinstance(effect, p.ModelBecomes) and not effect.halted
        for gate in gates_of(state, _products(state, effect), effect.stage)
    ]
    return c.made(Every((formula, *gates)) if gates else formula)


def _products(state: State, effect: p.ModelBecomes) -> tuple[p.Name, ...]:
    if effect.product is not None:
        return (effect.product,)
    release = state.charter.release
    if release is None or isinstance(effect.model, p.Somebody):
        return ()
    known = release.models.get(effect.model)
    return () if known is None else known.product


def shipping(state: State, model: str, stage: str) -> Compiled:
    """The game of a release: whose yes together makes the policy's approvals, evidence apart.

    Raises CannotDecide where no policy covers it, or the charter does not say enough.
    """
    release = state.charter.release
    assert release is not None  # INVARIANT: asked only of models that the charter has
    products = release.models[p.Name(model)].product
    gates = gates_of(state, products, p.Name(stage))
    words = f"ship {model} to {stage}"
    if not gates:
        raise CannotDecide(words, f"no policy in force covers `{stage}` of its products")
    c = Compilation.of_release(state, words)
    formulas = tuple(gate_formula(c, gate) for gate in gates)
    return c.made(formulas[0] if len(formulas) == 1 else Every(formulas))


def approval_game(state: State, name: str, approval: Approval) -> Compiled:
    """The game of one approval: whose yes together is the yes of its body."""
    c = Compilation.of_release(state, approval.decision or name)
    return c.made(approval_formula(c, approval))
