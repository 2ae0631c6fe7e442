"""A tornado: how far each input moves a probability, the widest on top, with its flip point."""

from collections.abc import Sequence

from stanchion.exact.record import record
from stanchion.reports.chart import INK, PALETTE, WIDTH
from stanchion.reports.drawings.frame import Spec, frame, percent_axis


@record(frozen=True, slots=True)
class Row:
    """One input: the probability at either end of it, what the ends are, and where it flips."""

    name: str
    low: float
    high: float
    low_end: str
    high_end: str
    flips: str = ""


def tornado(title: str, subtitle: str, rows: Sequence[Row], *, base: float) -> Spec:
    """A bar a row from the probability at the low end to that at the high end."""
    names = [row.name for row in rows]
    y: Spec = {"field": "input", "type": "nominal", "sort": names, "title": None}
    y["axis"] = {"labelLimit": 330}
    bars = [
        {"input": row.name, "low": row.low, "high": row.high, "rises": row.high >= row.low}
        for row in rows
    ]
    ends = [
        {"input": row.name, "at": at, "text": text, "left": left}
        for row in rows
        for at, text, left in (
            (row.low, row.low_end, row.low <= row.high),
            (row.high, row.high_end, row.low > row.high),
        )
    ]
    flips = [{"input": row.name, "text": f"flips at {row.flips}"} for row in rows if row.flips]
    x_at = {"field": "at", "type": "quantitative"}
    text = {"y": y, "x": x_at, "text": {"field": "text"}}
    layers: list[Spec] = [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "height": {"band": 0.55}},
            "encoding": {
                "y": y,
                "x": {"field": "low", **percent_axis("probability")},
                "x2": {"field": "high"},
                "color": {
                    "field": "rises",
                    "type": "nominal",
                    "scale": {"domain": [True, False], "range": [PALETTE[0], PALETTE[1]]},
                    "legend": None,
                },
            },
        },
        *_rules(base),
        {
            "data": {"values": [e for e in ends if e["left"]]},
            "mark": {"type": "text", "align": "right", "dx": -4, "color": INK, "fontSize": 10},
            "encoding": text,
        },
        {
            "data": {"values": [e for e in ends if not e["left"]]},
            "mark": {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 10},
            "encoding": text,
        },
        {
            "data": {"values": flips},
            "mark": {"type": "text", "align": "left", "dx": 32, "color": INK, "fontSize": 10},
            "encoding": {"y": y, "x": {"value": WIDTH}, "text": {"field": "text"}},
        },
    ]
    return frame(title, subtitle, layers, height=max(60, 34 * len(rows)))


def _rules(base: float) -> list[Spec]:
    """Where the probability is with all inputs distributed, and one half."""
    lines = (([4, 3], 0.5), ([1, 0], base))
    return [
        {
            "data": {"values": [{"at": at}]},
            "mark": {"type": "rule", "color": INK, "strokeDash": dash, "opacity": 0.6},
            "encoding": {"x": {"field": "at", "type": "quantitative"}},
        }
        for dash, at in lines
    ]
