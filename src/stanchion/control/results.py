"""Answers about decisions: each with its method, what it assumes, and why."""

from enum import Enum
from math import comb, prod

from stanchion.control.game import Player
from stanchion.exact.record import record
from stanchion.source.span import Span

Coalition = tuple[Player, ...]


@record(frozen=True, slots=True)
class Step:
    """One step of a reason, with the clause that says so and the line of the charter."""

    text: str
    clause: str | None = None
    at: Span | None = None


@record(frozen=True, slots=True)
class Pick:
    """So many of the voters who are alike: of some players, or of the heads of one crowd."""

    count: int
    voters: int
    of: tuple[Player, ...]
    crowd: bool = False


@record(frozen=True, slots=True)
class Pattern:
    """Coalitions that differ only in which of those who are alike they have."""

    picks: tuple[Pick, ...]

    @property
    def people(self) -> int:
        """How many voters such a coalition has."""
        return sum(pick.count for pick in self.picks)

    @property
    def ways(self) -> int:
        """How many coalitions are meant."""
        return prod(comb(pick.voters, pick.count) for pick in self.picks)


@record(frozen=True, slots=True)
class Least:
    """Coalitions with nobody to spare: counted, by pattern, and one by one where they are few.

    `by_people` are pairs of a number of people and how many coalitions have it; it and `count`
    are None where a crowd is so large that the number would fill pages. `patterns` are in order
    of people, and `whole` if they are all there are; `coalitions` is None where they are many or
    have part of a crowd.
    """

    count: int | None
    fewest: int | None
    by_people: tuple[tuple[int, int], ...] | None
    patterns: tuple[Pattern, ...]
    whole: bool
    coalitions: tuple[Coalition, ...] | None


@record(frozen=True, slots=True)
class Attendance:
    """What staying away does, where a quorum is asked for.

    `stops` are those who can prevent a quorum by staying away; `enough` those who carry the
    decision when no more come than the quorum needs, all voting (None where votes differ in
    weight: then it depends on who comes).
    """

    stops: Least
    enough: Least | None
    because: Step


@record(frozen=True, slots=True)
class Route:
    """One way of taking the decision, its notice, and the fewest people it needs."""

    name: str
    fewest: int | None
    minimal: tuple[Coalition, ...]
    least: Least
    blocking: Least
    attendance: Attendance | None
    notice: str | None
    because: tuple[Step, ...]


@record(frozen=True, slots=True)
class Who:
    """Who can bring a decision about, and who can stop it, at one instant.

    Coalitions are listed in order of size, then of declaration; players in order of declaration.
    `minimal` and `blocking` list them one by one and are empty where they are too many, or have
    part of a crowd: `least` and `least_blocking` always have their number and patterns. `winning`
    is None where the number is too long to be worked out. `voters` are the players with every
    head of a crowd that votes one by one. In an improper game two coalitions
    without a common member can both win.
    """

    decision: str
    as_of: str
    players: tuple[Player, ...]
    voters: int
    minimal: tuple[Coalition, ...]
    blocking: tuple[Coalition, ...]
    veto_players: tuple[Player, ...]
    dictators: tuple[Player, ...]
    dummies: tuple[Player, ...]
    fewest: int | None
    winning: int | None
    least: Least
    least_blocking: Least
    proper: bool
    attendance: Attendance | None
    routes: tuple[Route, ...]
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    method: str = "decision diagram of the rule"
    exact: bool = True


class Verdict(Enum):
    """What became of an expectation."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@record(frozen=True, slots=True)
class PowerProof:
    """Whether a claim about power holds, for all coalitions it speaks of."""

    verdict: Verdict
    words: str
    counterexample: Coalition | None
    method: str
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
