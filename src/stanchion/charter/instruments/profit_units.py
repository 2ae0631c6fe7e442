"""Units whose return is bounded above (capped) or begins above a hurdle (profits interests)."""

from enum import StrEnum
from typing import Literal

from stanchion.charter.fields import (
    DestinationField,
    DurationField,
    FigureField,
    InstantField,
    RateField,
)
from stanchion.charter.instruments.base import Units
from stanchion.charter.written import (
    Written,
)


class ReturnBasis(StrEnum):
    """What a cap on return bounds."""

    GROSS_RETURN = "gross return"
    PROFIT = "profit"


class CapStep(Written):
    """From an instant on the cap is another, or grows by a rate each period."""

    start: InstantField
    cap: FigureField | None = None
    grows_by: RateField | None = None
    every: DurationField | None = None


class CappedUnit(Units):
    """`min(n v, K)`: paid like common until its cap, then no more."""

    kind: Literal["capped_unit"]
    cap: FigureField
    cap_is_on: ReturnBasis
    steps: tuple[CapStep, ...] = ()
    freed: DestinationField | None = None


class ProfitsInterest(Units):
    """`n max(0, v - hurdle)`: a part in value above what was there when it was granted."""

    kind: Literal["profits_interest"]
    hurdle: FigureField
    hurdle_is: Literal["per unit", "for the whole company"]
