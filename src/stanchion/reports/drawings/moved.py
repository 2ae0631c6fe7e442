"""Who moved whom: parties on a line by position, arrows from who moved another to the moved."""

from collections.abc import Sequence

from stanchion.exact.record import record
from stanchion.reports.chart import INK, PALETTE, QUIET
from stanchion.reports.drawings.frame import Spec, frame

ROW = 30


@record(frozen=True, slots=True)
class Party:
    """A party, where it stood at first and where in the end, on an axis from 0 to 100."""

    name: str
    began: float
    ended: float


@record(frozen=True, slots=True)
class Move:
    """One party moved another, by so much in all and in so many offers taken."""

    mover: str
    moved: str
    by: float
    times: int


def moved_graph(
    title: str, subtitle: str, axis: str, parties: Sequence[Party], moves: Sequence[Move]
) -> Spec:
    """A row a party, sorted by where it began: its way along the axis, and who moved it.

    An arrow goes from the row of the mover, at the mover's first position, to the end of the way
    of whom it moved; the more it moved, the heavier.
    """
    order = sorted(parties, key=lambda party: (party.began, party.name))
    place = {party.name: number for number, party in enumerate(order)}
    y_scale = {"domain": [len(order) - 0.5, -0.5]}
    y = {"field": "row", "type": "quantitative", "axis": None, "scale": y_scale}
    x = {"type": "quantitative", "title": axis, "scale": {"domain": [-25, 100]}}
    x["axis"] = {"values": [0, 25, 50, 75, 100], "grid": True}
    ways = [
        {"name": p.name, "row": place[p.name], "began": p.began, "ended": p.ended} for p in order
    ]
    at = {party.name: party for party in order}
    most = max((move.by for move in moves), default=1.0) or 1.0
    arrows = [
        {
            "x": at[move.mover].began,
            "row": place[move.mover],
            "to_x": at[move.moved].ended,
            "to_row": place[move.moved],
            "weight": move.by / most,
            "times": move.times,
        }
        for move in moves
    ]
    began, ended = {"field": "began", **x}, {"field": "ended", **x}
    layers: list[Spec] = [
        {
            "data": {"values": arrows},
            "mark": {"type": "rule", "color": PALETTE[1]},
            "encoding": {
                "x": {"field": "x", **x},
                "y": y,
                "x2": {"field": "to_x"},
                "y2": {"field": "to_row"},
                "strokeWidth": {
                    "field": "weight",
                    "type": "quantitative",
                    "scale": {"domain": [0, 1], "range": [0.5, 5]},
                    "legend": None,
                },
                "opacity": {"value": 0.55},
            },
        },
        {
            "data": {"values": ways},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 2},
            "encoding": {"x": began, "x2": {"field": "ended"}, "y": y},
        },
        {
            "data": {"values": ways},
            "mark": {"type": "point", "filled": False, "size": 60, "color": QUIET},
            "encoding": {"x": began, "y": y},
        },
        {
            "data": {"values": ways},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 60,
                "color": PALETTE[0],
                "opacity": 1,
            },
            "encoding": {"x": ended, "y": y},
        },
        {
            "data": {"values": ways},
            "mark": {"type": "text", "align": "left", "color": INK, "x": 0, "limit": 130},
            "encoding": {"y": y, "text": {"field": "name"}},
        },
    ]
    legend = "from the open to the full point; a line from who moved it, heavier for more"
    return frame(title, f"{subtitle}; {legend}", layers, height=ROW * max(len(order), 2))
