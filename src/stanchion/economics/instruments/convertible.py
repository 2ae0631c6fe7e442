"""SAFEs and notes that have not converted when the company pays: money back, or units.

At a price set by a cap the instrument is so many units, `n v`. At a discount on what common
receives it is worth `A / (1 - d)` whatever `v` is: the money back in its rank, and what the
discount is worth beyond it after all preferences, before units share. With both, the better.
"""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.economics.flows import Converts, DiscountPaid, PreferencePaid, Whose
from stanchion.economics.instruments.ladder import ZERO, Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum


@dataclass(frozen=True, slots=True)
class ConvertibleUnits:
    """What an unconverted instrument is due, worked out to amounts and units.

    `money_back` is zero where only conversion is due; `discounted` is `A / (1 - d)`, zero without
    a discount or where only money back is due; `units` likewise.
    """

    money_back: Fraction
    rank: Fraction | None
    units: Fraction
    discounted: Fraction

    @property
    def premium(self) -> Fraction:
        """What the discount is worth beyond the money back."""
        return max(self.discounted - self.money_back, ZERO)


def payoff(terms: ConvertibleUnits, ladder: Ladder, whose: Whose, because: Because) -> Payoff:
    """The better of money back and conversion, at every level."""
    claims: list[tuple[int, Fraction]] = []
    turns: list[Turn] = []
    if terms.money_back and terms.rank is not None:
        tier = ladder.tier_of(terms.rank)
        claims.append((tier, terms.money_back))
        back = PreferencePaid(whose, terms.money_back, because)
        turns.append(Turn(Fraction(tier + 1), back))
    if terms.premium:
        tier = ladder.units_from - 1
        claims.append((tier, terms.premium))
        turns.append(Turn(Fraction(tier + 1), DiscountPaid(whose, terms.premium, because)))
    held = terms.money_back + terms.premium
    above = maximum(PiecewiseLinear.constant(held), PiecewiseLinear.line(terms.units))
    if terms.units and held:
        at = held / terms.units
        turns.append(Turn(ladder.at(at), Converts(whose, at, because)))
    return Payoff(ladder.curve(claims, above), tuple(turns))
