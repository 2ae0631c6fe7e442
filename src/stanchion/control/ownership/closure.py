"""Who controls whom: all that a coalition can make act, and what it can make act with that.

A coalition controls an entity when it can make it act: by more than a threshold of its votes, or
by the rule by which the entity acts (its manager, its body, those who fill the seats). What it
controls votes with it from then on. The least fixed point of that is what it controls.
Source: Karos, Peters (2015), "Mutual control and control games".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from stanchion.charter.phrases import Base, Threshold
from stanchion.control.game import Player, holds
from stanchion.control.ownership.interval import Interval, total
from stanchion.control.ownership.network import ActsBy, Network, Stake
from stanchion.control.results import Step
from stanchion.exact.record import record

MAJORITY = Threshold(Base.OUTSTANDING_VOTES, strict=True, share=Fraction(1, 2))
"""More than half of the votes: what is meant by control unless a question says otherwise."""


@record(frozen=True, slots=True)
class Link:
    """One entity that comes under control: by what, through whom, in which round.

    `through` are the controlled entities (and the coalition's own members) whose votes or places
    were used; `certain` is false where it takes the favourable ends of ranges.
    """

    entity: str
    by: str
    through: tuple[str, ...]
    round: int
    certain: bool
    because: tuple[Step, ...]


@dataclass(frozen=True)
class Closure:
    """All that a coalition controls, in the order in which it comes under control."""

    coalition: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def certain(self) -> tuple[str, ...]:
        """What is controlled at any shares within the ranges."""
        return tuple(link.entity for link in self.links if link.certain)

    def link_to(self, entity: str) -> Link | None:
        """How an entity comes under control, if it does."""
        return next((link for link in self.links if link.entity == entity), None)


def closure(
    network: Network, coalition: Iterable[str], *, threshold: Threshold = MAJORITY
) -> Closure:
    """All entities that a coalition controls; `threshold` is of an entity's votes.

    What is controlled whatever the ranges hide comes first; then what is controlled at some
    shares within them.
    """
    owners = tuple(dict.fromkeys(coalition))
    certain = _grown(network, owners, (), threshold, favourable=False)
    possible = _grown(network, owners, certain, threshold, favourable=True)
    return Closure(owners, possible)


def _grown(
    network: Network,
    owners: tuple[str, ...],
    links: tuple[Link, ...],
    threshold: Threshold,
    *,
    favourable: bool,
) -> tuple[Link, ...]:
    """The links with all that follow from them, round by round."""
    under = {*owners, *(link.entity for link in links)}
    place = {name: number for number, name in enumerate(network.parties)}
    found, fresh = list(links), set(under)
    turn = max((link.round for link in links), default=0)
    while fresh:
        turn += 1
        reached = {e for name in fresh for e in network.touched_by.get(name, ())} - under
        new = [
            link
            for entity in sorted(reached, key=place.__getitem__)
            if (link := _link(network, entity, under, threshold, turn, favourable=favourable))
        ]
        found += new
        fresh = {link.entity for link in new}
        under |= fresh
    return tuple(found)


def _link(
    network: Network,
    entity: str,
    under: set[str],
    threshold: Threshold,
    turn: int,
    *,
    favourable: bool,
) -> Link | None:
    for acts in network.acts_of.get(entity, ()):
        if holds(acts.rule, frozenset(map(Player, under))):
            return Link(
                entity, acts.words, _used(acts, under), turn, not favourable, (acts.because,)
            )
    stakes = network.stakes_in(entity)
    if not _outvotes(stakes, under, threshold, favourable=favourable):
        return None
    used = [stake for stake in stakes if stake.holder in under]
    because = tuple(step for stake in used for step in stake.because)
    words = "more than" if threshold.strict else "at least"
    return Link(
        entity,
        f"{words} {threshold.share} of its votes",
        tuple(stake.holder for stake in used),
        turn,
        not favourable,
        because,
    )


def _used(acts: ActsBy, under: set[str]) -> tuple[str, ...]:
    """A smallest part of those under control that suffices for the rule, by omission one by one."""
    needed = sorted(under)
    for name in tuple(needed):
        fewer = [other for other in needed if other != name]
        if holds(acts.rule, frozenset(map(Player, fewer))):
            needed = fewer
    return tuple(needed)


def votes_of(stake: Stake) -> Interval | None:
    """The votes of a stake: computed where they can be, else as declared."""
    return stake.votes if stake.votes is not None else stake.declared_votes


def votes_held(stakes: Iterable[Stake], holders: Iterable[str]) -> Interval | None:
    """The votes that some have together; None where none of theirs is known."""
    among = set(holders)
    known = [v for s in stakes if s.holder in among and (v := votes_of(s)) is not None]
    return total(known).below(Fraction(1)) if known else None


def _outvotes(
    stakes: tuple[Stake, ...], under: set[str], threshold: Threshold, *, favourable: bool
) -> bool:
    held = votes_held(stakes, under)
    assert threshold.share is not None  # INVARIANT: control is asked for by a share of votes
    if held is None:
        return False
    others = votes_held(stakes, {stake.holder for stake in stakes} - under)
    most = min(held.high, 1 - others.low) if others is not None else held.high
    reached = most if favourable else held.low
    return reached > threshold.share if threshold.strict else reached >= threshold.share


def joint_controllers(
    network: Network,
    entity: str,
    candidates: Iterable[str],
    *,
    threshold: Threshold = MAJORITY,
    most: int = 10,
) -> tuple[tuple[str, ...], ...] | None:
    """The smallest coalitions of candidates that control an entity for certain, smaller first.

    None where there are more than `most` candidates to combine.
    """
    names = tuple(dict.fromkeys(candidates))
    if len(names) > most:
        return None
    found: list[tuple[str, ...]] = []
    for size in range(1, len(names) + 1):
        for coalition in combinations(names, size):
            if any(set(smaller) <= set(coalition) for smaller in found):
                continue
            if entity in closure(network, coalition, threshold=threshold).certain:
                found.append(coalition)
    return tuple(found)
