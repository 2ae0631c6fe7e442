"""The question of a replay: dated forecasts of a dispute whose end is known, and their scores."""

from stanchion.charter.model import Charter
from stanchion.conflict.replay.replay import MOST_DAYS
from stanchion.conflict.replay.replay import replay as conflict_replay
from stanchion.conflict.replay.results import Replay
from stanchion.conflict.trials import Trials

__all__ = ["MOST_DAYS", "Replay", "Trials", "replay"]


def replay(
    charter: Charter, trials: Trials, *, days: int = MOST_DAYS, shufflings: int = 5
) -> Replay:
    """Forecasts with what was known on each day, scored against what happened, beside others.

    Raises NoCrisis, NothingHappened.
    """
    return conflict_replay(charter, trials, days=days, shufflings=shufflings)
