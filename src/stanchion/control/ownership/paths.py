"""Chains of companies that visit nobody twice: their products added up, and their weakest links."""

from fractions import Fraction
from heapq import heappop, heappush

from stanchion.control.ownership.integrated import Shares
from stanchion.control.ownership.network import Columns

MOST_STEPS = 200_000
"""About a second. A dense ring of twenty companies has more simple paths than anybody can walk."""


def loops_ignored(columns: Columns, entity: str, *, steps: int = MOST_STEPS) -> Shares | None:
    """Products of shares along chains without a repeated company, added up for each owner.

    The entity itself owns nothing of itself by this convention. None where there are more than
    `steps` chains to walk. Without rings it equals the geometric sum.
    """
    found: Shares = {}
    on_path = {entity}
    open_nodes = [(entity, Fraction(1), iter(columns.get(entity, {}).items()))]
    walked = 0
    while open_nodes:
        node, product, holders = open_nodes[-1]
        step = next(((h, s) for h, s in holders if h not in on_path), None)
        if step is None:
            open_nodes.pop()
            on_path.discard(node)
            continue
        walked += 1
        if walked > steps:
            return None
        holder, share = step
        found[holder] = found.get(holder, Fraction(0)) + product * share
        on_path.add(holder)
        open_nodes.append((holder, product * share, iter(columns.get(holder, {}).items())))
    return found


def weakest_link(columns: Columns, entity: str) -> Shares:
    """For each owner: the smallest share on its best chain, where best is by that very share.

    Source: the weakest-link principle of La Porta, Lopez-de-Silanes, Shleifer (1999); the best
    chain is found as by Dijkstra, with the least share in place of the sum.
    """
    found: Shares = {}
    queue = [(-share, holder) for holder, share in columns.get(entity, {}).items()]
    queue.sort()
    while queue:
        less, holder = heappop(queue)
        if holder in found:
            continue
        found[holder] = -less
        for above, share in columns.get(holder, {}).items():
            if above not in found:
                heappush(queue, (-min(-less, share), above))
    return {owner: share for owner, share in found.items() if owner != entity}
