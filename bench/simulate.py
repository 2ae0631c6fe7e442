"""How fast amounts are simulated: moments and quantiles of ten million, and the payoff kernel.

Prints, of one run: seconds of the whole simulation and of its parts for 10 M amounts x 20 classes
(numpy only), and for 2 M x 20 payoffs, scenario-major, the rates of filling a preallocated array,
of numpy and of the compiled kernel, and their ratios.
"""

from fractions import Fraction

import numpy as np
from bench.arrays import CURVES, best_seconds, synthetic_curves

from stanchion.charter import grammar as g
from stanchion.economics.arrays import CurveTable
from stanchion.economics.simulation import fast
from stanchion.economics.simulation.draws import amounts, uniforms
from stanchion.economics.simulation.summary import moments_of_sorted, quantiles_of_sorted

DRAWS = 10_000_000
PAYOFF_ROWS = 2_000_000
SHARES = tuple(Fraction(n, 100) for n in (5, 25, 50, 75, 95))
CHUNK = 1 << 16
KERNEL_TARGET = Fraction(1, 2)


def main() -> None:
    """Measure and print."""
    table = CurveTable.from_curves(synthetic_curves(np.random.default_rng(20231117)))
    chances = g.parse("uniform 0 to 1.2 bn", g.distribution)
    drawn = np.empty(DRAWS)

    def draw() -> None:
        for start in range(0, DRAWS, CHUNK):
            count = min(CHUNK, DRAWS - start)
            drawn[start : start + count] = amounts(chances, uniforms(1, 0, start, count))

    def summarise() -> None:
        moments_of_sorted(table, ascending)
        quantiles_of_sorted(ascending, SHARES)

    seconds = {"draw": best_seconds(draw), "sort": best_seconds(lambda: np.sort(drawn))}
    ascending = np.sort(drawn)
    seconds["moments, quantiles"] = best_seconds(summarise)
    print(f"{DRAWS:,} amounts x {CURVES} curves, {len(table.knots)} breakpoints, numpy")
    for name, taken in {**seconds, "in all": sum(seconds.values())}.items():
        print(f"{name:20} {taken:6.3f} s")
    unsorted = best_seconds(lambda: table.moments(drawn))
    print(
        f"moments of unsorted amounts take {unsorted / seconds['moments, quantiles']:.1f} x as long"
    )

    rows = drawn[:PAYOFF_ROWS].copy()
    out = np.empty((PAYOFF_ROWS, CURVES))
    fill = best_seconds(lambda: out.fill(1.0))
    numpy_taken = best_seconds(lambda: table.evaluate(rows, out=out))
    print(f"{PAYOFF_ROWS:,} x {CURVES} payoffs, scenario-major")
    print(f"fill   {out.size / fill / 1e6:8.0f} M payoffs/s")
    print(
        f"numpy  {out.size / numpy_taken / 1e6:8.0f} M payoffs/s = fill / {numpy_taken / fill:.1f}"
    )
    if fast.is_installed():
        expected = out.copy()
        fast.evaluate(table, rows, out)  # compiles
        kernel = best_seconds(lambda: fast.evaluate(table, rows, out))
        met = "met" if fill / kernel >= KERNEL_TARGET else "missed"
        print(
            f"kernel {out.size / kernel / 1e6:8.0f} M payoffs/s = fill / {kernel / fill:.1f} "
            f"(target 1/{1 / KERNEL_TARGET}: {met}); equal: {np.array_equal(out, expected)}"
        )


if __name__ == "__main__":
    main()
