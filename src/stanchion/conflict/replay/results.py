"""Answers of a replay: dated forecasts, their scores, and whom they have to beat."""

from datetime import datetime

from stanchion.conflict.grounds import Grounds
from stanchion.conflict.replay.scores import Score
from stanchion.economics.simulation.summary import Bracket
from stanchion.exact.record import record

Shares = tuple[tuple[str, Bracket], ...]


@record(frozen=True, slots=True)
class Settings:
    """The probability of what happened, over settings of all inputs within their ranges.

    Five, fifty and ninety-five of a hundred settings give less; `above_half` is the part that
    gives more than one half.
    """

    low: float
    middle: float
    high: float
    above_half: float
    settings: int


@record(frozen=True, slots=True)
class DatedForecast:
    """What could be said at an instant, with what was known then."""

    at: datetime
    probabilities: Shares
    standing: str
    left_out: str
    settings: Settings
    score: Score


@record(frozen=True, slots=True)
class Forecaster:
    """Somebody who forecasts on the same days: the model, a naive rule, or the control."""

    name: str
    words: str
    scores: tuple[Score, ...]
    mean: Score


@record(frozen=True, slots=True)
class DayMark:
    """An event of the time, to be marked beside the forecasts."""

    at: datetime
    words: str


@record(frozen=True, slots=True)
class Replay:
    """Dated forecasts of a dispute whose end is known, and how good they were."""

    question: str
    happened: str
    happened_at: datetime
    titles: tuple[tuple[str, str], ...]
    forecasts: tuple[DatedForecast, ...]
    model: Forecaster
    naive: tuple[Forecaster, ...]
    shuffled: Forecaster
    shufflings: int
    events: tuple[DayMark, ...]
    grounds: Grounds

    @property
    def beaten(self) -> tuple[str, ...]:
        """Whose mean log score the model's is below: better is lower."""
        others = (*self.naive, self.shuffled)
        return tuple(one.name for one in others if self.model.mean.log < one.mean.log)
