"""The compiled form of a waterfall by class terms: claims x holders, amounts exact.

Pure data; what the terms of a claim pay is said in `instruments`, and from which state on in
`payoffs`.
"""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.economics import waterfall as w
from stanchion.economics.instruments.common import CommonUnits
from stanchion.economics.instruments.convertible import ConvertibleUnits
from stanchion.economics.instruments.option import OptionUnits
from stanchion.economics.instruments.preferred import PreferredUnits
from stanchion.economics.instruments.profit_units import (
    CappedUnits,
    CompanyProfitUnits,
    FreedUnits,
    ProfitUnits,
)
from stanchion.exact.allocation import Leftover

Terms = (
    CommonUnits
    | PreferredUnits
    | CappedUnits
    | FreedUnits
    | ProfitUnits
    | CompanyProfitUnits
    | OptionUnits
    | ConvertibleUnits
)
FREED = w.StageId("freed units")
"""Where a payee takes what capped units can no longer; no class can have this name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one class is due, and the parts of its holders, which make one.

    A class is several claims where its holders' terms differ (caps on what each invested, strikes).
    `share_class` is None for what the residual payee takes of capped units.
    """

    share_class: w.StageId | None
    terms: Terms
    holders: tuple[tuple[w.PayeeId, Fraction], ...]
    because: w.Because
    alone: bool = False  # one holder's, where the holders of the class have terms of their own


@dataclass(frozen=True, slots=True)
class ClassTable:
    """How an entity pays by the terms of its classes, from a stated state.

    `payees` are all who can be paid, in order of declaration; ties of rounding follow it.
    `received` is what each cell was paid before: an advance on what its class is due.
    """

    entity: str
    currency: str
    claims: tuple[Claim, ...]
    residual: w.PayeeId | None
    payees: tuple[w.PayeeId, ...]
    leftover: Leftover
    because: w.Because
    because_residual: w.Because
    received: tuple[w.Received, ...] = ()
    assumptions: tuple[str, ...] = ()
    exact: bool = True  # False where something accrued is known between bounds only
