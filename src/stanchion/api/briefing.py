"""Everything that a board paper says of a company: the questions that nobody has to think of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from stanchion.api.citations import citations
from stanchion.api.facts import Standing, standing
from stanchion.api.money import Pay, breakpoints, curves, pay
from stanchion.api.power import Overview, decisions, power
from stanchion.api.proof import Checked, check
from stanchion.api.readings import Readings, readings
from stanchion.api.structure import Structure, structure
from stanchion.api.tour import Prevails, paid_without_a_vote, prevails, telling_amounts
from stanchion.api.view import View, view
from stanchion.charter.model import Charter
from stanchion.charter.release import ReleaseStage
from stanchion.control.power.results import Power
from stanchion.control.results import Least
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.diagram import Budget
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

if TYPE_CHECKING:
    from stanchion.release.results import Verdict

MOST_DETAILED = 6
"""Decisions that are shown person by person; those taken by the same people count as one."""
MOST_MODELS = 4
"""Model versions whose release is looked at, the latest of the charter."""
MOST_NODES = 100_000
"""Nodes of a decision's diagram, beyond which a paper says that it is too large for it."""


@record(frozen=True, slots=True)
class Money:
    """What one entity pays: its curves, where they bend, and some amounts to the cent."""

    entity: str
    curves: PayoffCurves
    breakpoints: Breakpoints
    pay: Pay


@record(frozen=True, slots=True)
class Unknown:
    """What one entity pays cannot be worked out, and why."""

    entity: str
    why: str


@record(frozen=True, slots=True)
class Weighed:
    """Decisions that the same people can take and stop: the first in full, with its powers."""

    same: tuple[Overview, ...]
    power: Power | None
    why_no_power: str | None


@record(frozen=True, slots=True)
class Briefing:
    """A company at an instant, under readings and changes, with all that follows."""

    view: View
    standing: Standing
    structure: Structure
    money: tuple[Money | Unknown, ...]
    decisions: tuple[Overview, ...]
    weighed: tuple[Weighed, ...]
    left_out: int  # decisions that are not weighed, for want of room
    readings: Readings | None
    why_no_readings: str | None
    checked: Checked
    prevails: Prevails | None
    releases: "tuple[Verdict, ...]"
    paid_without_a_vote: tuple[tuple[str, Fraction], ...]  # payee, part of a unit at most
    citations: Mapping[str, int]

    @property
    def known(self) -> tuple[Money, ...]:
        """The entities whose payments can be worked out."""
        return tuple(item for item in self.money if isinstance(item, Money))


def briefing(
    charter: Charter,
    *,
    at: datetime | None = None,
    chosen: Iterable[str] = (),
    terms: Mapping[str, str] | None = None,
    changes: Iterable[str] = (),
) -> Briefing:
    """All of it; expectations name their own readings and are checked without the chosen ones.

    Raises as `view` does.
    """
    readings_chosen, supposed = tuple(chosen), tuple(changes)
    asked = view(charter, at=at, readings=readings_chosen, terms=terms, changes=supposed)
    unread = view(charter, terms=terms, changes=supposed).charter if readings_chosen else None
    money = tuple(_money(asked, str(entity)) for entity in asked.charter.pay)
    overview = decisions(asked, budget=Budget(nodes=MOST_NODES))
    weighed = _weighed(asked, overview)
    known = next((item for item in money if isinstance(item, Money)), None)
    grid, why_not = _readings(charter, known)
    silent = paid_without_a_vote(charter, None if known is None else known.breakpoints, overview)
    return Briefing(
        view=asked,
        standing=standing(asked),
        structure=structure(asked),
        money=money,
        decisions=overview,
        weighed=weighed[:MOST_DETAILED],
        left_out=sum(len(item.same) for item in weighed[MOST_DETAILED:]),
        readings=grid,
        why_no_readings=why_not,
        checked=check(unread or asked.charter),
        prevails=prevails(asked.charter),
        releases=_releases(asked),
        paid_without_a_vote=silent,
        citations=citations(charter),
    )


def _releases(asked: View) -> "tuple[Verdict, ...]":
    """For each model version the widest stage that a policy speaks of, with nothing on record."""
    if asked.charter.release is None:
        return ()
    from stanchion.api.release import may_ship

    found = []
    for model in list(asked.charter.release.models)[-MOST_MODELS:]:
        stages = [stage.value for stage in reversed(ReleaseStage)]
        try:
            verdicts = [may_ship(asked, model=str(model), stage=stage) for stage in stages]
        except StanchionError:
            continue
        ruled = (verdict for verdict in verdicts if verdict.policy is not None)
        found.append(next(ruled, verdicts[0]))
    return tuple(found)


def _money(asked: View, entity: str) -> Money | Unknown:
    try:
        found = breakpoints(asked, entity=entity)
        amounts = telling_amounts(found.points)
        paid = pay(asked, amounts, entity=entity)
        return Money(entity, curves(asked, entity=entity), found, paid)
    except StanchionError as unable:
        return Unknown(entity, str(unable))


def _readings(charter: Charter, known: Money | None) -> tuple[Readings | None, str | None]:
    """The grid over the disputed terms, at an amount that tells; or why there is none."""
    if known is None or not charter.readings:
        return None, None
    amount = telling_amounts(known.breakpoints.points)[-2:][0]
    try:
        return readings(charter, amount, entity=known.entity), None
    except StanchionError as unable:
        return None, str(unable)


def _weighed(asked: View, overview: tuple[Overview, ...]) -> tuple[Weighed, ...]:
    """Decisions with the same coalitions together, in the order of the charter."""
    alike: dict[tuple[Least, Least], list[Overview]] = {}
    for item in overview:
        if item.who is not None:
            key = (item.who.least, item.who.least_blocking)
            alike.setdefault(key, []).append(item)
    return tuple(
        _one(asked, tuple(same), detailed=number < MOST_DETAILED)
        for number, same in enumerate(alike.values())
    )


def _one(asked: View, same: tuple[Overview, ...], *, detailed: bool) -> Weighed:
    if not detailed:
        return Weighed(same, None, None)
    try:
        found = power(asked, same[0].decision, budget=Budget(nodes=MOST_NODES))
    except StanchionError as unable:
        return Weighed(same, None, str(unable))
    return Weighed(same, found, None)
