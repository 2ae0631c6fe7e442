"""Questions about tender offers: who sells, who buys, what the price implies."""

from dataclasses import dataclass

from stanchion.api.errors import BeforeOpening
from stanchion.api.view import View, known_or_raise
from stanchion.charter.phrases import Name
from stanchion.charter.state import state_at
from stanchion.economics.tender.bounds import tender_result
from stanchion.economics.tender.from_charter import tender as compiled
from stanchion.economics.tender.results import TenderResult
from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class NoTender(StanchionError, LookupError):
    """The charter has no tender at all."""

    charter: str

    def __str__(self) -> str:
        return f"`{self.charter}` has no `tenders:`"


def tenders(asked: View, name: str | None = None) -> tuple[TenderResult, ...]:
    """What comes of a tender, or of each in order; each as the company stands when it closes.

    Raises NoTender, UnknownName, BeforeOpening, CannotTender.
    """
    charter = asked.charter
    if not charter.tenders:
        raise NoTender(str(charter.name))
    names = charter.tenders if name is None else [known_or_raise("tender", name, charter.tenders)]
    return tuple(_result(asked, Name(each)) for each in names)


def _result(asked: View, name: Name) -> TenderResult:
    closes = asked.charter.tenders[name].closes
    if closes.start < asked.charter.opens.start:
        raise BeforeOpening(closes.text, asked.charter.opens.text)
    return tender_result(compiled(state_at(asked.charter, closes.start), name))
