"""Sobol indices of a probability: which share of its variance each uncertain input explains.

A run ends with an outcome or without it, and most of the variance of such a yes or no is chance
that no input explains. So the quantity analysed is the probability of the outcome given the
inputs. It is only known from a few runs each, in two halves on independent random numbers; squares
are taken as products of the two halves, so that their noise does not count as sensitivity.
Sources: Saltelli et al. (2010), Variance based sensitivity analysis of model output, table 2 (b);
Jansen (1999), Analysis of variance designs for model output.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stanchion.exact.record import record

Floats = NDArray[np.float64]
BLOCKS = 16
"""Stretches of rows left out in turn for the standard errors."""


@record(frozen=True, slots=True)
class Indices:
    """Of each input: alone, and with all that it does together with others; standard errors.

    `explained` is False where the probability hardly depends on any input, so that shares of its
    variance say nothing.
    """

    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    variance: float
    explained: bool


def halves(f_A: Floats, f_B: Floats, f_AB: Floats) -> tuple[Floats, Floats]:  # noqa: N803 - Saltelli's
    """First and total indices from two independent halves: shapes (2, n), (2, n), (d, 2, n).

    A factor of each product comes from either half, and the two orders are averaged.
    """
    variance = _variance(f_A, f_B)
    crossed = f_AB[:, ::-1, :]
    first = (f_B * (crossed - f_A[::-1])).mean(axis=(-2, -1)) / variance
    gap = f_A - f_AB
    total = 0.5 * (gap[:, 0] * gap[:, 1]).mean(axis=-1) / variance
    return first, total


def _variance(f_a: Floats, f_b: Floats) -> float:
    both = np.concatenate([f_a, f_b], axis=-1)
    centred = both - both.mean()
    return float((centred[0] * centred[1]).mean())


def sobol_indices(f_a: Floats, f_b: Floats, f_ab: Floats) -> Indices:
    """The indices with standard errors by leaving out one of sixteen blocks of rows in turn.

    `f_a` and `f_b` have shape (2, n) and `f_ab` (inputs, 2, n), n a power of two.
    The bootstrap that scipy offers draws from a generator of its own that nobody can seed.
    """
    from scipy.stats import sobol_indices as scipy_indices

    inputs, rows = len(f_ab), f_a.shape[1]
    variance = _variance(f_a, f_b)
    error = _jackknife(lambda keep: _one(_variance(f_a[:, keep], f_b[:, keep])), rows)
    if not inputs or variance <= 2 * float(error[0]):
        nothing = np.zeros(inputs)
        return Indices(nothing, nothing, nothing, nothing, max(0.0, variance), explained=False)
    # scipy squeezes a single input to a number; one that is never changed keeps it an array
    padded = np.concatenate([f_ab, f_a[np.newaxis]])
    table: dict[Literal["f_A", "f_B", "f_AB"], Floats] = {"f_A": f_a, "f_B": f_b, "f_AB": padded}
    found = scipy_indices(func=table, n=rows, method=halves)
    errors = _jackknife(
        lambda keep: np.concatenate(halves(f_a[:, keep], f_b[:, keep], f_ab[..., keep])), rows
    )
    return Indices(
        first=found.first_order[:inputs],
        total=found.total_order[:inputs],
        first_error=errors[:inputs],
        total_error=errors[inputs:],
        variance=variance,
        explained=True,
    )


def _one(value: float) -> Floats:
    return np.array([value])


def _jackknife(estimate: Callable[[NDArray[np.bool_]], Floats], rows: int) -> Floats:
    """Standard errors from what the estimate becomes without one block of rows."""
    block = np.arange(rows) * BLOCKS // rows
    left = [estimate(block != place) for place in range(BLOCKS)]
    spread = np.array(left)
    deviations = spread - spread.mean(axis=0)
    errors: Floats = np.sqrt((BLOCKS - 1) / BLOCKS * (deviations**2).sum(axis=0))
    return errors
