"""Preferred units: their preference, a part in the rest or none, and conversion instead.

`max(L, n v)` without participation; `L + n v` with; with a total cap K
`max(min(L + n v, K), n v)`. Accrued dividends are part of L; on conversion they are forfeited
(`n v`), paid (`D + n v`) or converted into more units (`m v`, m > n).
"""

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import assert_never

from stanchion.charter.instruments import Preferred
from stanchion.charter.instruments.base import OnConversion
from stanchion.charter.instruments.preferred import CapCounts, ConvertsBy, Participation
from stanchion.charter.units import ClassHeld, Held
from stanchion.economics.flows import Converts, ParticipationCapped, PreferencePaid, Whose
from stanchion.economics.instruments.in_state import ClassInState, total_units
from stanchion.economics.instruments.ladder import ZERO, Ladder, Payoff, Turn
from stanchion.economics.waterfall import Because
from stanchion.exact.piecewise import PiecewiseLinear, maximum, minimum
from stanchion.exact.record import record


class Conversion(Enum):
    """Who turns the class into common."""

    ELECTED = "each holder, when it pays"
    NEVER = "nobody"
    VOTED = "a vote has: all of it is common"


@record(frozen=True, slots=True)
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


def worked_out(
    of: ClassInState, terms: Preferred, held: ClassHeld
) -> list[tuple[PreferredUnits, tuple[Held, ...]]]:
    """The terms of a class in amounts, apart for holders whose dividends began on other days."""
    if not _accrues(of, terms):
        return [(units_of(of, terms, held.units), held.held)]
    assert terms.dividend is not None  # INVARIANT: there is no accrual without one
    by_start: dict[date, list[Held]] = {}
    for item in held.held:
        by_start.setdefault(of.since(terms.dividend, item), []).append(item)
    found = []
    for since, together in by_start.items():
        units = total_units(together)
        principal = of.amount(terms.issue_price) * units
        dividend = of.accrued(terms.dividend, principal, since)
        found.append((units_of(of, terms, units, dividend), tuple(together)))
    return found


def units_of(
    of: ClassInState, terms: Preferred, units: Fraction, dividend: Fraction = ZERO
) -> PreferredUnits:
    """So many units of a class, on which so much dividend has accrued."""
    price = of.amount(terms.issue_price)
    if price <= 0:
        raise of.unclear(f"the issue price of `{of.name}` is nothing", "it must be more than zero")
    ratio = _ratio(of, terms)
    preference = terms.preference.value * price * units
    cap = None
    if terms.participation is Participation.CAPPED:
        assert terms.participation_cap is not None  # INVARIANT: its model demands it
        cap = terms.participation_cap.value * price * units
        if terms.cap_counts is CapCounts.BEYOND_PREFERENCE:
            cap += preference + dividend
        cap = max(cap, preference + dividend)
    on_conversion = (
        OnConversion.FORFEITED if terms.dividend is None else terms.dividend.on_conversion
    )
    more_units = dividend / price * ratio if on_conversion is OnConversion.CONVERTED else ZERO
    return PreferredUnits(
        units=units * ratio,
        preference=preference + dividend,
        rank=terms.rank.value,
        participates=terms.participation is not Participation.NONE,
        cap=cap,
        conversion=_conversion(of, terms),
        units_on_conversion=units * ratio + more_units,
        paid_on_conversion=dividend if on_conversion is OnConversion.PAID else ZERO,
    )


def _accrues(of: ClassInState, terms: Preferred) -> bool:
    if terms.dividend is None:
        return False
    if terms.dividend.cumulative is None:
        raise of.unclear(
            f"whether the dividend of `{of.name}` is cumulative is not said",
            "add `cumulative: yes` or `cumulative: no`",
        )
    if not terms.dividend.cumulative:
        of.note(f"the dividend of `{of.name}` is not cumulative, so none is due until declared")
    return terms.dividend.cumulative


def _ratio(of: ClassInState, terms: Preferred) -> Fraction:
    if terms.conversion_ratio is not None:
        return terms.conversion_ratio.value
    if not terms.counts_as_common:
        return ZERO
    raise of.unclear(
        f"how many common units one of `{of.name}` counts for is not said",
        "add `conversion_ratio: 1`",
    )


def _conversion(of: ClassInState, terms: Preferred) -> Conversion:
    match terms.converts_by:
        case ConvertsBy.HOLDER:
            return Conversion.ELECTED
        case ConvertsBy.NEVER:
            return Conversion.NEVER
        case ConvertsBy.CLASS_VOTE:
            assert terms.conversion_decision is not None  # INVARIANT: its model demands it
            return Conversion.VOTED if of.taken(terms.conversion_decision) else Conversion.NEVER
        case _:
            assert_never(terms.converts_by)


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
