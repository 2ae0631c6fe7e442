"""Questions about use that was metered: what it earns, and as which payments of a schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stanchion.api.errors import BadQuestion
from stanchion.charter.prices import ModelPrice, PriceList, load_prices
from stanchion.economics.revenue import (
    Earned,
    Instalment,
    Period,
    Price,
    Used,
    earned,
    instalments,
)
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import Currency, currency, exact_text
from stanchion.exact.record import record

__all__ = [
    "Earned",
    "Instalment",
    "Period",
    "Revenue",
    "Unpriced",
    "Used",
    "load_prices",
    "payouts_phrase",
    "revenue",
]

GROSS = "this is revenue, before any cost, refund or tax"
UNCOUNTED = (
    "{count} requests ended before the upstream counted their tokens; of them {events} streamed "
    "pieces are charged, and their prompts are not"
)


@dataclass(eq=False)
class Unpriced(StanchionError, LookupError):
    """The price list says nothing of models that were used."""

    models: tuple[str, ...]

    def __str__(self) -> str:
        listed = ", ".join(f"`{model}`" for model in self.models)
        return f"the price list has no price of {listed}; what is free is written as 0"


@record(frozen=True, slots=True)
class Revenue:
    """What use earned, by period and model."""

    currency: Currency
    period: Period
    rows: tuple[Earned, ...]
    total: Fraction
    assumptions: tuple[str, ...]
    method: str = "counts times prices, exact"
    exact: bool = True


def revenue(rows: Sequence[Used], prices: PriceList, *, period: Period) -> Revenue:
    """The revenue of metered use; raises Unpriced, UnknownCurrency."""
    missing = {row.model for row in rows} - set(prices.models)
    if missing:
        raise Unpriced(tuple(sorted(missing)))
    table = {str(model): _price(price) for model, price in prices.models.items()}
    found = earned(rows, table, period)
    total = sum((each.amount for each in found), Fraction(0))
    return Revenue(currency(prices.currency), period, found, total, _assumptions(rows))


def payouts_phrase(found: Revenue, *, entity: str, part: Fraction) -> str:
    """The part of revenue that is paid out, in the words that `schedule --amounts` reads."""
    if not 0 < part <= 1:
        text = exact_text(part)
        raise BadQuestion(text, "a part above 0 and up to 1 belongs here", 0, len(text), "this")
    payments = instalments(found.rows, part=part, currency=found.currency)
    return ",\n".join(
        f"{exact_text(each.money.exact)} by {entity} at {each.on.isoformat()}" for each in payments
    )


def _price(price: ModelPrice) -> Price:
    return Price(*(getattr(price, name).value for name in ModelPrice.fields()))


def _assumptions(rows: Sequence[Used]) -> tuple[str, ...]:
    lost = sum(row.unreported for row in rows)
    if not lost:
        return (GROSS,)
    events = sum(row.events_unreported for row in rows)
    return (GROSS, UNCOUNTED.format(count=lost, events=events))
