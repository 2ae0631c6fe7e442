"""Drawing and paying out: under stages that stay, or year by year where the terms change.

Under stages that stay the same, what has been paid out before is all of the state: the payment of
a year is the difference of the cumulative payoffs. Where the terms of a later year are others that
would be wrong (a cap once reached may have been raised), and where something comes off every
payment too; then each path is paid from the state that the years before have left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

import numpy as np

from stanchion.charter.phrases import distributions as d
from stanchion.economics.arrays import CurveTable, Floats
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.curves import payoff_curves
from stanchion.economics.results import Provenance
from stanchion.economics.simulation import results as r
from stanchion.economics.simulation.draws import amounts, uniforms
from stanchion.economics.simulation.fast import evaluated
from stanchion.economics.simulation.paths import TermsOf, pay_path
from stanchion.economics.simulation.summary import (
    Bracket,
    Estimate,
    estimate,
    moments_of_sorted,
    probability,
    quantiles_of_sorted,
)
from stanchion.economics.sweep import Payable
from stanchion.economics.waterfall import Because, PayeeId, Waterfall
from stanchion.exact.errors import StanchionError
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record

CHUNK = 1 << 16
"""Draws between two looks at whether to go on; a multiple of the generator's block."""
PATHS_CHUNK = 64
"""The same where each path is paid exactly, which takes a thousand times as long."""
STEADY = "Monte Carlo; cumulative payoffs of one set of terms"
CHANGING = "Monte Carlo; each path paid exactly, year by year, under the terms of that year"


@dataclass(eq=False)
class NothingDrawn(StanchionError, ValueError):
    """There is not one draw to answer from."""

    asked: int

    def __str__(self) -> str:
        if self.asked > 0:
            return "interrupted before anything was drawn"
        return f"{self.asked} draws make no answer: ask for one at least"


@record(frozen=True, slots=True)
class Plan:
    """What is simulated: the distribution of each year's amount, how often, from which seed."""

    distribution: d.Distribution
    text: str
    draws: int
    seed: int
    years: int
    shares: tuple[Fraction, ...]  # the quantiles asked for


GoOn = Callable[[int], bool]
"""Is told how many are drawn, and says whether to go on."""


def simulated(terms_of: TermsOf, plan: Plan, *, go_on: GoOn) -> r.Simulated:
    """The answer from the terms of each year; raises NothingDrawn, NobodyReceives."""
    by_year = [terms_of(year, ()) for year in range(plan.years)]
    first = by_year[0]
    steady = plan.years == 1 or (
        isinstance(first, Waterfall) and all(terms == first for terms in by_year)
    )
    made = _Steady(first, plan) if steady else _Changing(terms_of, by_year, plan)
    drawn = 0
    for start in range(0, plan.draws, made.chunk):
        count = min(made.chunk, plan.draws - start)
        made.draw(start, count)
        drawn += count
        if not go_on(drawn):
            break
    if not drawn:
        raise NothingDrawn(plan.draws)
    digest = sha256(repr((by_year, plan, drawn)).encode()).hexdigest()
    return r.Simulated(
        entity=first.entity,
        currency=first.currency,
        distribution=plan.text,
        seed=plan.seed,
        years=plan.years,
        asked=plan.draws,
        drawn=drawn,
        shares=plan.shares,
        paid=made.paid(drawn),
        payees=made.payees(drawn),
        reached=made.reached(drawn),
        by_year=made.by_year(),
        provenance=Provenance(
            STEADY if steady else CHANGING,
            exact=False,
            digest=digest,
            assumptions=breakpoints(first).provenance.assumptions,
        ),
    )


def _drawn(plan: Plan, year: int, start: int, count: int) -> Floats:
    return amounts(plan.distribution, uniforms(plan.seed, year, start, count))


class _Tally:
    """Mean and spread of columns, block by block. Source: Chan, Golub, LeVeque (1979)."""

    def __init__(self) -> None:
        self.count = 0
        self.mean: Floats | None = None
        self.spread: Floats | None = None

    def add(self, block: Floats) -> None:
        size = len(block)
        mean = block.mean(axis=0)
        spread = ((block - mean) ** 2).sum(axis=0)
        if self.mean is None or self.spread is None:
            self.count, self.mean, self.spread = size, mean, spread
            return
        apart, both = mean - self.mean, self.count + size
        self.spread += spread + apart**2 * (self.count * size / both)
        self.mean += apart * (size / both)
        self.count = both

    def estimates(self) -> list[Estimate]:
        """One for each column."""
        assert self.mean is not None  # INVARIANT: something was drawn
        assert self.spread is not None
        return [
            estimate(mean, spread / self.count, self.count)
            for mean, spread in zip(self.mean, self.spread, strict=True)
        ]


class _Steady:
    """One set of terms for all years: everything follows from the amounts paid out so far."""

    chunk = CHUNK

    def __init__(self, terms: Payable, plan: Plan) -> None:
        self.plan = plan
        curves = payoff_curves(terms).by_payee()
        self.names: tuple[PayeeId, ...] = tuple(curves)
        self.table = CurveTable.from_curves([*curves.values(), PiecewiseLinear.line(1)])
        self.totals = np.empty(plan.draws)
        self.sorted = False
        self.points: list[tuple[Fraction, str, Because]] = [
            (interval.start, words, because)
            for interval in breakpoints(terms).intervals[1:]
            for words, because in zip(interval.begins, interval.because, strict=True)
        ]
        self.hits = np.zeros((plan.years, len(self.points)), dtype=np.int64)
        self.tallies = [_Tally() for _ in range(plan.years)]

    def draw(self, start: int, count: int) -> None:
        """Draw these, and pay them out year by year where there are several."""
        total = _drawn(self.plan, 0, start, count)
        if self.plan.years > 1:
            total = self._years(start, total)
        self.totals[start : start + count] = total

    def _years(self, start: int, total: Floats) -> Floats:
        shape = (len(total), self.table.values.shape[1])
        payoffs = self.plan.draws * self.plan.years * shape[1]
        before = np.zeros(shape)
        for year in range(self.plan.years):
            if year:
                total = total + _drawn(self.plan, year, start, len(total))
            after = evaluated(self.table, total, np.empty(shape), payoffs=payoffs)
            self.tallies[year].add(after - before)
            hits = [int((total >= float(at)).sum()) for at, _, _ in self.points]
            self.hits[year] += np.array(hits, dtype=np.int64)
            before = after
        return total

    def _ascending(self, drawn: int) -> Floats:
        if not self.sorted:
            self.totals = self.totals[:drawn]
            self.totals.sort()
            self.sorted = True
        return self.totals

    def _outlooks(self, drawn: int) -> tuple[r.Outlook, ...]:
        ascending = self._ascending(drawn)
        moments = moments_of_sorted(self.table, ascending)
        brackets = quantiles_of_sorted(ascending, self.plan.shares)
        at = np.array([[b.value, b.low, b.high] for b in brackets]).reshape(-1)
        payoffs = self.table.evaluate(at).reshape(len(brackets), 3, len(self.names) + 1)
        return tuple(
            r.Outlook(
                payee=name,
                mean=estimate(moments.mean[k], moments.variance[k], drawn),
                deviation=float(np.sqrt(moments.variance[k])),
                quantiles=tuple(
                    Bracket(*map(float, payoffs[q, :, k])) for q in range(len(brackets))
                ),
            )
            for k, name in enumerate([*self.names, PayeeId("paid")])
        )

    def paid(self, drawn: int) -> r.Outlook:
        """What is paid in all."""
        return self._outlooks(drawn)[-1]

    def payees(self, drawn: int) -> tuple[r.Outlook, ...]:
        """What each payee receives."""
        return self._outlooks(drawn)[:-1]

    def reached(self, drawn: int) -> tuple[r.Reached, ...]:
        """How likely each breakpoint is reached."""
        ascending = self._ascending(drawn)
        found = []
        for place, (at, words, because) in enumerate(self.points):
            hits = drawn - int(np.searchsorted(ascending, float(at), side="left"))
            yearly = [probability(int(n), drawn) for n in self.hits[:, place]]
            by_year = tuple(yearly) if self.plan.years > 1 else ()
            found.append(r.Reached(words, at, probability(hits, drawn), by_year, because))
        return tuple(found)

    def by_year(self) -> tuple[r.Year, ...]:
        """What is paid in each year, where there are several."""
        return _years(self.tallies, self.names) if self.plan.years > 1 else ()


class _Changing:
    """Terms that differ between years: every path paid from its own state."""

    chunk = PATHS_CHUNK

    def __init__(self, terms_of: TermsOf, by_year: Sequence[Payable], plan: Plan) -> None:
        self.terms_of = terms_of
        self.plan = plan
        payees = dict.fromkeys(payee for terms in by_year for payee in terms.payees)
        self.names: tuple[PayeeId, ...] = tuple(payees)
        self.totals = np.empty((plan.draws, len(self.names) + 1))
        self.tallies = [_Tally() for _ in range(plan.years)]
        self.points: dict[tuple[str, Because], list[int]] = {}

    def draw(self, start: int, count: int) -> None:
        """Draw these paths and pay each."""
        drawn = np.stack(
            [_drawn(self.plan, year, start, count) for year in range(self.plan.years)], axis=1
        )
        paid = np.empty((count, self.plan.years, len(self.names) + 1))
        for place, path in enumerate(drawn):
            found = pay_path(self.terms_of, path.tolist(), self.names)
            for year, receives in enumerate(found.receives):
                paid[place, year] = [*map(float, receives), float(sum(receives))]
            self._count(found.reached)
        for year, tally in enumerate(self.tallies):
            tally.add(paid[:, year])
        self.totals[start : start + count] = paid.sum(axis=1)

    def _count(self, reached: Sequence[Sequence[tuple[str, Because]]]) -> None:
        so_far: dict[tuple[str, Because], None] = {}
        for year, points in enumerate(reached):
            so_far.update(dict.fromkeys(points))
            for point in so_far:
                self.points.setdefault(point, [0] * self.plan.years)[year] += 1

    def _outlook(self, drawn: int, k: int, name: PayeeId) -> r.Outlook:
        column = np.sort(self.totals[:drawn, k])
        return r.Outlook(
            payee=name,
            mean=estimate(column.mean(), column.var(), drawn),
            deviation=float(column.std()),
            quantiles=tuple(quantiles_of_sorted(column, self.plan.shares)),
        )

    def paid(self, drawn: int) -> r.Outlook:
        """What is paid in all."""
        return self._outlook(drawn, len(self.names), PayeeId("paid"))

    def payees(self, drawn: int) -> tuple[r.Outlook, ...]:
        """What each payee receives."""
        return tuple(self._outlook(drawn, k, name) for k, name in enumerate(self.names))

    def reached(self, drawn: int) -> tuple[r.Reached, ...]:
        """How likely each breakpoint of any year's terms is reached."""
        return tuple(
            r.Reached(
                words,
                None,
                probability(hits[-1], drawn),
                tuple(probability(n, drawn) for n in hits),
                because,
            )
            for (words, because), hits in self.points.items()
        )

    def by_year(self) -> tuple[r.Year, ...]:
        """What is paid in each year."""
        return _years(self.tallies, self.names)


def _years(tallies: Sequence[_Tally], names: Sequence[PayeeId]) -> tuple[r.Year, ...]:
    found = []
    for place, tally in enumerate(tallies):
        *receives, paid = tally.estimates()
        found.append(r.Year(place + 1, paid, tuple(zip(names, receives, strict=True))))
    return tuple(found)
