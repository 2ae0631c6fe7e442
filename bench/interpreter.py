"""How fast compiled curves answer for ten thousand amounts and six classes, and the interpreter.

Prints payoffs a second for `CurveTable.evaluate` and for `interpret_totals`, and their ratio.
The interpreter runs once, over all the amounts; compiling is timed apart, once.
"""

from collections.abc import Callable
from fractions import Fraction
from time import perf_counter

import numpy as np

from stanchion.economics import waterfall as w
from stanchion.economics.arrays import CurveTable
from stanchion.economics.curves import payoff_curves
from stanchion.economics.interpreter import interpret_totals
from stanchion.exact.allocation import Leftover

AMOUNTS = 10_000
TARGET = 300
REPEATS = 7
MILLION = 10**6
WHY = w.Because("bench")
PAYEES = tuple(map(w.PayeeId, ("lender", "series_b", "series_a", "staff", "founders", "charity")))
LENDER, SERIES_B, SERIES_A, STAFF, FOUNDERS, CHARITY = PAYEES


def _millions(*amounts: tuple[w.PayeeId, int]) -> tuple[tuple[w.PayeeId, Fraction], ...]:
    return tuple((payee, Fraction(amount * MILLION)) for payee, amount in amounts)


def six_classes() -> w.Waterfall:
    """Debt, preferences, then shares with three caps, all of them met below 900 million."""
    debt = w.Stage(
        id=w.StageId("debt"),
        sharing=w.InOrder(_millions((LENDER, 20))),
        limit=w.UntilClaimsPaid(),
        caps=(),
        freed=(),
        because=WHY,
    )
    preferences = w.Stage(
        id=w.StageId("preferences"),
        sharing=w.ByClaim(_millions((SERIES_B, 60), (SERIES_A, 30))),
        limit=w.UntilClaimsPaid(),
        caps=(),
        freed=(),
        because=WHY,
    )
    percents = ((SERIES_B, 25), (SERIES_A, 20), (STAFF, 15), (FOUNDERS, 38), (CHARITY, 2))
    caps = _millions((SERIES_B, 180), (SERIES_A, 120), (STAFF, 100))
    common = w.Stage(
        id=w.StageId("common"),
        sharing=w.FixedShares(tuple((payee, Fraction(n, 100)) for payee, n in percents)),
        limit=w.NoLimit(),
        caps=tuple(w.Cap(payee, at, w.Everything(), WHY) for payee, at in caps),
        freed=tuple((payee, w.ToOthersProRata()) for payee, _ in caps),
        because=WHY,
    )
    stages = (debt, preferences, common)
    return w.Waterfall("company", "USD", stages, CHARITY, PAYEES, Leftover.LARGEST_REMAINDER)


def seconds(work: Callable[[], object]) -> float:
    """The time of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Measure, compare the answers, and print."""
    waterfall = six_classes()
    amounts = np.random.default_rng(20231117).uniform(0, 900 * MILLION, AMOUNTS)
    exact_amounts = [Fraction(float(amount)) for amount in amounts]
    tables: list[CurveTable] = []

    def compile_curves() -> None:
        curves = payoff_curves(waterfall)
        tables.append(CurveTable.from_curves([curves.of(payee) for payee in PAYEES]))

    compiling = seconds(compile_curves)
    out = np.empty((AMOUNTS, len(PAYEES)))
    evaluate = min(seconds(lambda: tables[0].evaluate(amounts, out=out)) for _ in range(REPEATS))
    rows: list[list[float]] = []

    def interpret_all() -> None:
        for amount in exact_amounts:
            rows.append([float(x) for x in interpret_totals(waterfall, amount).values()])

    interpreted = seconds(interpret_all)
    assert np.allclose(out, rows, rtol=1e-14, atol=0)  # INVARIANT: compiled equals interpreter
    print(f"{AMOUNTS} amounts x {len(PAYEES)} classes, {len(tables[0].knots)} breakpoints")
    print(f"compile      once, {compiling * 1e3:.1f} ms")
    for name, taken in {"evaluate": evaluate, "interpreter": interpreted}.items():
        print(f"{name:12} {out.size / taken:14,.0f} payoffs/s  {taken * 1e3:10.2f} ms")
    ratio = interpreted / evaluate
    print(f"ratio        {ratio:,.0f} (target {TARGET}: {'met' if ratio >= TARGET else 'missed'})")


if __name__ == "__main__":
    main()
