"""Processes in which charters are read and pages made, within limits of time and memory.

A charter from outside can be made to take long or grow large; here it takes down a worker, which
is replaced, and nothing else. Workers start from a clean server process (`forkserver`), so that a
new one is there at once; what they know of charters they are sent.
"""

import multiprocessing as mp
import queue
import resource
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from stanchion.exact.record import record
from stanchion.web.job import Job, Page

STARTING_SECONDS = 60.0
PATIENCE = 3
"""How many times longer a page may take that follows a dispute: its work is many runs."""


@record(frozen=True, slots=True)
class Limits:
    """How long one page may take, and how much memory a worker may have."""

    seconds: float = 20.0
    megabytes: int = 2048


@dataclass(eq=False)
class TooMuch(Exception):
    """A page took more time or memory than it may; `why` says which."""

    why: str


@dataclass(eq=False)
class Failed(Exception):
    """A worker met a fault of ours; `trace` is for the log, never for the page."""

    trace: str


class Workers:
    """So many workers; `ask` waits for a free one."""

    def __init__(self, cases: Mapping[str, bytes], *, count: int, limits: Limits) -> None:
        self._context = mp.get_context("forkserver")
        self._context.set_forkserver_preload(["stanchion.web.desk"])
        self._cases, self._limits = dict(cases), limits
        self._free: queue.Queue[_Worker] = queue.Queue()
        for _ in range(count):
            self._free.put(self._started())
        self.threads = ThreadPoolExecutor(count, thread_name_prefix="asking")

    def _started(self) -> "_Worker":
        return _Worker(self._context, self._cases, self._limits)

    def ask(self, job: Job) -> Page:
        """The page; raises TooMuch, Failed."""
        worker = self._free.get()
        try:
            return worker.answer(job, self._limits)
        except (TooMuch, Failed):
            if not worker.usable:
                worker.end()
                worker = self._started()
            raise
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End all workers."""
        self.threads.shutdown(wait=True, cancel_futures=True)
        while not self._free.empty():
            self._free.get().end()


class _Worker:
    def __init__(self, context: Any, cases: Mapping[str, bytes], limits: Limits) -> None:
        ours, theirs = context.Pipe()
        self._pipe: Connection = ours
        self._process = context.Process(target=_work, args=(theirs, cases, limits), daemon=True)
        self._process.start()
        theirs.close()
        self.usable = True

    def answer(self, job: Job, limits: Limits) -> Page:
        try:
            self._pipe.send(job)
            seconds = limits.seconds * (PATIENCE if job.follows_dispute else 1)
            if not self._pipe.poll(seconds):
                self.usable = False
                raise TooMuch(f"it took longer than {seconds:g} seconds")
            answer = self._pipe.recv()
        except (EOFError, OSError):
            self.usable = False
            raise TooMuch("the process that worked it out came to its end") from None
        match answer:
            case Page():
                return answer
            case ("memory", _):
                self.usable = False
                raise TooMuch(f"it needed more than {limits.megabytes} megabytes")
            case (_, trace):
                raise Failed(trace)
            case _:
                raise Failed(repr(answer))

    def end(self) -> None:
        with suppress(OSError):
            self._pipe.close()
        self._process.kill()
        self._process.join(timeout=5)


def _work(pipe: Connection, cases: Mapping[str, bytes], limits: Limits) -> None:
    """Answer jobs until the pipe is closed."""
    import signal
    import traceback

    from stanchion.web.desk import Desk

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its workers itself
    limit(limits)
    make: Callable[[Job], Page] = Desk(cases).page
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(make(job))
        except MemoryError:
            pipe.send(("memory", ""))
            return
        except Exception:  # noqa: BLE001 - a fault of ours is logged by the server under its id
            pipe.send(("fault", traceback.format_exc()))


def limit(limits: Limits) -> None:
    """Bound this process for good: its memory, and that it writes no file."""
    size = limits.megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is ever written
