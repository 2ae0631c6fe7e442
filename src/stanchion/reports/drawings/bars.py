"""How likely each outcome is, as bars with their errors; and on which day it comes, stacked."""

from collections.abc import Mapping, Sequence

from stanchion.exact.record import record
from stanchion.reports.chart import INK
from stanchion.reports.drawings.frame import Spec, coloured_by, frame, percent_axis


@record(frozen=True, slots=True)
class Bar:
    """One outcome: its probability, the interval around it, and whether it is what happened."""

    name: str
    value: float
    low: float
    high: float
    happened: bool = False


def outcome_bars(title: str, subtitle: str, bars: Sequence[Bar]) -> Spec:
    """A bar for every type of outcome, its Monte Carlo interval, and a mark on what happened."""
    names = [bar.name for bar in bars]
    rows = [
        {
            "outcome": bar.name,
            "value": bar.value,
            "low": bar.low,
            "high": bar.high,
            "label": f"{bar.value:.1%}" + (", as happened" if bar.happened else ""),
        }
        for bar in bars
    ]
    y: Spec = {"field": "outcome", "type": "nominal", "sort": names, "title": None}
    y["axis"] = {"labelLimit": 260}
    x = {"field": "value", **percent_axis("probability")}
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": {"band": 0.6}},
            "encoding": {"y": y, "x": x, "color": coloured_by("outcome", names, legend=False)},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 2},
            "encoding": {
                "y": y,
                "x": {"field": "low", "type": "quantitative"},
                "x2": {"field": "high"},
            },
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dx": 8, "color": INK},
            "encoding": {
                "y": y,
                "x": {"field": "high", "type": "quantitative"},
                "text": {"field": "label"},
            },
        },
    ]
    return frame(title, subtitle, layers, height=44 * len(bars))


def day_bars(title: str, subtitle: str, shares: Mapping[str, Sequence[float]]) -> Spec:
    """On which day the dispute ends, and how: shares of all runs, stacked by outcome."""
    names = list(shares)
    rows = [
        {"outcome": name, "day": day, "share": share}
        for name, by_day in shares.items()
        for day, share in enumerate(by_day)
    ]
    layer: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": "day", "axis": {"labelAngle": 0}},
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": "share of runs",
                "axis": {"format": ".0%", "tickCount": 5},
            },
            "color": coloured_by("outcome", names),
        },
    }
    return frame(title, subtitle, [layer])
