"""Who may change a charter, and who may call for a halt: asked of the control engine."""

from collections.abc import Iterable
from datetime import datetime

from stanchion.charter.approvals import Approval, ApprovalEffect
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name, names_of
from stanchion.charter.policies import in_force
from stanchion.charter.state import State, state_at
from stanchion.control.from_charter import CannotDecide, approval_game
from stanchion.control.game import Player


def change_refused(
    old: Charter, new: Charter, signers: tuple[str, ...], at: datetime
) -> str | None:
    """Why those who signed may not put the new charter in the place of the old, None if they may.

    What is said of releases changes only by those who may change every policy in force; facts
    (who sits where) are put on record by whoever keeps the register.
    """
    if old.release == new.release or old.release is None:
        return None
    state = state_at(old, at)
    players = frozenset(Player(party) for party in signers)
    for name, policy in old.release.policies.items():
        if not in_force(policy, state):
            continue
        change = policy.changed_by
        if change is None:
            return f"policy `{name}` does not say who may change it"
        asked = Approval(by=change.by, decision=change.decision, effect=ApprovalEffect.APPROVE)
        try:
            game = approval_game(state, str(name), asked.placed(change.at)).game
        except CannotDecide as unclear:
            return str(unclear)
        if not game.wins(players & frozenset(game.players)):
            named = ", ".join(signers) or "nobody"
            who = ", ".join(f"`{each}`" for each in names_of(change.by))
            return f"policy `{name}` is changed by {who}; it is signed by {named}"
    return None


def halt_refused(state: State, products: Iterable[Name], party: str) -> str | None:
    """Why a party's call for a halt of a version of these products counts nowhere, or None."""
    release = state.charter.release
    policies = {} if release is None else release.policies
    wanted = set(products)
    for name, policy in policies.items():
        if not in_force(policy, state) or not wanted & set(policy.products):
            continue
        for halt in policy.halts:
            asked = Approval(by=halt.by, decision=halt.decision, effect=ApprovalEffect.APPROVE)
            try:
                game = approval_game(state, str(name), asked.placed(halt.at)).game
            except CannotDecide:
                continue
            if party in game.players:
                return None
    return f"no policy in force gives `{party}` a part in a halt"
