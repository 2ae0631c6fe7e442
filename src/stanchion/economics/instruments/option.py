"""Rights to buy units, exercised when it pays: `n max(0, g - strike)`, g what one unit receives.

Over common `g` is `v`. Over preferred it is what one unit of that class receives with the warrant
exercised: where the preference is more than the strike, exercise pays inside the rank already, and
the warrant's units stand in the stack beside the others. Whoever exercises brings the strike in
and takes `g` out, so that the difference is all that the company pays, and no circle arises:
paying `x` of every claim of a rank with the units exercised, or without, exercise pays exactly
when `x` times the preference is more than the strike.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from stanchion.economics.flows import ParticipationCapped, PreferencePaid, StrikePassed, Whose
from stanchion.economics.instruments import common, preferred
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because, StageId
from stanchion.exact.piecewise import PiecewiseLinear, maximum

Underlying = common.CommonUnits | preferred.PreferredUnits
"""The terms of one unit of the class that is bought."""


@dataclass(frozen=True, slots=True)
class OptionUnits:
    """So many rights to buy one unit each of `over` at the strike; `underlying` is one unit."""

    units: Fraction
    strike: Fraction
    over: StageId
    underlying: Underlying


def payoff(terms: OptionUnits, ladder: Ladder, whose: Whose, because: Because) -> Payoff:
    """`n max(0, g - strike)`, and what happens to the units once they are bought."""
    match terms.underlying:
        case common.CommonUnits():
            one = common.payoff(terms.underlying, ladder)
        case preferred.PreferredUnits():
            one = preferred.payoff(terms.underlying, ladder, whose, because)
    gain = one.curve - PiecewiseLinear.constant(terms.strike)
    curve = maximum(gain, PiecewiseLinear.constant(0)).scale(terms.units)
    passed = gain.first_exceeding(0)
    if passed is None:
        return Payoff(curve)
    exercised = Turn(passed, StrikePassed(whose, terms.over, terms.strike, because))
    later = tuple(turn for turn in one.turns if turn.level > passed)
    return Payoff(curve, (exercised, *(_of_all(turn, terms.units) for turn in later)))


def _of_all(turn: Turn, units: Fraction) -> Turn:
    """What happens to one unit, said of all of them."""
    match turn.event:
        case PreferencePaid(_, amount, _):
            return replace(turn, event=replace(turn.event, amount=amount * units))
        case ParticipationCapped(_, cap, _):
            return replace(turn, event=replace(turn.event, cap=cap * units))
        case _:
            return turn
