"""A share over time: a fan where every day has one peak, else a map of all its values.

A fan of quantiles draws its middle where nothing may be: of a crowd of which either nearly nobody
or nearly everybody signs, half is the one thing that does not happen. So a fan is drawn only where
no day has two peaks.
"""

from collections.abc import Sequence

from stanchion.reports.chart import PALETTE
from stanchion.reports.drawings.dots import quantiles_of_counts
from stanchion.reports.drawings.frame import Spec, frame, percent_axis

Columns = Sequence[Sequence[int]]
"""For each day, how many runs fall into each of the cells from 0 to 1."""

CELLS = 12
DEPTH = 0.2
ERRORS = 3
QUANTILES = {"low": 2, "quarter": 12, "middle": 25, "upper": 37, "high": 47}
"""Of fifty: 5%, 25%, 50%, 75% and 95%, as near as middles of fiftieths come."""


def merged(counts: Sequence[int], cells: int = CELLS) -> list[int]:
    """The counts over at most so many cells, each of as many of the narrow ones."""
    each = -(-len(counts) // cells)
    return [sum(counts[place : place + each]) for place in range(0, len(counts), each)]


def is_unimodal(counts: Sequence[int]) -> bool:
    """Whether a histogram has one peak, by a plain rule.

    It has two where a valley lies between two higher cells, lower than the lower of them by a
    fifth of it and by three standard errors of the difference of two counts.
    """
    wide = merged(counts)
    for place, valley in enumerate(wide):
        lower = min(max(wide[:place], default=0), max(wide[place + 1 :], default=0))
        gap = lower - valley
        if gap > DEPTH * lower and gap > ERRORS * (lower + valley) ** 0.5:
            return False
    return True


def over_time(title: str, subtitle: str, axis: str, columns: Columns) -> Spec:
    """A fan, or a map where some day has two peaks; the subtitle says which and why."""
    if all(is_unimodal(column) for column in columns):
        return _fan(title, f"{subtitle}; bands of 50% and 90%", axis, columns)
    why = "drawn value by value, for some day has two peaks"
    return _map(title, f"{subtitle}; {why}", axis, columns)


def _fan(title: str, subtitle: str, axis: str, columns: Columns) -> Spec:
    rows = []
    for day, column in enumerate(columns):
        found = quantiles_of_counts(column)
        if found:
            rows.append({"day": day, **{name: found[at] for name, at in QUANTILES.items()}})
    x = {"field": "day", "type": "quantitative", "title": "day", "axis": {"tickMinStep": 1}}
    y = percent_axis(axis)
    colour = PALETTE[0]

    def band(low: str, high: str, opacity: float) -> Spec:
        return {
            "mark": {"type": "area", "opacity": opacity, "color": colour},
            "encoding": {"x": x, "y": {"field": low, **y}, "y2": {"field": high}},
        }

    line = {
        "mark": {"type": "line", "color": colour},
        "encoding": {"x": x, "y": {"field": "middle", **y}},
    }
    layers = [band("low", "high", 0.2), band("quarter", "upper", 0.35), line]
    return frame(title, subtitle, [{"data": {"values": rows}, **layer} for layer in layers])


def _map(title: str, subtitle: str, axis: str, columns: Columns) -> Spec:
    rows = []
    for day, column in enumerate(columns):
        wide, total = merged(column), sum(column)
        rows += [
            {
                "day": day,
                "from": place / len(wide),
                "to": (place + 1) / len(wide),
                "share": count / total,
            }
            for place, count in enumerate(wide)
            if total
        ]
    layer: Spec = {
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": "day", "axis": {"labelAngle": 0}},
            "y": {"field": "from", **percent_axis(axis)},
            "y2": {"field": "to"},
            "color": {
                "field": "share",
                "type": "quantitative",
                "scale": {
                    "range": ["#f7f8f9", PALETTE[0]],
                    "domain": [0, 1],
                    "interpolate": "rgb",
                },
                "legend": {"title": "share of runs", "format": ".0%", "type": "symbol"},
            },
        },
    }
    return frame(title, subtitle, [layer])
