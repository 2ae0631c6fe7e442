"""How fast a chain of fifty entities with ten breakpoints each is compiled, rings included.

Prints the time to follow a dollar through all of it, and its ratio to the plain way, which knows no
rings: the inflow of each entity by composing the curves of those who pay it, one after the other.
"""

from collections.abc import Callable
from fractions import Fraction
from time import process_time

from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain, Link, chain_of
from stanchion.economics.curves import payoff_curves
from stanchion.economics.sweep import sweep
from stanchion.exact.allocation import Leftover
from stanchion.exact.piecewise import PiecewiseLinear, compose, sum_of

ENTITIES = 50
BREAKPOINTS = 10
WHY = w.Because("bench")


def entity(i: int, *, ring: bool) -> w.Waterfall:
    """Ten investors with caps of their own, who free their shares to the next two entities."""
    onward = [f"e{j}" for j in (i + 1, i + 2) if j < ENTITIES] or [f"rest{i}"]
    if ring and i:
        onward.append(f"e{i - 1}")
    people = [f"p{i}_{k}" for k in range(BREAKPOINTS)]
    weights = [Fraction(2 + k) for k in range(BREAKPOINTS)] + [Fraction(40)] * len(onward)
    whole = sum(weights)
    names = tuple(map(w.PayeeId, [*people, *onward]))
    stage = w.Stage(
        id=w.StageId("split"),
        sharing=w.FixedShares(
            tuple((name, weight / whole) for name, weight in zip(names, weights, strict=True))
        ),
        limit=w.NoLimit(),
        caps=tuple(
            w.Cap(w.PayeeId(who), Fraction(10**6 * (3 + (7 * k + i) % 11)), w.Everything(), WHY)
            for k, who in enumerate(people)
        ),
        freed=tuple((w.PayeeId(who), w.ToOthersProRata()) for who in people),
        because=WHY,
    )
    residual = w.PayeeId(f"rest{i}")
    payees = tuple(dict.fromkeys((*names, residual)))
    return w.Waterfall(f"e{i}", "USD", (stage,), residual, payees, Leftover.IN_ORDER)


def chain(*, ring: bool) -> Chain:
    """All of them, from the first."""
    made = (entity(i, ring=ring) for i in range(ENTITIES))
    return chain_of(tuple(Link(each.entity, each) for each in made))


def by_composition(made: Chain) -> dict[str, PiecewiseLinear]:
    """What each entity receives: the curves of those who pay it, composed with their inflow."""
    inflows = {made.entity: PiecewiseLinear.line(1)}
    own = {link.entity: payoff_curves(link.payable).by_payee() for link in made.links}
    for name in list(own)[1:]:
        inflows[name] = sum_of(
            compose(own[payer][w.PayeeId(name)], inflows[payer])
            for payer in own
            if payer in inflows and w.PayeeId(name) in own[payer]
        )
    return inflows


def timed(question: Callable[[], object]) -> float:
    """Seconds of processor time that the question takes."""
    start = process_time()
    question()
    return process_time() - start


def main() -> None:
    """Print times and their ratio."""
    for ring in (False, True):
        made = chain(ring=ring)
        for link in made.links:
            payoff_curves(link.payable).by_payee()
        swept = timed(lambda made=made: sweep(made))
        curves = payoff_curves(made)
        one = timed(lambda curves=curves: curves.of(w.PayeeId(f"rest{ENTITIES - 1}")))
        kind = "with rings" if ring else "in a row"
        flows = len(sweep(made).flows)
        print(
            f"{ENTITIES} entities {kind}: {flows - 1} breakpoints, compiled in {swept:.2f} s; "
            f"the curve of the last of {len(made.payees)} payees in {one:.3f} s"
        )
        if not ring:
            slow = timed(lambda made=made: by_composition(made))
            print(f"  inflows alone by composing curves: {slow:.2f} s; ratio {slow / swept:.1f}")


if __name__ == "__main__":
    main()
