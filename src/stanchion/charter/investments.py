"""What parties put into entities, and when: from holdings, and from events."""

from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.state import Stake, State
from stanchion.exact.record import record
from stanchion.source.span import Span


@record(frozen=True, slots=True)
class Contribution:
    """Money put into an entity; `on` is None where the charter does not date it."""

    amount: Fraction
    on: datetime | None
    clause: str | None
    at: Span | None


def contributions(state: State, payee: str, entity: str) -> tuple[Contribution, ...]:
    """What the party has put into the entity up to the instant of the state, in order of time.

    Undated money comes first: it was there when the charter opens. Raises NoAmount.
    """
    stakes = (s for s in state.stakes if (s.holder, s.entity) == (payee, entity))
    found = [
        *(made for stake in stakes for made in _of_stake(state, stake)),
        *(
            Contribution(amount_of(state.charter, item.amount), item.on, None, None)
            for item in state.invested
            if (item.who, item.entity) == (payee, entity)
        ),
    ]
    known = [item for item in found if item.on is None or item.on <= state.instant]
    return tuple(sorted(known, key=lambda item: (item.on is not None, item.on or state.instant)))


def _of_stake(state: State, stake: Stake) -> list[Contribution]:
    if stake.invested is None:
        return []
    amount = amount_of(state.charter, stake.invested)
    holding = stake.holding
    clause, at = (None, None) if holding is None else (holding.clause, holding.at)
    return [Contribution(amount, stake.on, clause, at)]


def invested(state: State, payee: p.Name, entity: str) -> Fraction:
    """All that the party has put into the entity up to the instant of the state."""
    return sum((item.amount for item in contributions(state, payee, entity)), Fraction())
