"""The picture of payoffs: every payee in a colour of its own, no label upon another."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from stanchion.api.loading import load
from stanchion.api.money import curves
from stanchion.api.view import view
from stanchion.reports.chart import LETTER, WIDTH, payoff_chart

ROOT = Path(__file__).resolve().parents[2]


def drawn(case: str, upto: int) -> dict[str, Any]:
    charter = load((ROOT / f"cases/{case}/charter.yaml").read_bytes(), file="c.yaml").charter
    assert charter is not None
    return payoff_chart(charter, curves(view(charter)), upto=Fraction(upto))


def test_labels_that_lie_close_stand_in_rows_above_each_other() -> None:
    areas, _, *rows = drawn("venture-series-d", 300_000_000)["layer"]
    assert len({row["mark"]["dy"] for row in rows}) == len(rows) > 1
    labels = [mark["label"] for row in rows for mark in row["data"]["values"]]
    assert len(labels) == len(set(labels)) == 7, "every breakpoint is labelled once"
    for row in rows:
        ends = [
            (m["amount"] / 300 * WIDTH, len(m["label"]) * LETTER / 2) for m in row["data"]["values"]
        ]
        for (one, half), (other, half_too) in pairwise(ends):
            assert one + half <= other - half_too
    scale = areas["encoding"]["color"]["scale"]
    assert len(scale["domain"]) == 11
    assert len(set(scale["range"][:11])) == 11


def test_labels_with_room_between_stand_in_one_row() -> None:
    _, _, *rows = drawn("openai-2023", 350 * 10**9)["layer"]
    assert [row["mark"]["dy"] for row in rows] == [-8]
