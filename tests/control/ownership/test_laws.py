"""What holds of every network, and what slow, obvious methods find of it."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.control.ownership.attribution import shares_held
from stanchion.control.ownership.closure import closure
from stanchion.control.ownership.integrated import BeyondTheWhole, ClosedRing, integrated
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.lookthrough import looked_through
from stanchion.control.ownership.network import Columns, End, Network, Of, Stake
from stanchion.control.ownership.paths import loops_ignored, weakest_link
from stanchion.control.ownership.power_index import PowerIndexTooLarge, network_power_index
from stanchion.control.ownership.rings import rings
from tests.control.ownership.networks import closed_networks, network_of

LAWFUL = settings(derandomize=True, deadline=None, max_examples=50)
ONE = Fraction(1)


@LAWFUL
@given(closed_networks())
def test_persons_own_all_of_a_network_that_they_close(columns: Columns) -> None:
    for entity in columns:
        shares = integrated(columns, entity).geometric
        assert sum((s for owner, s in shares.items() if owner not in columns), Fraction(0)) == 1


@LAWFUL
@given(closed_networks(), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(columns: Columns, chance: Random) -> None:
    names = [*columns, *{h for holders in columns.values() for h in holders if h not in columns}]
    other = dict(zip(names, chance.sample(names, len(names)), strict=True))
    renamed = {
        other[held]: {other[h]: s for h, s in sorted(hs.items(), reverse=True)}
        for held, hs in reversed(list(columns.items()))
    }
    for entity in columns:
        before, after = integrated(columns, entity), integrated(renamed, other[entity])
        assert {other[o]: s for o, s in before.geometric.items()} == after.geometric
        assert {other[o]: s for o, s in before.corrected.items()} == after.corrected
    assert {frozenset(map(other.__getitem__, r.members)) for r in rings(columns, names)} == {
        frozenset(r.members) for r in rings(renamed, list(reversed([*other.values()])))
    }


@LAWFUL
@given(closed_networks())
def test_the_solution_is_the_limit_of_the_series(columns: Columns) -> None:
    """Direct shares, shares at two hops, at three, …: what is left out shrinks and is bounded."""
    for entity in columns:
        exact = integrated(columns, entity).geometric
        added: dict[str, Fraction] = {}
        front: dict[str, Fraction] = {entity: ONE}
        for _ in range(60):
            following: dict[str, Fraction] = {}
            for held, weight in front.items():
                for holder, share in columns.get(held, {}).items():
                    following[holder] = following.get(holder, Fraction(0)) + weight * share
            front = {n: w.limit_denominator(10**12) for n, w in following.items()}
            for name, weight in front.items():
                added[name] = added.get(name, Fraction(0)) + weight
        left = sum((w for n, w in front.items() if n in columns), Fraction(0))
        for owner, share in exact.items():
            if owner not in columns:
                assert abs(share - added.get(owner, Fraction(0))) <= left + Fraction(1, 10**9)


@LAWFUL
@given(closed_networks(most=5))
def test_corrected_shares_are_those_of_a_network_in_which_nobody_holds_the_owner(
    columns: Columns,
) -> None:
    """The definition of Vitali, Glattfelder and Battiston, tried owner by owner."""
    for entity in columns:
        corrected = integrated(columns, entity).corrected
        for owner in columns:
            if owner != entity:
                cut = {held: hs for held, hs in columns.items() if held != owner}
                alone = integrated(cut, entity).geometric
                assert corrected.get(owner) == alone.get(owner)
                assert corrected.get(owner, Fraction(0)) <= 1


def paths_to(columns: Columns, entity: str, seen: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every chain without repetition, from the entity up."""
    found = []
    for holder in columns.get(entity, {}):
        if holder not in seen:
            found += [(holder,)]
            found += [(holder, *rest) for rest in paths_to(columns, holder, (*seen, holder))]
    return found


@LAWFUL
@given(closed_networks(most=5))
def test_paths_are_those_that_can_be_listed(columns: Columns) -> None:
    for entity in columns:
        added: dict[str, Fraction] = {}
        weakest: dict[str, Fraction] = {}
        for path in paths_to(columns, entity, (entity,)):
            links = list(zip(path, (entity, *path), strict=False))
            shares = [columns[held][holder] for holder, held in links]
            product = ONE
            for share in shares:
                product *= share
            owner = path[-1]
            added[owner] = added.get(owner, Fraction(0)) + product
            weakest[owner] = max(weakest.get(owner, Fraction(0)), min(shares))
        assert loops_ignored(columns, entity) == added
        assert weakest_link(columns, entity) == weakest


@LAWFUL
@given(closed_networks(most=6))
def test_a_witness_is_a_cycle_of_its_ring(columns: Columns) -> None:
    names = [*columns, *{h for holders in columns.values() for h in holders if h not in columns}]
    found = rings(columns, names)
    in_rings = {member for ring in found for member in ring.members}
    for ring in found:
        assert ring.witness[0] == ring.witness[-1]
        assert set(ring.witness) <= set(ring.members)
        for holder, held in zip(ring.witness, ring.witness[1:], strict=False):
            assert columns[held][holder] > 0
    for entity in columns:
        shares = integrated(columns, entity).geometric
        assert (entity in shares) == (entity in in_rings), "only rings own themselves"


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Columns, Network]:
    """A closed network, and the same with ranges around its shares."""
    columns = draw(closed_networks(most=4))
    stakes = []
    for held, holders in columns.items():
        for holder, share in holders.items():
            less, more = draw(st.integers(0, 3)), draw(st.integers(0, 3))
            low, high = share * (1 - Fraction(less, 10)), share * (1 + Fraction(more, 10))
            much = Interval(low, min(high, ONE))
            stakes.append(Stake(holder, held, ownership=much, votes=much))
    names = [n for stake in stakes for n in (stake.holder, stake.entity)]
    return columns, Network(tuple(dict.fromkeys(names)), tuple(stakes))


@LAWFUL
@given(ranges())
def test_intervals_hold_the_figures_of_every_network_within_them(
    drawn: tuple[Columns, Network],
) -> None:
    columns, network = drawn
    for entity in columns:
        found = looked_through(network, entity, Of.OWNERSHIP)
        inside = integrated(columns, entity)
        for owner, share in inside.geometric.items():
            if owner in found.geometric and owner != entity:
                assert share in found.geometric[owner]
            if owner not in columns:
                assert found.geometric[owner].high <= 1
        for owner, share in inside.corrected.items():
            if owner != entity:
                assert share in found.corrected[owner]


@LAWFUL
@given(closed_networks(), st.data())
def test_control_is_the_least_set_that_is_closed_under_outvoting(
    columns: Columns, data: st.DataObject
) -> None:
    """Tried over all sets: the smallest that holds the owner and whatever it can outvote."""
    network = network_of(columns)
    owner = data.draw(st.sampled_from(network.parties))
    found = {owner, *closure(network, (owner,)).certain}
    companies = list(columns)
    fixed = []
    for mask in range(1 << len(companies)):
        chosen = {owner} | {c for bit, c in enumerate(companies) if mask >> bit & 1}
        outvoted = {
            c
            for c in companies
            if sum((s for h, s in columns[c].items() if h in chosen), Fraction(0)) * 2 > 1
        }
        if outvoted <= chosen:
            fixed.append(chosen)
    assert found == min(fixed, key=len)
    assert all(found <= larger for larger in fixed)


@LAWFUL
@given(closed_networks(most=4))
def test_more_hands_never_control_less(columns: Columns) -> None:
    network = network_of(columns)
    alone = {name: set(closure(network, (name,)).certain) for name in network.parties}
    for one in network.parties:
        for other in network.parties:
            together = {one, other, *closure(network, (one, other)).certain}
            assert alone[one] | alone[other] <= together


@LAWFUL
@given(closed_networks(most=5))
def test_direct_shares_of_all_holders_make_the_whole(columns: Columns) -> None:
    network = network_of(columns)
    for entity, holders in columns.items():
        assert shares_held(network, entity, holders, Of.VOTES) == Interval.of(1)
        assert network.unattributed(entity, Of.OWNERSHIP) == Interval.of(0)


@LAWFUL
@given(closed_networks(most=4))
def test_the_power_index_counts_every_party_once(columns: Columns) -> None:
    network = network_of(columns)
    votes = network.columns(Of.VOTES, End.LOW)
    if rings(columns, network.parties):
        with pytest.raises(PowerIndexTooLarge, match="ring"):
            network_power_index(votes, network.parties)
        return
    shares = network_power_index(votes, network.parties)
    assert sum(shares.values()) == len(network.parties)


def test_a_ring_with_no_way_out_is_refused_by_name() -> None:
    columns = {"a": {"b": ONE}, "b": {"a": ONE}, "z": {"a": Fraction(1, 2)}}
    for entity in ("a", "b", "z"):
        with pytest.raises(ClosedRing) as refused:
            integrated(columns, entity)
        assert set(refused.value.members) == {"a", "b"}


def test_shares_beyond_the_whole_have_no_sum() -> None:
    columns = {"a": {"b": Fraction(3, 2)}, "b": {"a": Fraction(3, 4)}}
    with pytest.raises(BeyondTheWhole, match="`a`"):
        integrated(columns, "a")


def test_a_long_chain_is_no_strain() -> None:
    """Three thousand companies one above the other, more than Python's stack is deep."""
    columns = {f"c{i}": {f"c{i + 1}": ONE} for i in range(3000)}
    assert integrated(columns, "c0").geometric["c3000"] == 1
    assert loops_ignored(columns, "c0") is not None
