"""The answer about a dispute as one picture: endings, days, who signs, day by day."""

from stanchion.conflict.clash import Clash
from stanchion.conflict.ensembles.ensemble import Chance
from stanchion.economics.simulation.summary import Z_95
from stanchion.reports.drawings.bars import Bar, day_bars, outcome_bars
from stanchion.reports.drawings.days import Dated, Mark, day_by_day
from stanchion.reports.drawings.dots import quantile_dots, quantiles_of_counts
from stanchion.reports.drawings.frame import Spec, stacked_up

SHORT = 34
"""Letters of an event's words that are marked in a picture."""


def drawing(found: Clash) -> Spec:
    """One above the other: what is likely, on which day, who signs, and as the days went."""
    parts = [_endings(found)]
    if any(_days(found).values()):
        parts.append(_by_day(found))
    parts += [_signers(found, crowd.name) for crowd in found.crisis.crowds]
    if len(found.forecasts) > 1:
        parts.append(_forecasts(found))
    return stacked_up(parts)


def _title(found: Clash, name: str) -> str:
    return next(status.title for status in found.crisis.statuses if status.name == name)


def _runs(found: Clash) -> str:
    return f"{found.ensemble.runs:,} runs, seed {found.ensemble.seed}"


def _endings(found: Clash) -> Spec:
    happened = None if found.happened is None else found.happened[0]
    bars = [
        _bar(_title(found, name), chance, happened=name == happened)
        for name, chance in found.ensemble.probabilities.items()
    ]
    subtitle = f"as of {found.at:%Y-%m-%d %H:%M}, followed for {found.horizon} days; {_runs(found)}"
    return outcome_bars(found.question, subtitle, bars)


def _bar(title: str, chance: Chance, *, happened: bool) -> Bar:
    half = Z_95 * chance.error
    low, high = max(0.0, chance.share - half), min(1.0, chance.share + half)
    return Bar(title, chance.share, low, high, happened)


def _days(found: Clash) -> dict[str, list[float]]:
    """Shares of runs by ending and day, endings that never come left out."""
    runs = found.ensemble.runs
    counted = {name: found.ensemble.days(name) for name in found.ensemble.names}
    return {
        _title(found, name): [count / runs for count in days]
        for name, days in counted.items()
        if any(days)
    }


def _by_day(found: Clash) -> Spec:
    subtitle = f"what stands on day {found.horizon}, the deadline, is counted there"
    return day_bars("On which day it ends", subtitle, _days(found))


def _signers(found: Clash, crowd: str) -> Spec:
    values = quantiles_of_counts(found.ensemble.signed(crowd))
    return quantile_dots(f"How many of {crowd} sign", _runs(found), f"share of {crowd}", values)


def _forecasts(found: Clash) -> Spec:
    titles = {status.name: status.title for status in found.crisis.statuses}
    forecasts = [
        Dated(
            one.at,
            tuple(
                (title, one.probabilities[name].share if name in one.probabilities else 0.0)
                for name, title in titles.items()
            ),
        )
        for one in found.forecasts
    ]
    marks = [Mark(one.at, _short(one.events)) for one in found.forecasts if one.events]
    return day_by_day("Day by day", "by what was known then", forecasts, marks)


def _short(events: tuple[str, ...]) -> str:
    words = events[0]
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"
