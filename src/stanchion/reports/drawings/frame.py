"""What all drawings of chances share: the frame, the colours of outcomes, axes of per cent."""

from typing import Any

from stanchion.reports.chart import PALETTE, VEGA_LITE, WIDTH, config

Spec = dict[str, Any]

HEIGHT = 300
PERCENT = ".0%"


def frame(
    title: str, subtitle: str, layers: list[Spec], *, height: int = HEIGHT, above: int = 0
) -> Spec:
    """Layers under a title; `above` keeps room for labels over the picture, in pixels."""
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE.partition('.')[0]}.json",
        "title": {"text": title, "subtitle": subtitle, "anchor": "start", "offset": 16 + above},
        "width": WIDTH,
        "height": height,
        "layer": layers,
        "config": config(),
    }


def percent_axis(title: str | None, **more: Any) -> Spec:
    """An axis of probabilities from 0 to 100 per cent."""
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1]},
        "axis": {"format": PERCENT, "tickCount": 5},
        **more,
    }


def coloured_by(field: str, names: list[str], *, legend: bool = True) -> Spec:
    """Every name in a colour of its own, in order."""
    return {
        "field": field,
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names, "range": [*PALETTE]},
        "legend": {"title": None, "orient": "bottom", "labelLimit": 320} if legend else None,
    }


def stacked_up(parts: list[Spec]) -> Spec:
    """Several drawings one above the other, each with colours of its own."""
    first, *_ = parts
    inner = [{k: v for k, v in part.items() if k not in {"$schema", "config"}} for part in parts]
    return {
        "$schema": first["$schema"],
        "vconcat": inner,
        "spacing": 40,
        "resolve": {"scale": {"color": "independent"}},
        "config": first["config"],
    }
