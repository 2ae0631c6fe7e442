"""Units bounded above (capped) or below (profits interests): `min(n v, K)`, `n max(0, v - h)`."""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.economics.flows import HurdlePassed, UnitsCapped, Whose
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum, minimum, sum_of


@dataclass(frozen=True, slots=True)
class CappedUnits:
    """Units that take `v` each until they have had the cap together."""

    units: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class FreedUnits:
    """What capped units can no longer take, taken by somebody: pairs (units, from `v` on)."""

    parts: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class ProfitUnits:
    """Units that share in what a unit receives above a hurdle."""

    units: Fraction
    hurdle: Fraction


@dataclass(frozen=True, slots=True)
class CompanyProfitUnits:
    """Units that share once the whole company has paid an amount."""

    units: Fraction
    hurdle: Fraction


def capped_payoff(terms: CappedUnits, ladder: Ladder, whose: Whose, because: Because) -> Payoff:
    """`min(n v, K)`."""
    above = minimum(PiecewiseLinear.line(terms.units), PiecewiseLinear.constant(terms.cap))
    full = Turn(ladder.at(terms.cap / terms.units), UnitsCapped(whose, terms.cap, because))
    return Payoff(ladder.curve((), above), (full,))


def freed_payoff(terms: FreedUnits, ladder: Ladder) -> Payoff:
    """`n max(0, v - K/n)` for each capped class; that a cap binds is its own event."""
    above = sum_of(_above(units, start) for units, start in terms.parts)
    return Payoff(ladder.curve((), above))


def profit_payoff(
    units: Fraction, hurdle: Fraction, ladder: Ladder, whose: Whose, because: Because
) -> Payoff:
    """`n max(0, v - h)`."""
    passed = Turn(ladder.at(hurdle), HurdlePassed(whose, hurdle, because))
    return Payoff(ladder.curve((), _above(units, hurdle)), (passed,))


def _above(units: Fraction, start: Fraction) -> PiecewiseLinear:
    line = PiecewiseLinear.line(units, intercept=-units * start)
    return maximum(line, PiecewiseLinear.constant(0))
