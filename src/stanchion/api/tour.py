"""A case in one answer: who is paid, who decides, who prevails, what is disputed and proved."""

from fractions import Fraction
from typing import TYPE_CHECKING

from stanchion.api.money import Pay, breakpoints, pay
from stanchion.api.power import Overview, decisions
from stanchion.api.proof import Checked, check
from stanchion.api.readings import Readings, readings
from stanchion.api.view import View, view
from stanchion.charter.model import Charter
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.classes.from_charter import OutcomeUnknown, TermsUnclear
from stanchion.economics.flows import NobodyReceives
from stanchion.exact.record import record

if TYPE_CHECKING:
    from stanchion.conflict.ensembles.ensemble import Ensemble


FEW_RUNS = 1_000


@record(frozen=True, slots=True)
class Prevails:
    """How a dispute was likely to end, by a few runs, and how it would by the rules alone."""

    question: str
    as_of: str
    titles: tuple[tuple[str, str], ...]
    likely: "Ensemble"
    by_rules: "Ensemble"
    caveat: str


@record(frozen=True, slots=True)
class Tour:
    """Everything that can be said of a charter without being asked anything in particular."""

    view: View
    pay: Pay | None
    breakpoints: Breakpoints | None
    readings: Readings | None
    decisions: tuple[Overview, ...]
    checked: Checked
    paid_without_a_vote: tuple[tuple[str, Fraction], ...]
    prevails: Prevails | None


def tour(charter: Charter) -> Tour:
    """The charter at its own instant; amounts are chosen around its breakpoints."""
    asked = view(charter)
    entity, found = _first_that_pays(asked)
    amounts = () if found is None else telling_amounts(found.points)
    overview = decisions(asked)
    return Tour(
        view=asked,
        pay=None if found is None else pay(asked, amounts, entity=entity),
        breakpoints=found,
        readings=readings(charter, amounts[-2], entity=entity)
        if found is not None and charter.readings
        else None,
        decisions=overview,
        checked=check(charter),
        paid_without_a_vote=paid_without_a_vote(charter, found, overview),
        prevails=prevails(charter),
    )


def prevails(charter: Charter) -> Prevails | None:
    """None where the charter has no dispute, or says too little of it to be followed."""
    if charter.dispute is None:
        return None
    # what follows a crisis loads numpy, which nothing else on the first page needs
    from stanchion.conflict.clash import HONESTY
    from stanchion.conflict.crisis.compiled import NoCrisis
    from stanchion.conflict.crisis.days import Switches
    from stanchion.conflict.crisis.from_charter import crisis, scene
    from stanchion.conflict.ensembles.ensemble import Order, ensemble

    try:
        stage = scene(charter)
        found = crisis(stage)
    except NoCrisis:
        return None
    order = Order(FEW_RUNS)
    return Prevails(
        question=str(stage.dispute.question),
        as_of=stage.at.isoformat(sep=" ", timespec="minutes"),
        titles=tuple((status.name, status.title) for status in found.statuses),
        likely=ensemble(found, order),
        by_rules=ensemble(found, order, switches=Switches(rules_only=True)),
        caveat=HONESTY[0],
    )


def _first_that_pays(asked: View) -> tuple[str | None, Breakpoints | None]:
    """The first entity whose payments can be worked out; a charter may not know them all."""
    for name in asked.charter.pay:
        try:
            return str(name), breakpoints(asked, entity=name)
        except (TermsUnclear, OutcomeUnknown, NobodyReceives):
            continue
    return None, None


def telling_amounts(points: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Round amounts, one in each interval as far as there is one, and one above the last."""
    last = max(points, default=Fraction(100))
    wanted = [Fraction(part, 100) * last for part in (5, 20, 40, 80, 120)]
    return tuple(dict.fromkeys(_round_number(amount) for amount in wanted))


def _round_number(amount: Fraction) -> Fraction:
    """The nearest number with a single digit that is not zero, and at least one."""
    unit = Fraction(1)
    while unit * 10 <= amount:
        unit *= 10
    return max(Fraction(1), round(amount / unit) * unit)


def paid_without_a_vote(
    charter: Charter, found: Breakpoints | None, overview: tuple[Overview, ...]
) -> tuple[tuple[str, Fraction], ...]:
    """Payees with no ballot in any decision, and the most of a dollar that each ever takes."""
    if found is None:
        return ()
    voters = {str(player) for item in overview if item.who for player in item.who.players}
    most: dict[str, Fraction] = {}
    for interval in found.intervals:
        for share in interval.owners:
            most[share.payee] = max(most.get(share.payee, Fraction(0)), share.part)
    speaks = {str(name) for name, p in charter.parties.items() if p.acts_by or p.managed_by}
    return tuple((name, part) for name, part in most.items() if name not in voters | speaks)
