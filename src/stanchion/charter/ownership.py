"""Who holds what: classes of an entity, and holdings in them."""

from enum import StrEnum

from stanchion.charter.fields import (
    FigureField,
    Id,
    InstantField,
    RangeField,
    RateField,
)
from stanchion.charter.instruments import Instrument, Vesting
from stanchion.charter.phrases import Name
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    written,
)

__all__ = ["Classes", "Holding", "Holdings", "Stated"]


class Stated(StrEnum):
    """Whether a share was declared by somebody or follows from units."""

    DECLARED = "declared"
    COMPUTED = "computed"


class Holding(Cited):
    """What one holder has of one class: units, or a share of the class, or both; a range where
    only that is known."""

    holder: Id
    of_class: Id = written(alias="class")
    units: FigureField | None = None
    share: RangeField | None = None
    votes: RateField | None = written(default=None, description="declared share of all votes")
    invested: FigureField | None = None
    on: InstantField | None = None
    strike: FigureField | None = None
    vesting: Vesting | None = None


Classes = dict[Id, dict[Id, Instrument]]
Holdings = dict[Id, tuple[Holding, ...]]
ClassKey = tuple[Name, Name]
