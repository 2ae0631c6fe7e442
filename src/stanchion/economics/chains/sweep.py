"""Following the next dollar through a chain of entities, rings of cross-holdings included.

Between two events the payoff of every entity is a line, so the inflows `d` of the next dollar solve
`d = e + A d`: `e` is the dollar that enters, `A` what each entity pays on of every dollar to each.
Entities that do not pay one another in a ring are solved one after the other, those that do
together, exactly. As inflows never fall, each entity passes each of its breakpoints once, and the
path from zero is the least fixed point. A ring that at some amount keeps every dollar to itself has
none: it is refused, with that amount.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import overload

from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain
from stanchion.economics.flows import ONE, ZERO, Event, Flow, Rate, Sweep, Within
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.sums import plus_product, plus_quotient

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
    """Where every entity stands: what has come in, and the flow of its own sweep it is in.

    `left` is what it lacked to the end of its flow at the event of number `since`, None where that
    has no end; `gains` is what comes in of every dollar from there on; `meets` the amount at which
    its flow ends, `paid` what it pays on of a dollar. `onward` is what it pays to other entities of
    each dollar, `parts` the same in whole numbers: of so many, so many to each.
    """

    chain: Chain
    sweeps: Sequence[Sweep]
    number: dict[str, int] = field(default_factory=dict)
    left: list[Fraction | None] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    gains: Gains = field(default_factory=dict)
    meets: dict[int, Fraction] = field(default_factory=dict)
    paid: dict[int, Gains] = field(default_factory=dict)
    place: list[int] = field(default_factory=list)
    onward: list[Gains] = field(default_factory=list)
    parts: list[tuple[int, dict[int, int]]] = field(default_factory=list)
    kept: list[tuple[Rate, ...]] = field(default_factory=list)
    rings: list[list[int]] = field(default_factory=list)
    ring_of: dict[int, int] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    turns: list[Fraction] = field(default_factory=lambda: [ZERO])
    steps: dict[int, Fraction] = field(default_factory=dict)  # from the amount back to each event

    @property
    def amount(self) -> Fraction:
        """What has been paid into the chain: the amount at the last event."""
        return self.turns[-1]

    def __post_init__(self) -> None:
        self.number = {link.entity: i for i, link in enumerate(self.chain.links)}
        size = len(self.chain.links)
        self.left, self.since, self.place = [None] * size, [0] * size, [0] * size
        self.onward, self.kept = [{} for _ in range(size)], [() for _ in range(size)]
        self.parts = [(1, {}) for _ in range(size)]
        for i in range(size):
            self._enter(i)

    def flows(self) -> Iterator[Flow]:
        """The flows one after the other; the state moves on with them."""
        met: list[int] = []
        while True:
            self._follow(met)
            end = min(self.meets.values(), default=None)
            met = sorted(i for i, at in self.meets.items() if at == end)
            events = tuple(event for i in met for event in self._events(i))
            yield Flow(self.amount, end, self._stage(), self._kept_rates(), events)
            if end is None:
                return
            self.turns.append(end)
            self.steps.clear()
            for i in met:
                self.place[i] += 1
                self._enter(i)

    def _enter(self, i: int) -> None:
        """Take down what entity i pays in the flow that it has come to."""
        flow = self.sweeps[i].flows[self.place[i]]
        self.left[i] = None if flow.end is None else flow.end - flow.start
        self.since[i] = len(self.turns) - 1
        onward: Gains = {}
        kept: dict[w.PayeeId, Fraction] = {}
        for _, payee, rate in flow.rates:
            to = self.number.get(payee)
            if to is None:
                kept[payee] = kept.get(payee, ZERO) + rate
            else:
                onward[to] = onward.get(to, ZERO) + rate
        onward = {to: rate for to, rate in onward.items() if rate}
        if onward.keys() != self.onward[i].keys():
            self.rings = []  # to be found anew
        self.onward[i] = onward
        whole = lcm(*(rate.denominator for rate in onward.values()))
        self.parts[i] = whole, {to: int(rate * whole) for to, rate in onward.items()}
        entity = w.StageId(self.chain.links[i].entity)
        self.kept[i] = tuple((entity, payee, rate) for payee, rate in kept.items() if rate)

    def _stage(self) -> w.StageId | None:
        return self.sweeps[0].flows[self.place[0]].stage

    def _kept_rates(self) -> ChainRates:
        kept = tuple((i, self.kept[i]) for i in self.gains if self.kept[i])
        return ChainRates(dict(self.gains), kept)

    def _events(self, i: int) -> Iterator[Event]:
        entity = self.chain.links[i].entity
        for event in self.sweeps[i].flows[self.place[i]].ends_because:
            yield Within(entity, event)

    # ---------------------------------------------------------------- one dollar more

    def _follow(self, met: Sequence[int]) -> None:
        """Find anew what each entity gains of a dollar, from the first that has met an event on."""
        if not self.rings:
            met = ()
            self.rings = self._rings()
            self.ring_of = {i: n for n, ring in enumerate(self.rings) for i in ring}
            self.reached |= {self.chain.links[i].entity for i in self.ring_of}
            for i in [i for i in self.gains if i not in self.ring_of]:
                self._gain(i, ZERO)
        first = min((self.ring_of[i] for i in met), default=0)
        entering: Gains = {} if first else {0: ONE}
        for ring in self.rings[:first]:
            for i in ring:
                for to, money in self.paid[i].items():
                    if self.ring_of[to] >= first:
                        entering[to] = entering.get(to, ZERO) + money
        for ring in self.rings[first:]:
            for i, gain in self._solved(ring, entering).items():
                self._gain(i, gain)
                own = self.ring_of[i]
                onward = ((j, rate) for j, rate in self.onward[i].items() if self.ring_of[j] != own)
                self.paid[i] = {to: gain * rate for to, rate in onward}
                for to, money in self.paid[i].items():
                    entering[to] = entering.get(to, ZERO) + money

    def _gain(self, i: int, gain: Fraction) -> None:
        """From the amount reached on, entity i gains so much of a dollar."""
        before, since, left = self.gains.pop(i, ZERO), self.since[i], self.left[i]
        self.meets.pop(i, None)
        if gain:
            self.gains[i] = gain
        if left is None:
            return
        if before and since < len(self.turns) - 1:
            step = self.steps.get(since)
            if step is None:
                step = self.steps[since] = self.turns[since] - self.amount
            left = self.left[i] = plus_product(left, before, step)
        self.since[i] = len(self.turns) - 1
        if gain:
            self.meets[i] = plus_quotient(self.amount, left, gain)

    def _solved(self, ring: Sequence[int], entering: Gains) -> Gains:
        """`d = e + A d` within a ring: elimination of one entity after the other."""
        if len(ring) == 1 and ring[0] not in self.onward[ring[0]]:
            return {ring[0]: entering[ring[0]]}
        inside = frozenset(ring)
        if all(
            whole == sum(n for to, n in parts.items() if to in inside)
            for whole, parts in (self.parts[i] for i in ring)
        ):
            names = tuple(self.chain.links[i].entity for i in sorted(ring))
            raise ClosedRing(names, self.amount)
        # those who are paid come before their payers, from whom the money of all of them comes
        ring = ring[::-1]
        # in whole numbers: of entity i's gain over `whole`, each row counts its parts
        number = {i: place for place, i in enumerate(ring)}
        rows: list[dict[int, int]] = [{place: self.parts[i][0]} for i, place in number.items()]
        for payer, place in number.items():
            for to, part in self.parts[payer][1].items():
                if to in inside:
                    row = rows[number[to]]
                    row[place] = row.get(place, 0) - part
        entered = [entering.get(i, ZERO) for i in ring]
        common = lcm(*(each.denominator for each in entered))
        right = [each.numerator * (common // each.denominator) for each in entered]
        found, below = solution(rows, right)
        return {
            i: Fraction(each * self.parts[i][0], below * common)
            for i, each in zip(ring, found, strict=True)
        }

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


def solution(rows: Sequence[dict[int, int]], right: Sequence[int]) -> tuple[list[int], int]:
    """The numerators, and the one denominator, of what solves a system of rows without zeros.

    What entities pay one another, taken from the whole on the diagonal: each pivot is what leaves
    the entities so far of a dollar that comes back to them, which is more than zero (an M-matrix).
    Integers throughout: rows are multiplied crosswise, and divided by what their numbers share.
    """
    size = len(rows)
    whole = [{**row, size: much} for row, much in zip(rows, right, strict=True)]
    below: list[set[int]] = [set() for _ in range(size)]
    for r, row in enumerate(rows):
        for j in row:
            if j < r:
                below[j].add(r)
    for i in range(size):
        pivot = whole[i]
        for r in below[i]:
            row = whole[r]
            factor, times = row.pop(i), pivot[i]
            row = {j: coefficient * times for j, coefficient in row.items()}
            for j, coefficient in pivot.items():
                if j > i:
                    row[j] = row.get(j, 0) - factor * coefficient
                    if j < r:
                        below[j].add(r)
            shared = gcd(*row.values())
            whole[r] = {j: coefficient // shared for j, coefficient in row.items()}
    return _substituted(whole)


def _substituted(rows: Sequence[Mapping[int, int]]) -> tuple[list[int], int]:
    """What is unknown, over one denominator, from the last row, which knows one, up.

    The right side stands behind all.
    """
    size = len(rows)
    found, below = [0] * size, 1
    for i in reversed(range(size)):
        row = rows[i]
        left = row[size] * below
        for j, coefficient in row.items():
            if i < j < size:
                left -= coefficient * found[j]
        shared = gcd(left, row[i])
        more = row[i] // shared
        if more != 1:
            below *= more
            found = [each * more for each in found]
        found[i] = left // shared
    return found, below
