"""A case in one answer: who is paid, who decides, what is disputed, what is proved."""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.api.money import Pay, breakpoints, pay
from stanchion.api.power import Overview, decisions
from stanchion.api.proof import Checked, check
from stanchion.api.readings import Readings, readings
from stanchion.api.view import View, view
from stanchion.charter.model import Charter
from stanchion.economics.breakpoints import Breakpoints


@dataclass(frozen=True, slots=True)
class Tour:
    """Everything that can be said of a charter without being asked anything in particular."""

    view: View
    pay: Pay | None
    breakpoints: Breakpoints | None
    readings: Readings | None
    decisions: tuple[Overview, ...]
    checked: Checked


def tour(charter: Charter) -> Tour:
    """The charter at its own instant; amounts are chosen around its breakpoints."""
    asked = view(charter)
    by_stages = [name for name, terms in charter.pay.items() if terms.by == "stages"]
    entity = by_stages[0] if by_stages else None
    found = None if entity is None else breakpoints(asked, entity=entity)
    amounts = () if found is None else _telling_amounts(found.points)
    return Tour(
        view=asked,
        pay=None if found is None else pay(asked, amounts, entity=entity),
        breakpoints=found,
        readings=readings(charter, amounts[-2], entity=entity)
        if found is not None and charter.readings
        else None,
        decisions=decisions(asked),
        checked=check(charter),
    )


def _telling_amounts(points: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Round amounts, one in each interval as far as there is one, and one above the last."""
    last = max(points, default=Fraction(100))
    unit = Fraction(1)
    while unit * 1000 <= last:
        unit *= 10
    wanted = [Fraction(part, 100) * last for part in (5, 20, 40, 80, 130)]
    return tuple(dict.fromkeys(max(unit, round(amount / unit) * unit) for amount in wanted))
