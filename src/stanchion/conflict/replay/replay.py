"""The question of a replay: what could have been forecast on each day, and how good it was."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from stanchion.charter.dispute import Dispute
from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import Crisis, NoCrisis
from stanchion.conflict.crisis.draws import Chosen
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.grounds import grounds
from stanchion.conflict.replay.known import known_at, known_from
from stanchion.conflict.replay.naive import Naive, naive_forecast
from stanchion.conflict.replay.results import (
    DatedForecast,
    DayMark,
    Forecaster,
    Replay,
    Settings,
    Shares,
)
from stanchion.conflict.replay.scores import Forecast, Score, mean_score, score
from stanchion.conflict.replay.shuffled import exchange, shuffled
from stanchion.conflict.trials import Stopped, Trials, ended_in, shares
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

METHOD = (
    "crisis followed from each day on with what was known then, averaged over all declared ranges "
    "(prior predictive); Brier score 0 to 2, log score in bits, lower is better"
)
MOST_DAYS = 6
SETTINGS = 128
"""Settings of the inputs for which the probability of what happened is looked at one by one."""


@dataclass(eq=False)
class NothingHappened(StanchionError, ValueError):
    """A dispute whose end is not known cannot be scored."""

    def __str__(self) -> str:
        return (
            "nothing is known of how this dispute ended, so no forecast of it can be scored\n"
            "  = help: write `happened:` with a date under one of its `outcomes:`"
        )


@record(frozen=True, slots=True)
class _Day:
    """A forecast of one day, as numbers."""

    at: datetime
    left_out: str
    crisis: Crisis
    probabilities: Shares
    settings: Settings | None
    runs: int
    whole: bool

    @property
    def forecast(self) -> Forecast:
        return _plain(self.probabilities)


def replay(
    charter: Charter, trials: Trials, *, days: int = MOST_DAYS, shufflings: int = 5
) -> Replay:
    """Forecasts on every day until it ended (on so many at most), scored against what happened.

    Somebody who stops gets the days that are done, and of the first day what is done of it.
    Raises NoCrisis, NothingHappened, Stopped.
    """
    dispute = charter.dispute
    if dispute is None:
        scene(charter)  # says what is missing
        raise AssertionError  # INVARIANT: a charter without a dispute has no scene
    happened, ended = _happened(dispute)
    instants = instants_of(charter, ended, most=days)
    plain = _days(charter, instants, happened, trials)
    forecasts = [_dated(day, happened) for day in plain]
    control = None
    if plain[-1].whole:
        control = _shuffled(charter, instants, happened, trials, shufflings)
    return Replay(
        question=str(dispute.question),
        happened=happened,
        happened_at=ended,
        titles=tuple((status.name, status.title) for status in plain[0].crisis.statuses),
        forecasts=tuple(forecasts),
        model=_forecaster("model", "this model", [f.score for f in forecasts]),
        naive=tuple(_naive(kind, plain, happened) for kind in Naive),
        shuffled=control,
        shufflings=shufflings,
        events=_events(charter, instants[0], ended),
        grounds=grounds(plain[0].crisis, METHOD, seed=trials.seed, runs=plain[0].runs),
        days_asked=len(instants),
    )


def _happened(dispute: Dispute) -> tuple[str, datetime]:
    for name, outcome in dispute.outcomes.items():
        if outcome.happened is not None:
            return str(name), outcome.happened.start
    raise NothingHappened


def instants_of(charter: Charter, ended: datetime, *, most: int) -> tuple[datetime, ...]:
    """When forecasts are made: once what opened the dispute has happened, then at equal steps of
    whole days, until before it ended."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    opened = [known_from(e.when) for e in charter.events if e.id in dispute.opens_with]
    begins = dispute.begins.start
    first = max([begins + timedelta(minutes=1), *opened])
    if first >= ended:
        raise NoCrisis(
            "the dispute ended as soon as it had begun", "look at `begins:` and `happened:`"
        )
    whole = max(1, -(-(ended - first) // timedelta(days=1)))
    step = timedelta(days=-(-whole // most))
    found = [first]
    following = begins + step
    while following < ended:
        if following > first:
            found.append(following)
        following += step
    return tuple(found)


def _days(
    charter: Charter, instants: Sequence[datetime], happened: str, trials: Trials
) -> list[_Day]:
    """The forecast of each instant, as many as are done; raises Stopped where no run is.

    A day that is done in part counts only where there is no other: the days of one answer are
    from as many runs each.
    """
    done: list[_Day] = []
    for at in instants:
        try:
            day = _day(charter, at, happened, trials, settings=SETTINGS)
        except Stopped:
            if not done:
                raise
            break
        if day.whole or not done:
            done.append(day)
        if not day.whole:
            break
    return done


def _day(charter: Charter, at: datetime, happened: str, trials: Trials, *, settings: int) -> _Day:
    """The forecast of what was known of a charter at an instant, from as many runs as are done.

    Raises Stopped where none is.
    """
    known = known_at(charter, at)
    found = crisis(scene(known.charter, at=at))
    endings = trials.begun(found)
    at_settings = None
    if len(endings) == trials.runs:
        with suppress(Stopped):
            at_settings = _settings(found, happened, trials, settings)
    return _Day(
        at,
        known.words,
        found,
        shares(found, endings),
        at_settings,
        runs=len(endings),
        whole=at_settings is not None,
    )


def _dated(day: _Day, happened: str) -> DatedForecast:
    return DatedForecast(
        at=day.at,
        probabilities=day.probabilities,
        standing=day.crisis.names[day.crisis.start],
        left_out=day.left_out,
        settings=day.settings,
        score=score(day.forecast, happened),
    )


def _plain(probabilities: Shares) -> Forecast:
    return {name: chance.value for name, chance in probabilities}


def _settings(found: Crisis, happened: str, trials: Trials, count: int) -> Settings:
    """What the probability is under each of some settings of all inputs."""
    tries = max(1, trials.runs // max(1, count))
    uniforms = {
        one.name: np.repeat(trials.uniforms(one.name, count, "settings"), tries)
        for one in found.inputs
        if not one.is_certain
    }
    endings = trials.endings(found, Chosen(uniforms=uniforms), runs=count * tries)
    each = ended_in(found, endings, happened).reshape(count, tries).mean(axis=1)
    low, middle, high = np.quantile(each, [0.05, 0.5, 0.95])
    return Settings(float(low), float(middle), float(high), float((each > 0.5).mean()), count)


# ------------------------------------------------------------------- other forecasters


def _forecaster(name: str, words: str, scores: Sequence[Score]) -> Forecaster:
    return Forecaster(name, words, tuple(scores), mean_score([*scores]))


_SAID = {
    Naive.UNIFORM: "every ending alike",
    Naive.LAST_STATE: "what stands will stand, for certain",
    Naive.COIN: "one half for what stands, the rest for the others alike",
}


def _naive(kind: Naive, days: Sequence[_Day], happened: str) -> Forecaster:
    said = [
        naive_forecast(kind, day.crisis.names, day.crisis.names[day.crisis.start]) for day in days
    ]
    return _forecaster(kind.value, _SAID[kind], [score(one, happened) for one in said])


def _shuffled(
    charter: Charter,
    instants: Sequence[datetime],
    happened: str,
    trials: Trials,
    shufflings: int,
) -> Forecaster | None:
    """The same model with the parties' numbers exchanged: scores by day, over all shufflings.

    None where somebody stops it, for part of it cannot be held against the whole of another.
    """
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    fewer = replace(trials, runs=max(1, trials.runs // shufflings))
    labels = [exchange(dispute, trials.seed + place) for place in range(shufflings)]
    by_day = []
    for at in instants:
        known = known_at(charter, at).charter
        scores = []
        for label in labels:
            found = crisis(scene(shuffled(known, label), at=at))
            try:
                endings = fewer.endings(found)
            except Stopped:
                return None
            scores.append(score(_plain(shares(found, endings)), happened))
        by_day.append(mean_score(scores))
    words = f"this model with the parties' numbers exchanged, on average of {shufflings}"
    return _forecaster("labels shuffled", words, by_day)


def _events(charter: Charter, first: datetime, ended: datetime) -> tuple[DayMark, ...]:
    """The events with a name between the first forecast and the end, to be marked."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    marked = []
    for event in charter.events:
        opens = event.id in dispute.opens_with
        if event.id is not None and (opens or first <= event.when.start <= ended):
            marked.append(DayMark(event.when.start, str(event.id).replace("_", " ")))
    return tuple(marked)
