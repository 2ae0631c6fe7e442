"""From one status to another: the decisions that lead there, and who carries them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from stanchion.charter import phrases as p
from stanchion.charter.calendar import later
from stanchion.charter.dispute import Dispute, MoveKind
from stanchion.charter.events import Event
from stanchion.charter.state import State
from stanchion.conflict.crisis.compiled import Means, Passage, Requirement
from stanchion.conflict.crisis.from_charter.statuses import brings_about, holds, in_words
from stanchion.control.from_charter import CannotDecide, Way, compiled, selected_names, ways
from stanchion.control.game import Ballot, Game, Player

RESIGNATION = "resignation"
DAY = timedelta(days=1)


def passage(
    dispute: Dispute,
    places: tuple[int, int],
    effects: Iterable[p.Effect],
    state: State,
    before: State,
) -> Passage:
    """The way from a state to the outcome with these effects, between two statuses by place."""
    missing = [effect for effect in effects if not holds(effect, state, before)]
    requirements = tuple(_requirement(dispute, effect, state) for effect in missing)
    return Passage(*places, requirements)


def opening_passage(
    dispute: Dispute, places: tuple[int, int], events: Iterable[Event], state: State
) -> Passage:
    """The way to what opened the dispute: the decisions that its events record, and any other
    that their effects need."""
    found: dict[str, Requirement] = {}
    decided: list[p.Effect] = []
    effects: list[p.Effect] = []
    for event in events:
        effects += event.effect
        if event.decided is not None:
            decided += state.charter.decisions[event.decided].effect
            found[event.decided] = _by(str(event.decided), (event.decided,), state)
    for effect in effects:
        if not any(brings_about(done, effect, state) for done in decided):
            asked = _requirement(dispute, effect, state)
            if asked.decisions:  # what no decision brings about, such as a lost chair, comes along
                found.setdefault(asked.effect, asked)
    return Passage(*places, tuple(found.values()))


def _requirement(dispute: Dispute, effect: p.Effect, state: State) -> Requirement:
    decisions = [
        name
        for name, terms in state.charter.decisions.items()
        if any(brings_about(done, effect, state) for done in terms.effect)
    ]
    found = _by(in_words(effect), decisions, state)
    leaver = _may_resign(dispute, effect, state)
    if leaver is not None:
        resigns = Means(RESIGNATION, RESIGNATION, Ballot(leaver), (leaver,))
        return Requirement(found.effect, (*found.means, resigns), (), found.decisions)
    if not found.decisions:
        why = f"no decision of the charter has the effect `{found.effect}`"
        return Requirement(found.effect, (), (why,))
    return found


def _may_resign(dispute: Dispute, effect: p.Effect, state: State) -> Player | None:
    """Who can bring it about alone by giving up a seat or office, where moves list that."""
    match effect:
        case p.Leaves(who, _) if not isinstance(who, p.Somebody):
            leaver: p.Name | None = who
        case p.FallsVacant(office):
            leaver = state.offices.get(office)
        case _:
            return None
    resign = [
        party for move in dispute.moves if move.kind is MoveKind.RESIGN for party in move.parties
    ]
    return Player(str(leaver)) if leaver is not None and leaver in resign else None


def _by(effect: str, decisions: Sequence[p.Name], state: State) -> Requirement:
    means: list[Means] = []
    why_not: list[str] = []
    for decision in decisions:
        for way in ways(state, decision):
            try:
                made = compiled(state, decision, route=way.name)
            except CannotDecide as unable:
                why_not.append(str(unable))
                continue
            nobody = not made.game.wins(frozenset(made.game.players))
            if nobody:
                why_not.append(_nobody(decision, [step.text for step in made.because]))
                continue
            means.append(_means(state, decision, way, made.game))
    reasons = () if means else tuple(dict.fromkeys(why_not))
    return Requirement(effect, tuple(means), reasons, tuple(map(str, decisions)))


def _nobody(decision: str, said: list[str]) -> str:
    """Why not even all together can take a decision: the last thing that was said of it."""
    return f"nobody can take `{decision}` now" + (f": {said[-1]}" if said else "")


def _means(state: State, decision: p.Name, way: Way, game: Game) -> Means:
    now = state.instant
    nothing = p.Duration()
    noticed = later(now, way.notice or nothing)
    cooled = later(noticed, way.cooling_off or nothing)
    waived = () if way.waived_by is None else selected_names(state, way.waived_by)
    return Means(
        decision=str(decision),
        route=str(way.name),
        formula=game.formula,
        players=game.players,
        notice_days=days_between(now, cooled),
        waived_days=days_between(now, later(now, way.cooling_off or nothing)),
        waived_by=tuple(Player(str(name)) for name in waived),
        lag_days=days_between(now, later(now, way.time_lock or nothing)),
    )


def days_between(start: datetime, end: datetime) -> int:
    """Whole days from one instant to another; a part of a day counts as one."""
    return max(0, -((start - end) // DAY))
