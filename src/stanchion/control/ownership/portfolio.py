"""What one party owns and controls of all others: the other way round than `owners`."""

from stanchion.charter.phrases import Threshold
from stanchion.charter.state import State
from stanchion.control.ownership.closure import MAJORITY, closure
from stanchion.control.ownership.from_charter import network as network_of
from stanchion.control.ownership.integrated import ClosedRing, RingTooLarge
from stanchion.control.ownership.lookthrough import LookedThrough, looked_through
from stanchion.control.ownership.network import Network, Of
from stanchion.control.ownership.owners import in_words
from stanchion.control.ownership.results import Owned, Portfolio


def portfolio(state: State, owner: str, *, threshold: Threshold = MAJORITY) -> Portfolio:
    """What a party has of every entity over all chains, and whom it controls, as things stood."""
    network = network_of(state)
    as_of = state.instant.isoformat(timespec="minutes")
    return portfolio_in(network, owner, as_of=as_of, threshold=threshold)


def portfolio_in(
    network: Network, owner: str, *, as_of: str, threshold: Threshold = MAJORITY
) -> Portfolio:
    """As `portfolio`, of a network however it was made."""
    under = closure(network, (owner,), threshold=threshold)
    owned, not_said = [], []
    for entity in _reached(network, owner):
        try:
            shares = looked_through(network, entity, Of.OWNERSHIP)
            votes = looked_through(network, entity, Of.VOTES)
        except (ClosedRing, RingTooLarge) as why:
            not_said.append((entity, str(why)))
            shares = votes = LookedThrough({}, {})
        item = Owned(
            entity,
            shares.geometric.get(owner),
            shares.corrected.get(owner),
            votes.geometric.get(owner),
            under.link_to(entity),
        )
        if item.corrected or item.votes or item.controls:  # and not only a say among others
            owned.append(item)
    return Portfolio(
        owner=owner,
        as_of=as_of,
        threshold=in_words(threshold),
        owned=tuple(owned),
        not_said=tuple(not_said),
        assumptions=network.assumptions,
        digest=network.digest,
    )


def _reached(network: Network, owner: str) -> tuple[str, ...]:
    """The entities at the end of a chain of holdings or of rules that begins with the owner."""
    found: set[str] = set()
    waiting = [owner]
    while waiting:
        new = network.touched_by.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return tuple(name for name in network.parties if name in found and name != owner)
