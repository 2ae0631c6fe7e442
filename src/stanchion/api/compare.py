"""Questions to all models of a dispute at once, and about how far they are off on real ones."""

from dataclasses import replace
from datetime import datetime

from stanchion.api.errors import BadQuestion
from stanchion.api.view import View
from stanchion.conflict.accuracy.decisions import Decisions
from stanchion.conflict.accuracy.measurement import Measured
from stanchion.conflict.accuracy.measurement import measured as conflict_measured
from stanchion.conflict.compare import Compared, GoOn
from stanchion.conflict.compare import compared as conflict_compared

MOST_RUNS = 1_000_000


def always(done: int) -> bool:
    """Go on until all is done."""
    return done >= 0


def _within(what: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        text = str(number)
        raise BadQuestion(text, f"{what} lie between 1 and {most:,}", 0, len(text), "here")


def compare(
    asked: View, *, at: datetime | None = None, runs: int, seed: int, go_on: GoOn = always
) -> Compared:
    """All models side by side on every axis of the dispute; when it begins unless `at` is given.

    Raises NoDispute, BadQuestion.
    """
    _within("runs", runs, MOST_RUNS)
    found = conflict_compared(asked.charter, at=at, runs=runs, seed=seed, go_on=go_on)
    return replace(found, assumptions=(*asked.changes, *found.assumptions))


def accuracy(decisions: Decisions, *, seed: int, resamples: int) -> Measured:
    """How far every model is off on decisions that were really taken; raises NothingDecided."""
    _within("resamples", resamples, 100_000)
    return conflict_measured(decisions, seed=seed, resamples=resamples)
