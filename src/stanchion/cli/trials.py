"""Trials for a question about a dispute: how many runs, by how many processes, and how far."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from stanchion.conflict.trials import Endings, Mapper, Stretch, Trials

Runs = Annotated[int, typer.Option("--runs", "-n", min=1, help="how often each is followed")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="the same seed, the same draws")]
WorkerCount = Annotated[
    int, typer.Option("--workers", min=1, help="processes that share the runs; same answer")
]
Ending = Annotated[
    str | None,
    typer.Option("--ending", help="an outcome of the dispute; the likeliest if left out"),
]
Keep = Annotated[
    Path | None,
    typer.Option("--keep", help="a file that keeps what is done, to go on with after Ctrl-C"),
]


@contextmanager
def trials(runs: int, seed: int, workers: int, *, keep: Path | None = None) -> Iterator["Trials"]:
    """Trials that say how many runs are done where a person looks on, and stop at Ctrl-C.

    What is done by then is answered from, and kept in the file, to go on with.
    """
    from stanchion.cli.progress import Watch
    from stanchion.conflict.trials import Trials
    from stanchion.workers.kept_trials import keeping
    from stanchion.workers.spread import mapper

    watch = Watch(runs, "runs")
    with mapper(workers) as spread:
        try:
            kept = spread if keep is None else keeping(keep, spread)
            yield Trials(seed, runs, _told(kept), lambda: not watch.interrupted)
        finally:
            if sys.stderr.isatty():
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _told(spread: "Mapper") -> "Mapper":
    done = 0

    def telling(
        work: "Callable[[Stretch], Endings]", stretches: "Iterable[Stretch]"
    ) -> "Iterator[Endings]":
        nonlocal done
        for found in spread(work, stretches):
            done += len(found)
            if sys.stderr.isatty():
                print(f"\r{done:,} runs done", end="", file=sys.stderr, flush=True)
            yield found

    return telling
