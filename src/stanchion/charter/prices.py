"""A price list: what the use of each model costs, as somebody wrote it.

Its file is read by the charter's own readers, so that its faults are shown in the same way. No
price is assumed: what is free is written as 0.
"""

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import Prose, QuantityField
from stanchion.charter.phrases import Quantity, Unit
from stanchion.charter.reading import File, Refused
from stanchion.charter.written import Written
from stanchion.exact.record import record
from stanchion.source.diagnostic import Diagnostic
from stanchion.source.reader import read


class ModelPrice(Written):
    """What one model costs; an unreported event is a piece of an answer that was never counted."""

    per_request: QuantityField
    per_million_prompt_tokens: QuantityField
    per_million_cached_tokens: QuantityField
    per_million_completion_tokens: QuantityField
    per_million_unreported_events: QuantityField

    def consistent(self) -> None:
        """Prices are plain numbers of the list's currency, not below 0."""
        for name in self.fields():
            price: Quantity = getattr(self, name)
            if price.unit is not Unit.NUMBER or price.currency is not None or price.value < 0:
                raise ValueFault(
                    f"`{name}` is not a price",
                    label="here",
                    help="write a number of the list's currency, 0 for what is free",
                )


class PriceList(Written):
    """Prices by model, in one currency."""

    currency: Prose
    models: dict[Prose, ModelPrice]


@record(frozen=True, slots=True)
class LoadedPrices:
    """What became of the file of a price list."""

    prices: PriceList | None
    diagnostics: tuple[Diagnostic, ...]


def load_prices(data: bytes, *, file: str) -> LoadedPrices:
    """The price list written in `data`, or all that is wrong with it."""
    found = read(data, file=file)
    if found.tree is None or found.diagnostics:
        return LoadedPrices(None, found.diagnostics)
    tree = File(found.tree)
    try:
        prices = PriceList.read(found.tree.root, tree, ())
    except Refused:
        return LoadedPrices(None, tuple(tree.faults))
    return LoadedPrices(None if tree.faults else prices, tuple(tree.faults))
