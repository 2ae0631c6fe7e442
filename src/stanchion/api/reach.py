"""Questions about what people can become able to do, when decisions change the company."""

from collections.abc import Callable
from dataclasses import dataclass

from stanchion.api.errors import BadQuestion
from stanchion.api.view import View, known_or_raise, read_question
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.control.game import Player
from stanchion.control.proof import players_meant
from stanchion.control.reach.arena import Nominees
from stanchion.control.reach.limits import Limits, never
from stanchion.control.reach.reach import Question
from stanchion.control.reach.reach import reach as control_reach
from stanchion.control.reach.results import Reach
from stanchion.exact.record import record

__all__ = ["Ahead", "Nominees", "Prospect", "Reach", "prospects", "reach"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How far to look and against whom, as phrases; None where nothing is said.

    `within` is so many `steps`, a duration, or both joined by `and`; `against` is `anyone` or
    parties. `positions` and `time_is_up` bound the search.
    """

    within: str | None = None
    against: str | None = None
    nominees: Nominees = Nominees.LOYAL
    positions: int = 100_000
    time_is_up: Callable[[], bool] = never


def reach(asked: View, goal: str, *, by: str | None = None, ahead: Ahead | None = None) -> Reach:
    """Whether a goal can be brought about (by parties, or else by the fewest who suffice).

    Raises BadQuestion, UnknownName.
    """
    wanted = read_question(goal, g.goal)
    _known(asked, wanted)
    return control_reach(_question(asked, wanted, goal, by, ahead or Ahead()))


@record(frozen=True, slots=True)
class Prospect:
    """One decision, and how a coalition may come to have the votes for it."""

    decision: str
    reach: Reach


def prospects(
    asked: View, *, by: str, decisions: tuple[str, ...] = (), ahead: Ahead | None = None
) -> tuple[Prospect, ...]:
    """What a coalition can come to decide, decision by decision (all where none is named)."""
    found = []
    for name in decisions or tuple(map(str, asked.state.charter.decisions)):
        decision = known_or_raise("decision", name, asked.state.charter.decisions)
        question = _question(asked, p.AbleTo(decision), f"can {name}", by, ahead or Ahead())
        found.append(Prospect(name, control_reach(question)))
    return tuple(found)


def _question(asked: View, goal: p.Goal, text: str, by: str | None, ahead: Ahead) -> Question:
    steps, within = (None, None) if ahead.within is None else _within(ahead.within)
    return Question(
        state=asked.state,
        goal=goal,
        text=text,
        by=None if by is None else _players(asked, by),
        against=_against(asked, ahead.against),
        nominees=ahead.nominees,
        steps=steps,
        within=within,
        limits=Limits(ahead.positions, ahead.time_is_up),
    )


def _players(asked: View, text: str) -> frozenset[Player]:
    """The people meant by a phrase; raises BadQuestion for a choice, UnknownName."""
    selector = read_question(text, g.selector)
    if isinstance(selector, p.AnyOf):
        help_text = "name who acts; without `--by` the fewest who suffice are looked for"
        raise BadQuestion(text, "one coalition is asked about", 0, len(text), "a choice", help_text)
    charter = asked.state.charter
    known: list[str] = [*charter.parties, *charter.groups, *charter.bodies, *charter.offices]
    known += _classes(asked)
    for name in p.names_of(selector):
        known_or_raise(
            "party",
            name,
            [
                *charter.parties,
                *charter.groups,
                *charter.bodies,
                *charter.offices,
                *_classes(asked),
            ],
        )
    return players_meant(asked.state, selector)


def _classes(asked: View) -> list[str]:
    classes = asked.state.charter.classes
    named = [(str(entity), str(name)) for entity, of in classes.items() for name in of]
    return [text for entity, name in named for text in (name, f"{entity}.{name}")]


def _against(asked: View, text: str | None) -> frozenset[Player] | None:
    if text is None:
        return frozenset()
    return None if text.strip().casefold() == "anyone" else _players(asked, text)


def _within(text: str) -> tuple[int | None, p.Duration | None]:
    """The steps and the duration of `3 steps`, `14 days` or `3 steps and 14 days`."""
    bounds = read_question(text, g.within)
    return bounds.steps, bounds.time


def _known(asked: View, goal: p.Goal) -> None:
    """Raises UnknownName where the goal speaks of what the charter does not have."""
    charter = asked.state.charter
    match goal:
        case p.AbleTo(decision) | p.DecisionTaken(decision):
            known_or_raise("decision", decision, charter.decisions)
        case p.HoldsOffice(who, office, _):
            known_or_raise("party", who, charter.parties)
            known_or_raise("office", office, charter.offices)
        case p.OfficeVacant(office):
            known_or_raise("office", office, charter.offices)
        case p.SitsIn(who, body, _):
            known_or_raise("party", who, charter.parties)
            known_or_raise("body", body, charter.bodies)
        case p.MajorityLoyal(body, to):
            known_or_raise("body", body, charter.bodies)
            for name in p.names_of(to):
                known_or_raise("party", name, [*charter.parties, *charter.groups, *charter.bodies])
        case p.EntityIs(entity, _):
            known_or_raise("entity", entity, charter.parties)
        case p.ModelIs(model, _, _):
            known_or_raise("model", model, charter.release.models if charter.release else ())
        case p.AllGoals(parts):
            for part in parts:
                _known(asked, part)
