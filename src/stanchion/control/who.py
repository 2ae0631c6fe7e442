"""Who can bring a decision about, who can stop it, and how few it takes, at one instant."""

from hashlib import sha256

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.enumeration import Coalitions
from stanchion.control.from_charter import Way, compiled, ways
from stanchion.control.game import Game, Player
from stanchion.control.results import Coalition, Route, Who


def who(state: State, decision: str) -> Who:
    """The coalitions that can take a decision, as the company stands in `state`.

    Raises CannotDecide where the charter does not say enough, TooManyPlayers above the limit of
    enumeration.
    """
    made = compiled(state, decision)
    coalitions = Coalitions(made.game)
    minimal = coalitions.minimal_winning()
    needed = frozenset(player for coalition in minimal for player in coalition)
    return Who(
        decision=decision,
        as_of=state.instant.isoformat(timespec="minutes"),
        players=made.game.players,
        minimal=minimal,
        blocking=coalitions.minimal_blocking(),
        veto_players=_in_all(minimal, made.game.players),
        dictators=tuple(c[0] for c in minimal if len(c) == 1 and len(minimal) == 1),
        dummies=tuple(player for player in made.game.players if player not in needed),
        fewest=min((len(coalition) for coalition in minimal), default=None),
        winning=coalitions.winning,
        routes=_routes(state, decision),
        because=made.because,
        assumptions=made.assumptions,
        digest=digest_of(made.game),
    )


def _in_all(minimal: tuple[Coalition, ...], players: tuple[Player, ...]) -> tuple[Player, ...]:
    if not minimal:
        return ()
    return tuple(player for player in players if all(player in c for c in minimal))


def _routes(state: State, decision: str) -> tuple[Route, ...]:
    """Each way of taking the decision, where there is more than one or one has a name."""
    terms = state.charter.decisions[p.Name(decision)]
    found = ways(state, decision)
    if len(found) < 2 and not terms.routes:
        return ()
    return tuple(_route(state, decision, way) for way in found)


def _route(state: State, decision: str, way: Way) -> Route:
    made = compiled(state, decision, route=way.name)
    minimal = Coalitions(made.game).minimal_winning()
    return Route(
        name=str(way.name),
        fewest=min((len(coalition) for coalition in minimal), default=None),
        minimal=minimal,
        notice=None if way.notice is None else in_words(way.notice),
        because=made.because,
    )


def in_words(duration: p.Duration) -> str:
    """A duration as people say it: `48 hours`, `14 days`, `none`."""
    if not duration:
        return "none"
    parts = []
    years, months = divmod(duration.months, 12)
    days, seconds = duration.rest.days, duration.rest.seconds
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if days == 2 and not hours and not duration.months:
        days, hours = 0, 48  # notices are counted in hours up to two days
    for count, unit in (
        (years, "year"),
        (months, "month"),
        (days, "day"),
        (hours, "hour"),
        (minutes, "minute"),
    ):
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " and ".join(parts)


def digest_of(game: Game) -> str:
    """SHA-256 of the game: same digest, same answers."""
    return sha256(repr(game).encode()).hexdigest()
