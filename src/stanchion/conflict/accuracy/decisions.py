"""Decisions that were really taken: who stood where and cared how much, and what came out."""

from dataclasses import dataclass
from fractions import Fraction

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Stand:
    """One actor on one issue: position and salience to 100; power on any scale."""

    actor: str
    position: Fraction
    salience: Fraction
    power: Fraction


@record(frozen=True, slots=True)
class Decided:
    """One issue that was decided, on a scale to 100; issues of one proposal hang together."""

    issue: str
    proposal: str
    outcome: Fraction
    stands: tuple[Stand, ...]


@record(frozen=True, slots=True)
class Decisions:
    """All issues that can be measured, and how many could not: no outcome, or nobody to differ.

    `equal_power` says that the data names no power, so that all weigh alike.
    """

    decided: tuple[Decided, ...]
    left_out: int
    equal_power: bool


@dataclass(eq=False)
class NothingDecided(StanchionError, ValueError):
    """None of the `issues` of the data has an outcome and two actors."""

    issues: int

    def __str__(self) -> str:
        return (
            f"none of {self.issues} issues has an outcome and two actors with positions; "
            "there is nothing to measure"
        )
