"""Shares over all chains where some are only known to lie in a range."""

from collections.abc import Callable
from fractions import Fraction

from stanchion.control.ownership.integrated import (
    BeyondTheWhole,
    ClosedRing,
    Integrated,
    Shares,
    integrated,
)
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import Columns, End, Network, Of
from stanchion.control.ownership.paths import loops_ignored, weakest_link
from stanchion.exact.record import record

Spread = dict[str, Interval]


@record(frozen=True, slots=True)
class LookedThrough:
    """Every owner's share in one entity by each convention.

    Each is a sum of products of direct shares, so that it rises with every one of them and its
    ends are found at theirs. A party that is missing has none by that convention, or (in
    `geometric`) none that could be bounded.
    """

    geometric: Spread
    corrected: Spread


def looked_through(network: Network, entity: str, of: Of) -> LookedThrough:
    """The shares of all owners; raises ClosedRing, RingTooLarge."""
    low, high = network.columns(of, End.LOW), network.columns(of, End.HIGH)
    least = integrated(low, entity)
    most = least if network.is_exact(of) else _at_high_ends(high, entity)
    owners = [name for name in network.parties if name != entity or name in least.geometric]
    ultimate = [name for name in owners if name not in high]
    corrected = _between(least.corrected, None if most is None else most.corrected, owners)
    geometric = _between(least.geometric, None if most is None else most.geometric, owners)
    room = 1 - sum((least.geometric.get(name, Fraction(0)) for name in ultimate), Fraction(0))
    for name in owners:
        if name in corrected:
            corrected[name] = corrected[name].below(Fraction(1))
        if name in ultimate and name in corrected:
            corrected[name] = corrected[name].below(corrected[name].low + room)
            geometric[name] = corrected[name]
        elif most is None:
            geometric.pop(name, None)
    return LookedThrough(geometric, corrected)


def _at_high_ends(columns: Columns, entity: str) -> Integrated | None:
    try:
        return integrated(columns, entity)
    except (BeyondTheWhole, ClosedRing):
        return None


def _between(low: Shares, high: Shares | None, owners: list[str]) -> Spread:
    """From one end to the other; up to the whole where the high ends have no sum."""
    found = {}
    for owner in owners:
        least = low.get(owner, Fraction(0))
        most = max(Fraction(1), least) if high is None else high.get(owner, Fraction(0))
        if most and (high is not None or owner in low):
            found[owner] = Interval(least, most)
    return found


def weakest_links(network: Network, entity: str) -> Spread:
    """The weakest link of votes on each owner's best chain."""
    return _both(network, Of.VOTES, entity, weakest_link) or {}


def without_loops(network: Network, entity: str) -> Spread | None:
    """Products of ownership along chains without loops, added up; None where there are too many."""
    return _both(network, Of.OWNERSHIP, entity, loops_ignored)


def _both(
    network: Network, of: Of, entity: str, answer: Callable[[Columns, str], Shares | None]
) -> Spread | None:
    least = answer(network.columns(of, End.LOW), entity)
    most = least
    if least is not None and not network.is_exact(of):
        most = answer(network.columns(of, End.HIGH), entity)
    if least is None or most is None:
        return None
    return {owner: Interval(least.get(owner, Fraction(0)), share) for owner, share in most.items()}
