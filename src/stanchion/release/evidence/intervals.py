"""How far a figure may lie from the truth: two-sided intervals with exact rational ends.

Roots and the quantile of the normal distribution are rounded outwards, so that an interval here
is never narrower than the formula says. A standard error gives the normal interval, a number of
successes Wilson's; where a row has both, the interval covers both. A standard error of zero shows
nothing by itself: a run in which all samples came out alike has it.
"""

from fractions import Fraction
from functools import cache
from math import isqrt
from statistics import NormalDist

from stanchion.exact.record import record
from stanchion.release.evidence.rows import EvidenceRow

_PI = (Fraction(31415926535897932384, 10**19), Fraction(31415926535897932385, 10**19))
_STEP = Fraction(1, 10**6)
_DIGITS = 10**18


@record(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both inclusive; `method` names the formula."""

    low: Fraction
    high: Fraction
    method: str


@record(frozen=True, slots=True)
class NoInterval:
    """Why no interval can be had."""

    why: str


def interval_of(row: EvidenceRow, level: Fraction, *, binary: bool) -> Interval | NoInterval:
    """The interval of a row's figure at a confidence level; `binary`: samples pass or fail."""
    if row.value is None:
        return NoInterval("the file has no figure")
    found = []
    successes = row.successes if row.successes is not None else _counted(row, binary=binary)
    if row.n and successes is not None:
        found.append(wilson(successes, row.n, level))
    if row.stderr is not None and row.stderr > 0:
        found.append(normal(row.value, row.stderr, level))
    if not found:
        return NoInterval(_why_none(row, binary=binary))
    methods = " and ".join(interval.method for interval in found)
    return Interval(min(i.low for i in found), max(i.high for i in found), methods)


def _why_none(row: EvidenceRow, *, binary: bool) -> str:
    if row.stderr == 0 and not binary:
        return "a standard error of zero shows only that all samples came out alike"
    if not binary:
        return "the file has no standard error, and nothing says that samples pass or fail"
    return "the figure is no number of passes out of the samples"


def _counted(row: EvidenceRow, *, binary: bool) -> int | None:
    """The passes behind a rate; None where the rate is none of so many samples."""
    if not binary or not row.n or row.value is None or not 0 <= row.value <= 1:
        return None
    passes = round(row.value * row.n)
    # a tool writes sixteen digits of a quotient: a half of the last of twelve is generous
    return passes if abs(Fraction(passes, row.n) - row.value) <= Fraction(1, 10**12) else None


def normal(value: Fraction, stderr: Fraction, level: Fraction) -> Interval:
    """The value and so many standard errors to either side."""
    reach = quantile(level) * stderr
    return Interval(value - reach, value + reach, "normal interval of the standard error")


def wilson(successes: int, n: int, level: Fraction) -> Interval:
    """The score interval of a proportion. Source: Wilson (1927).

    >>> found = wilson(9, 10, Fraction(95, 100))
    >>> round(float(found.low), 4), round(float(found.high), 4)
    (0.5958, 0.9821)
    """
    z = quantile(level)
    share, spread = Fraction(successes, n), 1 + z * z / n
    centre = (share + z * z / (2 * n)) / spread
    under_root = share * (1 - share) / n + z * z / (4 * n * n)
    reach = z * root_above(under_root) / spread
    low, high = max(Fraction(0), centre - reach), min(Fraction(1), centre + reach)
    return Interval(low, high, "Wilson's interval of the passes")


def root_above(value: Fraction) -> Fraction:
    """A rational not below the square root, and above it by less than 10^-18."""
    scaled = value * _DIGITS * _DIGITS
    below = isqrt(scaled.numerator // scaled.denominator)
    exact = below * below == scaled
    return Fraction(below if exact else below + 1, _DIGITS)


@cache
def quantile(level: Fraction) -> Fraction:
    """The least millionth z for which the normal distribution has `level` within -z and z.

    Found by a guess that an exact enclosure of the distribution then proves.
    """
    assert 0 < level < 1  # INVARIANT: checked when the charter was loaded
    guess = NormalDist().inv_cdf(float((1 + level) / 2))
    z = Fraction(round(guess * 10**6), 10**6)
    while within(z)[0] < level:
        z += _STEP
    while within(z - _STEP)[0] >= level:
        z -= _STEP
    return z


def within(z: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds on the chance that a standard normal lies within -z and z.

    Source: the series of the error function, whose terms alternate in sign.
    """
    term, total, place = z, z, 0
    least = Fraction(1, 10**20)
    square = z * z / 2
    while abs(term) > least or square > place + 1:
        place += 1
        term = _coarse(-term * square / place)
        total += term / (2 * place + 1)
    slack = Fraction(place + 2, 10**30) + abs(term)
    roots = tuple(root_above(2 / pi) for pi in _PI)
    low = (roots[1] - Fraction(2, _DIGITS)) * (total - slack)
    return low, (roots[0] + Fraction(2, _DIGITS)) * (total + slack)


def _coarse(value: Fraction) -> Fraction:
    """The value to thirty digits, which keeps the numbers of a long series short."""
    return Fraction(value.numerator * 10**30 // value.denominator, 10**30)
