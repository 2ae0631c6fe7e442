"""All models side by side on every axis, from the same draws; and how much they differ.

Beside the spread that unknown inputs make (parameters) stands the spread that readings of one
model make (specification): where the second is as wide as the first, a number from one program
says little.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import numpy as np

from stanchion.charter.model import Charter
from stanchion.conflict.accuracy.forecasts import MODELS
from stanchion.conflict.accuracy.known import CAVEAT, KNOWN, Known
from stanchion.conflict.baselines import Baselines, exact_baselines
from stanchion.conflict.challenge.options import DEFAULT, PRESETS, ROUNDS
from stanchion.conflict.challenge.rounds import course
from stanchion.conflict.chance import Floats, runs_from
from stanchion.conflict.contest import (
    Contest,
    at_best_guess,
    drawn,
    exact_weights,
    why_no_contest,
)
from stanchion.conflict.elections import Chance, Elections, elections
from stanchion.conflict.ending_models import EndingModels, ending_models
from stanchion.conflict.from_charter import Axis, Dispute, compiled
from stanchion.conflict.inputs import assumed_shapes, judged
from stanchion.exact.record import record

BATCH = 512
ONE_CASE = "one case that a model fits is no validation of it"
GoOn = Callable[[int], bool]


@record(frozen=True, slots=True)
class Spread:
    """Where a forecast lies over all draws: mean with its Monte Carlo error, and quantiles."""

    mean: float
    error: float
    low: float  # a tenth of the draws are below
    median: float
    high: float  # a tenth are above


@record(frozen=True, slots=True)
class Answer:
    """What one model says of an axis: at the best guesses, and over all draws."""

    model: str
    words: str
    at_best: float
    spread: Spread
    known: Known | None


@record(frozen=True, slots=True)
class Ending:
    """How often the rounds of a reading of the challenge model come to rest, cycle, or go on."""

    preset: str
    at_rest: float
    cycling: float
    moving: float


@record(frozen=True, slots=True)
class AxisAnswer:
    """One axis: every model, or why there is nothing to work out.

    `parameters` is from the tenth to the ninetieth percentile of the default reading over all
    draws; `specification` from the lowest to the highest mean of all readings.
    """

    axis: Axis
    parties: tuple[str, ...]
    why_not: str | None
    answers: tuple[Answer, ...] = ()
    endings: tuple[Ending, ...] = ()
    parameters: tuple[float, float] | None = None
    specification: tuple[float, float] | None = None
    exact: Baselines | None = None


@record(frozen=True, slots=True)
class Compared:
    """All models on all axes of a dispute at an instant."""

    question: str
    instant: datetime
    axes: tuple[AxisAnswer, ...]
    election: Elections | None
    followed: EndingModels
    """The models that follow the dispute to an ending."""
    runs: int
    asked: int
    seed: int
    judgements: int
    inputs: int
    digest: str
    assumptions: tuple[str, ...]
    method: str = (
        "baselines, challenge model, probabilistic Condorcet election, simulation day by day, game "
        "tree; inputs drawn"
    )
    exact: bool = False

    @property
    def chances(self) -> tuple[Chance, ...]:
        """How likely each party's position is to be elected."""
        return () if self.election is None else self.election.chances


def compared(
    charter: Charter, *, at: datetime | None, runs: int, seed: int, go_on: GoOn
) -> Compared:
    """Every model on the dispute of a charter; raises NoDispute.

    `go_on` is told how many runs are done and may stop; the answer is then made of these.
    """
    dispute = compiled(charter, at=at)
    open_axes = [axis for axis in dispute.axes if why_no_contest(dispute, axis.id) is None]
    kept: dict[str, list[dict[str, Floats]]] = {str(axis.id): [] for axis in open_axes}
    done = 0
    while done < runs and (not done or go_on(done)):
        batch = runs_from(done, min(BATCH, runs - done))
        for axis in open_axes:
            contest = drawn(dispute, axis, seed=seed, runs=batch)
            kept[str(axis.id)].append(_forecasts(contest))
        done += len(batch)
    inputs = tuple(dispute.inputs())
    followed = ending_models(charter, at=dispute.instant, runs=done, seed=seed)
    return Compared(
        str(dispute.question),
        dispute.instant,
        tuple(_axis(dispute, axis, kept.get(str(axis.id))) for axis in dispute.axes),
        elections(dispute, open_axes, seed=seed, runs=done) if open_axes else None,
        followed,
        done,
        runs,
        seed,
        len(judged(inputs)),
        len(inputs),
        sha256(repr((dispute, done, seed)).encode()).hexdigest(),
        tuple(dict.fromkeys((*_assumptions(dispute), *followed.assumptions))),
    )


BASELINES = ("compromise_mean", "weighted_median", "midpoint")


def baselines(charter: Charter, *, at: datetime, runs: int, seed: int) -> tuple[AxisAnswer, ...]:
    """The forecasts that every model has to beat, on every axis of a dispute."""
    dispute = compiled(charter, at=at)
    return tuple(_baselines(dispute, axis, runs, seed) for axis in dispute.axes)


def _baselines(dispute: Dispute, axis: Axis, runs: int, seed: int) -> AxisAnswer:
    parties = tuple(str(party.id) for party in dispute.parties if party.on(axis.id))
    why_not = why_no_contest(dispute, axis.id)
    if why_not is not None:
        return AxisAnswer(axis, parties, why_not)
    best = at_best_guess(dispute, axis)
    over = drawn(dispute, axis, seed=seed, runs=runs_from(0, runs))
    answers = tuple(
        Answer(
            model.name,
            model.words,
            float(model.forecast(best)[0]),
            spread_of(model.forecast(over)),
            KNOWN.get(model.name),
        )
        for model in MODELS
        if model.name in BASELINES
    )
    return AxisAnswer(axis, parties, None, answers)


def _forecasts(contest: Contest) -> dict[str, Floats]:
    """What each model says in each run, and after how many rounds each preset comes back."""
    found: dict[str, Floats] = {}
    for model in MODELS:
        if not model.name.startswith("challenge."):
            found[model.name] = model.forecast(contest)
    for preset, options in PRESETS.items():
        followed = course(contest, options, rounds=ROUNDS)
        found[f"challenge.{preset}"] = followed.median(-1)
        found[f"period.{preset}"] = followed.period.astype(np.float64)
        if preset == DEFAULT:
            found[f"challenge.{preset}.mean"] = followed.mean(-1)
    return found


WORDS = {model.name: model.words for model in MODELS} | {
    f"challenge.{name}": f"challenge model `{name}`, median" for name in PRESETS
}


def _axis(dispute: Dispute, axis: Axis, kept: list[dict[str, Floats]] | None) -> AxisAnswer:
    parties = tuple(str(party.id) for party in dispute.parties if party.on(axis.id))
    why_not = why_no_contest(dispute, axis.id)
    if kept is None or why_not is not None:
        return AxisAnswer(axis, parties, why_not)
    best = _forecasts(at_best_guess(dispute, axis))
    over = {name: np.concatenate([each[name] for each in kept]) for name in best}
    answers = tuple(
        Answer(name, WORDS[name], float(best[name][0]), spread_of(over[name]), KNOWN.get(name))
        for name in best
        if not name.startswith("period.")
    )
    readings = [a.spread.mean for a in answers if a.model in READINGS]
    default = next(a for a in answers if a.model == f"challenge.{DEFAULT}")
    weighted = exact_weights(dispute, axis.id)
    return AxisAnswer(
        axis,
        parties,
        None,
        answers,
        tuple(_ending(name, over[f"period.{name}"]) for name in PRESETS),
        (default.spread.low, default.spread.high),
        (min(readings), max(readings)),
        None
        if weighted is None
        else exact_baselines(weighted, floor=axis.floor, ceiling=axis.ceiling),
    )


READINGS = frozenset(f"challenge.{name}" for name in PRESETS)


def spread_of(values: Floats) -> Spread:
    """Mean, Monte Carlo error and quantiles of draws."""
    low, middle, high = (float(x) for x in np.quantile(values, (0.1, 0.5, 0.9)))
    error = float(values.std()) / max(1, len(values) - 1) ** 0.5
    return Spread(float(values.mean()), error, low, middle, high)


def _ending(preset: str, period: Floats) -> Ending:
    return Ending(
        preset,
        float((period == 1).mean()),
        float((period > 1).mean()),
        float((period == 0).mean()),
    )


def _assumptions(dispute: Dispute) -> tuple[str, ...]:
    return (
        ONE_CASE,
        *assumed_shapes(dispute.inputs()),
        f"the challenge model is followed for {ROUNDS} rounds, as its accuracy was measured",
        f"accuracy of models: {CAVEAT}",
    )
