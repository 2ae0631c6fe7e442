"""Dated forecasts and their scores, in text, JSON and as a drawing."""

from datetime import datetime

from stanchion.conflict.replay.results import DatedForecast, Forecaster, Replay, Settings
from stanchion.conflict.replay.scores import Score
from stanchion.economics.simulation.summary import Bracket
from stanchion.reports.drawings.blocks import bar
from stanchion.reports.drawings.days import Dated, Mark, day_by_day
from stanchion.reports.drawings.frame import Spec
from stanchion.reports.grounds import grounds, grounds_json, percent, shares_json
from stanchion.reports.jsonable import Json
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, listed, table

WIDE = 16
MARKS = 14
"""Events marked in a drawing at most; where there are more, every so many is."""


def replay(found: Replay) -> str:
    """Forecast by forecast, then whom they had to beat."""
    title = dict(found.titles)[found.happened]
    said = [
        bold(f"What could have been forecast: {found.question}"),
        f"What happened: {bold(title)}, on {_stamp(found.happened_at)}",
        "",
        *_forecasts(found),
        "",
        *_over_settings(found),
        *_scores(found),
        *grounds(found.grounds),
    ]
    return "\n".join(said)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


def _forecasts(found: Replay) -> list[str]:
    names = [name for name, _ in found.titles]
    rows = [
        [
            _stamp(one.at),
            *(_share(dict(one.probabilities).get(name)) for name in names),
            bar(_value(dict(one.probabilities).get(found.happened)), WIDE),
            f"{one.score.brier:.2f}",
            f"{one.score.log:.2f}",
            dim(one.left_out),
        ]
        for one in found.forecasts
    ]
    head = ["as known on", *names, found.happened, "Brier", "log", ""]
    numbers = (*range(1, len(names) + 1), len(names) + 2, len(names) + 3)
    return [table(head, rows, right=numbers)]


def _share(found: Bracket | None) -> str:
    return "-" if found is None else percent(found.value)


def _value(found: Bracket | None) -> float:
    return 0.0 if found is None else found.value


def _over_settings(found: Replay) -> list[str]:
    each = [_settings(one.at, one.settings) for one in found.forecasts if one.settings is not None]
    if not each:
        return []
    head = "Over settings of all inputs within their ranges, the probability of what happened:"
    return [head, *map(indented, each), ""]


def _settings(at: datetime, found: Settings) -> str:
    return (
        f"{_stamp(at)}: {percent(found.low)} to {percent(found.high)} in 90 of 100 settings, "
        f"{percent(found.middle)} in the middle one, above one half in {percent(found.above_half)}"
    )


def _scores(found: Replay) -> list[str]:
    others = (found.model, *found.others)
    rows = [
        [one.name, f"{one.mean.brier:.3f}", f"{one.mean.log:.3f}", dim(one.words)]
        for one in sorted(others, key=lambda one: one.mean.log)
    ]
    said = [table(["forecaster, best first", "Brier", "log (bits)", ""], rows, right="12"), ""]
    if found.stopped:
        said.append(unsure(_stopped(found)))
    lost = [one.name for one in others[1:] if one.name not in found.beaten]
    if found.beaten:
        said.append(good(f"The model beats: {listed([*found.beaten])}."))
    if lost:
        said.append(bad(f"The model does not beat: {listed(lost)}."))
    return said


def _stopped(found: Replay) -> str:
    days = f"stopped: forecasts of {len(found.forecasts)} of {found.days_asked} days"
    if found.forecasts[0].settings is None:
        days = f"stopped: part of the first of {found.days_asked} days, {found.grounds.runs:,} runs"
    return f"{days}; without the control" if found.shuffled is None else days


def drawing(found: Replay) -> Spec:
    """The probabilities day by day, with events marked."""
    titles = dict(found.titles)
    forecasts = [
        Dated(one.at, tuple((titles[n], _value(dict(one.probabilities).get(n))) for n in titles))
        for one in found.forecasts
    ]
    every = -(-len(found.events) // MARKS) or 1
    marks = [Mark(event.at, event.words) for event in found.events[::every]]
    subtitle = (
        f"what could be said with what was known; happened: {titles[found.happened]}, "
        f"{_stamp(found.happened_at)}"
    )
    return day_by_day(found.question, subtitle, forecasts, marks)


def replay_json(found: Replay) -> Json:
    """`stanchion clash replay CASE --json`."""
    return {
        "question": found.question,
        "happened": found.happened,
        "happened_at": found.happened_at.isoformat(),
        "forecasts": [_forecast_json(one) for one in found.forecasts],
        "model": _forecaster_json(found.model),
        "naive": [_forecaster_json(one) for one in found.naive],
        "labels_shuffled": None
        if found.shuffled is None
        else {**_forecaster_json(found.shuffled), "shufflings": found.shufflings},
        "beaten": list(found.beaten),
        "events": [{"at": one.at.isoformat(), "event": one.words} for one in found.events],
        "stopped": found.stopped,
        "days_asked": found.days_asked,
        **grounds_json(found.grounds),
    }


def _forecast_json(one: DatedForecast) -> Json:
    return {
        "at": one.at.isoformat(),
        "standing": one.standing,
        "probabilities": shares_json(one.probabilities),
        "left_out": one.left_out,
        "over_settings": None if one.settings is None else _settings_json(one.settings),
        "score": _score_json(one.score),
    }


def _settings_json(one: Settings) -> Json:
    return {
        "low": one.low,
        "middle": one.middle,
        "high": one.high,
        "above_half": one.above_half,
        "settings": one.settings,
    }


def _score_json(one: Score) -> Json:
    return {"brier": one.brier, "log_bits": one.log}


def _forecaster_json(one: Forecaster) -> Json:
    return {
        "name": one.name,
        "words": one.words,
        "mean": _score_json(one.mean),
        "by_day": [_score_json(score) for score in one.scores],
    }
