"""Following the next dollar through deductions, and on into what is left.

Every deduction's curve is known, so a flow lasts until one of them bends or what is left reaches
the end of one of the rest's own flows. The rest's rates are scaled by the part of a dollar that
still reaches it.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import assert_never, overload

from stanchion.economics import flows as f
from stanchion.economics.deductions.prior import (
    Deducted,
    InBands,
    Prior,
    Taken,
    UpTo,
    due,
    taken,
)
from stanchion.economics.flows import ZERO, Event, Flow, Rate, Sweep
from stanchion.exact.piecewise import PiecewiseLinear, minimum


class ScaledRates(Sequence[Rate]):
    """Deductions' rates, then those of the rest, scaled; opened when looked at."""

    def __init__(self, first: tuple[Rate, ...], rest: Sequence[Rate], part: Fraction) -> None:
        self.first = first
        self.rest = rest
        self.part = part

    @cached_property
    def _rates(self) -> tuple[Rate, ...]:
        if not self.part:
            return self.first
        return (*self.first, *((stage, who, rate * self.part) for stage, who, rate in self.rest))

    @overload
    def __getitem__(self, index: int) -> Rate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rate]: ...
    def __getitem__(self, index: int | slice) -> Rate | Sequence[Rate]:
        return self._rates[index]

    def __len__(self) -> int:
        return len(self._rates)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._rates)


def deducted_sweep(deducted: Deducted, rest: Sweep) -> Sweep:
    """Every flow of one distribution, given those of the rest; raises NobodyReceives."""
    made = taken(deducted)
    events = _events(deducted, made, rest)
    ends = {curve_end for curve in made.taken for curve_end in curve.breakpoints}
    points = sorted({ZERO, *ends, *events})
    flows = tuple(
        _flow(deducted, made, rest, start, end, events.get(end, ()) if end is not None else ())
        for start, end in zip(points, [*points[1:], None], strict=True)
    )
    never = [
        stage
        for prior, curve in zip(deducted.prior, made.taken, strict=True)
        for stage, _, part in prior.parts
        if not part or curve == PiecewiseLinear.constant(0)
    ]
    return Sweep(flows, (*dict.fromkeys(never), *rest.unreached))


def _flow(
    deducted: Deducted,
    made: Taken,
    rest: Sweep,
    start: Fraction,
    end: Fraction | None,
    events: tuple[Event, ...],
) -> Flow:
    slopes = [curve.slope_after(start) for curve in made.taken]
    first = tuple(
        (stage, payee, slope * part)
        for prior, slope in zip(deducted.prior, slopes, strict=True)
        for stage, payee, part in prior.parts
        if slope * part
    )
    part = made.left.slope_after(start)
    below = _rest_flow(rest, made.left(start))
    largest = max(range(len(slopes)), key=lambda place: slopes[place], default=None)
    stage = below.stage
    if not part and largest is not None:
        stage = deducted.prior[largest].stage
    return Flow(start, end, stage, ScaledRates(first, below.rates, part), events)


def _rest_flow(rest: Sweep, amount: Fraction) -> Flow:
    return next(flow for flow in rest.flows if flow.end is None or amount < flow.end)


def _events(deducted: Deducted, made: Taken, rest: Sweep) -> dict[Fraction, tuple[Event, ...]]:
    """What happens at which amount above zero."""
    found: dict[Fraction, list[Event]] = {}
    for place, prior in enumerate(deducted.prior):
        for at, event in _events_of(prior, made.available[place], made.taken[place]):
            if at is not None and at > 0:
                found.setdefault(at, []).append(event)
    for flow in rest.flows:
        at = None if flow.end is None else made.left.first_reaching(flow.end)
        if at is not None:
            found.setdefault(at, []).extend(flow.ends_because)
    return {at: tuple(dict.fromkeys(events)) for at, events in found.items()}


def _events_of(
    prior: Prior, available: PiecewiseLinear, curve: PiecewiseLinear
) -> Iterator[tuple[Fraction | None, Event]]:
    match prior.takes:
        case UpTo(amount):
            yield curve.first_reaching(amount), f.DeductionPaid(prior.stage, amount, prior.because)
        case InBands() as takes:
            for at in curve.breakpoints:
                yield at, _bend(prior, takes, available, at)
        case _:
            assert_never(prior.takes)


def _bend(prior: Prior, takes: InBands, available: PiecewiseLinear, at: Fraction) -> Event:
    """Why what a share takes of a dollar changes at this amount."""
    now = due(takes, available)
    capped = None if takes.cap is None else takes.cap - takes.received
    if capped is not None and now(at) == capped and not now.slope_after(at):
        return f.DeductionCapped(prior.stage, takes.received + capped, prior.because)
    curve = minimum(now, available)
    if curve.slope_after(at) < available.slope_after(at) and now(at) == available(at) > 0:
        return f.ShareInFull(prior.stage, prior.because)
    return f.ShareTaken(prior.stage, curve.slope_after(at), prior.because)
