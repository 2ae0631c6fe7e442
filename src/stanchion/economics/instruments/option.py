"""Rights to buy units, exercised when it pays: `n max(0, g - strike)`, g what one unit receives.

Over common `g` is `v`. Over preferred it is what one unit of that class receives with the warrant
exercised: where the preference is more than the strike, exercise pays inside the rank already, and
the warrant's units stand in the stack beside the others. Whoever exercises brings the strike in
and takes `g` out, so that the difference is all that the company pays, and no circle arises:
paying `x` of every claim of a rank with the units exercised, or without, exercise pays exactly
when `x` times the preference is more than the strike.
"""

from dataclasses import replace
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.instruments import Common, Option, Preferred, Warrant
from stanchion.charter.units import ClassHeld, Held
from stanchion.economics.flows import ParticipationCapped, PreferencePaid, StrikePassed, Whose
from stanchion.economics.instruments import common, preferred
from stanchion.economics.instruments.in_state import ClassInState, total_units
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because, StageId
from stanchion.exact.piecewise import PiecewiseLinear, maximum
from stanchion.exact.record import record

Underlying = common.CommonUnits | preferred.PreferredUnits
"""The terms of one unit of the class that is bought."""


@record(frozen=True, slots=True)
class OptionUnits:
    """So many rights to buy one unit each of `over` at the strike; `underlying` is one unit."""

    units: Fraction
    strike: Fraction
    over: StageId
    underlying: Underlying


def worked_out(
    of: ClassInState, terms: Option | Warrant, held: ClassHeld
) -> list[tuple[OptionUnits, tuple[Held, ...]]]:
    """The terms of a class of options in amounts, apart for holders with strikes of their own."""
    if terms.expires is not None and terms.expires.end <= of.state.instant:
        of.note(f"`{of.name}` has expired ({terms.expires.text}) and takes no part")
        return []
    underlying = _underlying(of, terms.over)
    by_strike: dict[Fraction, list[Held]] = {}
    for item in held.held:
        own = None if item.stake.holding is None else item.stake.holding.strike
        by_strike.setdefault(of.amount(own or terms.strike), []).append(item)
    return [
        (
            OptionUnits(total_units(items), strike, StageId(str(terms.over)), underlying),
            tuple(items),
        )
        for strike, items in by_strike.items()
    ]


def _underlying(of: ClassInState, over: p.Name) -> Underlying:
    terms = of.state.charter.classes[of.entity].get(over)
    match terms:
        case Common():
            return common.CommonUnits(Fraction(1))
        case Preferred():
            if terms.dividend is not None:
                of.note(f"units of `{over}` bought by `{of.name}` carry no dividend accrued before")
            return preferred.units_of(of.other(over), terms, Fraction(1))
        case _:
            raise of.unclear(
                f"`{over}`, over which `{of.name}` is, is no common or preferred class of "
                f"`{of.entity}`",
                "name a class that is bought by the strike",
            )


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
