"""What is answered about a tender: every quantity with both its ends, each exact."""

from fractions import Fraction

from stanchion.economics.results import Provenance
from stanchion.economics.tender.terms import Ends, Unsaid
from stanchion.economics.waterfall import Because
from stanchion.exact.money import Money
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class SellerLine:
    """What one seller holds of one class, may sell, tenders, sells and receives for it.

    `receives` is exact; `paid` are its ends in whole minor units, cut off.
    """

    seller: str
    share_class: str
    held: Ends
    eligible: Ends
    tendered: Ends
    may_sell: Ends
    sells: Ends
    receives: Ends
    paid: tuple[Money, Money]
    left: Ends
    cut_by: tuple[Because, ...]
    because: Because


@record(frozen=True, slots=True)
class Taker:
    """What somebody with a right of first refusal takes, and pays."""

    by: str
    units: Ends
    pays: Ends
    because: Because


@record(frozen=True, slots=True)
class BuyerHolds:
    """Units of one class that the buyer had, buys, and holds then; its share of the class."""

    share_class: str
    before: Fraction
    buys: Ends
    holds: Ends
    share: Ends | None


@record(frozen=True, slots=True)
class RealTerms:
    """What the price means under the company's real terms.

    A unit is worth the price if the entity pays out, from its state, an amount in `pays_out`:
    from the least (None: no amount does it) to the greatest (None: any amount above does).
    `most_per_unit` is what a unit can ever receive (None: without bound).
    """

    paid_by: str
    payee: str
    units: Ends
    claim: Ends
    pays_out_low: Fraction | None
    pays_out_high: Fraction | None
    reachable: str  # `always`, `never`, or `at some ends only`
    most_per_unit: Ends | None
    because: Because


@record(frozen=True, slots=True)
class TenderResult:
    """The answer to: what comes of this offer."""

    name: str
    entity: str
    buyer: str
    currency: str
    price: Ends
    wanted: Ends | None
    lines: tuple[SellerLine, ...]
    sold: Ends
    spent: Ends
    accepted_part: Ends | None  # of what may be sold
    takers: tuple[Taker, ...]
    buyer_holds: tuple[BuyerHolds, ...]
    buyer_pays: Ends
    lapses: str  # `never`, `always`, or `at some ends only`
    headline: Ends | Unsaid
    fully_diluted: Ends | Unsaid
    real_terms: RealTerms | Unsaid
    cases: int
    provenance: Provenance
    because: Because
