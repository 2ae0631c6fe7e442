"""Chains of companies that visit nobody twice: their products added up, and their weakest links."""

from fractions import Fraction
from heapq import heapify, heappop, heappush

from stanchion.control.ownership.integrated import Shares, upstream
from stanchion.control.ownership.network import Columns
from stanchion.control.ownership.rings import components

MOST_STEPS = 20_000
"""About a tenth of a second; a dense ring of twenty companies has more paths than can be walked."""


def loops_ignored(columns: Columns, entity: str, *, steps: int = MOST_STEPS) -> Shares | None:
    """Products of shares along chains without a repeated company, added up for each owner.

    The entity itself owns nothing of itself by this convention. A chain that has left a ring never
    comes back to it, so that chains are walked one by one within rings alone. None where these
    are more than `steps`. Without rings it equals the geometric sum.
    """
    reached: Shares = {entity: Fraction(1)}
    found: Shares = {}
    for members in components(upstream(columns, entity), [entity]):
        inside = frozenset(members)
        for start in members:
            if start not in reached:
                continue
            paths = _paths_within(columns, inside, start, steps=steps)
            if paths is None:
                return None
            steps -= len(paths) - 1
            for owner, product in paths:
                found[owner] = found.get(owner, Fraction(0)) + reached[start] * product
        for member in members:
            for holder, share in columns.get(member, {}).items():
                if holder not in inside:
                    reached[holder] = reached.get(holder, Fraction(0)) + found[member] * share
    return {owner: share for owner, share in found.items() if owner != entity}


def _paths_within(
    columns: Columns, inside: frozenset[str], start: str, *, steps: int
) -> list[tuple[str, Fraction]] | None:
    """Every chain without repetition up from a company within its ring: the end and the product;
    None where there are more than `steps`."""
    found = [(start, Fraction(1))]
    on_path = {start}
    open_nodes = [(start, Fraction(1), iter(columns.get(start, {}).items()))]
    while open_nodes:
        node, product, holders = open_nodes[-1]
        step = next(((h, s) for h, s in holders if h in inside and h not in on_path), None)
        if step is None:
            open_nodes.pop()
            on_path.discard(node)
            continue
        holder, share = step
        found.append((holder, product * share))
        if len(found) > steps:
            return None
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
    heapify(queue)
    while queue:
        less, holder = heappop(queue)
        if holder in found:
            continue
        found[holder] = -less
        for above, share in columns.get(holder, {}).items():
            if above not in found:
                heappush(queue, (-min(-less, share), above))
    return {owner: share for owner, share in found.items() if owner != entity}
