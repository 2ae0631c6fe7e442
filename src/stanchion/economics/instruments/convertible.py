"""SAFEs and notes that have not converted when the company pays: money back, or units.

At a price set by a cap the instrument is so many units, `n v`. At a discount on what common
receives it is worth `A / (1 - d)` whatever `v` is: the money back in its rank, and what the
discount is worth beyond it after all preferences, before units share. With both, the better.
"""

from fractions import Fraction

from stanchion.charter.instruments import ConvertibleNote, Safe
from stanchion.charter.instruments.convertible import AtExit, CapMeasure
from stanchion.charter.units import Held
from stanchion.economics.flows import Converts, DiscountPaid, PreferencePaid, Whose
from stanchion.economics.instruments.in_state import ClassInState
from stanchion.economics.instruments.ladder import ZERO, Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum
from stanchion.exact.record import record


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Offer:
    """What a SAFE or a note offers before its price is known; `amount` is what converts."""

    of: ClassInState
    terms: Safe | ConvertibleNote
    amount: Fraction
    money_back: Fraction

    @property
    def converts(self) -> bool:
        """Whether conversion is due at exit at all."""
        return self.terms.at_exit is not AtExit.MONEY_BACK

    @property
    def cap(self) -> Fraction | None:
        """The valuation cap."""
        return None if self.terms.cap is None else self.of.amount(self.terms.cap)


def offer(of: ClassInState, terms: Safe | ConvertibleNote, held: tuple[Held, ...]) -> Offer:
    """What an unconverted instrument offers at the state's instant; raises TermsUnclear."""
    match terms:
        case Safe():
            amount = money_back = of.amount(terms.amount)
        case ConvertibleNote():
            principal = of.amount(terms.principal)
            interest = _interest(of, terms, principal, held)
            amount = principal + interest
            times = 1 if terms.exit_multiple is None else terms.exit_multiple.value
            money_back = principal * times + interest
    if terms.at_exit is AtExit.CONVERSION:
        money_back = ZERO
    elif terms.rank is None:
        raise of.unclear(f"in which rank `{of.name}` has its money back is not said", "add `rank:`")
    made = Offer(of, terms, amount, money_back)
    if made.cap is not None and made.cap <= 0:
        raise of.unclear(f"the cap of `{of.name}` is nothing", "it must be more than zero")
    if made.converts and terms.cap is None and terms.discount is None:
        raise of.unclear(
            f"at what price `{of.name}` converts is not said", "add `cap:` or `discount:`"
        )
    if made.converts and terms.cap is not None and terms.cap_is is None:
        raise of.unclear(
            f"whether the cap of `{of.name}` is before or after the money is not said",
            "add `cap_is: post-money` or `cap_is: pre-money`",
        )
    return made


def _interest(
    of: ClassInState, terms: ConvertibleNote, principal: Fraction, held: tuple[Held, ...]
) -> Fraction:
    """What has accrued; each holder's part from when it says."""
    if terms.interest is None:
        return ZERO
    days = [of.since(terms.interest, item) for item in held]
    parts = zip(held, days, strict=True)
    if len(set(days)) == 1:
        return of.accrued(terms.interest, principal, days[0])
    return sum((of.accrued(terms.interest, principal * i.part, day) for i, day in parts), ZERO)


def worked_out(offers: list[Offer], capitalisation: Fraction) -> list[ConvertibleUnits]:
    """The units that each instrument converts into, given all other units, options included.

    Pre-money: `A / (cap / C)`, C without SAFEs and notes. Post-money: the part `A / cap` of all
    units, those of every SAFE and note included. Source: Y Combinator, Safe: Valuation Cap
    (post-money, v1.1), "Liquidity Price" and "Liquidity Capitalization".
    """
    before = sum((_units_before(item, capitalisation) for item in offers), ZERO)
    parts = sum((_part_after(item) for item in offers), ZERO)
    if parts >= 1:
        first = next(item for item in offers if _part_after(item))
        raise first.of.unclear(
            "the post-money instruments together would convert into all of the company",
            "check their amounts against their caps",
        )
    all_units = (capitalisation + before) / (1 - parts)
    return [
        ConvertibleUnits(
            money_back=item.money_back,
            rank=None if item.terms.rank is None else item.terms.rank.value,
            units=_units_before(item, capitalisation) + _part_after(item) * all_units,
            discounted=_discounted(item),
        )
        for item in offers
    ]


def _units_before(item: Offer, capitalisation: Fraction) -> Fraction:
    if item.cap is None or not item.converts or item.terms.cap_is is not CapMeasure.PRE_MONEY:
        return ZERO
    return item.amount * capitalisation / item.cap


def _part_after(item: Offer) -> Fraction:
    if item.cap is None or not item.converts or item.terms.cap_is is not CapMeasure.POST_MONEY:
        return ZERO
    return item.amount / item.cap


def _discounted(item: Offer) -> Fraction:
    if item.terms.discount is None or not item.converts:
        return ZERO
    return item.amount / (1 - item.terms.discount)


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
