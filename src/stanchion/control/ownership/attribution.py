"""Shares attributed to whoever controls their holders: added up in full, not multiplied."""

from collections.abc import Iterable

from stanchion.control.ownership.closure import Closure, votes_held
from stanchion.control.ownership.interval import Interval, total
from stanchion.control.ownership.network import Network, Of


def attributed(network: Network, found: Closure, entity: str, of: Of) -> Interval | None:
    """What a coalition and all that it certainly controls have of an entity, added up.

    None where none of them has a known share. This is how registers of beneficial owners read
    indirect holdings: control of two holders of 40% and 20% makes 60%.
    Source: Beneficial Ownership Data Standard 0.4, interests by way of controlled entities.
    """
    holders = {*found.coalition, *found.certain} - {entity}
    return shares_held(network, entity, holders, of)


def shares_held(network: Network, entity: str, holders: Iterable[str], of: Of) -> Interval | None:
    """What some have of an entity directly, together; None where nothing of it is known."""
    stakes = network.stakes_in(entity)
    among = set(holders)
    if of is Of.VOTES:
        return votes_held(stakes, among)
    known = [s.ownership for s in stakes if s.holder in among and s.ownership is not None]
    return total(known) if known else None
