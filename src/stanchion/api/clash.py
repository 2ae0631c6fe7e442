"""Questions about a dispute: who prevails, how likely, and whose doing it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from stanchion.api.view import View
from stanchion.conflict.clash import Asked, Clash
from stanchion.conflict.clash import clash as conflict_clash
from stanchion.conflict.crisis.compiled import Crisis, NoCrisis
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.ensembles.batches import BATCH, Alone, Batch, Workers
from stanchion.conflict.ensembles.ensemble import Ensemble, NoRuns, Order, Progress, go_on
from stanchion.conflict.ensembles.tally import Tally
from stanchion.exact.diagram import Budget

__all__ = [
    "BATCH",
    "Clash",
    "Ensemble",
    "Followed",
    "NoCrisis",
    "NoRuns",
    "clash",
    "crisis_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How a dispute is followed: from when, with what known, how many runs, and by whom.

    `at` is the beginning of the dispute where nothing is said; `known` the same instant: nothing
    that the charter dates later is used. `kept` are tallies of batches done before, and `keep` is
    told of each new one.
    """

    runs: int = 20_000
    seed: int = 1
    at: datetime | None = None
    known: datetime | None = None
    days: int | None = None
    workers: Workers = field(default_factory=Alone)
    progress: Progress = go_on
    kept: Mapping[int, Tally] = field(default_factory=dict)
    keep: Callable[[Batch, Tally], None] | None = None
    batch: int = BATCH
    budget: Budget | None = None


def crisis_of(asked: View, followed: Followed) -> Crisis:
    """The crisis that is followed, compiled; raises NoCrisis."""
    found = scene(asked.charter, at=followed.at, known=followed.known, days=followed.days)
    return crisis(found)


def clash(asked: View, followed: Followed | None = None) -> Clash:
    """Who prevails in the dispute of a charter; raises NoCrisis, NoRuns."""
    how = followed or Followed()
    order = Order(
        runs=how.runs,
        seed=how.seed,
        size=how.batch,
        workers=how.workers,
        progress=how.progress,
        known=how.kept,
        done=how.keep,
    )
    question = Asked(order, how.at, how.known, how.days, how.budget)
    found = conflict_clash(asked.charter, question)
    return replace(found, assumptions=(*asked.changes, *found.assumptions))
