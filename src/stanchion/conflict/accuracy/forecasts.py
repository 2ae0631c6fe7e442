"""Every model asked for one number: where an issue will end, from its actors alone."""

from collections.abc import Callable, Sequence

import numpy as np

from stanchion.conflict.accuracy.decisions import Decided
from stanchion.conflict.baselines import compromise_mean, midpoint, weighted_median
from stanchion.conflict.challenge.options import DEFAULT, PRESETS, ROUNDS
from stanchion.conflict.challenge.rounds import course
from stanchion.conflict.chance import Floats
from stanchion.conflict.contest import Contest
from stanchion.conflict.election.election import elected
from stanchion.conflict.election.utilities import Scenario
from stanchion.exact.record import record

Forecast = Callable[[Contest], Floats]
"""A number for each run of a contest."""


@record(frozen=True, slots=True)
class Model:
    """A model under the name that its results carry."""

    name: str
    words: str
    forecast: Forecast


def contest_of(decided: Sequence[Decided]) -> Contest:
    """Issues with as many actors each as one contest, a run an issue; places stand for names."""
    rows = [each.stands for each in decided]
    return Contest(
        tuple(str(place) for place in range(len(rows[0]))),
        np.array([[float(stand.position) for stand in stands] for stands in rows]).T,
        np.array([[float(stand.power) for stand in stands] for stands in rows]).T,
        np.array([[float(stand.salience) / 100 for stand in stands] for stands in rows]).T,
        0,
        100,
    )


def _median_of(preset: str) -> Forecast:
    return lambda contest: course(contest, PRESETS[preset], rounds=ROUNDS).median(-1)


def _mean_of(preset: str) -> Forecast:
    return lambda contest: course(contest, PRESETS[preset], rounds=ROUNDS).mean(-1)


def election_mean(contest: Contest) -> Floats:
    """The mean of the positions by their probability to be elected."""
    length = contest.ceiling - contest.floor
    places = (contest.positions - contest.floor) / length
    found = [
        elected(
            Scenario(
                contest.parties,
                contest.influence[:, run],
                places[:, run, None],
                contest.salience[:, run, None],
            )
        ).expected()[0]
        for run in range(contest.runs)
    ]
    return np.array(found) * length + contest.floor


COMPROMISE = "compromise_mean"
BASELINES = (
    Model("midpoint", "the middle of the scale", midpoint),
    Model(
        "unweighted_mean",
        "the mean of all positions",
        lambda c: compromise_mean(c.positions, np.ones_like(c.positions)),
    ),
    Model(
        COMPROMISE,
        "the mean by power and salience",
        lambda c: compromise_mean(c.positions, c.weights),
    ),
    Model(
        "weighted_median",
        "the median by power and salience",
        lambda c: weighted_median(c.positions, c.weights),
    ),
)
MODELS: tuple[Model, ...] = (
    *BASELINES,
    *(
        Model(f"challenge.{name}", f"challenge model `{name}`, median", _median_of(name))
        for name in PRESETS
    ),
    Model(f"challenge.{DEFAULT}.mean", f"challenge model `{DEFAULT}`, mean", _mean_of(DEFAULT)),
    Model("election", "mean by the probability to be elected", election_mean),
)
