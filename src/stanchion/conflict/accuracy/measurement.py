"""Errors of all models on the same decisions, with intervals by resampling whole proposals.

Issues of one proposal hang together, so it is proposals that are drawn again, not issues. Against
the compromise mean errors are compared issue by issue, which says more than two intervals.
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from stanchion.conflict.accuracy.decisions import Decided, Decisions, NothingDecided
from stanchion.conflict.accuracy.forecasts import COMPROMISE, MODELS, Model, contest_of
from stanchion.conflict.chance import Floats, key_of, runs_from, uniforms
from stanchion.exact.record import record

NEAR = 10
"""A forecast is near that is off by no more, on a scale to 100."""
INTERVAL = (0.025, 0.975)


@record(frozen=True, slots=True)
class Interval:
    """A figure, and where 95 of 100 resamples put it."""

    value: float
    low: float
    high: float


@record(frozen=True, slots=True)
class Errors:
    """How far one model was off: on average, in the middle, and how often it was near.

    `against` is its mean error less that of the compromise mean: below zero it was better.
    """

    model: str
    words: str
    mean: Interval
    median: float
    near: Interval
    against: Interval


@record(frozen=True, slots=True)
class Measured:
    """The errors of every model, and on what they were measured."""

    errors: tuple[Errors, ...]
    issues: int
    proposals: int
    left_out: int
    seed: int
    resamples: int
    digest: str
    assumptions: tuple[str, ...]
    method: str = "absolute errors on a scale to 100; 95% intervals by resampling proposals"
    exact: bool = False


def measured(
    decisions: Decisions, *, seed: int, resamples: int, models: Sequence[Model] = MODELS
) -> Measured:
    """Every model's errors on these decisions; raises NothingDecided."""
    issues = decisions.decided
    if not issues:
        raise NothingDecided(decisions.left_out)
    outcomes = np.array([float(each.outcome) for each in issues])
    off = {model.name: np.abs(_forecasts(model, issues) - outcomes) for model in models}
    proposals = list(dict.fromkeys(each.proposal for each in issues))
    of = np.array([proposals.index(each.proposal) for each in issues])
    drawn = _resamples(len(proposals), seed, resamples)
    compromise = off.get(COMPROMISE, np.zeros(len(issues)))
    return Measured(
        tuple(_errors(model, off[model.name], compromise, of=of, drawn=drawn) for model in models),
        len(issues),
        len(proposals),
        decisions.left_out,
        seed,
        resamples,
        sha256(repr((decisions, seed, resamples)).encode()).hexdigest(),
        _assumptions(decisions),
    )


def _forecasts(model: Model, issues: Sequence[Decided]) -> Floats:
    """The forecast for each issue; those with as many actors are worked out together."""
    sizes = np.array([len(each.stands) for each in issues])
    found = np.empty(len(issues))
    for size in np.unique(sizes):
        places = np.flatnonzero(sizes == size)
        found[places] = model.forecast(contest_of([issues[int(place)] for place in places]))
    return found


def _resamples(proposals: int, seed: int, resamples: int) -> Floats:
    """How often each proposal is in each resample (proposals x resamples)."""
    runs = runs_from(0, resamples)
    counts = np.zeros((proposals, resamples))
    for place in range(proposals):
        chosen = (uniforms(seed, runs, key_of("resample"), place) * proposals).astype(np.intp)
        np.add.at(counts, (chosen, np.arange(resamples)), 1)
    return counts


def _errors(model: Model, off: Floats, compromise: Floats, *, of: Floats, drawn: Floats) -> Errors:
    near = (off <= NEAR).astype(np.float64)
    return Errors(
        model.name,
        model.words,
        _interval(off, of, drawn),
        float(np.median(off)),
        _interval(near, of, drawn),
        _interval(off - compromise, of, drawn),
    )


def _interval(values: Floats, of: Floats, drawn: Floats) -> Interval:
    sums = np.bincount(of, weights=values, minlength=len(drawn))
    counts = np.bincount(of, minlength=len(drawn))
    means = (sums @ drawn) / (counts @ drawn)
    low, high = np.quantile(means, INTERVAL)
    return Interval(float(values.mean()), float(low), float(high))


def _assumptions(decisions: Decisions) -> tuple[str, ...]:
    said = ["many models on the same data: no correction is made for trying so many"]
    if decisions.equal_power:
        said.append("the data names no power, so all actors weigh alike")
    if decisions.left_out:
        said.append(f"{decisions.left_out} issues without an outcome or two actors are left out")
    return tuple(said)
