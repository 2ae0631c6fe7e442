"""Following the next dollar through a chain of entities, rings of cross-holdings included.

Between two events the payoff of every entity is a line, so the inflows `d` of the next dollar solve
`d = e + A d`: `e` is the dollar that enters, `A` what each entity pays on of every dollar to each.
Entities that do not pay one another in a ring are solved one after the other, those that do
together, exactly. As inflows never fall, each entity passes each of its breakpoints once, and the
path from zero is the least fixed point. A ring that at some amount keeps every dollar to itself has
none: it is refused, with that amount.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import overload

from stanchion.economics import waterfall as w
from stanchion.economics.chain import Chain
from stanchion.economics.flows import ONE, ZERO, Event, Flow, Rate, Sweep, Within
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount
from stanchion.exact.piecewise import PiecewiseLinear

Gains = dict[int, Fraction]
"""By the number of an entity, what it receives of a dollar."""


@dataclass(eq=False)
class ClosedRing(StanchionError, ValueError):
    """Above `amount` the entities pay one another everything, so that the money never leaves."""

    entities: tuple[str, ...]
    amount: Fraction

    def __str__(self) -> str:
        names = " and ".join(f"`{name}`" for name in self.entities)
        itself = "pay one another" if len(self.entities) > 1 else "pays itself"
        return (
            f"{names} {itself} every dollar above {describe_amount(self.amount)}: it never leaves"
        )


def chain_sweep(chain: Chain, sweeps: Sequence[Sweep]) -> Sweep:
    """All flows of the chain, by the sweeps of its links in their order; raises ClosedRing.

    The stage of a cell is the entity that pays the final payee.
    """
    follower = _Follower(chain, sweeps)
    flows = tuple(follower.flows())
    unreached = (link.entity for link in chain.links if link.entity not in follower.reached)
    return Sweep(flows, tuple(map(w.StageId, unreached)))


class ChainRates(Sequence[Rate]):
    """What everybody keeps of a dollar, worked out when it is asked for.

    `gains` is what each entity receives of the dollar, `kept` what it pays of each to those who
    keep it.
    """

    __slots__ = ("gains", "kept")

    def __init__(self, gains: Gains, kept: tuple[tuple[int, tuple[Rate, ...]], ...]) -> None:
        self.gains = gains
        self.kept = kept

    def _all(self) -> tuple[Rate, ...]:
        return tuple(
            (entity, payee, self.gains[i] * rate)
            for i, rates in self.kept
            for entity, payee, rate in rates
        )

    @overload
    def __getitem__(self, index: int) -> Rate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rate]: ...
    def __getitem__(self, index: int | slice) -> Rate | Sequence[Rate]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Rate]:
        return iter(self._all())

    def __len__(self) -> int:
        return sum(len(rates) for _, rates in self.kept)


def inflow(swept: Sweep, link: int) -> PiecewiseLinear:
    """What the entity of a link receives of every amount, by the sweep of its chain."""
    starts = []
    for flow in swept.flows:
        assert isinstance(flow.rates, ChainRates)  # INVARIANT: the sweep of a chain
        starts.append((flow.start, flow.rates.gains.get(link, ZERO)))
    turns = [
        start
        for before, start in zip((None, *starts), starts, strict=False)
        if before is None or before[1] != start[1]
    ]
    return PiecewiseLinear.from_slopes(turns)


@dataclass(slots=True)
class _Follower:
    """Where every entity stands: what has come in, and the flow of its own sweep it is in."""

    chain: Chain
    sweeps: Sequence[Sweep]
    number: dict[str, int] = field(default_factory=dict)
    inflow: list[Fraction] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    onward: list[Gains] = field(default_factory=list)
    kept: list[tuple[Rate, ...]] = field(default_factory=list)
    rings: list[list[int]] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    amount: Fraction = ZERO

    def __post_init__(self) -> None:
        self.number = {link.entity: i for i, link in enumerate(self.chain.links)}
        size = len(self.chain.links)
        self.inflow, self.place = [ZERO] * size, [0] * size
        self.onward, self.kept = [{} for _ in range(size)], [() for _ in range(size)]
        for i in range(size):
            self._enter(i)

    def flows(self) -> Iterator[Flow]:
        """The flows one after the other; the state moves on with them."""
        while True:
            gains = self._gains()
            step, met = self._next_event(gains)
            end = None if step is None else self.amount + step
            events = tuple(event for i in met for event in self._events(i))
            yield Flow(self.amount, end, self._stage(), self._kept_rates(gains), events)
            if step is None or end is None:
                return
            for i, gain in gains.items():
                self.inflow[i] += gain * step
            for i in met:
                self.place[i] += 1
                self._enter(i)
            self.amount = end

    def _enter(self, i: int) -> None:
        """Take down what entity i pays in the flow that it has come to."""
        onward: Gains = {}
        kept: dict[w.PayeeId, Fraction] = {}
        for _, payee, rate in self.sweeps[i].flows[self.place[i]].rates:
            to = self.number.get(payee)
            if to is None:
                kept[payee] = kept.get(payee, ZERO) + rate
            else:
                onward[to] = onward.get(to, ZERO) + rate
        onward = {to: rate for to, rate in onward.items() if rate}
        if onward.keys() != self.onward[i].keys():
            self.rings = []  # to be found anew
        self.onward[i] = onward
        entity = w.StageId(self.chain.links[i].entity)
        self.kept[i] = tuple((entity, payee, rate) for payee, rate in kept.items() if rate)

    def _stage(self) -> w.StageId | None:
        return self.sweeps[0].flows[self.place[0]].stage

    def _kept_rates(self, gains: Gains) -> ChainRates:
        kept = tuple((i, self.kept[i]) for i in gains if self.kept[i])
        return ChainRates(gains, kept)

    def _events(self, i: int) -> Iterator[Event]:
        entity = self.chain.links[i].entity
        for event in self.sweeps[i].flows[self.place[i]].ends_because:
            yield Within(entity, event)

    def _next_event(self, gains: Gains) -> tuple[Fraction | None, list[int]]:
        nearest: Fraction | None = None
        met: list[int] = []
        for i, gain in gains.items():
            end = self.sweeps[i].flows[self.place[i]].end
            if end is None:
                continue
            distance = (end - self.inflow[i]) / gain
            if nearest is None or distance < nearest:
                nearest, met = distance, [i]
            elif distance == nearest:
                met.append(i)
        return nearest, sorted(met)

    # ---------------------------------------------------------------- one dollar more

    def _gains(self) -> Gains:
        """What each entity receives of the next dollar, where it receives any."""
        entering: Gains = {0: ONE}
        gains: Gains = {}
        if not self.rings:
            self.rings = self._rings()
            self.reached |= {self.chain.links[i].entity for ring in self.rings for i in ring}
        for ring in self.rings:
            inside = set(ring)
            solved = self._solved(ring, entering)
            for i, gain in solved.items():
                gains[i] = gain
                for to, rate in self.onward[i].items():
                    if to not in inside:
                        entering[to] = entering.get(to, ZERO) + gain * rate
        return gains

    def _solved(self, ring: Sequence[int], entering: Gains) -> Gains:
        """`d = e + A d` within a ring: elimination of one entity after the other."""
        if len(ring) == 1 and ring[0] not in self.onward[ring[0]]:
            return {ring[0]: entering[ring[0]]}
        if all(sum(self.onward[i].get(j, ZERO) for j in ring) == 1 for i in ring):
            names = tuple(self.chain.links[i].entity for i in sorted(ring))
            raise ClosedRing(names, self.amount)
        rows: list[Gains] = [{place: ONE} for place in range(len(ring))]
        number = {i: place for place, i in enumerate(ring)}
        for payer in ring:
            for to, rate in self.onward[payer].items():
                if to in number:
                    row = rows[number[to]]
                    row[number[payer]] = row.get(number[payer], ZERO) - rate
        return dict(zip(ring, solution(rows, [entering.get(i, ZERO) for i in ring]), strict=True))

    def _rings(self) -> list[list[int]]:
        """The entities that money comes to, those of a ring together, payers before the paid.

        Source: Tarjan (1972), without recursion.
        """
        index: dict[int, int] = {}
        low: dict[int, int] = {}
        stack: list[int] = []
        rings: list[list[int]] = []
        work: list[tuple[int, Iterator[int]]] = []

        def visit(i: int) -> None:
            index[i] = low[i] = len(index)
            stack.append(i)
            work.append((i, iter(self.onward[i])))

        visit(0)
        on_stack = {0}
        while work:
            i, following = work[-1]
            after = next(following, None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[i])
                if low[i] == index[i]:
                    cut = stack.index(i)
                    rings.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
            elif after not in index:
                visit(after)
                on_stack.add(after)
            elif after in on_stack:
                low[i] = min(low[i], index[after])
        return rings[::-1]


def solution(rows: list[Gains], right: list[Fraction]) -> list[Fraction]:
    """The solution of a system whose rows are given by their coefficients that are not zero.

    What entities pay one another, taken from one on the diagonal: each pivot is what leaves the
    entities so far of a dollar that comes back to them, which is more than zero (an M-matrix).
    """
    size = len(rows)
    below: list[set[int]] = [{r for r in range(i + 1, size) if i in rows[r]} for i in range(size)]
    for i in range(size):
        for r in below[i]:
            factor = rows[r].pop(i) / rows[i][i]
            right[r] -= factor * right[i]
            for j, coefficient in rows[i].items():
                if j > i:
                    rows[r][j] = rows[r].get(j, ZERO) - factor * coefficient
                    if r > j:
                        below[j].add(r)
    found = [ZERO] * size
    for i in reversed(range(size)):
        known = sum((x * found[j] for j, x in rows[i].items() if j > i), ZERO)
        found[i] = (right[i] - known) / rows[i][i]
    return found
