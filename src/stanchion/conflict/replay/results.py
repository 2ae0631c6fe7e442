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
    """What could be said at an instant, with what was known then.

    `settings` is None where somebody stopped it before they were looked at.
    """

    at: datetime
    probabilities: Shares
    standing: str
    left_out: str
    settings: Settings | None
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
    shuffled: Forecaster | None
    shufflings: int
    events: tuple[DayMark, ...]
    grounds: Grounds
    days_asked: int

    @property
    def beaten(self) -> tuple[str, ...]:
        """Whose mean log score the model's is below: better is lower."""
        return tuple(one.name for one in self.others if self.model.mean.log < one.mean.log)

    @property
    def others(self) -> tuple[Forecaster, ...]:
        """Whom the model has to beat; the control is not among them where it was stopped."""
        return self.naive if self.shuffled is None else (*self.naive, self.shuffled)

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it before all was done."""
        return self.shuffled is None or len(self.forecasts) < self.days_asked
