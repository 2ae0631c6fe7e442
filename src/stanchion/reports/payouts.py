"""Payouts drawn by ourselves: who receives what of any amount, in money and in parts of the whole.

The chart of money is linear and exact at every knot. The chart of parts has a logarithmic axis, so
that the first million and the last hundred billion can both be seen; below it a band shows who owns
the next unit of money. Exact curves become floats here, and only to place points. Colours are
attributes, which a page may restyle by the classes.
"""

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from math import exp, log
from xml.sax.saxutils import escape, quoteattr

from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record
from stanchion.reports.chart import FONT, INK, PALETTE, QUIET, default_span
from stanchion.reports.language import Language

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 760.0, 260.0, 58.0, 12.0, 40.0, 34.0
BAND, BAND_GAP = 26.0, 30.0
LABEL, LANE = 6.4, 13.0
"""Pixels that a letter of a label takes, amply, and between two rows of labels."""
BENDS = 160
"""Points of a curve on a logarithmic axis, beside its knots."""
DECADES = 3


class Axis(Enum):
    """What the chart shows of the payees, and on which axis."""

    MONEY = "money"
    PARTS = "parts"


TITLES = {
    Axis.MONEY: "What each receives of any amount that {entity} pays",
    Axis.PARTS: "Each one's part of any amount that {entity} pays",
}


@record(frozen=True, slots=True)
class Frame:
    """From where to where the amounts go, and where they stand in the picture."""

    axis: Axis
    low: Fraction
    high: Fraction

    def x(self, amount: Fraction | float) -> float:
        """Where an amount stands, in pixels."""
        value, low, high = float(amount), float(self.low), float(self.high)
        if self.axis is Axis.PARTS:
            part = log(max(value, low) / low) / log(high / low)
        else:
            part = value / high
        return LEFT + min(1.0, max(0.0, part)) * (WIDTH - LEFT - RIGHT)


def frame(found: Breakpoints, curves: PayoffCurves, axis: Axis) -> Frame:
    """A frame that shows every breakpoint with some room."""
    high = default_span(curves)
    first = min((point for point in found.points if point > 0), default=high)
    low = _decade(min(first, high / 10**DECADES))
    return Frame(axis, low if axis is Axis.PARTS else Fraction(0), high)


def _decade(value: Fraction) -> Fraction:
    """The power of ten at or below a positive number."""
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def payouts_svg(
    names: Sequence[tuple[str, str]],
    found: Breakpoints,
    curves: PayoffCurves,
    language: Language,
    axis: Axis,
) -> str:
    """The chart; `names` are payees and what they are called, in the order of their colours."""
    at = frame(found, curves, axis)
    payoffs = {str(payee): curve for payee, curve in curves.by_payee().items()}
    marks, lanes = _labels(found.points, at, language)
    top = TOP + LANE * max(0, lanes - 1)
    band = BAND + BAND_GAP if axis is Axis.PARTS else 0.0
    tall = top + HEIGHT + FOOT + band
    title = _title(curves, language, axis)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="payouts" role="img" '
        f'aria-label={quoteattr(title)} viewBox="0 0 {WIDTH:g} {tall:g}" width="{WIDTH:g}" '
        f'height="{tall:g}" font-family="{FONT}" font-size="11" data-axis="{axis.value}" '
        f'data-left="{LEFT:g}" data-right="{WIDTH - RIGHT:g}" data-top="{top:g}" '
        f'data-foot="{top + HEIGHT:g}" data-low="{float(at.low):.12g}" '
        f'data-high="{float(at.high):.12g}">'
    )
    said = [
        head,
        f"<title>{escape(title)}</title>",
        *_areas(names, payoffs, at, top),
        *_axes(curves.waterfall.currency, at, top, language),
        *_marks_drawn(marks, top),
    ]
    if axis is Axis.PARTS:
        said += _band(names, found, at, top + HEIGHT + FOOT + BAND_GAP - 8, language)
    return "\n".join([*said, "</svg>"])


def _title(curves: PayoffCurves, language: Language, axis: Axis) -> str:
    return language.text(TITLES[axis]).format(entity=curves.waterfall.entity)


def _amounts(payoffs: Sequence[PiecewiseLinear], at: Frame) -> list[Fraction]:
    """The amounts at which the curves are drawn: knots, and on a logarithmic axis bends between."""
    inner = {x for curve in payoffs for x in curve.breakpoints if at.low < x < at.high}
    amounts = {at.low, at.high, *inner}
    if at.axis is Axis.PARTS:
        span = log(float(at.high / at.low))
        amounts |= {at.low * Fraction(exp(span * i / BENDS)) for i in range(1, BENDS)}
    return sorted(amounts)


def _areas(
    names: Sequence[tuple[str, str]],
    payoffs: dict[str, PiecewiseLinear],
    at: Frame,
    top: float,
) -> list[str]:
    amounts = _amounts(list(payoffs.values()), at)
    below = [0.0] * len(amounts)
    said = []
    for place, (payee, called) in enumerate(names):
        above = [
            low + _height(payoffs[payee], x, at) for low, x in zip(below, amounts, strict=True)
        ]
        if above != below:
            over, under = (list(zip(amounts, ys, strict=True)) for ys in (above, below))
            points = [*over, *under[::-1]]
            d = "L".join(f"{at.x(x):.1f} {top + HEIGHT * (1 - y):.1f}" for x, y in points)
            said.append(
                f'<path class="payee payee-{place % len(PALETTE)}" d="M{d}Z" '
                f'fill="{PALETTE[place % len(PALETTE)]}"><title>{escape(called)}</title></path>'
            )
        below = above
    return said


def _height(curve: PiecewiseLinear, amount: Fraction, at: Frame) -> float:
    whole = at.high if at.axis is Axis.MONEY else amount
    return float(curve(amount) / whole) if whole else 0.0


def _axes(currency: str, at: Frame, top: float, language: Language) -> list[str]:
    said = []
    for tick in _ticks(at):
        x = at.x(tick)
        said.append(_rule(x, top + HEIGHT, x, top + HEIGHT + 4, "axis"))
        said.append(_word(x, top + HEIGHT + 17, language.amount(tick), "middle"))
    steps = [Fraction(part, 4) for part in range(5)]
    if at.axis is Axis.MONEY:
        steps = [tick / at.high for tick in _ticks(at)]
    for step in steps:
        y = top + HEIGHT * (1 - float(step))
        label = language.share(step) if at.axis is Axis.PARTS else language.amount(step * at.high)
        said.append(_rule(LEFT, y, WIDTH - RIGHT, y, "grid"))
        said.append(_word(LEFT - 7, y + 4, label, "end"))
    said.append(_rule(LEFT, top + HEIGHT, WIDTH - RIGHT, top + HEIGHT, "axis"))
    words = language.text("paid out in all ({currency})").format(currency=currency)
    caption = _word(WIDTH - RIGHT, top + HEIGHT + 31, words, "end")
    said.append(caption.replace('class="word"', 'class="word caption"'))
    return said


def _ticks(at: Frame) -> list[Fraction]:
    if at.axis is Axis.PARTS:
        found, tick = [], at.low
        while tick <= at.high:
            found.append(tick)
            tick *= 10
        return found
    step = _decade(at.high)
    for smaller in (2, 5):
        if at.high / step < 4:
            step /= smaller if smaller == 2 else Fraction(5, 2)
    return [step * i for i in range(int(at.high / step) + 1)]


def _labels(
    points: Sequence[Fraction], at: Frame, language: Language
) -> tuple[list[tuple[float, str, int]], int]:
    """Breakpoints with their numbers and amounts, each in the lowest row where it is free."""
    ends: list[float] = []
    marks = []
    for number, point in enumerate(points, start=1):
        if not at.low <= point <= at.high:
            continue
        text = f"{number} · {_brief(point, language)}"
        x = at.x(point)
        start = x - len(text) * LABEL / 2
        lane = next((i for i, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [x + len(text) * LABEL / 2]
        marks.append((x, text, lane))
    return marks, len(ends)


def _brief(amount: Fraction, language: Language) -> str:
    """An amount for a label: two decimals at most, which the table below gives in full."""
    text = language.amount(amount)
    number, _, unit = text.partition(" ")
    whole, point, decimals = number.partition(".")
    kept = decimals.rstrip("…")[:2].rstrip("0") if point else ""
    return f"{whole}{'.' if kept else ''}{kept} {unit}".rstrip()


def _marks_drawn(marks: Sequence[tuple[float, str, int]], top: float) -> list[str]:
    """A dotted line and a label for each breakpoint; labels lie above all lines."""
    lines, labels = [], []
    for x, text, lane in marks:
        y = top - 8 - LANE * lane
        lines.append(_rule(x, y + 3, x, top + HEIGHT, "mark", dash="2 3"))
        middle = min(x, WIDTH - RIGHT - len(text) * LABEL / 2)
        labels.append(
            f'<text class="mark" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle" fill="{INK}" '
            f'stroke="#ffffff" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
        )
    return [*lines, *labels]


def _band(
    names: Sequence[tuple[str, str]], found: Breakpoints, at: Frame, y: float, language: Language
) -> list[str]:
    """Who owns the next unit of money, stretch by stretch."""
    place = {payee: number for number, (payee, _) in enumerate(names)}
    said = [_word(LEFT, y - 6, language.text("of the next unit of money"), "start")]
    for interval in found.intervals:
        start = max(interval.start, at.low)
        end = at.high if interval.end is None else min(interval.end, at.high)
        if end <= start:
            continue
        left, right, above = at.x(start), at.x(end), y
        for share in sorted(interval.owners, key=lambda s: place[str(s.payee)]):
            tall = BAND * float(share.part)
            number = place[str(share.payee)] % len(PALETTE)
            said.append(
                f'<rect class="payee payee-{number}" x="{left:.1f}" y="{above:.1f}" '
                f'width="{right - left:.1f}" height="{tall:.1f}" fill="{PALETTE[number]}">'
                f"<title>{escape(names[place[str(share.payee)]][1])} "
                f"{language.share(share.part)}</title></rect>"
            )
            above += tall
    return said


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str, *, dash: str = "") -> str:
    ink = {"axis": "#9ca3af", "grid": "#e5e7eb"}.get(kind, INK)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    clear = ' opacity="0.55"' if kind == "grid" else ""
    return (
        f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{ink}"{dashes}{clear}/>'
    )


def _word(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text class="word" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'fill="{QUIET}">{escape(text)}</text>'
    )
