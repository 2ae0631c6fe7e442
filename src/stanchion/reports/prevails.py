"""A dispute drawn by ourselves, for pages: endings, their days, who signs, and day by day.

What is drawn is what `clash_drawing` hands to Vega-Lite; these need no script and are restyled by
a page by their classes, as the chart of payouts is. Longer words stand on lines of their own, so
that a picture can be read on a phone.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.conflict.clash import Clash, Forecast
from stanchion.economics.simulation.summary import Z_95
from stanchion.exact.record import record
from stanchion.reports.chart import FONT, INK, PALETTE, QUIET
from stanchion.reports.drawings.dots import BINS, quantiles_of_counts, stacked
from stanchion.reports.language import Language

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 760.0, 46.0, 14.0, 14.0, 230.0
ROW, BAR, LEGEND = 46.0, 16.0, 22.0
LABEL, LANE = 16.0, 13.0
"""Pixels that the number of an event takes, and between two rows of numbers."""
STEPS = (0, 25, 50, 75, 100)


@record(frozen=True, slots=True)
class Told:
    """A dispute as a page tells it: the answer, what the endings are called, the language."""

    found: Clash
    titles: Mapping[str, str]
    """By ending, in the order of their colours."""
    say: Language


def told(charter: Charter, found: Clash, say: Language) -> Told:
    """The answer with its endings called as the charter calls them in a language."""
    outcomes = {} if charter.dispute is None else charter.dispute.outcomes
    names = {
        status.name: say.said(outcomes[Name(status.name)].name)
        if status.name in outcomes
        else say.text(status.title)
        for status in found.crisis.statuses
    }
    return Told(found, names, say)


def endings_svg(told_of: Told) -> str:
    """A bar for each ending, with the interval that covers the model's figure in 95 of 100."""
    found, names, say = told_of.found, told_of.titles, told_of.say
    span = WIDTH - LEFT - RIGHT
    said = []
    for place, (name, title) in enumerate(names.items()):
        chance = found.ensemble.probability(name)
        y, half = TOP + ROW * place, Z_95 * chance.error
        low, high = max(0.0, chance.share - half), min(1.0, chance.share + half)
        came = found.happened is not None and found.happened[0] == name
        note = f" · {say.text('what happened')}" if came else ""
        words = f"{title}: {chance.share:.1%} ({low:.1%} – {high:.1%}){note}"
        said += [
            _text(LEFT, y + 12, words, weight="600" if came else ""),
            _box(LEFT, y + 20, span, BAR, "rail", fill="#e5e7eb"),
            _box(LEFT, y + 20, span * chance.share, BAR, _colour(place), fill=_fill(place)),
            _line(LEFT + span * low, y + 28, LEFT + span * high, y + 28, "interval"),
        ]
    return _picture(say.text("How it ends"), TOP + ROW * len(names), said)


def days_svg(told_of: Told) -> str:
    """On which day it ends: the part of all runs, the endings one on the other."""
    found, names, say = told_of.found, told_of.titles, told_of.say
    runs = found.ensemble.runs
    by_day = [found.ensemble.days(name) for name in names]
    most = max(sum(day) for day in zip(*by_day, strict=True)) / runs
    top, wide = _rounded_up(most), (WIDTH - LEFT - RIGHT) / len(by_day[0])
    said = list(_percents(top))
    for day in range(len(by_day[0])):
        y = TOP + HEIGHT
        for place, counts in enumerate(by_day):
            tall = HEIGHT * counts[day] / runs / top
            if tall:
                y -= tall
                x, drawn = LEFT + wide * day + 0.5, max(0.5, wide - 1)
                said.append(_box(x, y, drawn, tall, _colour(place), fill=_fill(place)))
    step = max(1, -(-len(by_day[0]) // 12))
    for day in range(0, len(by_day[0]), step):
        said.append(_text(LEFT + wide * (day + 0.5), TOP + HEIGHT + 17, str(day), anchor="middle"))
    shown = [any(counts) for counts in by_day]
    said += _legend([t for t, any_ in zip(names.values(), shown, strict=True) if any_], names)
    return _picture(say.text("On which day it ends"), _below(sum(shown)), said)


def signers_svg(told_of: Told, crowd: str, name: str) -> str:
    """How much of a crowd signs, in dots that are all as likely."""
    found, say = told_of.found, told_of.say
    placed = stacked(quantiles_of_counts(found.ensemble.signed(crowd)))
    most = max((row for _, row in placed), default=0) + 1
    size = min(7.0, HEIGHT / most / 2, (WIDTH - LEFT - RIGHT) / BINS / 2 - 1)
    said = [_line(LEFT, TOP + HEIGHT, WIDTH - RIGHT, TOP + HEIGHT, "axis")]
    for at, row in placed:
        x, y = LEFT + (WIDTH - LEFT - RIGHT) * at, TOP + HEIGHT - size * (2 * row + 1)
        said.append(
            f'<circle class="payee-0" cx="{x:.1f}" cy="{y:.1f}" r="{size - 0.6:.1f}" '
            f'fill="{PALETTE[0]}"/>'
        )
    for part in STEPS:
        x = LEFT + (WIDTH - LEFT - RIGHT) * part / 100
        anchor = "end" if part == STEPS[-1] else "middle"
        said.append(_text(x, TOP + HEIGHT + 17, f"{part}%", anchor=anchor))
    title = say.text("How many of {crowd} sign").format(crowd=name)
    return _picture(title, TOP + HEIGHT + 28, said)


def forecasts_svg(told_of: Told) -> str:
    """What was likely, by what was known then: a step at every event, numbered as in the table."""
    found, names, say = told_of.found, told_of.titles, told_of.say
    first, last = found.forecasts[0].at, found.forecasts[-1].at
    span = (last - first).total_seconds() or 1.0
    lanes = _lanes([_x(f.at, first, span) for f in found.forecasts])
    lift = LANE * (max(lanes) + 1)
    said = list(_percents(1.0))
    for number, (forecast, lane) in enumerate(zip(found.forecasts, lanes, strict=True), start=1):
        x, y = _x(forecast.at, first, span), TOP - 4 - LANE * lane
        said += [
            _line(x, y + 2, x, TOP + HEIGHT, "mark", dash="2 3"),
            _text(x, y, str(number), anchor="middle"),
        ]
    shown = [n for n in names if any(n in f.probabilities for f in found.forecasts)]
    for name in shown:
        said.append(_steps(found.forecasts, name, list(names).index(name), first, span))
    said.append(_text(LEFT, TOP + HEIGHT + 17, say.moment(first)))
    said.append(_text(WIDTH - RIGHT, TOP + HEIGHT + 17, say.moment(last), anchor="end"))
    said += _legend([names[name] for name in shown], names)
    title = say.text("Day by day, by what was known then")
    return _picture(title, _below(len(shown)), said, lift=lift)


def _x(at: datetime, first: datetime, span: float) -> float:
    part = (at - first).total_seconds() / span
    return LEFT + (WIDTH - LEFT - RIGHT - 24) * part


def _lanes(places: Sequence[float]) -> list[int]:
    """For every number the lowest row above the picture where it touches no other."""
    ends: list[float] = []
    lanes = []
    for x in places:
        lane = next((n for n, end in enumerate(ends) if end <= x), len(ends))
        ends[lane : lane + 1] = [x + LABEL]
        lanes.append(lane)
    return lanes


def _steps(
    forecasts: Sequence[Forecast], name: str, place: int, first: datetime, span: float
) -> str:
    """A stepped line; the last forecast holds to the edge of the picture."""
    points: list[tuple[float, float]] = []
    for forecast in forecasts:
        chance = forecast.probabilities.get(name)
        if chance is None:
            continue
        x, y = _x(forecast.at, first, span), TOP + HEIGHT * (1 - chance.share)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    points.append((WIDTH - RIGHT, points[-1][1]))
    d = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<path class="stroke-{place % len(PALETTE)}" d="M{d}" fill="none" '
        f'stroke="{_fill(place)}" stroke-width="2.4" stroke-linejoin="round"/>'
    )


# ------------------------------------------------------------------------- parts


def _percents(top: float) -> Iterator[str]:
    """Lines across at parts of the highest probability that is shown."""
    for step in STEPS:
        y = TOP + HEIGHT * (1 - step / 100)
        yield _line(LEFT, y, WIDTH - RIGHT, y, "axis" if not step else "grid")
        yield _text(LEFT - 6, y + 4, f"{top * step:.3g}%", anchor="end")


def _rounded_up(share: float) -> float:
    """The least of 4, 8, 20, 40, 100 per cent that is not below a share."""
    return next((part for part in (0.04, 0.08, 0.2, 0.4) if share <= part), 1.0)


def _below(entries: int) -> float:
    return TOP + HEIGHT + 34 + LEGEND * entries


def _legend(shown: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    order = list(names.values())
    for row, title in enumerate(shown):
        place, y = order.index(title), TOP + HEIGHT + 40 + LEGEND * row
        yield _box(LEFT, y - 9, 10, 10, _colour(place), fill=_fill(place))
        yield _text(LEFT + 18, y, title)


def _picture(title: str, tall: float, said: Sequence[str], *, lift: float = 0.0) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="payouts chances" role="img" '
        f'aria-label={quoteattr(title)} viewBox="0 {-lift:g} {WIDTH:g} {tall + lift:g}" '
        f'width="{WIDTH:g}" height="{tall + lift:g}" font-family="{FONT}" font-size="12">'
    )
    return "\n".join([head, f"<title>{escape(title)}</title>", *said, "</svg>"])


def _colour(place: int) -> str:
    return f"payee payee-{place % len(PALETTE)}"


def _fill(place: int) -> str:
    return PALETTE[place % len(PALETTE)]


def _box(x: float, y: float, wide: float, tall: float, kind: str, *, fill: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.2f}" width="{wide:.1f}" height="{tall:.2f}" '
        f'fill="{fill}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str, *, dash: str = "") -> str:
    ink = {"axis": "#9ca3af", "grid": "#e5e7eb"}.get(kind, INK)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    thick = ' stroke-width="2"' if kind == "interval" else ""
    return (
        f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{ink}"{dashes}{thick}/>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "") -> str:
    heavy = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text class="word" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'fill="{QUIET}"{heavy}>{escape(text)}</text>'
    )
