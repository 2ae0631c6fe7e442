"""Batches of runs: cut alike however many there are, and worked off by whoever is asked to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import ALL_ON, Switches, follow
from stanchion.conflict.crisis.draws import FREE, Chosen
from stanchion.conflict.ensembles.tally import Tally, tallied
from stanchion.exact.record import record

BATCH = 4096
"""Runs in a batch: enough for arrays to pay, few enough for them to stay in the cache."""


@record(frozen=True, slots=True)
class Batch:
    """Consecutive runs of one crisis, self-contained, so that any process can work it off."""

    number: int
    crisis: Crisis
    seed: int
    first: int
    runs: int
    chosen: Chosen = FREE
    switches: Switches = ALL_ON


def batches(
    crisis: Crisis,
    seed: int,
    runs: int,
    *,
    size: int = BATCH,
    chosen: Chosen = FREE,
    switches: Switches = ALL_ON,
) -> tuple[Batch, ...]:
    """So many runs, from run 0 on, in batches of a size; the last may be smaller."""
    return tuple(
        Batch(number, crisis, seed, first, min(size, runs - first), chosen, switches)
        for number, first in enumerate(range(0, runs, size))
    )


def worked_off(batch: Batch) -> Tally:
    """The counts of a batch."""
    runs = runs_from(batch.first, batch.runs)
    followed = follow(batch.crisis, batch.seed, runs, chosen=batch.chosen, switches=batch.switches)
    return tallied(batch.crisis, followed)


class Workers(Protocol):
    """Whoever works off batches: here, in other processes, or on other machines.

    Yields the place of each batch with its tally, in any order, as they are done. To stop early
    close the iterator; what was begun may be lost, what was yielded is whole.
    """

    def work_off(
        self, work: Callable[[Batch], Tally], batches: Sequence[Batch]
    ) -> Iterator[tuple[int, Tally]]:
        """Work off the batches."""
        ...


@dataclass(frozen=True, slots=True)
class Alone:
    """Works off batches one after the other, in this process."""

    def work_off(
        self, work: Callable[[Batch], Tally], batches: Iterable[Batch]
    ) -> Iterator[tuple[int, Tally]]:
        """Work off the batches in order."""
        for place, batch in enumerate(batches):
            yield place, work(batch)
