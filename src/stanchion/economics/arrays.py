"""Payoff curves over millions of amounts, as arrays of float64.

For sampling and drawing only: results made from these are marked inexact. The curves share one
table with a row for each stretch between breakpoints of any of them, so evaluating an amount is
one search, however many curves there are, and one row gather ("scenario-major").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from stanchion.exact.errors import StanchionError
from stanchion.exact.piecewise import PiecewiseLinear

Floats = NDArray[np.float64]

RELATIVE_ERROR = 2.0**-50
"""Bound on the error of `evaluate` for curves that are >= 0 and never fall, relative to the value.

Four roundings of at most 2**-53 each; the rest is slack (and nothing below 1e-300 is counted).
For other curves it is relative to
`abs(value at the breakpoint before) + abs(slope) * (distance from it)`.
"""

_BLOCK_BYTES = 2**20  # a block's result and scratch stay in the processor's cache


@dataclass(eq=False)
class BadAmounts(StanchionError, ValueError):
    """The amounts are not what can be evaluated; `index` is the first at fault."""

    why: str
    index: int | None = None

    def __str__(self) -> str:
        return self.why if self.index is None else f"{self.why}, at index {self.index}"


class Moments(NamedTuple):
    """Mean and population variance (division by N) of each curve, in curve order; shape [K]."""

    mean: Floats
    variance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CurveTable:
    """K curves on their B common breakpoints: `knots` [B], `values` and `slopes` [B, K].

    `knots[0]` is 0. The knots are rounded up to floats, so that a float amount falls on the same
    side as exactly, and `values` are the exact curves at those floats: no cancellation against
    an intercept far away.
    """

    knots: Floats
    values: Floats
    slopes: Floats

    @classmethod
    def from_curves(cls, curves: Sequence[PiecewiseLinear]) -> Self:
        """The table of these curves; column k is `curves[k]`."""
        exact_knots = {x for curve in curves for x in curve.breakpoints}
        knots = sorted({0.0, *map(_float_not_below, exact_knots)})
        at = [Fraction(knot) for knot in knots]
        shape = (len(knots), len(curves))
        values = [[float(curve(x)) for curve in curves] for x in at]
        slopes = [[float(curve.slope_after(x)) for curve in curves] for x in at]
        table = (
            np.array(knots),
            np.array(values, dtype=np.float64).reshape(shape),
            np.array(slopes, dtype=np.float64).reshape(shape),
        )
        for array in table:
            array.flags.writeable = False
        return cls(*table)

    def evaluate(self, amounts: Floats, *, out: Floats | None = None) -> Floats:
        """Every curve at each of N amounts: shape [N, K], written into `out` where given.

        Error: see RELATIVE_ERROR. Raises BadAmounts for an amount that is negative or not finite,
        and for an `out` of another shape or type.
        """
        check_amounts(amounts)
        curves = self.values.shape[1]
        shape = (len(amounts), curves)
        result = np.empty(shape) if out is None else out
        if result.shape != shape or result.dtype != np.float64:
            raise BadAmounts(f"`out` is not a float64 array of shape {shape}")
        rows = max(256, _BLOCK_BYTES // (8 * max(1, curves)))
        scratch = np.empty((min(rows, len(amounts)), curves))
        for start in range(0, len(amounts), rows):
            block = result[start : start + rows]
            row, beyond = self._locate(amounts[start : start + rows])
            values = scratch[: len(block)]
            # "clip" skips the bounds check; `_locate` never leaves the table
            np.take(self.slopes, row, axis=0, out=block, mode="clip")
            np.multiply(block, beyond[:, np.newaxis], out=block)
            np.take(self.values, row, axis=0, out=values, mode="clip")
            np.add(block, values, out=block)
        return result

    def moments(self, amounts: Floats) -> Moments:
        """Mean and variance of every curve over the amounts, without the N x K array.

        On one row of the table a curve is a line, so count, mean and spread of the amounts there
        are enough; rows are then combined about the common mean, so that no squares cancel.
        Raises BadAmounts as `evaluate` does, and where there are no amounts.
        Source: Chan, Golub, LeVeque (1979), updating formulae for sample variances.
        """
        check_amounts(amounts)
        if not len(amounts):
            raise BadAmounts("no amounts, so no mean")
        row, beyond = self._locate(amounts)
        size = len(self.knots)
        counts = np.bincount(row, minlength=size)
        centres = np.bincount(row, weights=beyond, minlength=size) / np.maximum(counts, 1)
        spreads = np.bincount(row, weights=(beyond - centres[row]) ** 2, minlength=size)
        row_means = self.values + self.slopes * centres[:, np.newaxis]
        origin = row_means[row[0]]  # near the mean, so that differences keep their digits
        relative_means = row_means - origin
        shift = counts @ relative_means / len(amounts)
        within = spreads @ self.slopes**2
        between = counts @ (relative_means - shift) ** 2
        return Moments(origin + shift, (within + between) / len(amounts))

    def _locate(self, amounts: Floats) -> tuple[NDArray[np.intp], Floats]:
        """For each amount its row of the table, and how far it lies beyond that row's knot."""
        row = np.searchsorted(self.knots, amounts, side="right") - 1
        return row, amounts - self.knots[row]


def _float_not_below(x: Fraction) -> float:
    nearest = float(x)
    return nearest if nearest >= x else math.nextafter(nearest, math.inf)


def check_amounts(amounts: Floats) -> None:
    """Raises BadAmounts unless every amount is finite and not negative."""
    if amounts.ndim != 1 or amounts.dtype != np.float64:
        raise BadAmounts("the amounts are not a one-dimensional float64 array")
    # a NaN makes both comparisons false
    if len(amounts) and not (amounts.min() >= 0 and amounts.max() < np.inf):
        fine = (amounts >= 0) & (amounts < np.inf)
        raise BadAmounts("an amount is negative or not finite", int(np.argmin(fine)))
