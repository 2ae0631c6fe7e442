"""Questions about money: who receives what, and where that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stanchion.api.view import View
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.breakpoints import breakpoints as economic_breakpoints
from stanchion.economics.curves import PayoffCurves, payoff_curves
from stanchion.economics.distribution import Distribution, distributions
from stanchion.economics.from_charter import paying_entity, waterfall


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


def breakpoints(asked: View, *, entity: str | None = None) -> Breakpoints:
    """Where the owner of the next dollar changes, and why; raises NoWaterfall."""
    return economic_breakpoints(waterfall(asked.state, entity=entity))


def curves(asked: View, *, entity: str | None = None) -> PayoffCurves:
    """The exact payoff of every payee at any amount; raises NoWaterfall."""
    return payoff_curves(waterfall(asked.state, entity=entity))


def entity_of(asked: View, entity: str | None) -> str:
    """The name of the entity that pays; raises NoWaterfall."""
    return str(paying_entity(asked.charter, entity))
