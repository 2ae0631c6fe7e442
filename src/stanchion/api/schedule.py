"""Questions over time: distributions one after the other, and what is given back in the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from stanchion.api.errors import BadQuestion, BeforeOpening, NothingPlanned
from stanchion.api.view import View, instant_end, known_or_raise, read_question
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.model import Charter
from stanchion.charter.state import State, state_at
from stanchion.economics.from_charter import paying_entity
from stanchion.economics.payouts.clawback import Clawback
from stanchion.economics.payouts.clawback import clawback as economic_clawback
from stanchion.economics.payouts.schedule import Payout, Schedule
from stanchion.economics.payouts.schedule import schedule as economic_schedule

__all__ = ["Clawbacks", "Payout", "Run", "clawbacks", "payouts_of", "schedule"]


@dataclass(frozen=True, slots=True)
class Run:
    """Distributions over time as asked about."""

    view: View
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Clawbacks:
    """What every clawback of the charter comes to at an instant, after a schedule."""

    view: View
    at: datetime
    found: tuple[Clawback, ...]


def payouts_of(charter: Charter, text: str, *, entity: str | None = None) -> tuple[Payout, ...]:
    """`150 m at 2025-01-01, 10 m by fund at 2026-01-01`; `entity` pays where none is named.

    Raises BadQuestion, NoWaterfall.
    """
    code = charter.currency.code
    found = []
    for item in read_question(text, g.schedule(g.Clock(charter.time_zone))):
        if item.amount.unit is not p.Unit.NUMBER:
            raise BadQuestion(text, "an amount of money belongs here", 0, len(text), "a rate")
        if item.amount.currency not in {None, code}:
            raise BadQuestion(text, f"this charter counts in {code}", 0, len(text), f"not {code}")
        who = paying_entity(charter, str(item.entity) if item.entity is not None else entity)
        found.append(_payout(charter, str(who), item.when, item.amount.value))
    return tuple(found)


def _payout(charter: Charter, entity: str, when: p.Instant, amount: Fraction) -> Payout:
    moment = instant_end(when)
    if moment < charter.opens.start:
        raise BeforeOpening(when.text, charter.opens.text)
    return Payout(entity, moment, amount)


def planned(charter: Charter, *, entity: str | None = None) -> tuple[Payout, ...]:
    """The distributions that the charter plans, of one entity or of all; raises NoWaterfall."""
    entities = tuple(charter.pay) if entity is None else (paying_entity(charter, entity),)
    return tuple(
        _payout(charter, str(name), item.when, amount_of(charter, item.amount))
        for name in entities
        for item in charter.pay[p.Name(name)].distributions
    )


def schedule(
    asked: View, payouts: Sequence[Payout] | None = None, *, entity: str | None = None
) -> Run:
    """The payouts one after the other, each from the state that the earlier ones left.

    Without payouts those that the charter plans. Raises NothingPlanned, NoWaterfall, and what a
    distribution raises.
    """
    charter = asked.charter
    due = planned(charter, entity=entity) if payouts is None else tuple(payouts)
    if not due:
        raise NothingPlanned(str(charter.name))
    return Run(asked, economic_schedule(lambda at: state_at(charter, at), due))


def clawbacks(
    asked: View, payouts: Sequence[Payout] | None = None, *, name: str | None = None
) -> Clawbacks:
    """What is returned once the payouts up to now have been made, by every clawback or by one.

    Now is the last of the payouts, or the instant of the view where that is later. Raises
    UnknownName, and what a distribution raises.
    """
    charter = asked.charter
    names = (
        list(charter.clawbacks)
        if name is None
        else [known_or_raise("clawback", name, charter.clawbacks)]
    )
    if not names:
        known_or_raise("clawback", name or "", ())
    due = planned(charter) if payouts is None else tuple(payouts)
    run = economic_schedule(lambda at: state_at(charter, at), due)
    at = max([asked.state.instant, *(payout.when for payout in due)])
    stands = state_at(charter, at)
    state: State = replace(stands, paid=(*stands.paid, *run.paid))
    return Clawbacks(asked, at, tuple(economic_clawback(state, p.Name(item)) for item in names))
