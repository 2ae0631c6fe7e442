"""Whose word a company is in the end, if pivots are left to chance: the network power index.

Each company in turn, from the top, gets the label of the pivotal one among its holders in a
random order, holders with the same label counting as one. The index of an owner is the expected
number of companies under its label, itself included. Worked out exactly over all labellings, which
is why rings and wide networks are refused.
Source: Mizuno, Doi, Kurizaki (2020), PLoS ONE 15(8) e0237862.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

from stanchion.control.ownership.integrated import Shares
from stanchion.control.ownership.network import Columns
from stanchion.control.ownership.rings import components, rings
from stanchion.exact.errors import StanchionError

MOST_LABELLINGS = 100_000
MOST_HOLDERS = 14


@dataclass(eq=False)
class PowerIndexTooLarge(StanchionError, ValueError):
    """`why` the index cannot be worked out exactly at `entity`."""

    entity: str
    why: str

    def __str__(self) -> str:
        return f"the network power index stops at `{self.entity}`: {self.why}"


Labelling = tuple[tuple[str, str], ...]


def network_power_index(
    columns: Columns, parties: tuple[str, ...], *, quota: Fraction = Fraction(1, 2)
) -> Shares:
    """The expected number of parties under each label; the votes of a pivot exceed `quota`.

    Sums to the number of parties. A company whose known holders cannot exceed the quota keeps a
    label of its own. Raises PowerIndexTooLarge for rings, and above the limits of this module.
    """
    found: Shares = dict.fromkeys(parties, Fraction(0))
    labellings: dict[Labelling, Fraction] = {(): Fraction(1)}
    _no_rings(columns, parties)
    order = [name for part in reversed(components(columns, parties)) for name in part]
    last_used = _last_use(columns, order)
    for place, entity in enumerate(order):
        labellings = _labelled(labellings, entity, columns.get(entity, {}), quota, found)
        labellings = _forgotten(labellings, {n for n, last in last_used.items() if last <= place})
        if len(labellings) > MOST_LABELLINGS:
            raise PowerIndexTooLarge(entity, f"more than {MOST_LABELLINGS} labellings to follow")
    return {name: found[name] for name in parties}


def _no_rings(columns: Columns, parties: tuple[str, ...]) -> None:
    for ring in rings(columns, parties):
        names = ", ".join(f"`{name}`" for name in ring.members)
        raise PowerIndexTooLarge(ring.members[0], f"{names} own themselves in part, in a ring")


def _last_use(columns: Columns, order: list[str]) -> dict[str, int]:
    last = {name: place for place, name in enumerate(order)}
    for place, entity in enumerate(order):
        for holder in columns.get(entity, ()):
            last[holder] = max(last[holder], place)
    return last


def _labelled(
    labellings: Mapping[Labelling, Fraction],
    entity: str,
    holders: Mapping[str, Fraction],
    quota: Fraction,
    found: Shares,
) -> dict[Labelling, Fraction]:
    """The labellings with the entity's label, its chances added to what was found."""
    after: dict[Labelling, Fraction] = {}
    for labelling, chance in labellings.items():
        label_of = dict(labelling)
        blocks: Shares = {}
        for holder, votes in holders.items():
            label = label_of.get(holder, holder)
            blocks[label] = blocks.get(label, Fraction(0)) + votes
        for label, part in _pivots(entity, blocks, quota).items():
            key = (*labelling, (entity, label))
            after[key] = after.get(key, Fraction(0)) + chance * part
            found[label] += chance * part
    return after


def _forgotten(
    labellings: Mapping[Labelling, Fraction], done: set[str]
) -> dict[Labelling, Fraction]:
    """Labellings alike in all that is still to be asked about, taken together."""
    after: dict[Labelling, Fraction] = {}
    for labelling, chance in labellings.items():
        key = tuple(pair for pair in labelling if pair[0] not in done)
        after[key] = after.get(key, Fraction(0)) + chance
    return after


def _pivots(entity: str, blocks: Shares, quota: Fraction) -> Shares:
    """Each block's chance to be pivotal in a random order (Shapley-Shubik)."""
    if sum(blocks.values(), Fraction(0)) <= quota:
        return {entity: Fraction(1)}
    if len(blocks) > MOST_HOLDERS:
        raise PowerIndexTooLarge(entity, f"{len(blocks)} holders are more than {MOST_HOLDERS}")
    found: Shares = {}
    for block, votes in blocks.items():
        others = [share for name, share in blocks.items() if name != block]
        found[block] = sum(
            (
                Fraction(factorial(size) * factorial(len(others) - size), factorial(len(blocks)))
                for size in range(len(others) + 1)
                for before in combinations(others, size)
                if sum(before, Fraction(0)) <= quota < sum(before, Fraction(0)) + votes
            ),
            Fraction(0),
        )
    return {block: chance for block, chance in found.items() if chance}
