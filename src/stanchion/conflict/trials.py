"""Many runs of a crisis, of which only the endings are kept: what levers and sensitivity compare.

All trials of one question have the same seed and the same run numbers, so that what differs
between two of them is what was changed and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.chance import key_of, runs_from, uniforms
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import follow
from stanchion.conflict.crisis.draws import FREE, Chosen, Draws
from stanchion.conflict.inputs import Input
from stanchion.economics.simulation.summary import Bracket, probability
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

A = TypeVar("A")
B = TypeVar("B")

Endings = NDArray[np.int8]
"""The status in which each run ended, by its place in the crisis."""

BATCH = 4096


@record(frozen=True, slots=True)
class Stretch:
    """Some runs of a crisis, as one piece of work."""

    crisis: Crisis
    seed: int
    first: int
    count: int
    chosen: Chosen


Mapper = Callable[[Callable[[Stretch], Endings], Iterable[Stretch]], Iterable[Endings]]
"""Like `map`, in order; a pool of processes has one."""


GoOn = Callable[[], bool]
"""Asked after each stretch of runs; False stops."""


@dataclass(eq=False)
class Stopped(StanchionError):
    """Somebody stopped the trials; `done` is how the runs ended that were whole by then."""

    asked: int
    done: Endings = field(repr=False)

    def __str__(self) -> str:
        return f"stopped after {len(self.done):,} of {self.asked:,} runs: too soon for an answer"


def always() -> bool:
    """Never stops."""
    return True


@record(frozen=True, slots=True)
class Trials:
    """How runs are made: from which seed, how many, by whom, and until when."""

    seed: int
    runs: int
    mapper: Mapper = map
    go_on: GoOn = always

    def endings(self, crisis: Crisis, chosen: Chosen = FREE, *, runs: int | None = None) -> Endings:
        """How each run ended; `chosen` gives some inputs their values, run by run.

        Raises Stopped, with the runs that are done.
        """
        count = self.runs if runs is None else runs
        pieces: list[Endings] = [np.zeros(0, np.int8)]
        if not self.go_on():
            raise Stopped(count, pieces[0])
        for piece in self.mapper(followed, _stretches(crisis, self.seed, count, chosen)):
            pieces.append(piece)
            done = sum(map(len, pieces))
            if done < count and not self.go_on():
                raise Stopped(count, np.concatenate(pieces))
        return np.concatenate(pieces)

    def begun(self, crisis: Crisis) -> Endings:
        """How each run ended, of as many as are done; raises Stopped where none is."""
        try:
            return self.endings(crisis)
        except Stopped as stopped:
            if not len(stopped.done):
                raise
            return stopped.done

    def drawn(self, one: Input, runs: int) -> NDArray[np.float64]:
        """What an input was in each of the runs that drew it for themselves."""
        return Draws(self.seed, runs_from(0, runs)).value(one)

    def uniforms(self, name: str, rows: int, *purposes: str) -> NDArray[np.float64]:
        """Numbers for an input that are kept apart from those that runs draw for themselves."""
        keys = [key_of(purpose) for purpose in purposes]
        return uniforms(self.seed, runs_from(0, rows), key_of(name), *keys)


def _stretches(crisis: Crisis, seed: int, runs: int, chosen: Chosen) -> Iterator[Stretch]:
    for first in range(0, runs, BATCH):
        count = min(BATCH, runs - first)
        part = {name: u[first : first + count] for name, u in chosen.uniforms.items()}
        yield Stretch(crisis, seed, first, count, Chosen(chosen.fixed, part))


def followed(stretch: Stretch) -> Endings:
    """The endings of a stretch of runs."""
    runs = runs_from(stretch.first, stretch.count)
    return follow(stretch.crisis, stretch.seed, runs, chosen=stretch.chosen).outcome


def shares(crisis: Crisis, endings: Endings) -> tuple[tuple[str, Bracket], ...]:
    """The probability of each status, with its Monte Carlo interval."""
    counts = np.bincount(endings, minlength=len(crisis.statuses))
    return tuple(
        (status.name, probability(int(count), len(endings)))
        for status, count in zip(crisis.statuses, counts, strict=True)
    )


def ended_in(crisis: Crisis, endings: Endings, status: str) -> NDArray[np.bool_]:
    """In which runs the dispute ended so; in none where the crisis does not know the status."""
    if status not in crisis.names:
        return np.zeros(len(endings), dtype=np.bool_)
    found: NDArray[np.bool_] = endings == crisis.names.index(status)
    return found
