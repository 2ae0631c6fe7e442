"""Common units: `n v`."""

from fractions import Fraction

from stanchion.economics.instruments.ladder import Ladder, Payoff
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class CommonUnits:
    """So many units, each taking `v`."""

    units: Fraction


def payoff(terms: CommonUnits, ladder: Ladder) -> Payoff:
    """`n v` once units share."""
    return Payoff(ladder.curve((), PiecewiseLinear.line(terms.units)))
