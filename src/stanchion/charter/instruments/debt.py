"""What is owed before anybody owns."""

from enum import StrEnum
from typing import Literal

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    FigureField,
    InstantField,
    QuantityField,
    YesNo,
)
from stanchion.charter.instruments.base import Accrual, Units


class AfterMaturity(StrEnum):
    """What becomes of interest once a debt is due and not yet paid."""

    ACCRUES = "interest goes on"
    STOPS = "interest stops"


class Debt(Units):
    """A claim ahead of equity; rank 1 is paid first, equal ranks share pro rata by claim."""

    kind: Literal["debt"]
    principal: FigureField
    rank: QuantityField
    interest: Accrual | None = None
    matures: InstantField | None = None
    after_maturity: AfterMaturity | None = None
    secured: YesNo | None = None

    def consistent(self) -> None:
        runs_out = self.interest is not None and self.matures is not None
        if runs_out and self.after_maturity is None:
            raise ValueFault(
                "nothing says whether interest goes on when the debt is overdue",
                help="add `after_maturity: interest goes on` or `after_maturity: interest stops`",
            )
