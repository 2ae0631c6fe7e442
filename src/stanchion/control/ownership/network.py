"""The compiled form: parties, what each has of each, and by what rule each entity acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from stanchion.control.game import Formula, players_of
from stanchion.control.ownership.interval import Interval, total
from stanchion.control.results import Step
from stanchion.exact.record import record

Columns = Mapping[str, Mapping[str, Fraction]]
"""Of each entity that anybody holds: each holder's share of it."""


class Of(Enum):
    """What a share is a share of."""

    OWNERSHIP = "ownership"
    VOTES = "votes"


class End(Enum):
    """Which end of every range is worked with."""

    LOW = "low"
    HIGH = "high"


@record(frozen=True, slots=True)
class Stake:
    """What one holder has of one entity, over all classes; None where it is not known.

    `declared_votes` is a share of all votes that somebody stated; it stands beside what follows
    from units and never replaces it.
    """

    holder: str
    entity: str
    ownership: Interval | None = None
    votes: Interval | None = None
    declared_votes: Interval | None = None
    because: tuple[Step, ...] = ()

    def share(self, of: Of) -> Interval | None:
        """The share of ownership, or of votes."""
        return self.ownership if of is Of.OWNERSHIP else self.votes


@record(frozen=True, slots=True)
class Declared:
    """A share in an entity that somebody stated of an owner at the end of a chain."""

    owner: str
    entity: str
    of: Of
    share: Interval
    because: tuple[Step, ...] = ()


@record(frozen=True, slots=True)
class ActsBy:
    """How an entity comes to act otherwise than by its holders' votes.

    `rule` is over parties, not looked through: true when these parties can make the entity act.
    """

    entity: str
    words: str
    rule: Formula
    because: Step


@record(frozen=True, slots=True)
class Unknown:
    """A share that the charter does not say, and why nothing follows for it."""

    entity: str
    of: Of
    why: str


@dataclass(frozen=True)
class Network:
    """Parties in order of declaration, their stakes in one another, and how entities act."""

    parties: tuple[str, ...]
    stakes: tuple[Stake, ...]
    acts: tuple[ActsBy, ...] = ()
    declared: tuple[Declared, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    assumptions: tuple[str, ...] = field(default=())

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Those of whom anybody holds something, in order."""
        held = {stake.entity for stake in self.stakes}
        return tuple(name for name in self.parties if name in held)

    def stakes_in(self, entity: str) -> tuple[Stake, ...]:
        """The stakes in one entity, in order."""
        return self._by_entity.get(entity, ())

    @cached_property
    def _by_entity(self) -> dict[str, tuple[Stake, ...]]:
        found: dict[str, list[Stake]] = {}
        for stake in self.stakes:
            found.setdefault(stake.entity, []).append(stake)
        return {entity: tuple(stakes) for entity, stakes in found.items()}

    @cached_property
    def acts_of(self) -> dict[str, tuple[ActsBy, ...]]:
        """The rules by which each entity acts."""
        found: dict[str, list[ActsBy]] = {}
        for acts in self.acts:
            found.setdefault(acts.entity, []).append(acts)
        return {entity: tuple(rules) for entity, rules in found.items()}

    @cached_property
    def touched_by(self) -> dict[str, frozenset[str]]:
        """For each party the entities in whose stakes or rules it appears."""
        found: dict[str, set[str]] = {}
        for stake in self.stakes:
            found.setdefault(stake.holder, set()).add(stake.entity)
        for acts in self.acts:
            for player in players_of(acts.rule):
                found.setdefault(str(player), set()).add(acts.entity)
        return {name: frozenset(entities) for name, entities in found.items()}

    def columns(self, of: Of, end: End) -> dict[str, dict[str, Fraction]]:
        """The shares at one end of their ranges; high ends leave room for the others' low ends."""
        return self._columns[of, end]

    @cached_property
    def _columns(self) -> dict[tuple[Of, End], dict[str, dict[str, Fraction]]]:
        return {
            (of, end): {
                entity: _column(self.stakes_in(entity), of, end) for entity in self.entities
            }
            for of in Of
            for end in End
        }

    def is_exact(self, of: Of) -> bool:
        """Whether all known shares are known exactly, so that both ends of all ranges are one."""
        return self._columns[of, End.LOW] == self._columns[of, End.HIGH]

    def unattributed(self, entity: str, of: Of) -> Interval | None:
        """The share that nobody known has; None where no share of the entity is known."""
        known = [share for s in self.stakes_in(entity) if (share := s.share(of)) is not None]
        if not known:
            return None
        held = total(known)
        return Interval(max(1 - held.high, Fraction(0)), max(1 - held.low, Fraction(0)))

    def unknown_of(self, entity: str, of: Of) -> str | None:
        """Why a share in the entity is not known, if it is not."""
        return next((u.why for u in self.unknown if (u.entity, u.of) == (entity, of)), None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the network: same digest, same answers."""
        said = (self.parties, self.acts, self.stakes, self.declared)
        return sha256(repr(said).encode()).hexdigest()


def _column(stakes: Iterable[Stake], of: Of, end: End) -> dict[str, Fraction]:
    known = {s.holder: share for s in stakes if (share := s.share(of)) is not None}
    if end is End.LOW:
        return {holder: share.low for holder, share in known.items() if share.low}
    least = total(known.values()).low
    highs = {h: min(share.high, 1 - (least - share.low)) for h, share in known.items()}
    return {holder: high for holder, high in highs.items() if high > 0}
