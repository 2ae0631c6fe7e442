"""Distributions one after the other, each from the state that the earlier ones left.

With terms that change by date the order matters: what a payee has had counts towards its caps and
claims as they stand on the day. What was paid is never asked back here; clawback is a question of
its own. Entitlements are carried exactly; whole minor units follow the cumulative entitlements.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from stanchion.charter import phrases as p
from stanchion.charter.state import Paid, State
from stanchion.economics import waterfall as w
from stanchion.economics.caps import ceilings
from stanchion.economics.curves import cell_amounts
from stanchion.economics.distribution import Distribution, Line, distribution
from stanchion.economics.flows import ZERO, Cell
from stanchion.economics.from_charter import waterfall
from stanchion.economics.results import Provenance
from stanchion.economics.sweep import Payable
from stanchion.exact.allocation import settle
from stanchion.exact.money import Money, currency

METHOD = "each distribution from the state that the earlier ones left, in exact fractions"

StateAt = Callable[[datetime], State]
"""The company at an instant, before any payment of the schedule."""


@dataclass(frozen=True, slots=True)
class Payout:
    """An amount (major units) that an entity pays out at an instant."""

    entity: str
    when: datetime
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Total:
    """What a payee received from an entity over the whole schedule, and before it."""

    entity: str
    payee: w.PayeeId
    exact: Fraction
    paid: Money
    before: Fraction


@dataclass(frozen=True, slots=True)
class Schedule:
    """Distributions in order of time, and what they come to.

    `paid` are all its payments, as a state counts them.
    """

    payouts: tuple[tuple[Payout, Distribution], ...]
    totals: tuple[Total, ...]
    paid: tuple[Paid, ...]
    provenance: Provenance


def schedule(state_at: StateAt, payouts: Sequence[Payout]) -> Schedule:
    """The payouts in order of time (ties as given), each from the state that is left.

    Raises as `waterfall` and `distribution` do.
    """
    books: dict[str, _Book] = {}
    paid: tuple[Paid, ...] = ()
    found: list[tuple[Payout, Distribution]] = []
    for payout in sorted(payouts, key=lambda item: item.when):
        stands = state_at(payout.when)
        state = replace(stands, paid=(*stands.paid, *paid))
        payable = waterfall(state, entity=payout.entity)
        cells = cell_amounts(payable, payout.amount)
        book = books.setdefault(payout.entity, _Book(payable.currency))
        # caps hold over the whole schedule: they bound what it has paid so far, all at once
        whole = waterfall(stands, entity=payout.entity)
        found.append((payout, book.settled(distribution(payable, payout.amount), cells, whole)))
        paid = (*paid, *_as_paid(payout, cells))
    totals = tuple(total for entity, book in books.items() for total in book.totals(entity))
    return Schedule(tuple(found), totals, paid, _provenance(found))


def _as_paid(payout: Payout, cells: dict[Cell, Fraction]) -> tuple[Paid, ...]:
    return tuple(
        Paid(
            payee=p.Name(payee),
            entity=p.Name(payout.entity),
            stage=None if stage is None else p.Name(stage),
            amount=p.Quantity(amount),
            on=payout.when,
        )
        for (stage, payee), amount in cells.items()
        if amount
    )


def _provenance(found: list[tuple[Payout, Distribution]]) -> Provenance:
    parts = [made.provenance for _, made in found]
    digest = sha256(repr([part.digest for part in parts]).encode()).hexdigest()
    assumptions = dict.fromkeys(said for part in parts for said in part.assumptions)
    return Provenance(METHOD, all(part.exact for part in parts), digest, tuple(assumptions))


@dataclass(slots=True)
class _Book:
    """What one entity has paid in the schedule so far: exactly, and in whole minor units."""

    currency: str
    cells: dict[Cell, Fraction] = field(default_factory=dict)
    units: dict[w.PayeeId, int] = field(default_factory=dict)
    before: dict[w.PayeeId, Fraction] = field(default_factory=dict)

    def settled(
        self, found: Distribution, cells: dict[Cell, Fraction], whole: Payable
    ) -> Distribution:
        """The distribution with its whole units settled over all that was paid; books it."""
        for cell, amount in cells.items():
            self.cells[cell] = self.cells.get(cell, ZERO) + amount
        for line in found.lines:
            self.before.setdefault(line.payee, line.before)
        exact = self._exact([line.payee for line in found.lines])
        now = self._units_now(found.amount, exact, whole)
        lines = {line.payee: line for line in found.lines}
        for payee, units in now.items():
            # who is paid no more may still be owed the unit that rounding had kept back
            line = lines.get(payee) or Line(payee, ZERO, self._money(0), exact[payee])
            lines[payee] = replace(line, paid=self._money(units))
            self.units[payee] = self.units.get(payee, 0) + units
        return replace(found, lines=tuple(lines.values()))

    def _exact(self, payees: Sequence[w.PayeeId]) -> dict[w.PayeeId, Fraction]:
        exact = dict.fromkeys([*self.units, *payees], ZERO)
        for (_, payee), amount in self.cells.items():
            exact[payee] += amount
        return exact

    def _units_now(
        self, amount: Fraction, exact: dict[w.PayeeId, Fraction], whole: Payable
    ) -> dict[w.PayeeId, int]:
        per_major = currency(self.currency).minor_per_major
        limits = ceilings(whole, self.cells)
        units = settle(
            [entitled * per_major for entitled in exact.values()],
            already=[self.units.get(payee, 0) for payee in exact],
            total=int(amount * per_major),
            ceilings=[limits.get(payee) for payee in exact],
            leftover=whole.leftover,
        )
        return dict(zip(exact, units, strict=True))

    def _money(self, units: int) -> Money:
        return Money(units, currency(self.currency))

    def totals(self, entity: str) -> Iterator[Total]:
        for payee, exact in self._exact(()).items():
            paid = self._money(self.units[payee])
            yield Total(entity, payee, exact, paid, self.before.get(payee, ZERO))
