"""Units bounded above (capped) or below (profits interests): `min(n v, K)`, `n max(0, v - h)`."""

from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.cap_steps import cap_at
from stanchion.charter.instruments import CappedUnit, ProfitsInterest
from stanchion.charter.instruments.profit_units import ReturnBasis
from stanchion.charter.units import ClassHeld, Held
from stanchion.economics.flows import HurdlePassed, UnitsCapped, Whose
from stanchion.economics.instruments.in_state import ZERO, ClassInState
from stanchion.economics.instruments.ladder import Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum, minimum, sum_of
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class CappedUnits:
    """Units that take `v` each until they have had the cap together."""

    units: Fraction
    cap: Fraction


@record(frozen=True, slots=True)
class FreedUnits:
    """What capped units can no longer take, taken by somebody: pairs (units, from `v` on)."""

    parts: tuple[tuple[Fraction, Fraction], ...]


@record(frozen=True, slots=True)
class ProfitUnits:
    """Units that share in what a unit receives above a hurdle."""

    units: Fraction
    hurdle: Fraction


@record(frozen=True, slots=True)
class CompanyProfitUnits:
    """Units that share once the whole company has paid an amount."""

    units: Fraction
    hurdle: Fraction


Interest = ProfitUnits | CompanyProfitUnits


def capped_units(
    of: ClassInState, terms: CappedUnit, held: ClassHeld
) -> list[tuple[CappedUnits, tuple[Held, ...]]]:
    """Capped units in amounts: one cap of the class, or one for what each holder invested."""
    if not _caps_each_holder(terms):
        cap = _cap_now(of, terms, None)
        if terms.cap_is_on is ReturnBasis.PROFIT:
            cap += sum((of.invested(item) for item in held.held), ZERO)
        return [(CappedUnits(held.units, cap), held.held)]
    found: list[tuple[CappedUnits, tuple[Held, ...]]] = []
    for item in held.held:
        cap = _cap_now(of, terms, item)
        cap += of.invested(item) if terms.cap_is_on is ReturnBasis.PROFIT else ZERO
        found.append((CappedUnits(item.units, cap), (item,)))
    return found


def _caps_each_holder(terms: CappedUnit) -> bool:
    figures = [terms.cap, *(step.cap for step in terms.steps)]
    return any(isinstance(figure, p.TimesInvested) for figure in figures)


def _cap_now(of: ClassInState, terms: CappedUnit, held: Held | None) -> Fraction:
    """The cap at the state's instant, after every step that has begun."""

    def amount(figure: p.Figure) -> Fraction:
        if isinstance(figure, p.TimesInvested) and held is not None:
            return figure.times * of.invested(held)
        return of.amount(figure)

    return cap_at(amount(terms.cap), terms.steps, of.state.instant, amount_of=amount)


def interest(of: ClassInState, terms: ProfitsInterest, units: Fraction) -> Interest:
    """A profits interest in amounts."""
    hurdle = of.amount(terms.hurdle)
    if terms.hurdle_is == "per unit":
        return ProfitUnits(units, hurdle)
    return CompanyProfitUnits(units, hurdle)


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
