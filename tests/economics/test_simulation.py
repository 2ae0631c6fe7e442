"""Simulated amounts: against integrals, naive formulas, other cuts, and paths paid exactly."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.errors import BadQuestion
from stanchion.api.loading import load
from stanchion.api.simulation import QUANTILES, simulate
from stanchion.api.view import View, view
from stanchion.charter import grammar as g
from stanchion.charter.phrases import distributions as d
from stanchion.economics import waterfall as w
from stanchion.economics.arrays import CurveTable
from stanchion.economics.simulation import fast, run
from stanchion.economics.simulation.draws import amounts, uniforms
from stanchion.economics.simulation.paths import OnTheWay
from stanchion.economics.simulation.results import Outlook, Simulated
from stanchion.economics.simulation.summary import (
    Estimate,
    moments_of_sorted,
    probability,
    quantiles_of_sorted,
)
from stanchion.exact.piecewise import PiecewiseLinear
from tests.economics.waterfalls import exactly, waterfalls

LAB = """
stanchion: 1
name: A lab
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  lab: {company: The lab}
pay:
  lab:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - stage: first
        shares: {ann: 100%}
        caps: {ann: {at: 100, counts: everything}}
        freed: {ann: the next stage}
    residual: bob
"""
RAISED = """
events:
  - at: 2024-06-01
    what: the cap is raised
    effect: cap of ann in first is 120
"""


@cache
def lab(extra: str = "") -> View:
    loaded = load(LAB + extra, file="charter.yaml")
    assert loaded.charter is not None, [str(x) for x in loaded.errors]
    return view(loaded.charter)


CLASSES = """
stanchion: 1
name: A lab
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  lab: {company: The lab}
classes:
  lab:
    common: {kind: common, units: 100}
    first: {kind: preferred, units: 100, issue_price: 0.1, preference: 1x, rank: 1,
      participation: none, conversion_ratio: 1, converts_by: each holder}
holdings:
  lab:
    - {holder: ann, class: first, units: 100}
    - {holder: bob, class: common, units: 100}
pay:
  lab: {pays: proceeds, rounding: largest remainder, by: class terms}
"""


def of_lab(distribution: str, *, extra: str = "", **asked: int) -> Simulated:
    plan = {"draws": 20_000, "seed": 7, **asked}
    return simulate(lab(extra), distribution, **plan)  # type: ignore[arg-type]


def outlook(found: Simulated, payee: str) -> Outlook:
    return next(each for each in found.payees if each.payee == payee)


def near(found: Estimate, exact: float) -> bool:
    """Five standard errors: with a fixed seed, a failure is no bad luck."""
    return abs(found.value - exact) <= 5 * found.error + 1e-9


# --------------------------------------------------------------- against the truth


def test_means_and_deviations_are_those_of_the_integral() -> None:
    """Of a uniform amount up to 200, Ann receives min(x, 100): 75 on average."""
    found = of_lab("uniform 0 to 200")
    ann, bob = outlook(found, "ann"), outlook(found, "bob")
    assert near(ann.mean, 75)
    assert near(bob.mean, 25)
    second_moment = (100**3 / 3 + 100 * 100**2) / 200
    assert ann.deviation == pytest.approx((second_moment - 75**2) ** 0.5, rel=0.02)
    assert near(found.paid.mean, 100)


def test_the_error_shrinks_with_the_root_of_the_draws() -> None:
    few, many = (of_lab("uniform 0 to 200", draws=n) for n in (1_000, 100_000))
    ratio = outlook(few, "ann").mean.error / outlook(many, "ann").mean.error
    assert ratio == pytest.approx(10, rel=0.1)


def test_a_cap_binds_as_often_as_the_amount_reaches_it() -> None:
    found = of_lab("uniform 0 to 200")
    (cap,) = found.reached
    assert cap.at == 100
    assert "cap" in cap.words
    covers = [of_lab("uniform 0 to 200", draws=2_000, seed=seed).reached[0] for seed in range(40)]
    inside = [each.probability.low <= 0.5 <= each.probability.high for each in covers]
    assert sum(inside) >= 34, "of 40 intervals about 38 cover the truth"
    assert of_lab("uniform 0 to 50").reached[0].probability.value == 0
    assert of_lab("uniform 0 to 50").reached[0].probability.high > 0, "a sample is never certain"


def test_quantiles_are_the_payoffs_of_the_amounts_quantiles() -> None:
    found = outlook(of_lab("uniform 0 to 200", seed=1), "ann").quantiles
    for bracket, share in zip(found, QUANTILES, strict=True):
        true = min(100.0, 200 * float(share))
        assert bracket.low <= true <= bracket.high
        assert bracket.low <= bracket.value <= bracket.high


def test_what_is_certain_has_no_error() -> None:
    found = of_lab("150", draws=10)
    assert outlook(found, "ann").mean == Estimate(100.0, 0.0)
    assert outlook(found, "bob").mean == Estimate(50.0, 0.0)


@pytest.mark.parametrize(
    ("phrase", "median"),
    [
        ("uniform 10 to 30", 20),
        ("triangular 10 (10 to 20)", 20 - 10 / 2**0.5),
        ("triangular 20 (10 to 20)", 10 + 10 / 2**0.5),
        ("lognormal 10% below 1, 90% below 100", 10),
        ("quantiles 0% below 0, 25% below 10, 75% below 20, 100% below 90", 15),
        ("7 bn", 7e9),
    ],
)
def test_a_distribution_has_the_median_it_says(phrase: str, median: float) -> None:
    read = g.parse(phrase, g.distribution)
    assert amounts(read, np.array([0.5]))[0] == pytest.approx(median)
    drawn = np.sort(amounts(read, uniforms(3, 0, 0, 40_000)))
    assert drawn[20_000] == pytest.approx(median, rel=0.05)


def test_a_lognormal_has_both_its_quantiles() -> None:
    read = g.parse("lognormal 10% below 5 bn, 95% below 80 bn", g.distribution)
    assert amounts(read, np.array([0.1, 0.95])) == pytest.approx([5e9, 80e9])


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("uniform 30 to 10", "upside down"),
        ("triangular 5 (10 to 20)", "outside"),
        ("lognormal 90% below 1, 10% below 2", "rise"),
        ("lognormal 10% below 0, 90% below 2", "above zero"),
        ("quantiles 10% below 0, 100% below 2", "begin with"),
        ("quantiles 0% below 9, 100% below 2", "rise"),
        ("quantiles 0% below 1, 120% below 2", "above 100%"),
        ("10%", "not a rate"),
        ("gaussian 5", "cannot read"),
    ],
)
def test_a_distribution_that_is_none_is_told_why(phrase: str, words: str) -> None:
    with pytest.raises(BadQuestion) as wrong:
        of_lab(phrase)
    assert words in str(wrong.value)


@pytest.mark.parametrize("asked", [{"years": 0}, {"seed": -1}, {"draws": 10**12}])
def test_a_plan_that_cannot_be_carried_out_is_told_why(asked: dict[str, int]) -> None:
    with pytest.raises(BadQuestion, match="must lie between"):
        of_lab("150", **asked)


def test_no_draws_make_no_answer() -> None:
    with pytest.raises(run.NothingDrawn):
        of_lab("150", draws=0)


# --------------------------------------------------------- seeds, cuts, interruption


@exactly
@given(st.integers(0, 2**64 - 1), st.integers(0, 50), st.lists(st.integers(1, 40), max_size=6))
def test_the_draws_are_the_same_however_they_are_cut(
    seed: int, year: int, blocks: list[int]
) -> None:
    whole = uniforms(seed, year, 0, 4 * sum(blocks) + 4)
    start = 0
    for block in blocks:
        assert (uniforms(seed, year, start, 4 * block) == whole[start : start + 4 * block]).all()
        start += 4 * block


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    one, same, other = (of_lab("uniform 0 to 200", seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one.payees != other.payees


def test_the_size_of_the_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    single = of_lab("uniform 0 to 200")
    several = of_lab("uniform 0 to 60", years=3)
    monkeypatch.setattr(run._Steady, "chunk", 1 << 8)
    assert of_lab("uniform 0 to 200") == single
    cut = of_lab("uniform 0 to 60", years=3)
    assert cut.payees == several.payees
    assert cut.reached == several.reached
    for one, other in zip(cut.by_year, several.by_year, strict=True):
        assert one.paid.value == pytest.approx(other.paid.value, rel=1e-12)
        assert one.paid.error == pytest.approx(other.paid.error, rel=1e-9)


def test_an_interrupted_simulation_answers_from_what_is_drawn() -> None:
    asked = lab()
    cut = simulate(
        asked, "uniform 0 to 200", draws=400_000, seed=7, go_on=lambda drawn: drawn < 100_000
    )
    assert cut.stopped
    assert cut.drawn == 2 * run.CHUNK
    whole = simulate(asked, "uniform 0 to 200", draws=cut.drawn, seed=7)
    assert not whole.stopped
    assert cut.payees == whole.payees


# -------------------------------------------------------------------- over the years


def test_a_cap_that_was_raised_pays_what_it_was_raised_by() -> None:
    """150 under a cap of 100 is 100 and 50; 150 more under a cap of 120 is 20 more, and 130."""
    found = of_lab("quantiles 0% below 150, 100% below 150", extra=RAISED, years=2, draws=3)
    first, second = found.by_year
    assert [each.value for _, each in first.receives] == [100, 50]
    assert [each.value for _, each in second.receives] == [20, 130]
    assert found.provenance.method == run.CHANGING
    assert any("120" in item.words for item in found.reached)


def test_what_happens_on_every_path_is_one_line_whatever_the_sums() -> None:
    """A return that accrues on what is still out is another sum on every path, and one claim."""
    text = (Path(__file__).parents[2] / "cases/fund-european/charter.yaml").read_bytes()
    charter = load(text, file="charter.yaml").charter
    assert charter is not None
    found = simulate(
        view(charter), "uniform 80 m to 160 m", draws=5, seed=2, years=2, entity="fund"
    )
    lines = [item.words for item in found.reached]
    assert len(set(lines)) == len(lines)
    assert "the claim of `investors` in `preferred_return` is paid" in lines


@exactly
@given(waterfalls(), st.integers(1, 3))
def test_paths_paid_exactly_agree_with_cumulative_payoffs(made: w.Waterfall, years: int) -> None:
    plan = run.Plan(d.Uniform(Fraction(0), Fraction(60)), "uniform", 3, 3, years, QUANTILES)

    def terms_of(_: int, on_the_way: OnTheWay) -> w.Waterfall:
        return replace(made, received=(*made.received, *(cell for _, cell in on_the_way)))

    steady, changing = run._Steady(made, plan), run._Changing(terms_of, [made] * years, plan)
    for each in (steady, changing):
        each.draw(0, 3)
    for one, other in zip(steady.payees(3), changing.payees(3), strict=True):
        assert one.payee == other.payee
        assert one.mean.value == pytest.approx(other.mean.value, abs=0.03)  # cut to cents a year


# ------------------------------------------------------------------ summaries, kernel

curves = st.lists(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4)), min_size=1, max_size=4).map(
        lambda steps: PiecewiseLinear.from_slopes(
            [(sum(s for s, _ in steps[:i]), Fraction(r, 4)) for i, (_, r) in enumerate(steps)]
        )
    ),
    min_size=1,
    max_size=4,
)
drawn = st.lists(st.floats(0, 50), min_size=1, max_size=60)


@exactly
@given(curves, drawn)
def test_moments_of_sorted_amounts_are_those_of_all_payoffs(
    made: list[PiecewiseLinear], values: list[float]
) -> None:
    table = CurveTable.from_curves(made)
    payoffs = table.evaluate(np.array(values))
    found = moments_of_sorted(table, np.sort(np.array(values)))
    assert found.mean == pytest.approx(payoffs.mean(axis=0), abs=1e-9)
    assert found.variance == pytest.approx(payoffs.var(axis=0), abs=1e-8)


def test_the_kernel_gives_the_same_numbers_bit_by_bit() -> None:
    pytest.importorskip("numba")
    generator = np.random.default_rng(5)
    for breaks in (0, 1, 40):
        starts = [0, *sorted(generator.choice(1000, size=breaks, replace=False) + 1)]
        made = [
            PiecewiseLinear.from_slopes(
                [(int(s), Fraction(int(generator.integers(9)), 7)) for s in starts]
            )
            for _ in range(3)
        ]
        table = CurveTable.from_curves(made)
        values = np.concatenate([generator.uniform(0, 1500, 5_000), table.knots, [0.0, 1e300]])
        expected = table.evaluate(values)
        assert np.array_equal(fast.evaluate(table, values, np.empty_like(expected)), expected)


@exactly
@given(st.integers(0, 500), st.integers(1, 500))
def test_a_probability_lies_inside_its_interval(hits: int, more: int) -> None:
    found = probability(hits, hits + more)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@exactly
@given(st.lists(st.floats(0, 9), min_size=1, max_size=40), st.integers(0, 20))
def test_quantiles_stay_inside_the_draws(values: list[float], twentieths: int) -> None:
    ascending = np.sort(np.array(values))
    (found,) = quantiles_of_sorted(ascending, [Fraction(twentieths, 20)])
    assert ascending[0] <= found.low <= found.value <= found.high <= ascending[-1]


def test_class_terms_are_simulated_too() -> None:
    """A preference of 10 that converts into half above 20; over two years it counts what it had."""
    loaded = load(CLASSES, file="charter.yaml")
    assert loaded.charter is not None, [str(x) for x in loaded.errors]
    asked = view(loaded.charter)
    found = simulate(asked, "uniform 0 to 40", draws=20_000, seed=3)
    assert near(outlook(found, "ann").mean, (50 + 100 + 300) / 40)
    twice = simulate(asked, "quantiles 0% below 6, 100% below 6", draws=2, seed=3, years=2)
    assert twice.provenance.method == run.CHANGING
    assert {each.payee: each.mean.value for each in twice.payees} == {"ann": 10, "bob": 2}


def test_payments_of_all_payees_make_what_is_paid() -> None:
    found = of_lab("uniform 0 to 200", years=2)
    assert sum(each.mean.value for each in found.payees) == pytest.approx(found.paid.mean.value)
    for year in found.by_year:
        assert sum(e.value for _, e in year.receives) == pytest.approx(year.paid.value)


def test_what_was_received_before_counts() -> None:
    before = LAB.replace(
        "    residual", "    received: [{payee: ann, amount: 60, stage: first}]\n    residual"
    )
    loaded = load(before, file="charter.yaml")
    assert loaded.charter is not None
    found = simulate(view(loaded.charter), "150", draws=4, seed=1, years=2)
    assert outlook(found, "ann").mean.value == 40
