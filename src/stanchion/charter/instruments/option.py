"""Rights to buy units: options and warrants."""

from typing import Literal

from stanchion.charter.fields import (
    FigureField,
    Id,
    InstantField,
)
from stanchion.charter.instruments.base import Units


class Option(Units):
    """`n max(0, v - strike)`: exercised when it pays."""

    kind: Literal["option"]
    strike: FigureField
    over: Id
    expires: InstantField | None = None
    granted: FigureField | None = None


class Warrant(Units):
    """As an option, over any class; over preferred it enlarges the preference when exercised."""

    kind: Literal["warrant"]
    strike: FigureField
    over: Id
    expires: InstantField | None = None
