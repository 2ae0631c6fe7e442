"""Drawings of chances: what they show, and that the same rows give the same bytes."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.reports.chart import VEGA_LITE
from stanchion.reports.drawings import bands, bars, blocks, days, dots, moved, tornado
from stanchion.reports.drawings.frame import Spec

laws = settings(derandomize=True, deadline=None, max_examples=60)
START = datetime(2023, 11, 17, 12)
TWO_PEAKS = [400] + [10] * 18 + [600]
ONE_PEAK = [0, 10, 60, 200, 400, 210, 70, 8] + [0] * 12


def bell(middle: int) -> list[int]:
    return [max(0, 300 - 40 * abs(cell - middle)) for cell in range(20)]


DRAWINGS: dict[str, Callable[[], Spec]] = {
    "outcome_bars": lambda: bars.outcome_bars(
        "t", "s", [bars.Bar("復職", 0.6, 0.5, 0.7, happened=True), bars.Bar("b", 0.4, 0.3, 0.5)]
    ),
    "day_bars": lambda: bars.day_bars("t", "s", {"a": [0.1, 0.2], "b": [0.3, 0.4]}),
    "dots": lambda: dots.quantile_dots("t", "s", "x", dots.quantiles_of_counts(TWO_PEAKS)),
    "fan": lambda: bands.over_time("t", "s", "x", [bell(4), bell(8), bell(12)]),
    "map": lambda: bands.over_time("t", "s", "x", [ONE_PEAK, TWO_PEAKS]),
    "tornado": lambda: tornado.tornado(
        "t", "s", [tornado.Row("a", 0.9, 0.2, "0", "9", "5"), tornado.Row("b", 0.5, 0.6, "1", "2")],
        base=0.6,
    ),
    "moved": lambda: moved.moved_graph(
        "t", "s", "x", [moved.Party("a", 0, 50), moved.Party("b", 90, 90)],
        [moved.Move("b", "a", 50, 2)],
    ),
    "days": lambda: days.day_by_day(
        "t", "s",
        [days.Dated(START + timedelta(d), (("a", 0.2 * d), ("b", 1 - 0.2 * d))) for d in range(4)],
        [days.Mark(START, "removal"), days.Mark(START + timedelta(minutes=5), "statement")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_it_draws_and_the_same_rows_give_the_same_bytes(name: str) -> None:
    spec = DRAWINGS[name]()
    assert json.dumps(spec) == json.dumps(DRAWINGS[name]())
    first = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    assert first == vl_convert.vegalite_to_svg(DRAWINGS[name](), vl_version=VEGA_LITE)
    assert first.startswith("<svg")
    assert "NaN" not in first


def test_a_fan_is_drawn_only_where_no_day_has_two_peaks() -> None:
    assert bands.is_unimodal(ONE_PEAK)
    assert not bands.is_unimodal(TWO_PEAKS)
    assert "bands of 50% and 90%" in DRAWINGS["fan"]()["title"]["subtitle"]
    assert "two peaks" in DRAWINGS["map"]()["title"]["subtitle"]


def test_what_only_chance_makes_is_no_second_peak() -> None:
    assert bands.is_unimodal([10, 12, 9, 11, 10, 12, 11, 9, 10, 11, 12, 10])
    assert bands.is_unimodal([0] * 20)
    assert bands.is_unimodal([0] * 19 + [1000])


@laws
@given(st.lists(st.integers(0, 50), min_size=1, max_size=40).filter(any))
def test_dots_stand_where_the_runs_are(counts: list[int]) -> None:
    values = dots.quantiles_of_counts(counts)
    assert len(values) == dots.DOTS
    assert values == sorted(values)
    total = sum(counts)
    for cell, count in enumerate(counts):
        here = sum(1 for v in values if v == (cell + 0.5) / len(counts))
        assert abs(here / dots.DOTS - count / total) <= 1 / dots.DOTS + 1e-9
    assert len({(at, row) for at, row in dots.stacked(values)}) == len(values)


@laws
@given(st.floats(0, 1), st.integers(1, 60))
def test_a_bar_in_the_terminal_is_as_long_as_its_share(share: float, columns: int) -> None:
    drawn = blocks.bar(share, columns)
    whole = drawn.count("█")
    assert len(drawn) <= columns
    assert abs(whole + (len(drawn) - whole) * 0.5 - share * columns) <= 0.6


def test_text_drawings_line_up() -> None:
    said = blocks.bars([("a", 0.5, "50%"), ("復職", 1.0, "100%")], columns=8)
    assert said.splitlines() == ["a     ████      50%", "復職  ████████  100%"]
    assert blocks.sparkline([0, 1, 100]) == " ▁█"
    assert blocks.span(0.25, 0.5, [0.4, 0.9], columns=20) == "     ███┃██       │"
    assert blocks.dots([0.05, 0.05, 0.95], bins=20).splitlines()[0] == " ●"
