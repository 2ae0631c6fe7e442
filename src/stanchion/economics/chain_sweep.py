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

from stanchion.economics import waterfall as w
from stanchion.economics.chain import Chain
from stanchion.economics.flows import ONE, ZERO, Event, Flow, Rate, Sweep, Within
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount

Rates = dict[int, Fraction]
"""What one entity pays of every dollar, by the number of the entity that receives."""


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
    flows = tuple(_Follower(chain, sweeps).flows())
    return Sweep(flows, _unreached(chain, flows))


def _unreached(chain: Chain, flows: Sequence[Flow]) -> tuple[w.StageId, ...]:
    reached = {stage for flow in flows for stage, _, _ in flow.rates}
    ends = [
        w.StageId(link.entity)
        for link in chain.links
        if any(payee in chain.payees for payee in link.payable.payees)
    ]
    return tuple(entity for entity in ends if entity not in reached)


@dataclass(slots=True)
class _Follower:
    """Where every entity stands: what has come in, and the flow of its own sweep it is in."""

    chain: Chain
    sweeps: Sequence[Sweep]
    number: dict[str, int] = field(default_factory=dict)
    inflow: list[Fraction] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    onward: list[Rates] = field(default_factory=list)
    kept: list[list[Rate]] = field(default_factory=list)
    amount: Fraction = ZERO

    def __post_init__(self) -> None:
        self.number = {link.entity: i for i, link in enumerate(self.chain.links)}
        size = len(self.chain.links)
        self.inflow, self.place = [ZERO] * size, [0] * size
        self.onward, self.kept = [{} for _ in range(size)], [[] for _ in range(size)]
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
        onward: Rates = {}
        kept: dict[w.PayeeId, Fraction] = {}
        for _, payee, rate in self.sweeps[i].flows[self.place[i]].rates:
            to = self.number.get(payee)
            if to is None:
                kept[payee] = kept.get(payee, ZERO) + rate
            else:
                onward[to] = onward.get(to, ZERO) + rate
        self.onward[i] = {to: rate for to, rate in onward.items() if rate}
        entity = w.StageId(self.chain.links[i].entity)
        self.kept[i] = [(entity, payee, rate) for payee, rate in kept.items() if rate]

    def _stage(self) -> w.StageId | None:
        return self.sweeps[0].flows[self.place[0]].stage

    def _kept_rates(self, gains: Rates) -> tuple[Rate, ...]:
        return tuple(
            (entity, payee, gain * rate)
            for i, gain in gains.items()
            for entity, payee, rate in self.kept[i]
        )

    def _events(self, i: int) -> Iterator[Event]:
        entity = self.chain.links[i].entity
        for event in self.sweeps[i].flows[self.place[i]].ends_because:
            yield Within(entity, event)

    def _next_event(self, gains: Rates) -> tuple[Fraction | None, list[int]]:
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

    def _gains(self) -> Rates:
        """What each entity receives of the next dollar, where it receives any."""
        entering: Rates = {0: ONE}
        gains: Rates = {}
        for ring in self._rings():
            inside = set(ring)
            solved = self._solved(ring, entering)
            for i, gain in solved.items():
                gains[i] = gain
                for to, rate in self.onward[i].items():
                    if to not in inside:
                        entering[to] = entering.get(to, ZERO) + gain * rate
        return gains

    def _solved(self, ring: Sequence[int], entering: Rates) -> Rates:
        """`d = e + A d` within a ring: elimination of one entity after the other."""
        if len(ring) == 1 and ring[0] not in self.onward[ring[0]]:
            return {ring[0]: entering[ring[0]]}
        if all(sum(self.onward[i].get(j, ZERO) for j in ring) == 1 for i in ring):
            names = tuple(self.chain.links[i].entity for i in sorted(ring))
            raise ClosedRing(names, self.amount)
        rows = [
            [(ONE if i == j else ZERO) - self.onward[j].get(i, ZERO) for j in ring]
            + [entering.get(i, ZERO)]
            for i in ring
        ]
        return dict(zip(ring, solution(rows), strict=True))

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


def solution(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of a regular system, each row its coefficients and then its right side."""
    size = len(rows)
    for i in range(size):
        pivot = next(r for r in range(i, size) if rows[r][i])  # INVARIANT: the system is regular
        rows[i], rows[pivot] = rows[pivot], rows[i]
        scale = rows[i][i]
        rows[i] = [x / scale for x in rows[i]]
        for r in range(size):
            if r != i and (factor := rows[r][i]):
                rows[r] = [
                    x - factor * y if y else x for x, y in zip(rows[r], rows[i], strict=True)
                ]
    return [row[-1] for row in rows]
