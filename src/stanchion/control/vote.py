"""One vote as it was, or would be, cast: whether it passes, and which further votes it lacks.

Those who say neither yes nor no are away. Where a decision is counted among those who come, the
count is of them; elsewhere to be away is to vote no. What is lacking is asked of those who are
away: the least coalitions of them with whose yes it passes, exactly, from the diagram of the rule
in which all other votes are settled.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from stanchion.charter.state import State
from stanchion.control.attendance import Meeting, Voter, meeting_of
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import Compiled, compiled, ways
from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Game,
    Heads,
    Never,
    Player,
    Some,
    holds,
)
from stanchion.control.results import Least
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record

TRUE: Formula = Every(())


@record(frozen=True, slots=True)
class Cast:
    """Who says yes and who says no; everybody else is away."""

    yes: frozenset[Player]
    no: frozenset[Player]


@record(frozen=True, slots=True)
class Lacking:
    """What a vote lacks: the least coalitions of those who are away; none if they cannot help.

    In a meeting that counts those who come, `heaviest` are as few as it takes, those with most
    votes first, each of whom comes and says yes.
    """

    least: Least | None
    heaviest: tuple[Player, ...] = ()


@record(frozen=True, slots=True)
class Vote:
    """Whether a decision passes by one way of taking it; `lacking` is None if it does."""

    decision: str
    way: str | None
    passes: bool
    voters: tuple[Player, ...]
    quorate: bool | None
    lacking: Lacking | None


def votes(
    state: State, decision: str, cast: Cast, *, budget: Budget | None = None
) -> tuple[Vote, ...]:
    """The vote by every way in which the decision can be taken, as things stand.

    Raises CannotDecide where the charter does not say enough, TooLarge beyond the budget.
    """
    names = [str(way.name) for way in ways(state, decision)]
    routes: list[str | None] = [*names] if len(names) > 1 else [None]
    return tuple(_vote(state, decision, route, cast, budget or Budget()) for route in routes)


def _vote(state: State, decision: str, route: str | None, cast: Cast, budget: Budget) -> Vote:
    made = compiled(state, decision, route=route)
    meeting = meeting_of(state, decision, made, route=route)
    if meeting is not None:
        return _met(decision, route, made, meeting, cast)
    game = made.game
    passes = game.wins(cast.yes)
    left = Game(game.decision, game.players, settled(game.formula, cast))
    least = None if passes else Coalitions(left, budget).least_winning
    lacking = None if least is None else Lacking(least if least.fewest is not None else None)
    return Vote(decision, route, passes, game.players, None, lacking)


def settled(formula: Formula, cast: Cast) -> Formula:
    """The rule for those who are away, once the votes cast are settled."""
    match formula:
        case Ballot(player) | Heads(player):
            if player in cast.yes:
                return TRUE
            return Never("votes no") if player in cast.no else formula
        case Never():
            return formula
        case Count(parts, quota, strict):
            left: list[tuple[Formula, Fraction]] = []
            for part, weight in parts:
                match part:
                    case Heads(player, size) if player in cast.yes:
                        quota -= size * weight
                    case Heads():
                        left.append((settled(part, cast), weight))
                    case _ if holds(part, cast.yes):
                        quota -= weight
                    case _:
                        left.append((settled(part, cast), weight))
            reached = quota < 0 if strict else quota <= 0
            return TRUE if reached else Count(tuple(left), quota, strict)
        case Every(parts):
            return Every(tuple(settled(part, cast) for part in parts))
        case Some(count, parts):
            return Some(count, tuple(settled(part, cast) for part in parts))
        case _:
            assert_never(formula)


# --------------------------------------------------------------- those who come


def _met(decision: str, route: str | None, made: Compiled, meeting: Meeting, cast: Cast) -> Vote:
    passes, quorate = _counted(made, meeting, cast)
    lacking = None if passes else _lacking(made, meeting, cast)
    return Vote(decision, route, passes, made.game.players, quorate, lacking)


def _counted(made: Compiled, meeting: Meeting, cast: Cast) -> tuple[bool, bool]:
    came = cast.yes | cast.no
    present = _weight(meeting.voters, came)
    quorate = present > meeting.quorum if meeting.quorum_strict else present >= meeting.quorum
    quota = meeting.votes if meeting.share is None else meeting.share * present
    assert quota is not None  # INVARIANT: a threshold is a share or a number
    counted = Count(meeting.voters, quota, meeting.strict)
    formula = _with_count(made.game.formula, meeting, counted if quorate else Never("no quorum"))
    return holds(formula, cast.yes), quorate


def _with_count(formula: Formula, meeting: Meeting, counted: Formula) -> Formula:
    """The rule with its count and quorum replaced by the count of those who came."""
    match formula:
        case Every((Count(parts, _, _), Count(same, _, _))) if parts == same == meeting.voters:
            return counted
        case Every(parts):
            return Every(tuple(_with_count(part, meeting, counted) for part in parts))
        case Ballot() | Heads() | Never() | Count() | Some():
            return formula
        case _:
            assert_never(formula)


def _weight(voters: Iterable[tuple[Voter, Fraction]], who: frozenset[Player]) -> Fraction:
    total = Fraction(0)
    for voter, weight in voters:
        match voter:
            case Ballot(player) if player in who:
                total += weight
            case Heads(player, size) if player in who:
                total += weight * size
            case _:
                continue
    return total


def _lacking(made: Compiled, meeting: Meeting, cast: Cast) -> Lacking:
    """Those who are away, heaviest first, until it passes: a yes adds most where it weighs most.

    Whoever else must agree, outside of the count, is asked first.
    """
    away = [player for player in made.game.players if player not in cast.yes | cast.no]
    weight = {player: _weight(meeting.voters, frozenset((player,))) for player in away}
    place = {player: at for at, player in enumerate(away)}
    asked = sorted(away, key=lambda player: (weight[player] > 0, -weight[player], place[player]))
    yes, joined = set(cast.yes), []
    for player in asked:
        yes.add(player)
        joined.append(player)
        if _counted(made, meeting, Cast(frozenset(yes), cast.no))[0]:
            return Lacking(None, _spared(made, meeting, cast, joined))
    return Lacking(None)


def _spared(
    made: Compiled, meeting: Meeting, cast: Cast, joined: list[Player]
) -> tuple[Player, ...]:
    """Those of the joined without whom it would not pass."""
    kept = list(joined)
    for player in joined:
        fewer = frozenset(other for other in kept if other != player)
        if _counted(made, meeting, Cast(cast.yes | fewer, cast.no))[0]:
            kept.remove(player)
    return tuple(kept)
