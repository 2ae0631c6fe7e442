"""What a price implies: the headline beside what the company would have to pay out.

A headline multiplies the price by all units, as if each were worth the same in the end. Under caps
it is not: what a unit can still receive is bounded, and what it receives of a given amount follows
from the waterfall. So the price is put through the inverse of the payee's exact payoff: from the
state at the close, how much must the entity pay out for the units to receive their price? That is
undiscounted and certain money; a buyer who waits or doubts needs more, never less.
"""

from fractions import Fraction

from stanchion.economics.tender import results as r
from stanchion.economics.tender import terms as t
from stanchion.exact.piecewise import PiecewiseLinear


def real_terms(tender: t.Tender) -> r.RealTerms | t.Unsaid:
    """The price under the company's real terms, or why that cannot be said."""
    worth = tender.worth
    if isinstance(worth, t.Unsaid):
        return worth
    claim = t.Ends(tender.price.low * worth.units.low, tender.price.high * worth.units.high)
    lowest = paid_out_for(worth.payoff, claim.low)
    highest = paid_out_for(worth.payoff, claim.high)
    most = worth.payoff.supremum().value
    if lowest is None:
        reachable = "never"
    else:
        reachable = "always" if highest is not None else "at some ends only"
    return r.RealTerms(
        paid_by=worth.paid_by,
        payee=worth.payee,
        units=worth.units,
        claim=claim,
        pays_out_low=None if lowest is None else lowest[0],
        pays_out_high=None if highest is None else highest[1],
        reachable=reachable,
        most_per_unit=None
        if most is None
        else t.Ends(most / worth.units.high, most / worth.units.low),
        because=worth.because,
    )


def paid_out_for(
    payoff: PiecewiseLinear, claim: Fraction
) -> tuple[Fraction, Fraction | None] | None:
    """All amounts at which the payoff is exactly the claim: from, to (None: for ever); or None."""
    first = payoff.first_reaching(claim)
    return None if first is None else (first, payoff.first_exceeding(claim))
