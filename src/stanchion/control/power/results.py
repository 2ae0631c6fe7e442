"""Answers about voting power: every figure exact as a fraction, or with its error."""

from fractions import Fraction

from stanchion.control.game import Player
from stanchion.control.results import Step
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Estimate:
    """An inexact figure: its standard error if sampled, a bound of its error if computed."""

    value: float
    error: float


Figure = Fraction | Estimate


@record(frozen=True, slots=True)
class VoterPower:
    """The power of one voter, under every index; of a crowd, of each of its `heads`.

    `swings`: coalitions of others that lose without and win with this voter. An index that is
    None is explained in `not_given` of the answer.
    """

    player: Player
    heads: int
    swings: int | None
    banzhaf: Figure | None
    banzhaf_normalised: Figure | None
    shapley_shubik: Figure | None
    coleman_prevention: Figure | None
    coleman_initiative: Figure | None
    johnston: Fraction | None
    deegan_packel: Fraction | None
    holler: Fraction | None


@record(frozen=True, slots=True)
class Turnout:
    """The power of one voter where the count depends on who comes, among all ways of the others.

    Each of the others says yes, says no, or stays away, all ways equally likely. `decides`: yes
    carries it and no does not. `by_coming`: coming and saying yes carries it, staying away does
    not. `no_carries_it`: coming to say no makes the quorum and so carries what staying away would
    have stopped. `absence_carries_it`: the reverse, a no would have stopped it.
    """

    player: Player
    heads: int
    decides: Fraction
    by_coming: Fraction
    no_carries_it: Fraction
    absence_carries_it: Fraction


@record(frozen=True, slots=True)
class Attended:
    """A decision counted over yes, no and absent: how often it passes, and each voter's part."""

    quorate: Fraction
    passes: Fraction
    voters: tuple[Turnout, ...]


@record(frozen=True, slots=True)
class Power:
    """Power indices of everybody in a decision, at one instant.

    `collectivity` is Coleman's power of the body to act, the share of coalitions that win.
    `checksum` is the sum of the Shapley-Shubik indices of all voters: 1 unless nobody, or nobody
    alone, decides anything. `not_given` are indices that are missing, each with the reason.
    """

    decision: str
    as_of: str
    voters: int
    players: tuple[VoterPower, ...]
    collectivity: Figure | None
    winning: int | None
    checksum: Figure | None
    proper: bool | None
    attended: Attended | None
    not_given: tuple[tuple[str, str], ...]
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    method: str
    exact: bool
