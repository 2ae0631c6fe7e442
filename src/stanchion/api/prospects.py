"""A dispute under two charters: how likely each ending is, before and after, on the same draws.

Where both compile to the same crisis nothing is sampled: the same inputs, rules and worths give
the same endings in every run.
"""

from datetime import datetime

import numpy as np

from stanchion.api.difference import Difference
from stanchion.api.view import View
from stanchion.conflict.crisis.compiled import Crisis, NoCrisis
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.levers.paired import Difference as Paired
from stanchion.conflict.levers.paired import difference
from stanchion.conflict.trials import Trials, ended_in
from stanchion.exact.record import record

SAME_DRAWS = Trials(seed=1, runs=2_000)


@record(frozen=True, slots=True)
class Prospect:
    """One ending before and after; `paired` is None where nothing had to be sampled.

    `shown` says whether the interval leaves out zero. `why_not` where one of the two has no
    dispute that can be followed.
    """

    ending: str
    difference: Difference
    paired: Paired | None = None
    why_not: str | None = None

    @property
    def shown(self) -> bool:
        """Whether more than the error of so many runs tells the two apart."""
        return self.paired is not None and self.paired.shown


def prospects(
    before: View, after: View, *, at: datetime | None = None, trials: Trials = SAME_DRAWS
) -> tuple[Prospect, ...]:
    """Every ending of either; empty where neither charter has a dispute."""
    if before.charter.dispute is None and after.charter.dispute is None:
        return ()
    one, other = _crisis(before, at), _crisis(after, at)
    if isinstance(one, str) or isinstance(other, str):
        return (_unclear(one, other),)
    names = tuple(dict.fromkeys([*one.names, *other.names]))
    if one.digest == other.digest:
        return tuple(Prospect(name, Difference.SAME) for name in names)
    was, now = trials.endings(one), trials.endings(other)
    return tuple(
        Prospect(
            name,
            _kind(one, other, name, same=np.array_equal(hits, hit)),
            difference(hits, hit),
        )
        for name in names
        for hits, hit in [(ended_in(one, was, name), ended_in(other, now, name))]
    )


def _crisis(asked: View, at: datetime | None) -> Crisis | str:
    try:
        return crisis(scene(asked.charter, at=at))
    except NoCrisis as none:
        return str(none)


def _kind(one: Crisis, other: Crisis, name: str, *, same: bool) -> Difference:
    if name not in one.names:
        return Difference.ADDED
    if name not in other.names:
        return Difference.REMOVED
    return Difference.SAME if same else Difference.CHANGED


def _unclear(one: Crisis | str, other: Crisis | str) -> Prospect:
    kind = Difference.SAME if one == other else Difference.CHANGED
    why = other if isinstance(other, str) else str(one)
    return Prospect("", kind, why_not=why)
