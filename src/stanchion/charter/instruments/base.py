"""What the instruments share: units and votes, and conventions that are never assumed."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    ConditionField,
    FigureField,
    Id,
    InstantField,
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
    """A rate, how it accrues, and how days are counted; every part is stated."""

    rate: RateField
    accrues: Compounding
    rests: Rests | None = None
    periods: Periods | None = None
    day_count: DayCount
    since: InstantField | None = None

    def consistent(self) -> None:
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


class Vesting(Written):
    """When units become the holder's own."""

    start: InstantField
    months: QuantityField
    cliff_months: QuantityField | None = None
    acceleration: Acceleration


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
