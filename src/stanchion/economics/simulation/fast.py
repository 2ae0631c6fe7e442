"""The same evaluation as `CurveTable.evaluate`, compiled, on all cores; needs the extra `fast`.

Compiling takes more than a second, so it pays from some hundreds of millions of payoffs on. The
operations and their order are those of `CurveTable.evaluate`, so the results are equal bit by bit.
"""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from stanchion.economics.arrays import CurveTable, Floats, check_amounts

WORTH_COMPILING = 400_000_000
"""From so many payoffs on; below, numpy is done sooner."""


CELLS = 4096


def is_installed() -> bool:
    """Whether the extra `fast` is there."""
    return find_spec("numba") is not None


def evaluate(table: CurveTable, amounts: Floats, out: Floats) -> Floats:
    """Every curve at each amount, into `out` of shape [N, K]; raises BadAmounts."""
    check_amounts(amounts)
    top = float(table.knots[-1]) or 1.0
    edges = np.linspace(0, top, CELLS + 1)
    first = np.searchsorted(table.knots, edges, side="right") - 1
    kernel()(table.knots, table.values, table.slopes, first, CELLS / top, amounts, out)
    return out


def evaluated(table: CurveTable, amounts: Floats, out: Floats, *, payoffs: int) -> Floats:
    """`evaluate` by the kernel where it is installed and `payoffs` in all make it worth while."""
    if payoffs >= WORTH_COMPILING and is_installed():
        return evaluate(table, amounts, out)
    return table.evaluate(amounts, out=out)


@cache
def kernel() -> Callable[..., None]:
    """The compiled loop; compiled once a process.

    `first` is the row at the left edge of each of CELLS equal cells up to the last knot: from
    there it is a step or two, without the branches of a bisection that are mispredicted.
    """
    import numba

    def rows(
        knots: Any, values: Any, slopes: Any, first: Any, scale: float, amounts: Any, out: Any
    ) -> None:
        last = len(knots) - 1
        cells = len(first) - 1
        for n in numba.prange(len(amounts)):
            amount = amounts[n]
            cell = amount * scale
            row = first[cells] if cell >= cells else first[int(cell)]
            while row < last and knots[row + 1] <= amount:
                row += 1
            while knots[row] > amount:  # the cell was rounded up
                row -= 1
            beyond = amount - knots[row]
            for k in range(out.shape[1]):
                out[n, k] = slopes[row, k] * beyond + values[row, k]

    compiled: Callable[..., None] = numba.njit(parallel=True, nogil=True)(rows)
    return compiled
