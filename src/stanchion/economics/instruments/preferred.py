"""Preferred units: their preference, a part in the rest or none, and conversion instead.

`max(L, n v)` without participation; `L + n v` with; with a total cap K
`max(min(L + n v, K), n v)`. Accrued dividends are part of L; on conversion they are forfeited
(`n v`), paid (`D + n v`) or converted into more units (`m v`, m > n).
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from stanchion.economics.flows import Converts, ParticipationCapped, PreferencePaid, Whose
from stanchion.economics.instruments.ladder import ZERO, Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum, minimum


class Conversion(Enum):
    """Who turns the class into common."""

    ELECTED = "each holder, when it pays"
    NEVER = "nobody"
    VOTED = "a vote has: all of it is common"


@dataclass(frozen=True, slots=True)
class PreferredUnits:
    """Terms of a preferred class worked out to amounts and as-converted units."""

    units: Fraction  # as converted, without accrued dividends
    preference: Fraction  # accrued dividends included
    rank: Fraction
    participates: bool
    cap: Fraction | None  # on preference and participation together
    conversion: Conversion
    units_on_conversion: Fraction
    paid_on_conversion: Fraction = ZERO


def payoff(terms: PreferredUnits, ladder: Ladder, whose: Whose, because: Because) -> Payoff:
    """The better of keeping the preference and converting, at every level."""
    tier = ladder.tier_of(terms.rank)
    converted = PiecewiseLinear.line(terms.units_on_conversion, intercept=terms.paid_on_conversion)
    if terms.conversion is Conversion.VOTED:
        curve = ladder.curve([(tier, terms.paid_on_conversion)], converted)
        return Payoff(curve, _paid(terms.paid_on_conversion, tier, whose, because))
    turns = _paid(terms.preference, tier, whose, because)
    held = _held(terms)
    ends = None
    if terms.conversion is Conversion.ELECTED:
        ends = (converted - held).first_exceeding(0)
        if ends is not None:
            turns += (Turn(ladder.at(ends), Converts(whose, ends, because)),)
        above = maximum(held, converted)
    else:
        above = held
    if terms.cap is not None and terms.units:
        full = (terms.cap - terms.preference) / terms.units
        if ends is None or full < ends:
            turns += (Turn(ladder.at(full), ParticipationCapped(whose, terms.cap, because)),)
    return Payoff(ladder.curve([(tier, terms.preference)], above), turns)


def _held(terms: PreferredUnits) -> PiecewiseLinear:
    """What the class takes while it is preferred, by `v`."""
    if not terms.participates:
        return PiecewiseLinear.constant(terms.preference)
    sharing = PiecewiseLinear.line(terms.units, intercept=terms.preference)
    if terms.cap is None:
        return sharing
    return minimum(sharing, PiecewiseLinear.constant(terms.cap))


def _paid(amount: Fraction, tier: int, whose: Whose, because: Because) -> tuple[Turn, ...]:
    if not amount:
        return ()
    return (Turn(Fraction(tier + 1), PreferencePaid(whose, amount, because)),)
