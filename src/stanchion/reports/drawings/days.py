"""Probabilities day by day, as dated forecasts have them, with the events marked."""

from collections.abc import Sequence
from datetime import datetime

from stanchion.exact.record import record
from stanchion.reports.chart import INK, LETTER, QUIET, WIDTH
from stanchion.reports.drawings.frame import Spec, coloured_by, frame, percent_axis

LANE = 13


@record(frozen=True, slots=True)
class Dated:
    """What a forecast of some instant said: a probability for each outcome, by its name."""

    at: datetime
    probabilities: tuple[tuple[str, float], ...]


@record(frozen=True, slots=True)
class Mark:
    """An event of the time: when, and in a few words what."""

    at: datetime
    words: str


def day_by_day(
    title: str, subtitle: str, forecasts: Sequence[Dated], marks: Sequence[Mark]
) -> Spec:
    """A step for each outcome from forecast to forecast, a dashed line for each event."""
    names = [name for name, _ in forecasts[0].probabilities] if forecasts else []
    rows = [
        {"at": _stamp(forecast.at), "outcome": name, "probability": p}
        for forecast in forecasts
        for name, p in forecast.probabilities
    ]
    axis = {
        "labelExpr": "timeFormat(datum.value, '%-d %b %H:%M')",
        "labelAngle": 0,
        "tickCount": 5,
        "labelOverlap": "greedy",
        "labelSeparation": 12,
    }
    x = {"field": "at", "type": "temporal", "title": None, "axis": axis}
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "interpolate": "step-after", "point": True},
            "encoding": {
                "x": x,
                "y": {"field": "probability", **percent_axis("probability")},
                "color": coloured_by("outcome", names),
            },
        }
    ]
    lanes = _lanes(marks)
    layers += _marks(marks, lanes, x)
    above = LANE * (max(lanes, default=-1) + 1)
    return frame(title, subtitle, layers, above=above)


def _stamp(at: datetime) -> str:
    """Local time without its zone, so that the picture is the same wherever it is drawn."""
    return at.replace(tzinfo=None).isoformat()


def _lanes(marks: Sequence[Mark]) -> list[int]:
    """For every label the lowest row above the picture in which it touches no other."""
    if not marks:
        return []
    first = min(mark.at for mark in marks)
    span = max((mark.at - first).total_seconds() for mark in marks) or 1.0
    ends: list[float] = []
    lanes = []
    for mark in marks:
        begin = (mark.at - first).total_seconds() / span * WIDTH
        lane = next((n for n, end in enumerate(ends) if end <= begin), len(ends))
        ends[lane : lane + 1] = [begin + len(mark.words) * LETTER + LETTER]
        lanes.append(lane)
    return lanes


def _marks(marks: Sequence[Mark], lanes: Sequence[int], x: Spec) -> list[Spec]:
    rows = [{"at": _stamp(mark.at), "words": mark.words} for mark in marks]
    rules: Spec = {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [2, 3]},
        "encoding": {"x": x},
    }
    texts: list[Spec] = [
        {
            "data": {"values": [row for row, own in zip(rows, lanes, strict=True) if own == lane]},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "fontSize": 10,
                "color": INK,
                "dy": -4 - LANE * lane,
            },
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "words"}},
        }
        for lane in sorted(set(lanes))
    ]
    return [rules, *texts] if marks else []
