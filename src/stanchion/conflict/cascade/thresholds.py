"""A cascade of declared thresholds, stage by stage: each joins once enough others have.

Source: Granovetter (1978), Threshold models of collective behavior.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record


@dataclass(eq=False)
class UnknownGroup(StanchionError, LookupError):
    """A group watches, or an offer is made to, `name`, which is none of the groups."""

    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        return f"unknown group `{self.name}`; there is: {', '.join(f'`{k}`' for k in self.known)}"


@record(frozen=True, slots=True)
class Group:
    """People who join once so many of those whom they watch have; a threshold for each of them.

    `watches` names the groups whose members count, itself among them if it is to be; empty, it
    watches itself alone. A threshold of zero or less joins unasked.
    """

    name: str
    thresholds: tuple[Fraction | int, ...]
    watches: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Easing:
    """From a stage on the thresholds of a group are multiplied by `factor`, for all at once."""

    group: str
    stage: int
    factor: Fraction


@record(frozen=True, slots=True)
class Joining:
    """Those of one group who joined at one stage, by their thresholds as declared."""

    stage: int
    group: str
    thresholds: tuple[Fraction | int, ...]


@record(frozen=True, slots=True)
class Cascade:
    """How a cascade went: who joined in which order, and how many of each group at the end."""

    order: tuple[Joining, ...]
    joined: tuple[tuple[str, int], ...]
    stages: int
    method: str = "stages of declared thresholds to the first fixed point"
    exact: bool = True

    @property
    def total(self) -> int:
        """How many joined in all."""
        return sum(count for _, count in self.joined)


def cascade(groups: Sequence[Group], *, easings: Sequence[Easing] = ()) -> Cascade:
    """The least fixed point of the thresholds, stage by stage from nobody.

    At a stage all those join whose threshold is met by those who had joined before it. Nobody
    leaves again. Raises UnknownGroup.
    """
    known = tuple(group.name for group in groups)
    for name in [w for g in groups for w in g.watches] + [easing.group for easing in easings]:
        if name not in known:
            raise UnknownGroup(name, known)
    ordered = {group.name: sorted(group.thresholds) for group in groups}
    joined = dict.fromkeys(known, 0)
    order: list[Joining] = []
    last_easing = max((easing.stage for easing in easings), default=0)
    stage = 0
    while True:
        stage += 1
        now = {group.name: _willing(group, ordered, joined, easings, stage) for group in groups}
        for name, count in now.items():
            if count > joined[name]:
                order.append(Joining(stage, name, tuple(ordered[name][joined[name] : count])))
        if now == joined and stage >= last_easing:
            return Cascade(tuple(order), tuple(joined.items()), stage - 1)
        joined = now


def _willing(
    group: Group,
    ordered: dict[str, list[Fraction | int]],
    joined: dict[str, int],
    easings: Sequence[Easing],
    stage: int,
) -> int:
    """How many of a group are in after a stage: lowest thresholds first."""
    seen = Fraction(sum(joined[name] for name in group.watches or (group.name,)))
    eased = Fraction(1)
    for easing in easings:
        if easing.group == group.name and easing.stage <= stage:
            eased *= easing.factor
    thresholds = ordered[group.name]
    # a threshold t eased by f is met by s people when t * f <= s
    met = bisect_right(thresholds, seen, key=lambda threshold: threshold * eased)
    return max(joined[group.name], met)
