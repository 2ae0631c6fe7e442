"""The compiled form of deductions: pure data, and what each of them takes, as exact curves.

Deductions come off one after the other, in the order written. Each is a piecewise linear function
of the proceeds which never falls, and leaves one that never falls; what is left in the end is paid
by the waterfall or the classes as if it were all there is.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Literal, assert_never

from stanchion.charter.instruments.base import MeasuredOn
from stanchion.economics import waterfall as w
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.flows import ONE, ZERO
from stanchion.exact.allocation import Leftover
from stanchion.exact.piecewise import PiecewiseLinear, compose, maximum, minimum

Undeducted = w.Waterfall | ClassTable
Part = tuple[w.StageId, w.PayeeId, Fraction]


@dataclass(frozen=True, slots=True)
class UpTo:
    """An amount, as far as the money reaches; what was paid of it before is taken off already."""

    amount: Fraction


@dataclass(frozen=True, slots=True)
class InBands:
    """Of every dollar above each threshold a share, up to a cap.

    `bands` are pairs (above, share), thresholds strictly rising from zero on; they and the cap
    count what was there `before` this distribution too, of which `received` was taken.
    """

    bands: tuple[tuple[Fraction, Fraction], ...]
    on: MeasuredOn
    cap: Fraction | None = None
    before: Fraction = ZERO
    received: Fraction = ZERO


Takes = UpTo | InBands


class Fate(Enum):
    """What becomes of the money that a deduction takes."""

    SPENT = "spent"
    HELD = "held"  # and released later to those who are paid


@dataclass(frozen=True, slots=True)
class Prior:
    """One deduction: what it takes, and to whom in which fixed parts, which make one.

    `stage` names it; of debts of equal rank each part has its own.
    """

    stage: w.StageId
    takes: Takes
    parts: tuple[Part, ...]
    because: w.Because
    fate: Fate = Fate.SPENT
    released: date | None = None
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """Money that may come later, on top of what is distributed now."""

    stage: w.StageId
    what: Literal["earn-out", "deferred price"]
    amount: Fraction
    on: date
    provided: str
    because: w.Because


@dataclass(frozen=True)
class Deducted:
    """How an entity pays when something comes off first, from a stated state.

    `exact` is false where an amount is the middle of two certified bounds.
    """

    prior: tuple[Prior, ...]
    rest: Undeducted
    promised: tuple[Promised, ...] = ()
    received_first: tuple[w.Received, ...] = ()
    assumptions: tuple[str, ...] = ()
    exact: bool = True

    @property
    def entity(self) -> str:
        """Who pays."""
        return self.rest.entity

    @property
    def currency(self) -> str:
        """The code of the currency paid in."""
        return self.rest.currency

    @property
    def leftover(self) -> Leftover:
        """Who gets the minor units that remain."""
        return self.rest.leftover

    @property
    def residual(self) -> w.PayeeId | None:
        """Who takes what nobody else can."""
        return self.rest.residual

    @property
    def payees(self) -> tuple[w.PayeeId, ...]:
        """All who can be paid, those before the others first."""
        first = [payee for prior in self.prior for _, payee, _ in prior.parts]
        before = [payee for _, payee, _ in self.received_first]
        return tuple(dict.fromkeys([*first, *before, *self.rest.payees]))

    @property
    def received(self) -> tuple[w.Received, ...]:
        """What was paid before this distribution."""
        return (*self.received_first, *self.rest.received)

    @property
    def because_residual(self) -> w.Because:
        """Why the residual payee takes what is left."""
        return self.rest.because_residual


@dataclass(frozen=True, slots=True)
class Taken:
    """What every deduction takes of any amount, in order, and what is left for the rest.

    `available[i]` is what reaches the i-th deduction.
    """

    available: tuple[PiecewiseLinear, ...]
    taken: tuple[PiecewiseLinear, ...]
    left: PiecewiseLinear


@lru_cache(maxsize=256)
def taken(deducted: Deducted) -> Taken:
    """What the deductions take, as curves over the amount distributed."""
    left = PiecewiseLinear.line(1)
    available, curves = [], []
    for prior in deducted.prior:
        curve = minimum(left, due(prior.takes, left))
        available.append(left)
        curves.append(curve)
        left = left - curve
    # INVARIANT: a checked charter's shares make less than the whole, so something is always left
    assert left.is_nondecreasing()
    return Taken(tuple(available), tuple(curves), left)


def due(takes: Takes, left: PiecewiseLinear) -> PiecewiseLinear:
    """What a deduction is due of any amount, however much is left for it."""
    match takes:
        case UpTo(amount):
            return PiecewiseLinear.constant(amount)
        case InBands():
            due_now = uncapped(takes, left)
            if takes.cap is not None:
                due_now = minimum(due_now, PiecewiseLinear.constant(takes.cap - takes.received))
            return maximum(due_now, PiecewiseLinear.constant(0))
        case _:
            assert_never(takes)


def uncapped(takes: InBands, left: PiecewiseLinear) -> PiecewiseLinear:
    """What the bands come to, cap or not, less what was received before."""
    starts = takes.bands if takes.bands[0][0] == 0 else ((ZERO, ZERO), *takes.bands)
    bands = PiecewiseLinear.from_slopes(starts)
    measured = measured_on(takes, left)
    return compose(bands, measured) - PiecewiseLinear.constant(takes.received)


def measured_on(takes: InBands, left: PiecewiseLinear) -> PiecewiseLinear:
    """What the bands measure: all proceeds or what is left, with what was there before."""
    base = PiecewiseLinear.line(ONE) if takes.on is MeasuredOn.ALL_PROCEEDS else left
    return base + PiecewiseLinear.constant(takes.before)
