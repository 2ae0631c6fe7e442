"""A part of the proceeds promised ahead of equity, to management or staff."""

from typing import Literal

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    FigureField,
    RateField,
)
from stanchion.charter.instruments.base import MeasuredOn, Units
from stanchion.charter.written import (
    Written,
)


class Band(Written):
    """The rate on every dollar above an amount of proceeds, up to the next band."""

    above: FigureField
    share: RateField


class CarveOut(Units):
    """A share of the proceeds, flat or in bands, up to a cap.

    Before the preference it is measured on `of`, where it stands among the deductions; after the
    preference on what is left once every preference is paid in full.
    """

    kind: Literal["carve_out"]
    share: RateField | None = None
    bands: tuple[Band, ...] = ()
    of: MeasuredOn | None = None
    cap: FigureField | None = None
    before_preference: Literal["yes", "no"]

    def consistent(self) -> None:
        if (self.share is None) == (not self.bands):
            raise ValueFault(
                "a carve-out says either `share:` or `bands:`",
                help="`share: 10%`, or `bands: [{above: 0, share: 5%}, {above: 50 m, share: 10%}]`",
            )
        if (self.of is None) == (self.before_preference == "yes"):
            raise ValueFault(
                "a carve-out before the preference says what it is a share of, one after it does "
                "not",
                help="`of: all proceeds` or `of: what is left`; after the preference it is always "
                "what is left once the preferences are paid",
            )
