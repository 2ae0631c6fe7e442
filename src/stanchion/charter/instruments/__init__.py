"""The terms of what can be held: one file an instrument; its meaning is in the engine's file of
the same name. To add one: a file here with its model, a line in `Instrument` and `BY_KIND`.
"""

from typing import Annotated

from stanchion.charter.instruments.base import Dividend, Units, Vesting
from stanchion.charter.instruments.carve_out import CarveOut
from stanchion.charter.instruments.common import Common, VotingRight
from stanchion.charter.instruments.convertible import ConvertibleNote, Safe
from stanchion.charter.instruments.debt import Debt
from stanchion.charter.instruments.option import Option, Warrant
from stanchion.charter.instruments.preferred import Preferred
from stanchion.charter.instruments.profit_units import CappedUnit, ProfitsInterest
from stanchion.charter.reading import KindReader

BY_KIND: dict[str, type[Units]] = {
    "common": Common,
    "voting_right": VotingRight,
    "preferred": Preferred,
    "capped_unit": CappedUnit,
    "profits_interest": ProfitsInterest,
    "option": Option,
    "warrant": Warrant,
    "safe": Safe,
    "convertible_note": ConvertibleNote,
    "debt": Debt,
    "carve_out": CarveOut,
}


Instrument = Annotated[Units, KindReader(BY_KIND)]
"""A class of any kind; its own model is found by `kind:`."""

__all__ = [
    "BY_KIND",
    "CappedUnit",
    "CarveOut",
    "Common",
    "ConvertibleNote",
    "Debt",
    "Dividend",
    "Instrument",
    "Option",
    "Preferred",
    "ProfitsInterest",
    "Safe",
    "Units",
    "Vesting",
    "VotingRight",
    "Warrant",
]
