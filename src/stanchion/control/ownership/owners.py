"""Who owns and who controls an entity: the figures of all methods put together."""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.charter.phrases import Threshold
from stanchion.charter.state import State
from stanchion.control.game import players_of
from stanchion.control.ownership.attribution import attributed
from stanchion.control.ownership.closure import MAJORITY, Closure, Link, closure, joint_controllers
from stanchion.control.ownership.from_charter import network as network_of
from stanchion.control.ownership.integrated import ClosedRing, RingTooLarge, upstream
from stanchion.control.ownership.interval import Interval, total
from stanchion.control.ownership.lookthrough import (
    LookedThrough,
    Spread,
    looked_through,
    weakest_links,
    without_loops,
)
from stanchion.control.ownership.network import End, Network, Of
from stanchion.control.ownership.power_index import PowerIndexTooLarge, network_power_index
from stanchion.control.ownership.results import (
    Controller,
    Owner,
    OwnerNetwork,
    Owners,
    PowerIndex,
)
from stanchion.control.ownership.rings import Ring, is_closed, rings


def owners(state: State, entity: str, *, threshold: Threshold = MAJORITY) -> Owners:
    """Who owns and controls one entity, as things stood; `threshold` of votes makes control."""
    network = network_of(state)
    return owners_in(network, entity, as_of=_instant(state), threshold=threshold)


def all_owners(state: State, *, threshold: Threshold = MAJORITY) -> OwnerNetwork:
    """Every entity of the charter that somebody holds or that acts by a rule."""
    network = network_of(state)
    return network_answer(network, as_of=_instant(state), threshold=threshold)


def _instant(state: State) -> str:
    return state.instant.isoformat(timespec="minutes")


def network_answer(
    network: Network, *, as_of: str, threshold: Threshold = MAJORITY
) -> OwnerNetwork:
    """As `all_owners`, of a network however it was made."""
    closures, found_rings = _closures(network, threshold), rings_of(network)
    asked = {*network.entities, *(acts.entity for acts in network.acts)}
    return OwnerNetwork(
        as_of=as_of,
        threshold=in_words(threshold),
        entities=tuple(
            _Answer(network, name, threshold, closures, found_rings, lists_joint=False).owners(
                as_of
            )
            for name in network.parties
            if name in asked
        ),
        closures=tuple(found for found in closures if found.links),
        rings=found_rings,
        power_index=_power_index(network),
        assumptions=network.assumptions,
        digest=network.digest,
    )


def owners_in(
    network: Network, entity: str, *, as_of: str, threshold: Threshold = MAJORITY
) -> Owners:
    """As `owners`, of a network however it was made."""
    closures = _closures(network, threshold)
    return _Answer(network, entity, threshold, closures, rings_of(network)).owners(as_of)


def in_words(threshold: Threshold) -> str:
    """A threshold of votes as people say it."""
    return f"{'more than' if threshold.strict else 'at least'} {threshold.share} of the votes"


def _closures(network: Network, threshold: Threshold) -> tuple[Closure, ...]:
    """What each party controls that holds something or has a part in how an entity acts."""
    acting = {str(player) for acts in network.acts for player in players_of(acts.rule)}
    active = acting | {stake.holder for stake in network.stakes}
    return tuple(
        closure(network, (name,), threshold=threshold) for name in network.parties if name in active
    )


def rings_of(network: Network) -> tuple[Ring, ...]:
    """Rings of ownership, then those of votes alone; closed if so at the low ends."""
    found: dict[tuple[str, ...], Ring] = {}
    for of in Of:
        high, low = network.columns(of, End.HIGH), network.columns(of, End.LOW)
        for ring in rings(high, network.parties):
            closed = is_closed(low, ring.members)
            found.setdefault(ring.members, Ring(ring.members, ring.witness, closed))
    return tuple(found.values())


def _power_index(network: Network) -> PowerIndex:
    known = [stake.votes for stake in network.stakes if stake.votes is not None]
    if not known:
        return PowerIndex((), "no votes are known")
    if not all(votes.exact for votes in known):
        return PowerIndex((), "some shares of votes are ranges")
    try:
        columns = network.columns(Of.VOTES, End.LOW)
        voting = {*columns, *(holder for holders in columns.values() for holder in holders)}
        shares = network_power_index(columns, tuple(n for n in network.parties if n in voting))
    except PowerIndexTooLarge as why:
        return PowerIndex((), str(why))
    return PowerIndex(tuple((n, Interval.of(share)) for n, share in shares.items() if share), None)


@dataclass(frozen=True)
class _Answer:
    network: Network
    entity: str
    threshold: Threshold
    closures: tuple[Closure, ...]
    rings: tuple[Ring, ...]
    lists_joint: bool = True

    def owners(self, as_of: str) -> Owners:
        network, entity = self.network, self.entity
        shares, why_not = self._looked_through(Of.OWNERSHIP)
        votes, why_no_votes = self._looked_through(Of.VOTES)
        lines = self._lines(shares, votes.geometric)
        controllers = self._controllers(shares.geometric)
        certain = any(found.certain for found in controllers)
        return Owners(
            entity=entity,
            as_of=as_of,
            threshold=in_words(self.threshold),
            stakes=network.stakes_in(entity),
            declared=tuple(said for said in network.declared if said.entity == entity),
            owners=lines,
            untraced=self._untraced(shares.geometric, why_not, Of.OWNERSHIP),
            untraced_votes=self._untraced(votes.geometric, why_no_votes, Of.VOTES),
            controllers=controllers,
            joint=() if certain else self._joint(),
            rings=self._rings_above(),
            unknown=tuple(u for u in network.unknown if u.entity == entity),
            why_not=why_not,
            assumptions=network.assumptions,
            digest=network.digest,
        )

    def _looked_through(self, of: Of) -> tuple[LookedThrough, str | None]:
        try:
            return looked_through(self.network, self.entity, of), None
        except (ClosedRing, RingTooLarge) as why:
            return LookedThrough({}, {}), str(why)

    def _rings_above(self) -> tuple[Ring, ...]:
        """The rings through which the entity is held."""
        above = {
            name for of in Of for name in upstream(self.network.columns(of, End.HIGH), self.entity)
        }
        return tuple(ring for ring in self.rings if above >= set(ring.members))

    def _untraced(self, shares: Spread, why_not: str | None, of: Of) -> Interval | None:
        """What leads to nobody: the whole less what those have whom nobody holds."""
        if why_not is not None or self.network.unattributed(self.entity, of) is None:
            return None
        traced = total(share for name, share in shares.items() if self._is_ultimate(name))
        return Interval(max(1 - traced.high, Fraction(0)), max(1 - traced.low, Fraction(0)))

    def _is_ultimate(self, name: str) -> bool:
        return not self.network.stakes_in(name)

    def _lines(self, shares: LookedThrough, votes: Spread) -> tuple[Owner, ...]:
        direct = {stake.holder: stake for stake in self.network.stakes_in(self.entity)}
        links = weakest_links(self.network, self.entity)
        no_loops = shares.geometric  # the same, where there is no ring
        if self._rings_above():
            no_loops = without_loops(self.network, self.entity) or {}
        known = {*direct, *shares.corrected, *votes}
        control = {found.coalition[0]: found for found in self.closures}
        made = []
        for name in self.network.parties:
            if name not in known or name == self.entity:
                continue
            stake, under = direct.get(name), control.get(name, Closure((name,), ()))
            made.append(
                Owner(
                    owner=name,
                    ultimate=self._is_ultimate(name),
                    direct=None if stake is None else stake.ownership,
                    direct_votes=None if stake is None else stake.votes,
                    geometric=shares.geometric.get(name),
                    corrected=shares.corrected.get(name),
                    loops_ignored=no_loops.get(name),
                    votes=votes.get(name),
                    weakest_link=links.get(name),
                    attributed=attributed(self.network, under, self.entity, Of.OWNERSHIP),
                    attributed_votes=attributed(self.network, under, self.entity, Of.VOTES),
                )
            )
        return tuple(made)

    def _controllers(self, shares: Spread) -> tuple[Controller, ...]:
        """Those who control the entity and whom nobody else who does controls."""
        found = {
            c.coalition[0]: c
            for c in self.closures
            if c.link_to(self.entity) is not None and c.coalition[0] != self.entity
        }
        return tuple(
            self._controller(name, under, shares.get(name))
            for name, under in found.items()
            if not any(
                other.link_to(name) is not None and under.link_to(above) is None
                for above, other in found.items()
                if above != name
            )
        )

    def _controller(self, name: str, under: Closure, owned: Interval | None) -> Controller:
        chain = _chain(under, self.entity)
        votes = attributed(self.network, under, self.entity, Of.VOTES)
        wedge = None
        if votes is not None and owned is not None and owned.low:
            wedge = Interval(votes.low / owned.high, votes.high / owned.low)
        return Controller(name, all(link.certain for link in chain), chain, owned, votes, wedge)

    def _joint(self) -> tuple[tuple[str, ...], ...] | None:
        """The smallest coalitions that control the entity, of those whom nobody holds or runs."""
        network, found = self.network, {self.entity: None}
        waiting = [self.entity]
        while waiting:
            name = waiting.pop()
            above = [stake.holder for stake in network.stakes_in(name)]
            rules = network.acts_of.get(name, ())
            above += [str(player) for acts in rules for player in players_of(acts.rule)]
            waiting += [other for other in above if other not in found]
            found |= dict.fromkeys(above)
        run = {*network.entities, *network.acts_of}
        candidates = [name for name in network.parties if name in found and name not in run]
        if not self.lists_joint:
            together = closure(network, candidates, threshold=self.threshold)
            return None if self.entity in together.certain else ()
        return joint_controllers(network, self.entity, candidates, threshold=self.threshold)


def _chain(under: Closure, entity: str) -> tuple[Link, ...]:
    """The links that lead to an entity, from the owner's own hand down."""
    needed: set[str] = set()
    waiting = [entity]
    while waiting:
        link = under.link_to(waiting.pop())
        if link is not None and link.entity not in needed:
            needed.add(link.entity)
            waiting.extend(link.through)
    return tuple(link for link in under.links if link.entity in needed)
