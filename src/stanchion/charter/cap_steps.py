"""Caps that rise by date: what a cap comes to at an instant."""

from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.instruments.profit_units import CapStep
from stanchion.charter.periods import periods_between


def cap_at(
    base: Fraction,
    steps: Sequence[CapStep],
    instant: datetime,
    *,
    amount_of: Callable[[p.Figure], Fraction],
) -> Fraction:
    """The cap at the instant, after every step that has begun, in order of time.

    A step sets the cap at its `start`, or lets it grow by its rate after every whole period from
    then on, until the next step begins.
    """
    cap = base
    in_order = sorted(steps, key=lambda step: step.start.start)
    for place, step in enumerate(in_order):
        if step.start.start > instant:
            break
        following = in_order[place + 1 : place + 2]
        until = min([instant, *(after.start.start for after in following)])
        if step.cap is not None:
            cap = amount_of(step.cap)
        if step.grows_by is not None and step.every is not None:
            cap *= (1 + step.grows_by) ** periods_between(step.start.start, until, step.every)
    return cap
