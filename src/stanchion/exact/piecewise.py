"""Continuous piecewise linear functions on [0, oo) with exact corners.

A payoff is such a function of the amount paid out: x and y are both amounts in major units, or
whatever else the caller measures; nothing here depends on the unit. Every operation is exact and
returns the one normal form of its function, so `==` is equality of functions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter

from stanchion.exact.errors import (
    EmptyInterval,
    MalformedCurve,
    NegativeArgument,
    NotInvertible,
    OutsideDomain,
)
from stanchion.exact.record import record

__all__ = [
    "EmptyInterval",
    "Infimum",
    "Knot",
    "MalformedCurve",
    "NegativeArgument",
    "NotInvertible",
    "OutsideDomain",
    "PiecewiseLinear",
    "Segment",
    "Supremum",
    "compose",
    "maximum",
    "minimum",
    "sum_of",
]

Knot = tuple[Fraction, Fraction]
_x_of = itemgetter(0)
_ZERO = Fraction(0)


@record(frozen=True, slots=True)
class Segment:
    """One straight piece: from `start` up to `end`, or for ever where `end` is None."""

    start: Fraction
    end: Fraction | None
    value_at_start: Fraction
    slope: Fraction


@record(frozen=True, slots=True)
class Supremum:
    """The largest value on an interval and the least x that attains it; both None if unbounded."""

    value: Fraction | None
    at: Fraction | None


@record(frozen=True, slots=True)
class Infimum:
    """The smallest value on an interval and the least x that attains it; both None if unbounded."""

    value: Fraction | None
    at: Fraction | None


@record(frozen=True, slots=True)
class PiecewiseLinear:
    """A continuous function on [0, oo): straight between `knots`, then rising by `final_slope`.

    `knots` are pairs (x, value) with x strictly increasing from 0; collinear ones are dropped, so
    equal functions are equal objects with equal hashes. `slopes[i]` is the slope after knot i, the
    last one being `final_slope`. Raises MalformedCurve for knots that are no function on [0, oo).

    >>> f = PiecewiseLinear(((Fraction(0), Fraction(0)), (Fraction(4), Fraction(2))), Fraction(0))
    >>> f(2), f(4), f(100)
    (Fraction(1, 1), Fraction(2, 1), Fraction(2, 1))
    """

    knots: tuple[Knot, ...]
    final_slope: Fraction
    slopes: tuple[Fraction, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        knots = [(Fraction(x), Fraction(y)) for x, y in self.knots]
        if not knots or knots[0][0] != 0:
            raise MalformedCurve("the first knot is not at zero", knots[0][0] if knots else None)
        slopes: list[Fraction] = []
        for (a, at_a), (b, at_b) in pairwise(knots):
            if b <= a:
                raise MalformedCurve("the knots do not increase", b)
            slopes.append((at_b - at_a) / (b - a))
        slopes.append(Fraction(self.final_slope))
        corners = [0, *(i for i in range(1, len(knots)) if slopes[i] != slopes[i - 1])]
        object.__setattr__(self, "knots", tuple(knots[i] for i in corners))
        object.__setattr__(self, "slopes", tuple(slopes[i] for i in corners))
        object.__setattr__(self, "final_slope", slopes[-1])

    @classmethod
    def constant(cls, value: Fraction | int) -> "PiecewiseLinear":
        """The function that is `value` everywhere."""
        return cls.line(0, intercept=value)

    @classmethod
    def line(cls, slope: Fraction | int, *, intercept: Fraction | int = 0) -> "PiecewiseLinear":
        """The function `intercept + slope * x`; `line(1)` is the identity."""
        return cls(((_ZERO, Fraction(intercept)),), Fraction(slope))

    @classmethod
    def from_slopes(
        cls,
        starts: Iterable[tuple[Fraction | int, Fraction | int]],
        *,
        at_zero: Fraction | int = 0,
    ) -> "PiecewiseLinear":
        """The function that is `at_zero` at 0 and has each slope from its start on.

        `starts` are pairs (start, slope), starts strictly increasing from 0.

        >>> PiecewiseLinear.from_slopes([(0, 1), (10, 0)])(25)
        Fraction(10, 1)
        """
        knots: list[Knot] = []
        slope = _ZERO
        for start, following in starts:
            value = knots[-1][1] + slope * (start - knots[-1][0]) if knots else Fraction(at_zero)
            knots.append((Fraction(start), value))
            slope = Fraction(following)
        return cls(tuple(knots), slope)

    @classmethod
    def from_segments(cls, segments: Iterable[Segment]) -> "PiecewiseLinear":
        """The function made of these pieces, in order: `from_segments(f.segments()) == f`.

        Raises MalformedCurve where the pieces leave a gap, jump, or stop.
        """
        knots: list[Knot] = []
        before: Segment | None = None
        for segment in segments:
            if before is not None:
                if before.end != segment.start:
                    raise MalformedCurve("the segments do not meet", segment.start)
                rise = before.slope * (segment.start - before.start)
                if before.value_at_start + rise != segment.value_at_start:
                    raise MalformedCurve("the segments jump", segment.start)
            knots.append((segment.start, segment.value_at_start))
            before = segment
        if before is None:
            raise MalformedCurve("there is no segment")
        if before.end is not None:
            raise MalformedCurve("the segments stop", before.end)
        return cls(tuple(knots), before.slope)

    def __call__(self, x: Fraction | int) -> Fraction:
        """The value at x. Raises OutsideDomain below zero."""
        i = self._piece(x)
        start, value = self.knots[i]
        return value + self.slopes[i] * (x - start)

    def slope_after(self, x: Fraction | int) -> Fraction:
        """The slope just to the right of x: who owns the next dollar, for a payoff."""
        return self.slopes[self._piece(x)]

    @property
    def breakpoints(self) -> tuple[Fraction, ...]:
        """The x > 0 where the slope changes, increasing."""
        return tuple(x for x, _ in self.knots[1:])

    def segments(self) -> Iterator[Segment]:
        """The straight pieces from 0 on; the last one has no end."""
        ends: tuple[Fraction | None, ...] = (*self.breakpoints, None)
        for (start, value), end, slope in zip(self.knots, ends, self.slopes, strict=True):
            yield Segment(start, end, value, slope)

    def __add__(self, other: "PiecewiseLinear") -> "PiecewiseLinear":
        return sum_of((self, other))

    def __sub__(self, other: "PiecewiseLinear") -> "PiecewiseLinear":
        return sum_of((self, -other))

    def __neg__(self) -> "PiecewiseLinear":
        return self.scale(-1)

    def scale(self, factor: Fraction | int) -> "PiecewiseLinear":
        """The function `factor * f(x)`."""
        return PiecewiseLinear(
            tuple((x, factor * value) for x, value in self.knots), factor * self.final_slope
        )

    def restricted(
        self, start: Fraction | int = 0, *, end: Fraction | int | None = None
    ) -> "PiecewiseLinear":
        """f between `start` and `end`, held at `f(start)` before and at `f(end)` after."""
        corners = self._corners(start, end=end)
        knots = corners if start == 0 else [(_ZERO, corners[0][1]), *corners]
        return PiecewiseLinear(tuple(knots), self.final_slope if end is None else _ZERO)

    def inverse(self) -> "PiecewiseLinear":
        """The x at which f reaches y, as a function of y; 0 for every y below `f(0)`.

        Raises NotInvertible unless f is strictly increasing (hence unbounded) and `f(0) >= 0`.
        """
        for segment in self.segments():
            if segment.slope <= 0 or segment.value_at_start < 0:
                raise NotInvertible(segment.start, segment.value_at_start, segment.slope)
        knots = tuple((value, x) for x, value in self.knots)
        flat = ((_ZERO, _ZERO),) if knots[0][0] > 0 else ()
        return PiecewiseLinear(flat + knots, 1 / self.final_slope)

    def is_nondecreasing(self) -> bool:
        """Whether f never falls."""
        return min(self.slopes) >= 0

    def is_strictly_increasing(self) -> bool:
        """Whether f rises everywhere."""
        return min(self.slopes) > 0

    def supremum(self, start: Fraction | int = 0, *, end: Fraction | int | None = None) -> Supremum:
        """The largest value on [start, end], or from `start` on where `end` is None.

        Raises OutsideDomain for a negative start and EmptyInterval for an end before it.
        """
        corners = self._corners(start, end=end)
        if end is None and self.final_slope > 0:
            return Supremum(None, None)
        at, value = max(corners, key=itemgetter(1))  # the first of equals, so the least x
        return Supremum(value, at)

    def infimum(self, start: Fraction | int = 0, *, end: Fraction | int | None = None) -> Infimum:
        """The smallest value on [start, end]; otherwise like `supremum`."""
        corners = self._corners(start, end=end)
        if end is None and self.final_slope < 0:
            return Infimum(None, None)
        at, value = min(corners, key=itemgetter(1))
        return Infimum(value, at)

    def first_reaching(self, y: Fraction | int) -> Fraction | None:
        """The least x with `f(x) >= y`; None where there is none."""
        if self.knots[0][1] >= y:
            return _ZERO
        following: tuple[Knot | None, ...] = (*self.knots[1:], None)
        for (x, value), after, slope in zip(self.knots, following, self.slopes, strict=True):
            if after[1] >= y if after else slope > 0:
                return x + (y - value) / slope
        return None

    def first_exceeding(self, y: Fraction | int) -> Fraction | None:
        """The infimum of all x with `f(x) > y`; None where there is none.

        Just after it f exceeds y; at it f equals y, unless `f(0) > y`.
        """
        if self.knots[0][1] > y:
            return _ZERO
        following: tuple[Knot | None, ...] = (*self.knots[1:], None)
        for (x, value), after, slope in zip(self.knots, following, self.slopes, strict=True):
            if after[1] > y if after else slope > 0:
                return x + (y - value) / slope
        return None

    def witness_exceeding(self, y: Fraction | int) -> Fraction | None:
        """Some x with `f(x) > y`, with as few digits as can be; None where there is none.

        It lies in the first stretch on which f exceeds y, so it shows where that begins.

        >>> PiecewiseLinear.line(Fraction(1, 3)).witness_exceeding(87)
        Fraction(300, 1)
        """
        low = self.first_exceeding(y)
        if low is None or self(low) > y:
            return low
        for segment in self.segments():
            if segment.slope < 0 and segment.start > low:
                back = segment.start + (y - segment.value_at_start) / segment.slope
                if segment.end is None or back <= segment.end:
                    return _roundest_between(low, back)
        return _roundest_between(low, None)

    def _piece(self, x: Fraction | int) -> int:
        if x < 0:
            raise OutsideDomain(x)
        return bisect_right(self.knots, x, key=_x_of) - 1

    def _corners(self, start: Fraction | int, *, end: Fraction | int | None) -> list[Knot]:
        """`start`, the knots between, and `end` if there is one, each with its value."""
        first = self._piece(start) + 1
        if end is None:
            return [(Fraction(start), self(start)), *self.knots[first:]]
        if end < start:
            raise EmptyInterval(start, end)
        last = bisect_left(self.knots, end, lo=first, key=_x_of)
        inner = self.knots[first:last]
        outer = [] if end == start else [(Fraction(end), self(end))]
        return [(Fraction(start), self(start)), *inner, *outer]


def sum_of(curves: Iterable[PiecewiseLinear]) -> PiecewiseLinear:
    """The sum of the functions; zero for none. One sort, however many there are."""
    at_zero, first_slope = _ZERO, _ZERO
    turns: list[tuple[Fraction, Fraction]] = []
    for curve in curves:
        at_zero += curve.knots[0][1]
        first_slope += curve.slopes[0]
        for x, (before, after) in zip(curve.breakpoints, pairwise(curve.slopes), strict=True):
            turns.append((x, after - before))
    starts: list[tuple[Fraction | int, Fraction | int]] = [(_ZERO, first_slope)]
    for x, turn in sorted(turns, key=_x_of):
        at, slope = starts[-1]
        if at == x:
            starts[-1] = (x, slope + turn)
        else:
            starts.append((x, slope + turn))
    return PiecewiseLinear.from_slopes(starts, at_zero=at_zero)


def minimum(f: PiecewiseLinear, g: PiecewiseLinear) -> PiecewiseLinear:
    """The smaller of f and g at every x."""
    return f - _positive_part(f - g)


def maximum(f: PiecewiseLinear, g: PiecewiseLinear) -> PiecewiseLinear:
    """The larger of f and g at every x."""
    return f + _positive_part(g - f)


def compose(outer: PiecewiseLinear, inner: PiecewiseLinear) -> PiecewiseLinear:
    """The function `outer(inner(x))`: what a payee of a payee receives.

    Raises NegativeArgument, with a witness, where inner falls below zero.
    """
    below = (-inner).witness_exceeding(0)
    if below is not None:
        raise NegativeArgument(below, inner(below))
    knots: list[Knot] = []
    for piece in inner.segments():
        start, value, slope = piece.start, piece.value_at_start, piece.slope
        knots.append((start, outer(value)))
        if slope > 0:
            first = bisect_right(outer.knots, value, key=_x_of)
            crossed = outer.knots[first:]
        else:
            last = bisect_left(outer.knots, value, key=_x_of)
            crossed = outer.knots[:last][::-1] if slope < 0 else ()
        for y, result in crossed:
            x = start + (y - value) / slope
            if piece.end is not None and x >= piece.end:
                break
            knots.append((x, result))
    return PiecewiseLinear(tuple(knots), outer.final_slope * inner.final_slope)


def _positive_part(f: PiecewiseLinear) -> PiecewiseLinear:
    knots: list[Knot] = []
    for piece in f.segments():
        knots.append((piece.start, max(piece.value_at_start, _ZERO)))
        if piece.value_at_start * piece.slope < 0:
            root = piece.start - piece.value_at_start / piece.slope
            if piece.end is None or root < piece.end:
                knots.append((root, _ZERO))
    return PiecewiseLinear(tuple(knots), max(f.final_slope, _ZERO))


def _roundest_between(low: Fraction, high: Fraction | None) -> Fraction:
    """The least decimal number strictly between with as few digits as can be; no more than low."""
    unit = Fraction(10) ** (len(str(int(low))) - 1)
    while True:
        candidate = (low // unit + 1) * unit
        if high is None or candidate < high:
            return candidate
        unit /= 10
