"""Networks in floating point, held against the exact ones."""

import numpy as np
import pytest
from hypothesis import given, settings

from stanchion.control.ownership import large
from stanchion.control.ownership.integrated import integrated
from stanchion.control.ownership.large import (
    LargeNetwork,
    NoLimit,
    large_ownership,
    large_rings,
)
from stanchion.control.ownership.network import Columns
from stanchion.control.ownership.rings import rings
from tests.control.ownership.networks import closed_networks

LAWFUL = settings(derandomize=True, deadline=None, max_examples=40)


def numbered(columns: Columns) -> tuple[list[str], LargeNetwork]:
    names = [*columns, *{h for holders in columns.values() for h in holders if h not in columns}]
    place = {name: number for number, name in enumerate(names)}
    edges = [(place[h], place[c], float(s)) for c, hs in columns.items() for h, s in hs.items()]
    holders, held, shares = zip(*edges, strict=True)
    return names, LargeNetwork.from_edges(holders, held, shares, size=len(names))


@pytest.mark.parametrize("largest_direct", [500, 0], ids=["by component", "hop after hop"])
@LAWFUL
@given(columns=closed_networks())
def test_shares_are_the_exact_ones_within_the_bound(columns: Columns, largest_direct: int) -> None:
    names, network = numbered(columns)
    exact = {entity: integrated(columns, entity).geometric for entity in columns}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGEST_DIRECT", largest_direct)
        for number, owner in enumerate(names):
            found = large_ownership(network, number)
            assert not found.exact
            assert found.spectral_bound < 1
            for entity, shares in exact.items():
                share = float(shares.get(owner, 0))
                off = abs(found.shares[names.index(entity)] - share)
                assert off <= found.error_bound + 1e-12 * max(1.0, share)


@LAWFUL
@given(columns=closed_networks())
def test_rings_are_the_exact_ones_each_with_a_cycle(columns: Columns) -> None:
    names, network = numbered(columns)
    found = large_rings(network)
    exact = {frozenset(ring.members) for ring in rings(columns, names)}
    assert {frozenset(names[m] for m in ring.members) for ring in found} == exact
    for ring in found:
        assert ring.witness[0] == ring.witness[-1]
        for holder, held in zip(ring.witness, ring.witness[1:], strict=False):
            assert names[holder] in columns[names[held]]


def test_a_closed_ring_below_the_owner_is_refused_and_one_elsewhere_does_not_matter() -> None:
    network = LargeNetwork.from_edges([0, 1, 2, 3], [1, 2, 1, 4], [0.0, 1, 1, 0.5], size=5)
    assert large_ownership(network, 3).shares[4] == 0.5
    with pytest.raises(NoLimit, match="closed ring"):
        large_ownership(network, 1)


def test_what_is_no_network_is_refused() -> None:
    for shares in ([0.7, 0.7], [np.nan, 0.1], [-0.1, 0.2], [np.inf, 0.0]):
        with pytest.raises(NoLimit):
            LargeNetwork.from_edges([0, 1], [2, 2], shares, size=3)
