"""Every operation on random curves, against evaluation point by point."""

import doctest
import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.exact import piecewise
from stanchion.exact.piecewise import (
    EmptyInterval,
    MalformedCurve,
    NegativeArgument,
    NotInvertible,
    OutsideDomain,
    PiecewiseLinear,
    Segment,
    compose,
    maximum,
    minimum,
    sum_of,
)

exactly = settings(derandomize=True, deadline=None, max_examples=60)
ZERO = Fraction(0)
# a coarse grid, so that corners of different curves often meet
small = st.integers(-36, 36).map(lambda n: Fraction(n, 6))
positive = st.integers(1, 36).map(lambda n: Fraction(n, 6))
not_negative = st.integers(0, 36).map(lambda n: Fraction(n, 6))


def curves_with(
    slopes: st.SearchStrategy[Fraction], at_zero: st.SearchStrategy[Fraction]
) -> st.SearchStrategy[PiecewiseLinear]:
    """Curves of up to six pieces."""

    def of(y: Fraction, first: Fraction, then: dict[Fraction, Fraction]) -> PiecewiseLinear:
        return PiecewiseLinear.from_slopes([(ZERO, first), *sorted(then.items())], at_zero=y)

    return st.builds(of, at_zero, slopes, st.dictionaries(positive, slopes, max_size=5))


curves = curves_with(small, small)
rising = curves_with(positive, not_negative)
payoffs = curves_with(not_negative, not_negative)


def points(*functions: PiecewiseLinear) -> list[Fraction]:
    """Every corner, a point between any two neighbours, and points beyond the last."""
    corners = sorted({ZERO, *(x for f in functions for x in f.breakpoints)})
    between = [(a + 2 * b) / 3 for a, b in pairwise(corners)]
    return [*corners, *between, *(corners[-1] + d for d in (Fraction(1, 7), 1, 1000))]


def assert_is(made: PiecewiseLinear, expected: Callable[[Fraction], Fraction]) -> None:
    """`made` agrees with `expected` at all of its own points, and is in normal form."""
    for x in points(made):
        assert made(x) == expected(x)
    assert all(a != b for a, b in pairwise(made.slopes))


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(piecewise).failed == 0


def test_normal_form_makes_equal_functions_equal() -> None:
    long = PiecewiseLinear.from_slopes([(0, 1), (2, 1), (3, 0), (5, 0)])
    short = PiecewiseLinear.from_slopes([(0, 1), (3, 0)])
    assert long == short
    assert hash(long) == hash(short)
    assert long.breakpoints == (Fraction(3),)
    assert PiecewiseLinear.line(0, intercept=4) == PiecewiseLinear.constant(4)
    assert pickle.loads(pickle.dumps(short)) == short


def test_integers_become_fractions() -> None:
    f = PiecewiseLinear.from_slopes([(0, 1), (3, 2)], at_zero=1)
    for number in (f(1), f.slope_after(1), f.final_slope, *f.breakpoints, *f.slopes):
        assert isinstance(number, Fraction)
    assert f.inverse()(5) == Fraction(7, 2)


def test_slope_is_the_one_to_the_right() -> None:
    f = PiecewiseLinear.from_slopes([(0, 1), (3, 2)])
    assert [f.slope_after(x) for x in (0, 2, 3, 4)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    "knots",
    [(), ((1, 0),), ((0, 0), (2, 1), (2, 3)), ((0, 0), (2, 1), (1, 3))],
)
def test_knots_that_are_no_function_are_refused(knots: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(MalformedCurve):
        PiecewiseLinear(tuple((Fraction(x), Fraction(y)) for x, y in knots), ZERO)


def segment(start: int, end: int | None, value: int, slope: int) -> Segment:
    return Segment(
        Fraction(start), None if end is None else Fraction(end), Fraction(value), Fraction(slope)
    )


@pytest.mark.parametrize(
    ("segments", "why"),
    [
        ([], "there is no segment"),
        ([segment(0, 2, 0, 1), segment(3, None, 3, 0)], "the segments do not meet"),
        ([segment(0, 2, 0, 1), segment(2, None, 3, 0)], "the segments jump"),
        ([segment(0, None, 0, 1), segment(2, None, 2, 0)], "the segments do not meet"),
        ([segment(0, 2, 0, 1)], "the segments stop"),
        ([segment(1, None, 0, 1)], "the first knot is not at zero"),
    ],
)
def test_segments_that_are_no_function_are_refused(segments: list[Segment], why: str) -> None:
    with pytest.raises(MalformedCurve) as caught:
        PiecewiseLinear.from_segments(segments)
    assert caught.value.why == why


def test_outside_the_domain() -> None:
    f = PiecewiseLinear.line(1)
    with pytest.raises(OutsideDomain):
        f(-1)
    with pytest.raises(OutsideDomain):
        f.slope_after(Fraction(-1, 2))
    with pytest.raises(OutsideDomain):
        f.supremum(-1)
    with pytest.raises(EmptyInterval):
        f.supremum(2, end=1)


@exactly
@given(curves)
def test_segments_round_trip(f: PiecewiseLinear) -> None:
    assert PiecewiseLinear.from_segments(f.segments()) == f
    assert PiecewiseLinear(f.knots, f.final_slope) == f
    assert tuple(s.slope for s in f.segments()) == f.slopes
    for piece in f.segments():
        assert f(piece.start) == piece.value_at_start
        assert f.slope_after(piece.start) == piece.slope


@exactly
@given(curves, curves, small)
def test_arithmetic(f: PiecewiseLinear, g: PiecewiseLinear, q: Fraction) -> None:
    assert_is(f + g, lambda x: f(x) + g(x))
    assert_is(f - g, lambda x: f(x) - g(x))
    assert_is(-f, lambda x: -f(x))
    assert_is(f.scale(q), lambda x: q * f(x))
    for made in (f + g, f - g):
        assert set(made.breakpoints) <= {*f.breakpoints, *g.breakpoints}
    assert f - f == PiecewiseLinear.constant(0)
    assert f + g - g == f


@exactly
@given(st.lists(curves, max_size=4))
def test_sum_of_many(fs: list[PiecewiseLinear]) -> None:
    total = sum_of(fs)
    for x in points(*fs):
        assert total(x) == sum(f(x) for f in fs)


@exactly
@given(curves, curves)
def test_minimum_and_maximum(f: PiecewiseLinear, g: PiecewiseLinear) -> None:
    low, high = minimum(f, g), maximum(f, g)
    for x in points(f, g, low, high):
        assert low(x) == min(f(x), g(x))
        assert high(x) == max(f(x), g(x))
    assert low + high == f + g


@exactly
@given(curves, curves_with(small, small))
def test_compose(outer: PiecewiseLinear, inner: PiecewiseLinear) -> None:
    inner = maximum(inner, PiecewiseLinear.constant(0))
    made = compose(outer, inner)
    for x in points(inner, made):
        assert made(x) == outer(inner(x))


@exactly
@given(curves, curves)
def test_compose_refuses_an_inner_function_below_zero(
    outer: PiecewiseLinear, inner: PiecewiseLinear
) -> None:
    lowest = inner.infimum().value
    if lowest is not None and lowest >= 0:
        compose(outer, inner)
        return
    with pytest.raises(NegativeArgument) as caught:
        compose(outer, inner)
    assert inner(caught.value.at) == caught.value.value < 0


@exactly
@given(rising)
def test_inverse(f: PiecewiseLinear) -> None:
    back = f.inverse()
    assert compose(back, f) == PiecewiseLinear.line(1)
    for y in points(back):
        assert back(y) == f.first_reaching(y)
        assert f(back(y)) == max(y, f(0))


@exactly
@given(curves)
def test_what_does_not_rise_is_not_invertible(f: PiecewiseLinear) -> None:
    if f.is_strictly_increasing() and f(0) >= 0:
        assert f.inverse().is_nondecreasing()
        return
    with pytest.raises(NotInvertible) as caught:
        f.inverse()
    fact = caught.value
    assert f(fact.at) == fact.value
    assert f.slope_after(fact.at) == fact.slope
    assert fact.slope <= 0 or fact.value < 0


@exactly
@given(curves)
def test_monotony_is_what_the_points_say(f: PiecewiseLinear) -> None:
    values = [f(x) for x in sorted(points(f))]
    steps = [b - a for a, b in pairwise(values)]
    assert f.is_nondecreasing() == all(step >= 0 for step in steps)
    assert f.is_strictly_increasing() == all(step > 0 for step in steps)


@exactly
@given(curves, not_negative, not_negative | st.none())
def test_supremum_and_infimum(f: PiecewiseLinear, start: Fraction, length: Fraction | None) -> None:
    end = None if length is None else start + length
    inside = [x for x in points(f) if start <= x and (end is None or x <= end)]
    inside += [start] if end is None else [start, end]
    top, bottom = f.supremum(start, end=end), f.infimum(start, end=end)
    if top.value is None:
        assert end is None
        assert f.final_slope > 0
        assert top.at is None
    else:
        assert top.value == max(map(f, inside))
        assert top.at == min(x for x in inside if f(x) == top.value)
    if bottom.value is None:
        assert end is None
        assert f.final_slope < 0
        assert bottom.at is None
    else:
        assert bottom.value == min(map(f, inside))
        assert bottom.at == min(x for x in inside if f(x) == bottom.value)


@exactly
@given(curves, not_negative, not_negative | st.none())
def test_restricted(f: PiecewiseLinear, start: Fraction, length: Fraction | None) -> None:
    end = None if length is None else start + length
    held = f.restricted(start, end=end)
    for x in [*points(f, held), start]:
        inside = max(x, start) if end is None else min(max(x, start), end)
        assert held(x) == f(inside)


@exactly
@given(curves, small)
def test_first_reaching_and_exceeding(f: PiecewiseLinear, y: Fraction) -> None:
    reaching, exceeding = f.first_reaching(y), f.first_exceeding(y)
    before = [x for x in points(f) if reaching is None or x < reaching]
    assert all(f(x) < y for x in before)
    if reaching is not None:
        assert f(reaching) == y or (reaching == 0 and f(0) > y)
    before = [x for x in points(f) if exceeding is None or x < exceeding]
    assert all(f(x) <= y for x in before)
    if exceeding is not None:
        assert f(exceeding) > y or f.slope_after(exceeding) > 0
        assert f(exceeding) == y or (exceeding == 0 and f(0) > y)


@exactly
@given(curves, small)
def test_witness_exceeding(f: PiecewiseLinear, y: Fraction) -> None:
    witness, from_ = f.witness_exceeding(y), f.first_exceeding(y)
    if witness is None or from_ is None:
        assert witness is from_ is None
        return
    assert f(witness) > y
    first_stretch = f.infimum(from_, end=witness)  # f does not fall back on the way
    assert first_stretch.value is not None
    assert first_stretch.value >= y


@pytest.mark.parametrize(
    ("f", "y", "witness"),
    [
        (PiecewiseLinear.line(1), Fraction(38198 * 10**9, 147), Fraction(300 * 10**9)),
        (PiecewiseLinear.line(1), ZERO, Fraction(1)),
        (PiecewiseLinear.constant(1), ZERO, ZERO),
        (PiecewiseLinear.constant(1), Fraction(1), None),
        # above 9/4 only between 9/4 and 15/4: 3 has fewer digits than 2.5
        (PiecewiseLinear.from_slopes([(0, 1), (3, -1)]), Fraction(9, 4), Fraction(3)),
        (
            PiecewiseLinear.from_slopes([(0, 1), (Fraction(19, 20), -1)]),
            Fraction(9, 10),
            Fraction("0.91"),
        ),
    ],
)
def test_witnesses_are_round(f: PiecewiseLinear, y: Fraction, witness: Fraction | None) -> None:
    assert f.witness_exceeding(y) == witness


def test_many_curves_merge_quickly() -> None:
    """A hundred curves of a hundred corners: one sort, not a merge of merges."""
    fs = [
        PiecewiseLinear.from_slopes([(0, 0), *((100 * i + k, i % 3) for i in range(1, 100))])
        for k in range(100)
    ]
    total = sum_of(fs)
    assert len(total.breakpoints) > 9000
    assert total(12345) == sum(f(12345) for f in fs)
