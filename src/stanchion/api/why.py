"""The question why: which assumptions carry the probability of an ending."""

from datetime import datetime

from stanchion.api.endings import known_ending
from stanchion.charter.model import Charter
from stanchion.conflict.trials import Trials
from stanchion.conflict.why.results import Why
from stanchion.conflict.why.why import Effort
from stanchion.conflict.why.why import why as conflict_why

__all__ = ["Effort", "Trials", "Why", "why"]


def why(
    charter: Charter,
    trials: Trials,
    *,
    at: datetime | None = None,
    ending: str | None = None,
    effort: Effort | None = None,
) -> Why:
    """Sensitivity indices, tornado with flip points, and the spread of specifications.

    Raises UnknownName, NoCrisis.
    """
    asked = known_ending(charter, ending)
    return conflict_why(charter, trials, at=at, outcome=asked, effort=effort)
