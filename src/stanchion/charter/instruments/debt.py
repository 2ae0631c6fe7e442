"""What is owed before anybody owns."""

from typing import Literal

from stanchion.charter.fields import (
    FigureField,
    InstantField,
    QuantityField,
    YesNo,
)
from stanchion.charter.instruments.base import Accrual, Units


class Debt(Units):
    """A claim ahead of equity; rank 1 is paid first."""

    kind: Literal["debt"]
    principal: FigureField
    rank: QuantityField
    interest: Accrual | None = None
    matures: InstantField | None = None
    secured: YesNo | None = None
