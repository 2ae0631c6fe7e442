"""Answers about levers: what each change would have done, alone and together."""

from stanchion.conflict.grounds import Grounds
from stanchion.conflict.levers.paired import Difference
from stanchion.control.results import Step
from stanchion.economics.simulation.summary import Bracket
from stanchion.exact.record import record

Shares = tuple[tuple[str, Bracket], ...]


@record(frozen=True, slots=True)
class Tried:
    """One lever: what it does to the probability, and to all endings, on the same runs.

    `unable` says why it cannot be tried; then there is no difference.
    """

    key: str
    name: str
    because: Step
    difference: Difference | None
    endings: Shares
    crosses: bool = False
    unable: str = ""


@record(frozen=True, slots=True)
class Together:
    """A smallest set of levers that crosses one half; `clear` where its interval does."""

    keys: tuple[str, ...]
    probability: Bracket
    difference: Difference
    clear: bool


@record(frozen=True, slots=True)
class Levers:
    """Every lever tried, and the smallest sets that carry the probability across one half.

    `stopped`: somebody stopped it, and levers are `untried` or sets of them.
    """

    outcome: str
    title: str
    titles: tuple[tuple[str, str], ...]
    as_of: str
    before: Bracket
    endings: Shares
    tried: tuple[Tried, ...]
    smallest: tuple[Together, ...]
    sets_tried: int
    largest: int
    complete: bool
    grounds: Grounds
    untried: tuple[str, ...] = ()
    stopped: bool = False
