"""The compiled form of a crisis: statuses, passages between them, worths, crowds and offers.

It holds no charter any more, so that it travels to other processes as it is. Days count from the
instant at which the question is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from stanchion.conflict.inputs import Input
from stanchion.control.game import Formula, Player
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

AS_BEFORE = "as_before"
"""The status in which what opened the dispute has not been carried, where no outcome says so."""


@dataclass(eq=False)
class NoCrisis(StanchionError, ValueError):
    """The charter does not say enough of a dispute to follow it; `remedy` says what to write."""

    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.why}\n  = help: {self.remedy}"


@record(frozen=True, slots=True)
class Status:
    """One way in which the dispute may stand or end; `left_by` is the crowd that has left."""

    name: str
    title: str
    left_by: str | None = None


@record(frozen=True, slots=True)
class Means:
    """One decision, by one route, that has an effect: who carries it and how long it takes.

    `notice_days` pass between the first word of it and the vote, `waived_days` where all those of
    `waived_by` are for it, `lag_days` between the vote and its effect.
    """

    decision: str
    route: str
    formula: Formula
    players: tuple[Player, ...]
    notice_days: int = 0
    waived_by: tuple[Player, ...] = ()
    waived_days: int = 0
    lag_days: int = 0


@record(frozen=True, slots=True)
class Requirement:
    """An effect that a passage needs: any of the means will do; none, and `why_not` says why.

    `decisions` are those that have the effect, whether or not anybody can take them now.
    """

    effect: str
    means: tuple[Means, ...]
    why_not: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Passage:
    """The lawful way from one status to another: every requirement is to be carried."""

    source: int
    target: int
    requirements: tuple[Requirement, ...]

    @property
    def lawful(self) -> bool:
        """Whether somebody can carry it at all."""
        return all(requirement.means for requirement in self.requirements)

    @property
    def voters(self) -> tuple[Player, ...]:
        """Whose ballots it hangs on, each once."""
        found = [p for r in self.requirements for means in r.means for p in means.players]
        return tuple(dict.fromkeys(found))


@record(frozen=True, slots=True)
class Opening:
    """What opened the dispute, not yet done: by whom, and to which status it leads."""

    target: int
    movers: tuple[str, ...]


@record(frozen=True, slots=True)
class Worth:
    """What a party gives a status from a day on; `complement` is the status whose worth this one
    is the opposite of (100 less)."""

    day: int
    input: Input | None
    complement: int | None = None


@record(frozen=True, slots=True)
class CrowdTerms:
    """People who may leave: how many, their thresholds, cost and loyalty, and who has joined.

    `ending` is the status in which they have left, None where no outcome says so.
    """

    name: str
    size: int
    threshold: Input
    spread: Input
    cost: Input | None
    loyalty: Input | None
    joined: float
    ending: int | None


@record(frozen=True, slots=True)
class OfferTerms:
    """An offer to a crowd: the cost of leaving it lowers to; the day, None where it may yet come.

    Without a day it is made on any day alike, if whoever may make it then wants something else
    than what stands.
    """

    by: str
    to: int
    cost: Input
    day: int | None


@record(frozen=True, slots=True)
class Crisis:
    """A dispute at an instant, ready to be followed."""

    statuses: tuple[Status, ...]
    start: int
    opening: Opening | None
    passages: tuple[Passage, ...]
    parties: tuple[str, ...]
    worths: Mapping[str, tuple[tuple[Worth, ...], ...]]
    """Of every party, by status: what it is worth from which day on, the first from day 0."""
    crowds: tuple[CrowdTerms, ...]
    offers: tuple[OfferTerms, ...]
    noise: Input
    horizon: int
    stand_for: Mapping[str, str]
    """Whose worths a voter decides by, where it is a member of a group that takes part."""
    digest: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that is drawn, each once, in order."""
        found: dict[str, Input] = {self.noise.name: self.noise}
        for party in self.parties:
            for of_status in self.worths[party]:
                for worth in of_status:
                    if worth.input is not None:
                        found[worth.input.name] = worth.input
        for crowd in self.crowds:
            for one in (crowd.threshold, crowd.spread, crowd.cost, crowd.loyalty):
                if one is not None:
                    found[one.name] = one
        for offer in self.offers:
            found[offer.cost.name] = offer.cost
        return tuple(found.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The statuses by name."""
        return tuple(status.name for status in self.statuses)

    def passages_from(self, status: int) -> tuple[Passage, ...]:
        """The lawful ways on from a status."""
        return tuple(p for p in self.passages if p.source == status and p.lawful)

    def voices(self) -> tuple[str, ...]:
        """Every voter of every lawful passage, each once."""
        found = [str(v) for p in self.passages if p.lawful for v in p.voters]
        return tuple(dict.fromkeys(found))

    def speaker(self, voter: str) -> str:
        """By whose worths a voter decides."""
        return self.stand_for.get(voter, voter)


def digest_of(made: Crisis) -> str:
    """SHA-256 of all that the runs depend on, wherever it is written; same digest, same answers."""
    drawn = [(one.name, one.distribution) for one in made.inputs]
    worths = [
        (party, [[(w.day, w.input and w.input.name, w.complement) for w in s] for s in of_party])
        for party, of_party in made.worths.items()
    ]
    crowds = [(c.name, c.size, c.joined, c.ending, c.cost is None) for c in made.crowds]
    offers = [(offer.by, offer.to, offer.cost.name, offer.day) for offer in made.offers]
    rules = (made.statuses, made.start, made.opening, made.passages, sorted(made.stand_for.items()))
    return sha256(repr((drawn, worths, crowds, offers, rules, made.horizon)).encode()).hexdigest()
