"""What the charter allowed: who could lawfully lead the dispute where; which moves were open."""

from collections.abc import Iterable

from stanchion.charter import phrases as p
from stanchion.charter.dispute import Move, MoveKind
from stanchion.charter.state import State
from stanchion.conflict.crisis.compiled import Crisis, Means, Passage
from stanchion.conflict.crisis.from_charter import Scene
from stanchion.conflict.crisis.from_charter.statuses import state_after
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import CannotDecide, compiled, selected_names
from stanchion.control.game import Every, Game, Player, Some
from stanchion.control.results import Least
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.exact.record import record
from stanchion.source.span import Span


@record(frozen=True, slots=True)
class Way:
    """A lawful way from one status to another: by which decisions, in how many days, and by whom.

    Not `lawful`, nobody can, and `why_not` says why; lawful without `least`, the coalitions are too
    many to be told, and `why_not` says that.
    """

    source: str
    target: str
    decisions: tuple[str, ...]
    days: int
    lawful: bool
    least: Least | None
    vetoes: tuple[Player, ...]
    why_not: tuple[str, ...]


@record(frozen=True, slots=True)
class OpenMove:
    """A move that the dispute declares, and whether the charter allows it to a party."""

    kind: str
    party: str
    decision: str | None
    allowed: bool
    why: str
    at: Span | None


def game_of(passage: Passage) -> Game:
    """The passage as one game: every requirement by any of its means."""
    needed = tuple(
        Some(1, tuple(means.formula for means in requirement.means))
        for requirement in passage.requirements
    )
    return Game(f"{passage.source} to {passage.target}", passage.voters, Every(needed))


def ways(crisis: Crisis, budget: Budget) -> tuple[Way, ...]:
    """Every way from one status to another, with the least coalitions that can take it."""
    return tuple(_way(crisis, passage, budget) for passage in crisis.passages)


def _way(crisis: Crisis, passage: Passage, budget: Budget) -> Way:
    names = crisis.names
    decisions = tuple(
        dict.fromkeys(means.decision for req in passage.requirements for means in req.means)
    )
    least: Least | None = None
    vetoes: tuple[Player, ...] = ()
    why_not = _why_not(passage)
    if passage.lawful:
        try:
            whole = Coalitions(game_of(passage), budget)
            least, vetoes = whole.least_winning, whole.veto_players()
        except TooLarge as large:
            why_not = (f"the least coalitions are not told: {large}",)
    return Way(
        source=names[passage.source],
        target=names[passage.target],
        decisions=decisions,
        days=max((_fewest_days(r.means) for r in passage.requirements if r.means), default=0),
        lawful=passage.lawful,
        least=least,
        vetoes=vetoes,
        why_not=why_not,
    )


def _why_not(passage: Passage) -> tuple[str, ...]:
    missing = (requirement for requirement in passage.requirements if not requirement.means)
    return tuple(why for requirement in missing for why in requirement.why_not)


def _fewest_days(means: Iterable[Means]) -> int:
    return min(each.notice_days + each.lag_days for each in means)


# ------------------------------------------------------------------ declared moves


def open_moves(scene: Scene, crisis: Crisis) -> tuple[OpenMove, ...]:
    """Every declared move of every party, and whether the charter allows it.

    A decision is asked about where the dispute stands, and before and after what opened it.
    """
    effects = [effect for event in scene.opening for effect in event.effect]
    states = [scene.state]
    if not scene.opened:
        states.append(state_after(scene.before, effects))
    return tuple(
        _open_move(crisis, states, move, str(party))
        for move in scene.dispute.moves
        for party in move.parties
    )


def _open_move(crisis: Crisis, states: list[State], move: Move, party: str) -> OpenMove:
    allowed, why = _judged(crisis, states, move, party)
    decision = None if move.decision is None else str(move.decision)
    return OpenMove(move.kind.value, party, decision, allowed, why, move.at)


def _judged(crisis: Crisis, states: list[State], move: Move, party: str) -> tuple[bool, str]:
    crowds = {crowd.name for crowd in crisis.crowds}
    match move.kind:
        case MoveKind.DECIDE:
            return _may_decide(states, move.decision, party)
        case MoveKind.CALL_MEETING:
            sits = any(_places(state, party) for state in states)
            return (
                sits,
                "sits in a body" if sits else "sits in no body, and nobody else may call it",
            )
        case MoveKind.RESIGN:
            held = [place for state in states for place in _places(state, party)]
            held = list(dict.fromkeys(held))
            if held:
                return True, f"gives up {', '.join(f'`{place}`' for place in held)}"
            return False, "has no seat or office to give up at this instant"
        case MoveKind.OFFER:
            if any(offer.by == party for offer in crisis.offers):
                return True, "needs no vote"
            return True, "needs no vote; the dispute says of no offer of theirs, so none is made"
        case MoveKind.SIGN:
            if party in crowds:
                return True, "needs no vote"
            return True, "needs no vote; the dispute says of no such crowd, so nothing follows"
        case MoveKind.YIELD:
            votes = set(_people(states, party)) & set(crisis.voices())
            if votes:
                return True, "has a vote in what would change how it stands"
            return False, "has no vote in anything that would change how it stands"
        case MoveKind.SUE | MoveKind.WITHHOLD:
            return True, "is a matter of law or contract that the charter does not say"


def _may_decide(states: list[State], decision: p.Name | None, party: str) -> tuple[bool, str]:
    if decision is None:
        return False, "does not say which decision"
    said = f"has no vote in `{decision}`"
    for state in states:
        try:
            game = compiled(state, decision).game
        except CannotDecide as unable:
            return False, str(unable)
        people = frozenset(Player(name) for name in _people([state], party))
        voices = people & frozenset(game.players)
        if voices and game.wins(voices):
            return True, f"can take `{decision}` without anybody else"
        if voices and not game.wins(frozenset(game.players)):
            said = f"has a vote in `{decision}`, which nobody can take now"
        elif voices:
            return True, f"has a vote in `{decision}`, and needs others"
    return False, said


def _people(states: list[State], party: str) -> list[str]:
    """The voters whom a name stands for: itself, the members of a group or body."""
    found = [party]
    for state in states:
        charter = state.charter
        known = party in charter.groups or party in charter.bodies or party in charter.offices
        if known:
            found += [str(name) for name in selected_names(state, p.Named(p.Name(party)))]
        if party in charter.bodies:
            found += [str(name) for name in state.in_office(p.Name(party))]
    return list(dict.fromkeys(found))


def _places(state: State, party: str) -> list[str]:
    """The seats and offices of a party; a body has its own."""
    people = {p.Name(name) for name in _people([state], party)}
    seats = [str(body) for body in state.seats if people & set(state.in_office(body))]
    return seats + [str(office) for office, holder in state.offices.items() if holder in people]
