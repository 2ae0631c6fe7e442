"""The compiled form of a tender offer: pure data; what is not known is kept as its two ends."""

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from stanchion.economics.waterfall import Because
from stanchion.exact.allocation import Leftover
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Ends:
    """A quantity that lies between two ends, both of them possible; equal where it is known."""

    low: Fraction
    high: Fraction

    @classmethod
    def known(cls, value: Fraction | int) -> "Ends":
        """A quantity without doubt."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_known(self) -> bool:
        """Whether the ends are one."""
        return self.low == self.high

    def __iter__(self) -> Iterator[Fraction]:
        return iter((self.low,) if self.is_known else (self.low, self.high))


@record(frozen=True, slots=True)
class Line:
    """One holding that may be sold from: units held, those of them that the offer takes (the ends
    belong to those of what is held), what is tendered (units, or a share of what is held)."""

    seller: str
    share_class: str
    held: Ends
    eligible: Ends
    tenders: Ends
    tenders_share: bool
    because: Because

    @property
    def is_known(self) -> bool:
        """Whether nothing about it is in doubt."""
        return self.held.is_known and self.tenders.is_known


@record(frozen=True, slots=True)
class MoneyCap:
    """The most that some sellers may receive."""

    amount: Fraction


@record(frozen=True, slots=True)
class UnitsCap:
    """The most units that some sellers may sell."""

    units: Fraction


@record(frozen=True, slots=True)
class ShareCap:
    """The greatest share of their units that some sellers may sell."""

    share: Fraction
    of_eligible: bool


@record(frozen=True, slots=True)
class Cap:
    """A bound on the lines at these places, together."""

    lines: tuple[int, ...]
    bound: MoneyCap | UnitsCap | ShareCap
    because: Because


@record(frozen=True, slots=True)
class Budget:
    """The buyer spends so much at the most."""

    amount: Ends


@record(frozen=True, slots=True)
class UnitsWanted:
    """The buyer takes so many units at the most."""

    units: Ends


@record(frozen=True, slots=True)
class TakesAll:
    """The buyer takes whatever is tendered."""


BuyerLimit = Budget | UnitsWanted | TakesAll


@record(frozen=True, slots=True)
class Refusal:
    """A right to take units in the buyer's place: a number, or a share of what is left."""

    by: str
    takes: Ends
    is_share: bool
    because: Because


class Proration(Enum):
    """Who is cut back where not everything can be sold."""

    PRO_RATA = "pro rata by tendered"
    IN_ORDER = "in order of declaration"


@record(frozen=True, slots=True)
class Worth:
    """How the units are paid by the company: the payee's exact payoff, shared by so many units."""

    paid_by: str
    payee: str
    payoff: PiecewiseLinear
    units: Ends
    because: Because


@record(frozen=True, slots=True)
class Unsaid:
    """Something that the charter does not carry, and why."""

    why: str


@record(frozen=True, slots=True)
class Tender:
    """A tender offer, its lines in order of declaration; caps from the innermost outwards."""

    name: str
    entity: str
    buyer: str
    currency: str
    classes: tuple[str, ...]
    price: Ends
    limit: BuyerLimit
    minimum: Ends | None
    lines: tuple[Line, ...]
    caps: tuple[Cap, ...]
    refusals: tuple[Refusal, ...]
    proration: Proration
    leftover: Leftover
    buyer_before: tuple[tuple[str, Fraction], ...]
    outstanding: tuple[tuple[str, Fraction], ...]
    headline: Ends | Unsaid
    fully_diluted: Ends | Unsaid
    worth: Worth | Unsaid
    because: Because
    assumptions: tuple[str, ...]
