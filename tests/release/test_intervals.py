"""Intervals: never narrower than the formula, published values met, and when there is none."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from stanchion.release.evidence import EvidenceRow
from stanchion.release.evidence.derived import GapRecovered, gap_recovered
from stanchion.release.evidence.intervals import (
    Interval,
    NoInterval,
    interval_of,
    quantile,
    root_above,
    wilson,
    within,
)

LEVEL = Fraction(95, 100)
ROW = EvidenceRow(
    tool="inspect",
    tool_version=None,
    task="t",
    task_version=None,
    task_hash="aa",
    model_claimed=None,
    metric="accuracy",
    value=Fraction(1, 2),
    stderr=None,
    n=100,
    n_planned=100,
    higher_is_better=None,
    completed=True,
    errored=0,
    invalidated=False,
    created=None,
    file_sha256="00",
)


def row(value: str, stderr: str | None = None, **other: object) -> EvidenceRow:
    error = None if stderr is None else Fraction(stderr)
    return replace(ROW, value=Fraction(value), stderr=error, **other)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """A published example."""

    source: str
    given: tuple[int, int]
    expected: tuple[float, float]


PUBLISHED = [
    Case("Newcombe (1998), table I, method 3", (81, 263), (0.2553, 0.3662)),
    Case("Newcombe (1998), table I, method 3", (15, 148), (0.0624, 0.1605)),
    Case("Newcombe (1998), table I, method 3", (0, 20), (0.0, 0.1611)),
    Case("Newcombe (1998), table I, method 3", (1, 29), (0.0061, 0.1718)),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: str(case.given))
def test_wilsons_interval_is_the_published_one(case: Case) -> None:
    found = wilson(*case.given, LEVEL)
    assert (round(float(found.low), 4), round(float(found.high), 4)) == case.expected


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.fractions(Fraction(1, 2), Fraction(999_999, 1_000_000), max_denominator=10**6))
def test_the_quantile_is_the_least_millionth_that_covers_the_level(level: Fraction) -> None:
    z = quantile(level)
    assert within(z)[0] >= level
    assert within(z - Fraction(1, 10**6))[1] < level + Fraction(1, 10**9)
    assert abs(float(z) - norm.ppf((1 + float(level)) / 2)) < 2e-6


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_covers_the_share_and_is_no_narrower_than_the_formula(
    given_: tuple[int, int],
) -> None:
    passes, n = given_
    found = wilson(passes, n, LEVEL)
    assert 0 <= found.low <= Fraction(passes, n) <= found.high <= 1
    z, share = norm.ppf(0.975), passes / n
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    assert float(found.high) >= min(1.0, centre + half) - 1e-12
    assert float(found.low) <= max(0.0, centre - half) + 1e-12
    assert float(found.high - found.low) <= 2 * half + 1e-5


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.fractions(0, 1000, max_denominator=10**9))
def test_a_root_is_rounded_up_and_hardly(value: Fraction) -> None:
    found = root_above(value)
    assert found * found >= value
    assert (found - Fraction(1, 10**17)) ** 2 < value or found <= Fraction(1, 10**17)


def test_a_standard_error_gives_the_normal_interval() -> None:
    found = interval_of(row("0.75", "0.1"), LEVEL, binary=False)
    assert isinstance(found, Interval)
    assert round(float(found.low), 5) == 0.554
    assert found.low < Fraction(75, 100) - Fraction(19599, 100000)


def test_a_standard_error_of_zero_shows_nothing_by_itself() -> None:
    found = interval_of(row("1", "0"), LEVEL, binary=False)
    assert isinstance(found, NoInterval)
    assert "all samples came out alike" in found.why


def test_where_samples_pass_or_fail_their_number_gives_an_interval() -> None:
    found = interval_of(row("1", "0", n=200), LEVEL, binary=True)
    assert found == wilson(200, 200, LEVEL)


def test_a_figure_that_is_no_number_of_passes_has_none() -> None:
    found = interval_of(row("0.123456", n=10), LEVEL, binary=True)
    assert isinstance(found, NoInterval)


def test_sixteen_digits_of_a_quotient_are_a_number_of_passes() -> None:
    found = interval_of(row("0.6666666666666666", n=3), LEVEL, binary=True)
    assert found == wilson(2, 3, LEVEL)


def test_the_wider_of_two_intervals_counts() -> None:
    both = interval_of(row("0.9", "0.0001", n=10, successes=9), LEVEL, binary=False)
    assert isinstance(both, Interval)
    assert both.low == wilson(9, 10, LEVEL).low


# ------------------------------------------------------------ the gap recovered


def gap(weak: EvidenceRow, strong: EvidenceRow, ceiling: EvidenceRow) -> GapRecovered | NoInterval:
    return gap_recovered(weak, strong, ceiling, level=LEVEL, least_gap=Fraction(5, 100))


def test_the_gap_recovered_is_the_share_of_the_gap() -> None:
    found = gap(row("0.6", "0.01"), row("0.7", "0.01"), row("0.8", "0.01"))
    assert isinstance(found, GapRecovered)
    assert found.value == Fraction(1, 2)
    # the variance by hand: (1 + 1/4 + 1/4) 0.01^2 over 0.2^2
    assert abs(float(found.interval.high - found.value) - 1.959964 * sqrt(1.5) * 0.05) < 1e-6


def test_nothing_is_clamped() -> None:
    found = gap(row("0.6", "0.01"), row("0.85", "0.01"), row("0.8", "0.01"))
    assert isinstance(found, GapRecovered)
    assert found.value == Fraction(5, 4)


UNDEFINED = {
    "hardly better": (row("0.6", "0.001"), row("0.61", "0.001"), row("0.64", "0.001")),
    "not surely better": (row("0.6", "0.1"), row("0.65", "0.1"), row("0.7", "0.1")),
    "different samples": (
        row("0.6", "0.01"),
        row("0.7", "0.01"),
        row("0.8", "0.01", task_hash="bb"),
    ),
    "not all three say": (
        row("0.6", "0.01"),
        row("0.7", "0.01"),
        row("0.8", "0.01", task_hash=None),
    ),
    "standard error": (row("0.6", "0.01"), row("0.7"), row("0.8", "0.01")),
}


@pytest.mark.parametrize("why", UNDEFINED)
def test_the_gap_is_undefined_where_it_means_nothing(why: str) -> None:
    found = gap(*UNDEFINED[why])
    assert isinstance(found, NoInterval)
    assert why in found.why
