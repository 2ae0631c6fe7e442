"""One pool for many short pieces of work, kept open until a question is answered."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from stanchion.conflict.trials import Mapper


@contextmanager
def mapper(processes: int) -> Iterator[Mapper]:
    """`map` over so many processes, its answers in order; in this process where one is asked for.

    Interrupting closes the processes at once.
    """
    if processes <= 1:
        yield map
        return
    # spawned, not forked: a fork would inherit locks that threads of numpy may hold
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _leave_interrupts_alone) as pool:
        yield pool.imap


def _leave_interrupts_alone() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
