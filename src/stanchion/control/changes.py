"""What each event changed in who can do what: the decisions whose game is another one afterwards.

Compiling a decision is cheap beside answering who can take it, so games are compared by their
digests and only those that differ are put into words.
"""

from collections.abc import Sequence

from stanchion.charter.events import Event
from stanchion.charter.history import Moment, history
from stanchion.charter.model import Charter
from stanchion.charter.state import State, opening_state
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import CannotDecide, Compiled, compiled
from stanchion.control.game import Player
from stanchion.control.results import Least, Pattern, Pick
from stanchion.exact.diagram import TooLarge
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Power:
    """Who can take a decision, in a few words, with the figures behind them.

    `fewest` and `ways` are None where nobody can, or where it cannot be worked out.
    """

    words: str
    players: tuple[Player, ...]
    fewest: int | None
    ways: int | None


@record(frozen=True, slots=True)
class Change:
    """A decision that other people can take after an event than before it."""

    decision: str
    before: Power
    after: Power


@record(frozen=True, slots=True)
class Taken:
    """A decision that an event records, and whether those who took it were enough."""

    decision: str
    by: tuple[str, ...]
    sufficed: bool | None
    why: str


@record(frozen=True, slots=True)
class EventChanges:
    """What an event changed in who can do what, and what was decided in it.

    `passed` is what had changed by the passing of time alone since the event before it: terms
    that ended, votes that stepped down, decisions that opened or expired.
    """

    event: Event
    changes: tuple[Change, ...]
    taken: Taken | None
    passed: tuple[Change, ...] = ()


def event_changes(charter: Charter) -> tuple[EventChanges, ...]:
    """Every event after the opening that changes who can do what, or in which it was decided."""
    known = _Known()
    found = []
    last = opening_state(charter)
    for moment in history(charter):
        if moment.is_history:
            continue
        passed = _changes(known, last, moment.before)
        changes = _changes(known, moment.before, moment.after) if moment.event.effect else ()
        taken = _taken(known, moment)
        if passed or changes or taken is not None:
            found.append(EventChanges(moment.event, changes, taken, passed))
        last = moment.after
    return tuple(found)


class _Known:
    """Games and words that were worked out already."""

    def __init__(self) -> None:
        self._powers: dict[object, Power] = {}

    def made(self, state: State, decision: str) -> Compiled | CannotDecide:
        """The compiled decision, or why there is none."""
        try:
            return compiled(state, decision)
        except CannotDecide as unable:
            return unable

    def power(self, made: Compiled | CannotDecide) -> Power:
        """The words for a game, worked out once."""
        if isinstance(made, CannotDecide):
            return Power(made.why, (), None, None)
        key = made.game
        if key not in self._powers:
            self._powers[key] = power_of(made)
        return self._powers[key]


def _changes(known: _Known, one: State, other: State) -> tuple[Change, ...]:
    found = []
    for decision in one.charter.decisions:
        before = known.power(known.made(one, decision))
        after = known.power(known.made(other, decision))
        if before != after:
            found.append(Change(str(decision), before, after))
    return tuple(found)


def _taken(known: _Known, moment: Moment) -> Taken | None:
    event = moment.event
    if event.decided is None or event.decided not in moment.before.charter.decisions:
        return None
    by = tuple(str(n) for name in event.by for n in moment.before.charter.members(name))
    made = known.made(moment.before, event.decided)
    if isinstance(made, CannotDecide):
        return Taken(str(event.decided), by, None, made.why)
    needed = f"it takes {known.power(made).words}"
    if not by:
        return Taken(str(event.decided), by, None, f"by whom is not recorded; {needed}")
    return Taken(str(event.decided), by, made.game.wins(frozenset(map(Player, by))), needed)


def power_of(made: Compiled) -> Power:
    """Who can take a decision, in a few words."""
    try:
        least = Coalitions(made.game).least_winning
    except TooLarge as large:
        return Power(str(large), made.game.players, None, None)
    if least.fewest is None:
        return Power("nobody", made.game.players, None, None)
    return Power(_words(least), made.game.players, least.fewest, least.count)


def _words(least: Least) -> str:
    first = least.patterns[0]
    if least.whole and len(least.patterns) == 1:
        alone = " alone" if first.people == 1 and len(first.picks[0].of) == 1 else ""
        return _pattern(first) + alone
    ways = "many" if least.count is None else f"{least.count:,}"
    return f"{least.fewest:,} at least, in {ways} ways, such as {_pattern(first)}"


def _pattern(pattern: Pattern) -> str:
    return " with ".join(_pick(pick) for pick in pattern.picks)


def _pick(pick: Pick) -> str:
    if pick.crowd:
        return f"{pick.count:,} of the {pick.voters:,} of {pick.of[0]}"
    if pick.count == pick.voters:
        return _listed(pick.of)
    return f"any {pick.count} of {_listed(pick.of)}"


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
