"""An ensemble: what became of many runs, with the errors of having only so many."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import ALL_ON, Switches, follow
from stanchion.conflict.crisis.draws import FREE, Chosen, Draws
from stanchion.conflict.ensembles.batches import BATCH, Alone, Batch, Workers, batches, worked_off
from stanchion.conflict.ensembles.tally import BINS, PerRun, Tally
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

METHOD = "simulation day by day, counter-based draws"


@dataclass(eq=False)
class NoRuns(StanchionError, ValueError):
    """An ensemble of no runs, or interrupted before any was done."""

    asked: int

    def __str__(self) -> str:
        return f"no run is done of {self.asked:,} asked for; ask for one at least"


@record(frozen=True, slots=True)
class Chance:
    """A probability, and the standard error of having so many runs only."""

    share: float
    error: float
    count: int
    runs: int


def chance(count: int, runs: int) -> Chance:
    """How often something happened in so many runs.

    The error is that of Agresti and Coull (1998), so that what never happened is not certain.
    """
    middle = (count + 2) / (runs + 4)
    return Chance(count / runs, math.sqrt(middle * (1 - middle) / (runs + 4)), count, runs)


@record(frozen=True, slots=True)
class Ensemble:
    """Counts of the runs of one crisis under one seed; `asked` for, and how many are done."""

    crisis: Crisis
    seed: int
    asked: int
    tally: Tally
    switches: Switches = ALL_ON
    method: str = METHOD
    exact: bool = False

    @property
    def runs(self) -> int:
        """How many runs these figures are from."""
        return self.tally.runs

    @property
    def whole(self) -> bool:
        """Whether all runs that were asked for are done."""
        return self.runs == self.asked

    @property
    def names(self) -> tuple[str, ...]:
        """The endings."""
        return self.crisis.names

    def probability(self, ending: str) -> Chance:
        """How likely an ending is."""
        return chance(int(self.tally.endings[self.names.index(ending)]), self.runs)

    @property
    def probabilities(self) -> dict[str, Chance]:
        """How likely each ending is."""
        return {name: self.probability(name) for name in self.names}

    def days(self, ending: str) -> tuple[int, ...]:
        """Runs by the day of this ending."""
        return tuple(int(n) for n in self.tally.days[self.names.index(ending)])

    def standing(self) -> tuple[tuple[Chance, ...], ...]:
        """By day, how likely the dispute stands in each status at its end."""
        return tuple(
            tuple(chance(int(count), self.runs) for count in day) for day in self.tally.standing
        )

    def signed(self, crowd: str) -> tuple[int, ...]:
        """Runs by the share of a crowd that signed: parts of a twentieth, and all of it."""
        place = [c.name for c in self.crisis.crowds].index(crowd)
        return tuple(int(n) for n in self.tally.signed[place].sum(axis=0))

    def offered(self, place: int) -> Chance:
        """How likely an offer is made."""
        return chance(int(self.tally.offered[place]), self.runs)


SHARES = tuple(n / BINS for n in range(BINS + 1))
"""Where the parts begin into which the share of a crowd is counted."""

Progress = Callable[[int, int], bool]
"""Told how many runs are done of how many; False stops, and keeps what is done."""


def go_on(done: int, asked: int) -> bool:
    """Never stops."""
    del done, asked
    return True


@record(frozen=True, slots=True)
class Order:
    """How an ensemble is run: how many runs, from which seed, by whom, and what is known already.

    `known` are tallies of batches that were done before, by number; `done` is told each new one.
    """

    runs: int
    seed: int = 1
    size: int = BATCH
    workers: Workers = field(default_factory=Alone)
    progress: Progress = go_on
    known: Mapping[int, Tally] = field(default_factory=dict)
    done: Callable[[Batch, Tally], None] | None = None


def ensemble(
    crisis: Crisis, order: Order, *, chosen: Chosen = FREE, switches: Switches = ALL_ON
) -> Ensemble:
    """The runs 0 to `runs` of a crisis; the same for any number of workers and size of batches.

    Raises NoRuns.
    """
    if order.runs < 1:
        raise NoRuns(order.runs)
    cut = batches(crisis, order.seed, order.runs, size=order.size, chosen=chosen, switches=switches)
    total = Tally.empty(crisis)
    missing = []
    for batch in cut:
        before = order.known.get(batch.number)
        if before is not None and before.runs == batch.runs:
            total = total + before
        else:
            missing.append(batch)
    if order.progress(total.runs, order.runs) and missing:
        for place, tally in order.workers.work_off(worked_off, missing):
            total = total + tally
            if order.done is not None:
                order.done(missing[place], tally)
            if not order.progress(total.runs, order.runs):
                break
    if not total.runs:
        raise NoRuns(order.runs)
    return Ensemble(crisis, order.seed, order.runs, total, switches)


# ------------------------------------------------------------------- run by run


def each_run(
    crisis: Crisis,
    seed: int,
    first: int,
    count: int,
    *,
    chosen: Chosen = FREE,
    switches: Switches = ALL_ON,
) -> PerRun:
    """Runs one by one, for questions about single runs; as much memory as there are runs."""
    runs = runs_from(first, count)
    found = follow(crisis, seed, runs, chosen=chosen, switches=switches)
    none = np.zeros((0, count), np.float32)
    signed = np.stack(found.signed) if found.signed else none
    return PerRun(runs, found.outcome, found.day, signed)


def inputs_matrix(
    crisis: Crisis, seed: int, first: int, count: int, *, chosen: Chosen = FREE
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The names of all inputs, and their values: one row an input, one column a run."""
    draws = Draws(seed, runs_from(first, count), chosen)
    inputs = crisis.inputs
    return tuple(one.name for one in inputs), np.stack([draws.value(one) for one in inputs])
