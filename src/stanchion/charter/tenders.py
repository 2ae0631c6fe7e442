"""Offers to buy units from their holders: tender offers, and secondaries among a few.

One price a tender; units of two classes at two prices are two tenders. What is not known is
written as a range, and answers then come as ranges.
"""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    FigureField,
    Id,
    InstantField,
    Label,
    RangeField,
    SelectorField,
)
from stanchion.charter.pay import Rounding
from stanchion.charter.sources import Cited
from stanchion.charter.written import OneOrMany, written


class MaySell(StrEnum):
    """Which of a holder's units the offer takes."""

    VESTED = "vested units"
    ALL = "all units"


class Proration(StrEnum):
    """Who is cut back when more is tendered than is bought, or than a cap lets through."""

    PRO_RATA = "pro rata by tendered"
    DECLARATION = "in order of declaration"


class Limit(StrEnum):
    """The word for an offer that takes whatever is tendered."""

    NONE = "none"


class SellerCap(Cited):
    """The most that may be sold: by each of some holders, or by some of them together.

    `at_most` is money (`10 m`) or a share (`20%`) of what they hold, which says `of:` what;
    `units` is a number of units.
    """

    each: SelectorField | None = None
    together: SelectorField | None = None
    at_most: FigureField | None = None
    of: MaySell | None = None
    units: FigureField | None = None

    def consistent(self) -> None:
        if (self.each is None) == (self.together is None):
            raise ValueFault(
                "a cap on sellers is for `each:` of them or for all `together:`",
                help="write one of the two, as in `each: staff`",
            )
        if (self.at_most is None) == (self.units is None):
            raise ValueFault(
                "a cap on sellers is an amount or a share, or a number of units",
                help="write `at_most: 10 m`, `at_most: 20%` or `units: 5,000`",
            )


class FirstRefusal(Cited):
    """Who may take units in the buyer's place, at its price: so many, or a share of what is left
    by those listed before."""

    by: Id
    takes: RangeField


class TenderOffer(Cited):
    """What one holder tenders: units, or a share of what it holds."""

    seller: Id
    of_class: Id | None = written(default=None, alias="class")
    tenders: RangeField


class Worth(Cited):
    """By whose waterfall the units are paid: as which payee, and how many units share that."""

    paid_by: Id
    payee: Id
    units: RangeField


class Tender(Cited):
    """An offer to buy units of an entity at one price.

    The price is stated, or follows from a headline value and the number of fully diluted units.
    """

    name: Label | None = None
    entity: Id = written(alias="of", description="whose units are bought")
    buyer: Id
    buys: Annotated[tuple[Id, ...], OneOrMany]
    closes: InstantField
    price: RangeField | None = written(default=None, description="per unit")
    headline: RangeField | None = written(
        default=None, description="the value of all units at the price, where that is what is known"
    )
    fully_diluted: RangeField | None = None
    budget: RangeField | None = None
    units: RangeField | None = None
    limit: Limit | None = None
    minimum: RangeField | None = written(
        default=None, description="units, or a share of the class, below which nothing is bought"
    )
    sellers: SelectorField
    may_sell: MaySell
    caps: tuple[SellerCap, ...] = ()
    first_refusal: tuple[FirstRefusal, ...] = ()
    proration: Proration
    rounding: Rounding
    offers: tuple[TenderOffer, ...] = ()
    others: RangeField | None = written(
        default=None, description="the share that sellers without an offer of their own tender"
    )
    worth: Worth | None = None

    def consistent(self) -> None:
        if (self.price is None) == (self.headline is None):
            raise ValueFault(
                "a tender has a `price:` per unit, or a `headline:` value that it follows from",
                help="a budget buys units only at a price",
            )
        if self.headline is not None and self.fully_diluted is None:
            raise ValueFault(
                "a headline value makes a price only with the number of units that it values",
                help="add `fully_diluted:`",
            )
        if sum(limit is not None for limit in (self.budget, self.units, self.limit)) != 1:
            raise ValueFault(
                "a tender says how much it takes, in one way",
                help="write one of `budget: 300 m`, `units: 10,000` and `limit: none`",
            )


Tenders = dict[Id, Tender]
