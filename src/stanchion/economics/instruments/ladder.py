"""The ladder on which all classes of a company are paid: one number says how far money has come.

Levels run from 0. Tier k (the k-th rank of preferences, first paid first) lies between k and
k + 1: at level k + x every claim of that rank is paid to the part x. If some convertible has a
discount, one tier more pays what that is worth. Above the last tier units share, and the level
less the number of tiers is `v`, what one common unit has received. A class's payoff is a function
of the level alone, so that the total is one too, and its inverse pays any amount.
"""

from collections.abc import Iterable
from fractions import Fraction

from stanchion.economics.flows import ClassEvent
from stanchion.economics.waterfall import StageId
from stanchion.exact.piecewise import Knot, PiecewiseLinear
from stanchion.exact.record import record

ZERO = Fraction(0)


@record(frozen=True, slots=True)
class Turn:
    """Something that happens to a class at a level."""

    level: Fraction
    event: ClassEvent


@record(frozen=True, slots=True)
class Payoff:
    """What a class receives at every level, and what happens to it on the way."""

    curve: PiecewiseLinear
    turns: tuple[Turn, ...] = ()


@record(frozen=True, slots=True)
class Ladder:
    """The tiers of one company: ranks of preference in order of payment, then maybe discounts."""

    ranks: tuple[Fraction, ...] = ()
    discounts: bool = False

    @property
    def units_from(self) -> int:
        """The level from which units share: `v` is the level less this."""
        return len(self.ranks) + self.discounts

    def tier_of(self, rank: Fraction) -> int:
        """The level at which the preferences of a rank begin to be paid."""
        return self.ranks.index(rank)

    def at(self, per_unit: Fraction) -> Fraction:
        """The level at which a common unit has received so much."""
        return self.units_from + per_unit

    def name_at(self, level: Fraction) -> StageId:
        """What is being paid just above a level, in words."""
        if level < len(self.ranks):
            rank = self.ranks[int(level)]
            return StageId(f"preferences of rank {rank}")
        return StageId("discounts" if level < self.units_from else "units")

    def curve(
        self, claims: Iterable[tuple[int, Fraction]], above: PiecewiseLinear | None = None
    ) -> PiecewiseLinear:
        """The payoff that rises by each claim in its tier, then by `above(v) - above(0)`.

        `claims` are pairs (tier, amount) in rising order of tiers.
        """
        knots: list[Knot] = [(ZERO, ZERO)]
        paid = ZERO
        for tier, amount in claims:
            if amount:
                if tier > knots[-1][0]:
                    knots.append((Fraction(tier), paid))
                paid += amount
                knots.append((Fraction(tier + 1), paid))
        if above is None:
            return PiecewiseLinear(tuple(knots), ZERO)
        lift = paid - above.knots[0][1]
        if self.units_from > knots[-1][0]:
            knots.append((Fraction(self.units_from), paid))
        knots += [(self.at(v), value + lift) for v, value in above.knots[1:]]
        return PiecewiseLinear(tuple(knots), above.final_slope)
