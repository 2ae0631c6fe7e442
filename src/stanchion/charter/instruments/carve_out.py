"""A part of the proceeds promised ahead of equity, to management or staff."""

from typing import Literal

from stanchion.charter.fields import (
    FigureField,
    RateField,
)
from stanchion.charter.instruments.base import Units
from stanchion.charter.written import (
    Written,
)


class Band(Written):
    """The rate that holds from an amount of proceeds on."""

    above: FigureField
    share: RateField


class CarveOut(Units):
    """A share of the proceeds, flat or in bands, up to a cap."""

    kind: Literal["carve_out"]
    share: RateField | None = None
    bands: tuple[Band, ...] = ()
    cap: FigureField | None = None
    before_preference: Literal["yes", "no"]
