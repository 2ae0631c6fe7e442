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
    """The cap at the instant, after every step that has begun, in order.

    A step sets the cap at its `start`, or lets it grow by its rate there, and again after every
    whole period from its start until the next step begins.
    """
    cap = base
    for place, step in enumerate(steps):
        if step.start.start > instant:
            break
        following = steps[place + 1].start.start if place + 1 < len(steps) else None
        until = instant if following is None or following > instant else following
        if step.cap is not None:
            cap = amount_of(step.cap)
        if step.grows_by is not None:
            cap *= (1 + step.grows_by) ** _times(step, until, ended=until == following)
    return cap


def _times(step: CapStep, until: datetime, *, ended: bool) -> int:
    """How often the step has grown the cap: at its start, and after every whole period since."""
    if step.every is None:
        return 1
    last = until - datetime.resolution if ended else until
    return periods_between(step.start.start, last, step.every) + 1
