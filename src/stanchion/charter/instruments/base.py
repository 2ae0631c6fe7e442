"""What the instruments share: units and votes, and conventions that are never assumed."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    ConditionField,
    FigureField,
    Id,
    InstantField,
    InstantOrNever,
    Label,
    QuantityField,
    RateField,
    VotesField,
    YesNo,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    Written,
)


class DayCount(StrEnum):
    """How days become fractions of a year; a contract names it, nothing is assumed."""

    ACT_365F = "ACT/365F"
    ACT_360 = "ACT/360"
    ACT_ACT_ISDA = "ACT/ACT ISDA"
    ACT_365_25 = "ACT/365.25"
    THIRTY_360_US = "30/360 US"
    THIRTY_360_BOND_BASIS = "30/360 Bond Basis"
    THIRTY_E_360 = "30E/360"
    THIRTY_E_360_ISDA = "30E/360 ISDA"


class Compounding(StrEnum):
    """Whether a return earns a return."""

    SIMPLE = "simple"
    COMPOUND = "compound"


class Rests(StrEnum):
    """How often compounding credits what has accrued."""

    ANNUAL = "annual"
    SEMI_ANNUAL = "semi-annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    DAILY = "daily"


class Periods(StrEnum):
    """What a rest of compounding credits; contracts differ, and so do the sums."""

    EQUAL = "equal"
    """The rate divided by the rests of a year, however long the period; days after the last rest
    earn simple interest by the day count."""

    BY_DAY_COUNT = "by day count"
    """The rate times the year fraction of the period; days after the last rest likewise."""

    POWER_OF_TIME = "power of time"
    """`(1 + rate / m) ** (m t)`, with t in years by the day count, also between the rests."""


class OnConversion(StrEnum):
    """What becomes of accrued dividends when a holder converts."""

    PAID = "paid"
    FORFEITED = "forfeited"
    CONVERTED = "converted"


class Accrual(Written):
    """A rate, how it accrues, and how days are counted; every part is stated.

    `ends` is when the contract does, a day or `never`; one day count asks for it.
    """

    rate: RateField
    accrues: Compounding
    rests: Rests | None = None
    periods: Periods | None = None
    day_count: DayCount
    since: InstantField | None = None
    ends: InstantOrNever | None = None

    def consistent(self) -> None:
        if self.ends is not None and self.day_count is not DayCount.THIRTY_E_360_ISDA:
            raise ValueFault(
                f"`{self.day_count}` counts days alike whenever the contract ends",
                help="leave out `ends:`, or say `day_count: 30E/360 ISDA`",
            )
        if self.accrues is Compounding.SIMPLE and (self.rests or self.periods):
            raise ValueFault(
                "a simple return has no rests",
                help="say `accrues: compound`, or leave out `rests:` and `periods:`",
            )
        if self.rests is Rests.DAILY and self.periods not in {None, Periods.BY_DAY_COUNT}:
            raise ValueFault(
                "daily rests credit what the day count says of a day",
                help="say `periods: by day count`",
            )


class Dividend(Accrual):
    """A dividend that accrues on a preferred class."""

    cumulative: YesNo | None = None
    on_conversion: OnConversion


class Acceleration(StrEnum):
    """What makes unvested units vest at once."""

    NONE = "none"
    SINGLE_TRIGGER = "single trigger"
    DOUBLE_TRIGGER = "double trigger"


class Allocation(StrEnum):
    """How whole units are spread over tranches that do not divide them, as the Open Cap Format
    names it (AllocationType)."""

    CUMULATIVE_ROUNDING = "cumulative rounding"
    CUMULATIVE_ROUND_DOWN = "cumulative round down"
    FRONT_LOADED = "front loaded"
    BACK_LOADED = "back loaded"
    FRONT_LOADED_TO_SINGLE_TRANCHE = "front loaded to single tranche"
    BACK_LOADED_TO_SINGLE_TRANCHE = "back loaded to single tranche"
    FRACTIONAL = "fractional"


class ServiceEnd(StrEnum):
    """How the service of a holder came to its end."""

    WITHOUT_CAUSE = "dismissal without cause"
    OTHERWISE = "resignation or cause"


class Vesting(Written):
    """When units become the holder's own: a tranche every so many months, after the cliff.

    `cliff_months: 0` says that there is none. A double trigger also says how many months before
    the sale a dismissal still counts.
    """

    start: InstantField
    months: QuantityField
    every_months: QuantityField
    cliff_months: QuantityField
    allocation: Allocation | None = None
    acceleration: Acceleration
    window_months: QuantityField | None = None
    service_ended: InstantField | None = None
    ended_by: ServiceEnd | None = None

    def consistent(self) -> None:
        double = self.acceleration is Acceleration.DOUBLE_TRIGGER
        if double and self.window_months is None:
            raise ValueFault(
                "a double trigger does not say how long before the sale a dismissal counts",
                help="add `window_months: 3`",
            )
        if (self.service_ended is None) != (self.ended_by is None):
            raise ValueFault(
                "`service_ended:` goes with `ended_by:`",
                help="say `ended_by: dismissal without cause` or `resignation or cause`",
            )


class MeasuredOn(StrEnum):
    """What a share of proceeds is a share of."""

    ALL_PROCEEDS = "all proceeds"
    WHAT_IS_LEFT = "what is left"


class LaterVotes(Cited):
    """What votes a unit has once a condition is met: a sunset, a step, a loss of rights."""

    when: ConditionField
    votes: VotesField


class Units(Cited):
    """What every instrument can say: its name, how many units are out, their votes.

    Of several `later_votes` whose conditions are met the last one holds. `on_transfer` names the
    class that a unit becomes one of when it changes hands.
    """

    name: Label | None = None
    units: FigureField | None = None
    votes: VotesField | None = None
    later_votes: Annotated[tuple[LaterVotes, ...], OneOrMany] = ()
    on_transfer: Id | None = None
