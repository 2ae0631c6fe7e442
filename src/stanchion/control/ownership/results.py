"""Answers about owners: each figure under the name of its method, what is assumed, and why."""

from stanchion.control.ownership.closure import Closure, Link
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import Declared, Stake, Unknown
from stanchion.control.ownership.rings import Ring
from stanchion.exact.record import record

METHODS = {
    "direct": "units held over units out; preferred as converted; low and high ends for ranges",
    "geometric": "over all chains, a ring counted each time round: (I - A)^-1 A, exact by "
    "strongly connected component (Brioschi, Buzzacchi, Colombo 1989)",
    "corrected": "over all chains up to where they first reach the owner "
    "(Baldone, Brioschi, Paleari 1998; Vitali, Glattfelder, Battiston 2011)",
    "loops_ignored": "products along chains in which nobody comes twice, added up",
    "votes": "the geometric sum on shares of votes instead of ownership",
    "weakest_link": "the smallest share of votes on the chain where it is largest "
    "(La Porta, Lopez-de-Silanes, Shleifer 1999)",
    "attributed": "what the owner and all whom it controls have directly, added up in full (BODS)",
    "control": "least fixed point: whom one controls votes with one (Karos, Peters 2015)",
    "power_index": "expected number of parties under a label, pivots by chance "
    "(Mizuno, Doi, Kurizaki 2020)",
}
"""What each kind of figure is; every answer names its own by these keys."""


@record(frozen=True, slots=True)
class Owner:
    """All that one party has of the entity; None where it cannot be said.

    `ultimate` says that nobody is known to hold the owner itself. Fields are named as in
    `METHODS`.
    """

    owner: str
    ultimate: bool
    direct: Interval | None
    direct_votes: Interval | None
    geometric: Interval | None
    corrected: Interval | None
    loops_ignored: Interval | None
    votes: Interval | None
    weakest_link: Interval | None
    attributed: Interval | None
    attributed_votes: Interval | None


@record(frozen=True, slots=True)
class Controller:
    """One who controls the entity: the chain from its own hand down, whether at all shares within
    the ranges, and how many votes it commands for each it owns (None where it owns none)."""

    owner: str
    certain: bool
    chain: tuple[Link, ...]
    ownership: Interval | None
    attributed_votes: Interval | None
    wedge: Interval | None

    @property
    def pyramid(self) -> bool:
        """Whether control passes through another company and outweighs what is owned for sure."""
        below_half = self.ownership is None or 2 * self.ownership.high < 1
        return len(self.chain) > 1 and below_half


@record(frozen=True, slots=True)
class Owners:
    """Who owns and who controls one entity, at one instant.

    `joint` are the smallest coalitions that control it where nobody does alone; None where these
    are too many to list, or were not asked for one by one (in an `OwnerNetwork`).
    `untraced` is the share of ownership that leads to nobody known; `why_not` says why the shares
    over all chains are missing, where they are.
    """

    entity: str
    as_of: str
    threshold: str
    stakes: tuple[Stake, ...]
    declared: tuple[Declared, ...]
    owners: tuple[Owner, ...]
    untraced: Interval | None
    untraced_votes: Interval | None
    controllers: tuple[Controller, ...]
    joint: tuple[tuple[str, ...], ...] | None
    rings: tuple[Ring, ...]
    unknown: tuple[Unknown, ...]
    why_not: str | None
    assumptions: tuple[str, ...]
    digest: str
    exact: bool = True
    method: str = "every figure by the method of its name"

    @property
    def ultimate(self) -> tuple[Owner, ...]:
        """Those whom nobody is known to hold."""
        return tuple(owner for owner in self.owners if owner.ultimate)


@record(frozen=True, slots=True)
class Owned:
    """What a party has of one entity over all chains; fields are named as in `METHODS`."""

    entity: str
    geometric: Interval | None
    corrected: Interval | None
    votes: Interval | None
    controls: Link | None


@record(frozen=True, slots=True)
class Portfolio:
    """All that one party owns and controls, at one instant; entities in order of declaration."""

    owner: str
    as_of: str
    threshold: str
    owned: tuple[Owned, ...]
    not_said: tuple[tuple[str, str], ...]
    assumptions: tuple[str, ...]
    digest: str
    exact: bool = True
    method: str = "every figure by the method of its name"


@record(frozen=True, slots=True)
class PowerIndex:
    """The network power index of each party, or why it is not said."""

    shares: tuple[tuple[str, Interval], ...]
    why_not: str | None


@record(frozen=True, slots=True)
class OwnerNetwork:
    """Every entity of a charter with its owners, what each party controls, and all rings."""

    as_of: str
    threshold: str
    entities: tuple[Owners, ...]
    closures: tuple[Closure, ...]
    rings: tuple[Ring, ...]
    power_index: PowerIndex
    assumptions: tuple[str, ...]
    digest: str
    exact: bool = True
    method: str = "every figure by the method of its name"
