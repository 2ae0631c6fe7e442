"""A pool of processes that work off batches."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from stanchion.conflict.ensembles.batches import Alone, Batch, Workers
from stanchion.conflict.ensembles.tally import Tally


@dataclass(frozen=True, slots=True)
class Pool:
    """So many processes of their own; each takes the next batch when it is done with one."""

    processes: int

    def work_off(
        self, work: Callable[[Batch], Tally], batches: Sequence[Batch]
    ) -> Iterator[tuple[int, Tally]]:
        """Work off the batches, in the order in which they are done."""
        # spawned, not forked: a fork would inherit locks that threads of numpy may hold
        context = multiprocessing.get_context("spawn")
        with context.Pool(min(self.processes, len(batches)), _leave_interrupts_alone) as pool:
            yield from pool.imap_unordered(partial(_placed, work), enumerate(batches))


def _placed(work: Callable[[Batch], Tally], numbered: tuple[int, Batch]) -> tuple[int, Tally]:
    place, batch = numbered
    return place, work(batch)


def _leave_interrupts_alone() -> None:
    """Only the process that a person talks to hears Ctrl-C, and closes the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def workers(count: int) -> Workers:
    """Whoever works off batches with so many workers."""
    return Alone() if count <= 1 else Pool(count)
