"""Payoff curves drawn: one Vega-Lite specification for the page, the file and the terminal.

Exact curves become floats here and only here; the picture says so in no number, it only places
points. Knots are drawn exactly where they are, so no sampling is involved.
"""

from fractions import Fraction
from typing import Any

from stanchion.charter.model import Charter
from stanchion.economics.curves import PayoffCurves

INK = "#1b1f24"
QUIET = "#6b7280"
PALETTE = (
    *("#1f6f8b", "#d08c34", "#7a9e5f", "#9a5c7b", "#5b6bb0", "#a8703a", "#4e8f86", "#8a8f98"),
    *("#74b3c9", "#ecc48a", "#b5cca2", "#c9a0b6", "#a5b0dc", "#d3ab84", "#9cc7c0", "#c3c7cd"),
)
WIDTH = 720
LETTER = 7
"""Pixels that a letter of a label takes, amply."""
LANE = 14
"""Pixels between two rows of labels."""
FONT = "Inter, Helvetica Neue, Arial, Noto Sans, Noto Sans CJK TC, sans-serif"
VEGA_LITE = "6.4"


def default_span(curves: PayoffCurves) -> Fraction:
    """An amount that shows every breakpoint with some room, rounded to people's numbers."""
    points = [x for curve in curves.by_payee().values() for x in curve.breakpoints]
    last = max(points, default=Fraction(100)) * Fraction(6, 5)
    step = Fraction(1)
    while step * 20 < last:
        step *= 10
    while step * 4 > last:
        step /= 2
    return -(-last // step) * step


def points(curves: PayoffCurves, upto: Fraction) -> list[Fraction]:
    """Zero, every breakpoint below, and the end: between them all curves are straight."""
    inner = {x for curve in curves.by_payee().values() for x in curve.breakpoints if x < upto}
    return [Fraction(0), *sorted(inner), upto]


def payoff_chart(
    charter: Charter, curves: PayoffCurves, *, upto: Fraction, language: str = "en"
) -> dict[str, Any]:
    """A stacked chart of who receives what, with the breakpoints marked."""
    scale, unit = _scale(upto)
    xs = points(curves, upto)
    payees = [p for p, c in curves.by_payee().items() if c(upto)]
    names = {p: charter.party_name(p, language) for p in payees}
    rows = [
        {
            "amount": float(x / scale),
            "payee": names[payee],
            "receives": float(curves.of(payee)(x) / scale),
            "order": place,
        }
        for place, payee in enumerate(payees)
        for x in xs
    ]
    marks = [{"amount": float(x / scale), "label": _short(x / scale, unit)} for x in xs[1:-1]]
    lanes = _lanes(marks, float(upto / scale))
    currency = curves.waterfall.currency
    entity = charter.party_name(curves.waterfall.entity, language)
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE.partition('.')[0]}.json",
        "title": {
            "text": charter.name.said_in(language),
            "subtitle": f"Who receives what {entity} pays ({currency} {unit})",
            "anchor": "start",
            "offset": 24 + LANE * (max(lanes, default=0)),
        },
        "width": WIDTH,
        "height": 380,
        "layer": [_areas(rows, list(names.values()), currency, unit), *_marks(marks, lanes)],
        "config": config(),
    }


def _short(value: Fraction, unit: str) -> str:
    """A label in a picture: two decimals at most."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".") + f" {unit}"


def _scale(upto: Fraction) -> tuple[Fraction, str]:
    for power, unit in ((9, "bn"), (6, "m"), (3, "k")):
        if upto >= 10**power:
            return Fraction(10**power), unit
    return Fraction(1), ""


def _areas(
    rows: list[dict[str, Any]], names: list[str], currency: str, unit: str
) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "interpolate": "linear", "opacity": 0.92},
        "encoding": {
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": f"paid out in all ({currency} {unit})",
                "axis": {"grid": False, "tickCount": 6},
            },
            "y": {
                "field": "receives",
                "type": "quantitative",
                "stack": "zero",
                "title": f"received ({currency} {unit})",
                "axis": {"tickCount": 6},
            },
            "color": {
                "field": "payee",
                "type": "nominal",
                "sort": names,
                "scale": {"domain": names, "range": list(PALETTE)},
                "legend": {"title": None, "orient": "bottom", "labelLimit": 320, "columns": 2},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _lanes(marks: list[dict[str, Any]], upto: float) -> list[int]:
    """For every label the lowest row above the picture in which it touches no other."""
    ends: list[float] = []
    lanes = []
    for mark in marks:
        middle, half = mark["amount"] / upto * WIDTH, len(mark["label"]) * LETTER / 2
        free = (lane for lane, end in enumerate(ends) if end <= middle - half)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [middle + half]
        lanes.append(lane)
    return lanes


def _marks(marks: list[dict[str, Any]], lanes: list[int]) -> list[dict[str, Any]]:
    if not marks:
        return []
    at = {"field": "amount", "type": "quantitative"}
    text = {"type": "text", "baseline": "bottom", "color": INK, "fontSize": 11}
    return [
        {
            "data": {"values": marks},
            "mark": {"type": "rule", "color": INK, "strokeDash": [2, 3], "opacity": 0.7},
            "encoding": {"x": at},
        },
        *(
            {
                "data": {"values": [m for m, own in zip(marks, lanes, strict=True) if own == lane]},
                "mark": {**text, "dy": -8 - LANE * lane},
                "encoding": {"x": at, "y": {"value": 0}, "text": {"field": "label"}},
            }
            for lane in range(max(lanes) + 1)
        ),
    ]


def config() -> dict[str, Any]:
    """How every picture of ours looks: letters, colours, lines."""
    axis = {"labelColor": QUIET, "titleColor": QUIET, "titleFontWeight": "normal"}
    return {
        "font": FONT,
        "background": "#ffffff",
        "padding": 16,
        "view": {"stroke": None},
        "title": {"color": INK, "fontSize": 16, "subtitleColor": QUIET, "subtitleFontSize": 12},
        "axis": {**axis, "gridColor": "#e5e7eb", "domainColor": "#9ca3af", "tickColor": "#9ca3af"},
        "legend": {"labelColor": INK, "symbolType": "square"},
    }
