"""Questions about money: who receives what, and where that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import assert_never

from stanchion.api.view import View
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.breakpoints import breakpoints as economic_breakpoints
from stanchion.economics.chains.through import Through, through
from stanchion.economics.curves import PayoffCurves, payoff_curves
from stanchion.economics.distribution import Distribution, distributions
from stanchion.economics.from_charter import chain, paying_entity, waterfall
from stanchion.economics.sweep import Source


class Look(Enum):
    """Whether an entity that is paid is an answer, or is looked through to those whom it pays."""

    AT_PAYEES = "at payees"
    THROUGH = "through"


@dataclass(frozen=True, slots=True)
class PayThrough:
    """Amounts followed through every entity to those who keep them, each from the same state."""

    view: View
    pays: str
    found: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class Pay:
    """Distributions of one or more amounts, each from the same state, under the same readings."""

    view: View
    pays: str
    distributions: tuple[Distribution, ...]


def pay(asked: View, amounts: Sequence[Fraction], *, entity: str | None = None) -> Pay:
    """Who receives what of each amount (major units); raises NoWaterfall, AmountNotPayable."""
    name = paying_entity(asked.charter, entity)
    made = waterfall(asked.state, entity=name)
    return Pay(asked, asked.charter.pay[name].pays, distributions(made, amounts))


def pay_through(
    asked: View, amounts: Sequence[Fraction], *, entity: str | None = None
) -> PayThrough:
    """Who keeps what of each amount once every entity has paid on what it received.

    Raises as `pay` does, for every entity that money comes to; ClosedRing, NoRest.
    """
    name = paying_entity(asked.charter, entity)
    made = chain(asked.state, entity=name)
    pays = asked.charter.pay[name].pays
    return PayThrough(asked, pays, tuple(through(made, amount) for amount in amounts))


def breakpoints(
    asked: View, *, entity: str | None = None, look: Look = Look.AT_PAYEES
) -> Breakpoints:
    """Where the owner of the next dollar changes, and why; raises NoWaterfall, ClosedRing."""
    return economic_breakpoints(_source(asked, entity, look))


def curves(asked: View, *, entity: str | None = None, look: Look = Look.AT_PAYEES) -> PayoffCurves:
    """The exact payoff of every payee at any amount; raises NoWaterfall, ClosedRing."""
    return payoff_curves(_source(asked, entity, look))


def _source(asked: View, entity: str | None, look: Look) -> Source:
    match look:
        case Look.AT_PAYEES:
            return waterfall(asked.state, entity=entity)
        case Look.THROUGH:
            return chain(asked.state, entity=entity)
        case _:
            assert_never(look)


def entity_of(asked: View, entity: str | None) -> str:
    """The name of the entity that pays; raises NoWaterfall."""
    return str(paying_entity(asked.charter, entity))
