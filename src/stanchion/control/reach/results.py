"""Answers of reach: whether, by whom, in how many steps and days, and what was assumed."""

from datetime import timedelta
from enum import Enum

from stanchion.control.results import Step
from stanchion.exact.record import record


class Outcome(Enum):
    """What became of a question of reach."""

    REACHED = "reached"
    NEVER = "never"
    NOT_WITHIN = "not within"
    UNDECIDED = "undecided"


@record(frozen=True, slots=True)
class PlanStep:
    """One decision of a plan: by whom, what, when it is voted on and when it has its effect."""

    text: str
    decision: str
    by: tuple[str, ...]
    opposing: bool
    route: str | None
    waits: timedelta  # since the start
    effective: timedelta  # since the start
    because: Step


@record(frozen=True, slots=True)
class Plan:
    """A way to the goal: decisions in order, and how long it takes in all."""

    steps: tuple[PlanStep, ...]
    takes: timedelta

    @property
    def decisions(self) -> int:
        """How many decisions those who want the goal have to take."""
        return sum(1 for step in self.steps if not step.opposing)


@record(frozen=True, slots=True)
class Choice:
    """Any `count` of some people whom no rule tells apart."""

    count: int
    of: tuple[str, ...]


@record(frozen=True, slots=True)
class Reach:
    """Whether a goal can be brought about, and how.

    `plans` begin with the one of fewest decisions, then such as take more decisions and less time.
    `coalitions` are the minimal ones where they were searched for, each a choice of so many of
    people who are alike.
    """

    goal: str
    as_of: str
    outcome: Outcome
    words: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    nominees: str
    coalitions: tuple[tuple[Choice, ...], ...]
    plans: tuple[Plan, ...]
    horizon: str
    positions: int
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    method: str
    exact: bool = True

    @property
    def never(self) -> bool:
        """Whether it is proved that no plan exists, within the horizon that was asked about."""
        return self.outcome in {Outcome.NEVER, Outcome.NOT_WITHIN}
