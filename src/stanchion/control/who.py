"""Who can bring a decision about, who can stop it, and how few it takes, at one instant."""

from hashlib import sha256

from stanchion.charter.calendar import in_words
from stanchion.charter.state import State
from stanchion.control.attendance import attendance, meeting_of
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import Compiled, Way, compiled, ways
from stanchion.control.game import Game
from stanchion.control.results import Attendance, Route, Who
from stanchion.exact.diagram import Budget


def who(state: State, decision: str, *, budget: Budget | None = None) -> Who:
    """The coalitions that can take a decision, as the company stands in `state`.

    Raises CannotDecide where the charter does not say enough, TooLarge beyond the budget.
    """
    budget = budget or Budget()
    made = compiled(state, decision)
    coalitions = Coalitions(made.game, budget)
    least, blocking = coalitions.least_winning, coalitions.least_blocking
    return Who(
        decision=decision,
        as_of=state.instant.isoformat(timespec="minutes"),
        players=made.game.players,
        voters=coalitions.voters,
        minimal=least.coalitions or (),
        blocking=blocking.coalitions or (),
        veto_players=coalitions.veto_players(),
        dictators=coalitions.dictators(),
        dummies=coalitions.dummies(),
        fewest=least.fewest,
        winning=coalitions.winning,
        least=least,
        least_blocking=blocking,
        proper=coalitions.diagram.proper,
        attendance=_attendance(state, decision, made, budget),
        routes=tuple(_route(state, decision, way, budget) for way in ways(state, decision)),
        because=made.because,
        assumptions=made.assumptions,
        digest=digest_of(made.game),
    )


def _route(state: State, decision: str, way: Way, budget: Budget) -> Route:
    made = compiled(state, decision, route=way.name)
    coalitions = Coalitions(made.game, budget)
    return Route(
        name=str(way.name),
        fewest=coalitions.least_winning.fewest,
        minimal=coalitions.least_winning.coalitions or (),
        least=coalitions.least_winning,
        blocking=coalitions.least_blocking,
        attendance=_attendance(state, decision, made, budget, route=way.name),
        notice=None if way.notice is None else in_words(way.notice),
        because=made.because,
    )


def _attendance(
    state: State, decision: str, made: Compiled, budget: Budget, *, route: str | None = None
) -> Attendance | None:
    meeting = meeting_of(state, decision, made, route=route)
    return None if meeting is None else attendance(meeting, made.game, budget)


def digest_of(game: Game) -> str:
    """SHA-256 of the game: same digest, same answers."""
    return sha256(repr(game).encode()).hexdigest()
