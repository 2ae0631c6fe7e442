"""The exchange model's first step: what two actors gain who give way to each other on two issues.

An actor shifts its vote on the issue that it cares less about, the other on the other one; both
move outcomes towards the partner. Outcomes are compromise means. Packages of many come later.
Source: Stokman, van Oosten (1994); Dijkstra, Van Assen, Stokman (2008).
"""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Voice:
    """An actor on one issue: position, salience and power."""

    position: Fraction
    salience: Fraction
    power: Fraction

    @property
    def weight(self) -> Fraction:
        """What it brings to bear."""
        return self.salience * self.power


@dataclass(eq=False)
class NoExchange(StanchionError, ValueError):
    """Two actors have nothing to exchange: `why`."""

    why: str

    def __str__(self) -> str:
        return f"there is nothing to exchange: {self.why}"


@record(frozen=True, slots=True)
class Swing:
    """An actor gives up its position on an issue: where the outcome goes, who loses and gains."""

    outcome: Fraction
    loss: Fraction
    gain: Fraction


@record(frozen=True, slots=True)
class Exchange:
    """What two can exchange: outcomes before, what each full shift costs and brings.

    `most_first` and `most_second` are the most that each can gain in all: what the other's full
    shift brings it, less its own smallest shift that still leaves the other no worse.
    """

    outcomes: tuple[Fraction, Fraction]
    first_gives: Swing
    second_gives: Swing
    most_first: Fraction
    most_second: Fraction


def outcome(voices: tuple[Voice, ...]) -> Fraction:
    """The mean by weight: where the issue ends without an exchange."""
    whole = sum((voice.weight for voice in voices), Fraction(0))
    if not whole:
        raise NoExchange("nobody weighs anything on an issue")
    return sum((voice.position * voice.weight for voice in voices), Fraction(0)) / whole


def exchange(first: tuple[Voice, Voice], second: tuple[Voice, Voice]) -> Exchange:
    """The exchange of two actors, each given by its voice on two issues; the only two there are.

    The first gives on the issue that it cares relatively less about. Raises NoExchange.
    """
    if any(a.position == b.position for a, b in zip(first, second, strict=True)):
        raise NoExchange("they agree on an issue")
    relative = (
        first[0].salience * second[1].salience,
        first[1].salience * second[0].salience,
    )
    if relative[0] == relative[1]:
        raise NoExchange("both care alike about the two issues")
    given, taken = (0, 1) if relative[0] < relative[1] else (1, 0)
    first_gives = _swing(first[given], second[given])
    second_gives = _swing(second[taken], first[taken])
    return Exchange(
        (outcome((first[0], second[0])), outcome((first[1], second[1]))),
        first_gives,
        second_gives,
        _most(first_gives, second_gives),
        _most(second_gives, first_gives),
    )


def _swing(giver: Voice, partner: Voice) -> Swing:
    """The giver takes the partner's position, and with it the outcome moves all the way there."""
    now = outcome((giver, partner))
    moved = abs(partner.position - now)
    return Swing(now, moved * giver.salience, moved * partner.salience)


def _most(own: Swing, partners: Swing) -> Fraction:
    """What one gains at most: the partner shifts as far as it pays for it, or all the way."""
    if own.gain >= partners.loss:
        part = partners.loss / own.gain if own.gain else Fraction(0)
        return partners.gain - own.loss * part
    return partners.gain * own.gain / partners.loss - own.loss
