"""Questions to all models of a dispute at once, and about how far they are off on real ones."""

from dataclasses import replace
from datetime import datetime

from stanchion.api.errors import BadQuestion
from stanchion.api.view import View, known_or_raise
from stanchion.conflict.accuracy.decisions import Decisions
from stanchion.conflict.accuracy.measurement import Measured
from stanchion.conflict.accuracy.measurement import measured as conflict_measured
from stanchion.conflict.challenge.account import Account
from stanchion.conflict.challenge.options import DEFAULT, PRESETS, ROUNDS
from stanchion.conflict.compare import Compared, GoOn
from stanchion.conflict.compare import compared as conflict_compared
from stanchion.conflict.compare import told as conflict_told
from stanchion.exact.record import record

MOST_RUNS = 1_000_000
MOST_ROUNDS = 1000


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


@record(frozen=True, slots=True)
class Told:
    """The rounds of one reading of the challenge model on one axis; text where there are none."""

    axis: str
    preset: str
    account: Account | str


def rounds(
    asked: View,
    *,
    at: datetime | None = None,
    preset: str = DEFAULT,
    count: int = ROUNDS,
) -> tuple[Told, ...]:
    """The rounds on every axis at the best guesses: offers, acceptances and reasons.

    Raises NoDispute, UnknownName, BadQuestion.
    """
    known_or_raise("reading of the challenge model", preset, PRESETS)
    _within("rounds", count, MOST_ROUNDS)
    dispute = asked.charter.dispute
    axes = () if dispute is None else tuple(dispute.axes)
    return tuple(
        Told(
            str(axis),
            preset,
            conflict_told(asked.charter, str(axis), at=at, options=PRESETS[preset], rounds=count),
        )
        for axis in axes
    )


def accuracy(decisions: Decisions, *, seed: int, resamples: int) -> Measured:
    """How far every model is off on decisions that were really taken; raises NothingDecided."""
    _within("resamples", resamples, 100_000)
    return conflict_measured(decisions, seed=seed, resamples=resamples)
