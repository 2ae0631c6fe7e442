"""What is kept of runs: whole numbers that add up, whatever the order of the batches."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import Followed
from stanchion.exact.record import record

Ints = NDArray[np.int64]
BINS = 20
"""Into how many equal parts the share of a crowd that signed is counted; all of it is one more."""


@record(frozen=True, slots=True)
class PerRun:
    """Every run by itself: ending, day, shares that signed; in the order of `runs`."""

    runs: NDArray[np.uint64]
    outcome: NDArray[np.int8]
    day: NDArray[np.int16]
    signed: NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Tally:
    """Counts of runs: by ending; by ending and day; by crowd, ending and share that signed.

    `standing` counts by day and status how the dispute stood; `offered` how often each offer was
    made. Its size does not depend on how many runs there are.
    """

    runs: int
    endings: Ints  # status
    days: Ints  # status x day
    signed: Ints  # crowd x status x bin
    standing: Ints  # day x status
    offered: Ints  # offer

    @classmethod
    def empty(cls, crisis: Crisis) -> "Tally":
        """No runs."""
        statuses, days = len(crisis.statuses), crisis.horizon + 1
        return cls(
            0,
            np.zeros(statuses, np.int64),
            np.zeros((statuses, days), np.int64),
            np.zeros((len(crisis.crowds), statuses, BINS + 1), np.int64),
            np.zeros((days, statuses), np.int64),
            np.zeros(len(crisis.offers), np.int64),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.runs + other.runs,
            self.endings + other.endings,
            self.days + other.days,
            self.signed + other.signed,
            self.standing + other.standing,
            self.offered + other.offered,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.plain() == other.plain()

    __hash__ = None  # type: ignore[assignment]

    def plain(self) -> dict[str, Any]:
        """As numbers and lists, to be kept in a file."""
        arrays = ("endings", "days", "signed", "standing", "offered")
        return {"runs": self.runs, **{name: getattr(self, name).tolist() for name in arrays}}

    @classmethod
    def from_plain(cls, kept: dict[str, Any], crisis: Crisis) -> "Tally":
        """A tally of this crisis read back; raises ValueError where it is of another shape."""
        shape = cls.empty(crisis)
        arrays = {}
        for name in ("endings", "days", "signed", "standing", "offered"):
            read = np.asarray(kept[name], dtype=np.int64)
            arrays[name] = read.reshape(getattr(shape, name).shape)
        return cls(int(kept["runs"]), **arrays)


def tallied(crisis: Crisis, followed: Followed) -> Tally:
    """The counts of a batch."""
    statuses, days = len(crisis.statuses), crisis.horizon + 1
    outcome, day = followed.outcome.astype(np.int64), followed.day.astype(np.int64)
    signed = np.zeros((len(crisis.crowds), statuses, BINS + 1), np.int64)
    for place, share in enumerate(followed.signed):
        bins = np.clip((share.astype(np.float64) * BINS).astype(np.int64), 0, BINS)
        np.add.at(signed[place], (outcome, bins), 1)
    by_day = np.zeros((statuses, days), np.int64)
    np.add.at(by_day, (outcome, day), 1)
    return Tally(
        runs=len(outcome),
        endings=np.bincount(outcome, minlength=statuses).astype(np.int64),
        days=by_day,
        signed=signed,
        standing=followed.standing,
        offered=np.array([made.sum() for made in followed.offered], dtype=np.int64),
    )
