"""How much one vote counts in a decision, for everybody who has one, at an instant."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from stanchion.charter.state import State
from stanchion.control.attendance import meeting_of
from stanchion.control.from_charter import compiled
from stanchion.control.game import Game, Player
from stanchion.control.power.measures import Indices, Sample, power_indices
from stanchion.control.power.results import Attended, Figure, Power, VoterPower
from stanchion.control.power.ternary import attended
from stanchion.control.who import digest_of
from stanchion.exact.diagram import Budget, TooLarge

Kind = TypeVar("Kind")


def power(
    state: State, decision: str, *, budget: Budget | None = None, sample: Sample | None = None
) -> Power:
    """The power of everybody who has a vote in a decision, as the company stands in `state`.

    Raises CannotDecide where the charter does not say enough, TooLarge beyond the budget.
    """
    budget = budget or Budget()
    made = compiled(state, decision)
    found = power_indices(made.game, budget=budget, sample=sample)
    silent = _silent(made.game, found)
    meeting = meeting_of(state, decision, made)
    came: Attended | None = None
    not_given = list(found.not_given)
    if meeting is not None:
        try:
            came = attended(meeting, budget)
        except TooLarge as unable:
            not_given.append(("attendance", str(unable)))
    return Power(
        decision=decision,
        as_of=state.instant.isoformat(timespec="minutes"),
        voters=sum(level.voters for level in found.levels) + len(silent),
        players=_players(made.game, found),
        collectivity=found.collectivity,
        winning=None if found.winning is None else found.winning << len(silent),
        checksum=found.checksum,
        proper=found.proper,
        attended=came,
        not_given=tuple(not_given),
        because=made.because,
        assumptions=made.assumptions,
        digest=digest_of(made.game),
        method=found.method,
        exact=found.exact,
    )


def _silent(game: Game, found: Indices) -> tuple[Player, ...]:
    """Players whom the rule does not ask."""
    asked = {player for level in found.levels for player in level.players}
    return tuple(player for player in game.players if player not in asked)


def _players(game: Game, found: Indices) -> tuple[VoterPower, ...]:
    """Everybody in order of declaration; who is not asked has no power under any index."""
    place = {player: at for at, level in enumerate(found.levels) for player in level.players}
    silent = len(_silent(game, found))
    nothing: Figure = Fraction(0)

    players = []
    for player in game.players:
        at = place.get(player)
        level = None if at is None else found.levels[at]
        swings = _at(found.swings, at, 0)
        players.append(
            VoterPower(
                player=player,
                heads=level.voters if level is not None and level.crowd else 1,
                swings=None if swings is None else swings << (silent if at is not None else 0),
                banzhaf=_at(found.banzhaf, at, nothing),
                banzhaf_normalised=_at(found.banzhaf_normalised, at, nothing),
                shapley_shubik=_at(found.shapley_shubik, at, nothing),
                coleman_prevention=_at(found.prevention, at, nothing),
                coleman_initiative=_at(found.initiative, at, nothing),
                johnston=_at(found.johnston, at, Fraction(0)),
                deegan_packel=_at(found.deegan_packel, at, Fraction(0)),
                holler=_at(found.holler, at, Fraction(0)),
            )
        )
    return tuple(players)


def _at(figures: Sequence[Kind] | None, level: int | None, none: Kind) -> Kind | None:
    """The figure of a level; `none` for who is on no level, None where it is not given."""
    if figures is None:
        return None
    return none if level is None else figures[level]
