"""Quantile dots: fifty dots that are alike in chance, so that probabilities can be counted.

Source: Kay, Kola, Hullman, Munson (2016), When (ish) is my bus?
"""

import math
from collections.abc import Sequence
from itertools import accumulate

from stanchion.reports.chart import PALETTE
from stanchion.reports.drawings.frame import Spec, frame

DOTS = 50
BINS = 25


def quantiles_of_counts(counts: Sequence[int], dots: int = DOTS) -> list[float]:
    """Quantiles at the middles of so many equal parts, from counts over cells of 0 to 1.

    A value stands for the middle of its cell.
    """
    total, cells = sum(counts), len(counts)
    if not total:
        return []
    below = list(accumulate(counts))
    found, cell = [], 0
    for place in range(dots):
        wanted = (place + 0.5) / dots * total
        while below[cell] < wanted:
            cell += 1
        found.append((cell + 0.5) / cells)
    return found


def stacked(values: Sequence[float], bins: int = BINS) -> list[tuple[float, int]]:
    """Where each dot stands: the middle of its bin and how many stand below it."""
    heights = [0] * bins
    placed = []
    for value in values:
        place = min(bins - 1, math.floor(value * bins))
        placed.append(((place + 0.5) / bins, heights[place]))
        heights[place] += 1
    return placed


def quantile_dots(title: str, subtitle: str, axis: str, values: Sequence[float]) -> Spec:
    """Dots in columns over an axis of shares; each is one chance in as many as there are."""
    placed = stacked(values)
    rows = [{"at": at, "row": row + 0.5} for at, row in placed]
    most = max((row for _, row in placed), default=0) + 1
    size = min(11, 260 // max(most, 1))
    layer: Spec = {
        "data": {"values": rows},
        "mark": {"type": "circle", "size": size * size, "opacity": 1, "color": PALETTE[0]},
        "encoding": {
            "x": {
                "field": "at",
                "type": "quantitative",
                "title": axis,
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "grid": False},
            },
            "y": {
                "field": "row",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": [0, max(most, 260 // 12)]},
            },
        },
    }
    return frame(title, f"{subtitle}; each of {len(values)} dots is equally likely", [layer])
