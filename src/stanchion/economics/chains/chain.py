"""Entities that pay one another, seen as one: from the first of them to those who keep the money.

Pure data; `sweep` follows a dollar through it, and `through` pays it hop by hop.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanchion.economics import waterfall as w
from stanchion.exact.allocation import Leftover

if TYPE_CHECKING:
    from stanchion.economics.sweep import Payable


@dataclass(frozen=True, slots=True)
class Link:
    """One entity of a chain and how it pays."""

    entity: str
    payable: "Payable"


@dataclass(frozen=True, slots=True)
class Chain:
    """An entity, and all entities that its money can come to; the first link is where it starts.

    `payees` are those who are no link and so keep what they receive. `received` is what they had
    before, by the link that paid it: the stage of a cell is here the entity that pays.
    """

    links: tuple[Link, ...]
    payees: tuple[w.PayeeId, ...]
    received: tuple[w.Received, ...] = ()

    @property
    def entity(self) -> str:
        """Where the money starts."""
        return self.links[0].entity

    @property
    def currency(self) -> str:
        """The one currency that all links count in."""
        return self.links[0].payable.currency

    @property
    def leftover(self) -> Leftover:
        """Who gets the units that exact shares leave over, in the first link."""
        return self.links[0].payable.leftover

    @property
    def because_residual(self) -> w.Because:
        """What says who takes what is left in the first link."""
        return self.links[0].payable.because_residual


def chain_of(links: tuple[Link, ...]) -> Chain:
    """The chain that starts at the first link; the others are those that its money comes to."""
    known = {link.entity for link in links}
    kept = [
        (w.StageId(link.entity), payee, amount)
        for link in links
        for _, payee, amount in link.payable.received
        if payee not in known
    ]
    payees = [payee for link in links for payee in link.payable.payees if payee not in known]
    return Chain(links, tuple(dict.fromkeys(payees)), tuple(kept))
