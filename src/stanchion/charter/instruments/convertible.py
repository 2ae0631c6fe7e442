"""Money now for units later: SAFEs and convertible notes."""

from enum import StrEnum
from typing import Literal

from stanchion.charter.fields import (
    FigureField,
    InstantField,
    QuantityField,
    RateField,
    YesNo,
)
from stanchion.charter.instruments.base import Accrual, Units


class CapMeasure(StrEnum):
    """Whether a valuation cap is before or after the money of all SAFEs."""

    POST_MONEY = "post-money"
    PRE_MONEY = "pre-money"


class AtExit(StrEnum):
    """What an unconverted instrument takes when the company is sold."""

    GREATER = "the greater of money back and conversion"
    MONEY_BACK = "money back"
    CONVERSION = "conversion"


class Safe(Units):
    """A simple agreement for future equity."""

    kind: Literal["safe"]
    amount: FigureField
    cap: FigureField | None = None
    cap_is: CapMeasure | None = None
    discount: RateField | None = None
    most_favoured_nation: YesNo | None = None
    at_exit: AtExit
    rank: QuantityField | None = None


class ConvertibleNote(Units):
    """A loan that becomes units at a price below the next round's."""

    kind: Literal["convertible_note"]
    principal: FigureField
    interest: Accrual | None = None
    cap: FigureField | None = None
    cap_is: CapMeasure | None = None
    discount: RateField | None = None
    matures: InstantField | None = None
    at_exit: AtExit
    exit_multiple: QuantityField | None = None
    rank: QuantityField | None = None
