"""Who keeps what of one amount that passes through entities: each hop pays whole minor units.

What has come in is paid on until it rests with those who keep it. An entity that is paid more than
once, in a ring, settles what it has paid against what all of its inflow entitles to, so that the
last unit comes to rest too.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import owners
from stanchion.economics.caps import ceilings
from stanchion.economics.chains.chain import Chain, Link
from stanchion.economics.curves import cell_amounts, payoff_curves
from stanchion.economics.distribution import (
    Distribution,
    Line,
    distribution,
    flow_at,
    minor_units,
)
from stanchion.economics.flows import ZERO
from stanchion.economics.results import Provenance, Share, provenance
from stanchion.exact.allocation import settle
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import Money, currency

METHOD = "the next dollar followed through every entity, in exact fractions; whole units a hop"
MOST_HOPS = 20_000
"""Payments after which a ring is said not to come to rest: it keeps nearly all of every dollar."""


@dataclass(eq=False)
class NoRest(StanchionError, ValueError):
    """Money goes round among the entities for more than `hops` payments."""

    entities: tuple[str, ...]
    hops: int

    def __str__(self) -> str:
        names = " and ".join(f"`{name}`" for name in self.entities)
        return f"{names} pay one another so much that after {self.hops} payments money still moves"


@dataclass(frozen=True, slots=True)
class Through:
    """Who keeps what of an amount, and what each entity that it passes through pays.

    `lines` are those who keep it: exactly, in whole minor units, and what they had before. `hops`
    are the entities in the order in which money first comes to them, each with all that it pays.
    """

    entity: str
    currency: str
    amount: Fraction
    lines: tuple[Line, ...]
    hops: tuple[Distribution, ...]
    marginal: tuple[Share, ...]
    provenance: Provenance


def through(chain: Chain, amount: Fraction) -> Through:
    """What `amount` (major units) comes to when every entity pays on what it receives.

    Raises AmountNotPayable, NobodyReceives, ClosedRing, NoRest.
    """
    units = minor_units(chain.links[0].payable, amount)
    curves = payoff_curves(chain)
    hops = _hops(chain, units)
    money = currency(chain.currency)
    paid = dict.fromkeys(chain.payees, 0)
    for hop in hops:
        for line in hop.lines:
            if line.payee in paid:
                paid[line.payee] += line.paid.minor
    before = dict.fromkeys(chain.payees, ZERO)
    for _, payee, had in chain.received:
        before[payee] += had
    return Through(
        entity=chain.entity,
        currency=chain.currency,
        amount=amount,
        lines=tuple(
            Line(payee, curves.of(payee)(amount), Money(paid[payee], money), before[payee])
            for payee in chain.payees
        ),
        hops=tuple(hops),
        marginal=owners(chain, flow_at(chain, amount)),
        provenance=provenance(chain, "through", amount, method=METHOD),
    )


@dataclass(slots=True)
class _Till:
    """What one entity has received and paid, in whole minor units."""

    link: Link
    had: int
    paid: dict[w.PayeeId, int]

    def pays(self, units: int) -> dict[w.PayeeId, int]:
        """What it pays on of so many more units."""
        self.had += units
        payable = self.link.payable
        per_major = currency(payable.currency).minor_per_major
        cells = cell_amounts(payable, Fraction(self.had, per_major))
        entitled = dict.fromkeys(payable.payees, ZERO)
        for (_, payee), amount in cells.items():
            entitled[payee] += amount
        limits = ceilings(payable, cells)
        now = settle(
            [amount * per_major for amount in entitled.values()],
            already=[self.paid[payee] for payee in entitled],
            total=units,
            ceilings=[limits.get(payee) for payee in entitled],
            leftover=payable.leftover,
        )
        found = dict(zip(entitled, now, strict=True))
        for payee, more in found.items():
            self.paid[payee] += more
        return found

    def distribution(self) -> Distribution:
        """All that the entity has paid, as one distribution."""
        money = currency(self.link.payable.currency)
        found = distribution(self.link.payable, Fraction(self.had, money.minor_per_major))
        lines = (replace(each, paid=Money(self.paid[each.payee], money)) for each in found.lines)
        return replace(found, lines=tuple(lines))


def _hops(chain: Chain, units: int) -> list[Distribution]:
    tills = {
        link.entity: _Till(link, 0, dict.fromkeys(link.payable.payees, 0)) for link in chain.links
    }
    order = payers_first(chain)
    waiting = {chain.entity: units}
    hops = 0
    while waiting:
        name = min(waiting, key=order.index)
        for payee, more in tills[name].pays(waiting.pop(name)).items():
            if payee in tills and more:
                waiting[payee] = waiting.get(payee, 0) + more
        hops += 1
        if hops > MOST_HOPS:
            raise NoRest(tuple(sorted(waiting)), hops)
    return [tills[name].distribution() for name in order if tills[name].had or name == chain.entity]


def payers_first(chain: Chain) -> tuple[str, ...]:
    """The entities so that, outside of rings, whoever pays comes before whom it pays."""
    payees = {link.entity: link.payable.payees for link in chain.links}
    done: list[str] = []
    seen = {chain.entity}
    work = [(chain.entity, iter(payees[chain.entity]))]
    while work:
        name, following = work[-1]
        after = next((p for p in following if p in payees and p not in seen), None)
        if after is None:
            done.append(name)
            work.pop()
        else:
            seen.add(after)
            work.append((str(after), iter(payees[str(after)])))
    return tuple(reversed(done))
