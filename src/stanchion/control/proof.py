"""What an author expects about power, checked for every coalition it speaks of.

*Cannot* is about this decision at this instant. *Can never*, *can ever*, *within* so many steps or
days, and what can be brought about, are about moves that change the company, and are answered by
reach. Adding a vote never loses a decision, so a claim about every part of a coalition is one about
the whole of it.
"""

from dataclasses import field
from itertools import combinations
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import (
    CannotDecide,
    Compiled,
    compiled,
    selected_names,
    shipping,
)
from stanchion.control.game import Player
from stanchion.control.reach.arena import Nominees
from stanchion.control.reach.coalitions import kinds_among
from stanchion.control.reach.limits import Limits
from stanchion.control.reach.plans import enough, in_sentence
from stanchion.control.reach.reach import Question, reach
from stanchion.control.reach.results import Outcome, Reach
from stanchion.control.results import Coalition, PowerProof, Verdict
from stanchion.exact.record import record

METHOD = "every coalition that the claim speaks of, tried against the compiled rule"
OUTSIDE = "moves of others, and moves outside of the charter, are not considered"
PROOF_LIMITS = Limits(positions=10_000)
"""As far as an expectation is followed where the caller says nothing: about half a minute."""


@record(frozen=True, slots=True)
class Horizon:
    """How far ahead a claim looks: so many decisions, so long; without end if neither is said."""

    steps: int | None = None
    within: p.Duration | None = None
    limits: Limits = field(default=PROOF_LIMITS)

    @property
    def bounded(self) -> bool:
        """Whether the claim says how far it looks."""
        return self.steps is not None or self.within is not None


def prove_power(state: State, claim: p.PowerClaim, *, horizon: Horizon | None = None) -> PowerProof:
    """Whether the claim holds in this state, or the coalition or plan that contradicts it.

    Raises CannotDecide where the charter does not say enough.
    """
    ahead = horizon or Horizon()
    match claim:
        case p.NobodyWithout(matter, without, never):
            if never or ahead.bounded:
                others = _everybody(state) - players_meant(state, without)
                return _out_of_reach(state, [others], _wanted(matter, ahead), ahead)
            return _nobody_without(state, matter, without)
        case p.CoalitionPower(who, power, matter, every_part):
            if power is p.Power.CAN_NEVER or ahead.bounded:
                return _over_time(state, who, power, matter, ahead)
            return _coalition(state, who, power, matter, every_part=every_part)
        case p.BringsAbout(who, goal, never):
            coalitions = [frozenset(c) for c in _coalitions(state, who)]
            prove = _out_of_reach if never else _within_reach
            return prove(state, coalitions, goal, ahead)
        case p.CannotBeRemoved():
            return _kept(state, claim, ahead)
        case _:
            assert_never(claim)


def players_meant(state: State, selector: p.Selector) -> frozenset[Player]:
    """The people meant; an entity that acts by a body means all who sit in that body."""
    people: set[Player] = set()
    for name in selected_names(state, selector):
        party = state.charter.parties.get(name)
        acts_by = party.acts_by if party is not None else None
        if acts_by is None:
            people.add(Player(str(name)))
        else:
            people |= players_meant(state, p.Named(acts_by))
    return frozenset(people)


def _everybody(state: State) -> frozenset[Player]:
    return frozenset(Player(str(name)) for name in state.charter.parties)


def _coalitions(state: State, selector: p.Selector) -> list[Coalition]:
    """The coalitions meant: the selected together, or every choice of so many of them."""
    if isinstance(selector, p.AnyOf):
        people = [Player(str(name)) for name in selected_names(state, selector.of)]
        if selector.count > len(people):
            raise CannotDecide("this claim", f"there are only {len(people)} to choose from")
        return list(combinations(people, selector.count))
    if isinstance(selector, p.Union) and any(isinstance(x, p.AnyOf) for x in selector.parts):
        found: list[Coalition] = [()]
        for part in selector.parts:
            found = [(*one, *more) for one in found for more in _coalitions(state, part)]
        return found
    return [tuple(sorted(players_meant(state, selector)))]


# ------------------------------------------------------------ at this instant


def _game_of(state: State, matter: p.Matter) -> Compiled:
    match matter:
        case p.Ships(model, stage):
            return shipping(state, model, stage)
        case _:
            return compiled(state, matter)


def _named(matter: p.Matter) -> str:
    match matter:
        case p.Ships(model, stage):
            return f"ship `{model}` to `{stage}`"
        case _:
            return f"`{matter}`"


def _coalition(
    state: State, who: p.Selector, power: p.Power, matter: p.Matter, *, every_part: bool
) -> PowerProof:
    made = _game_of(state, matter)
    coalitions = _coalitions(state, who)
    game = made.game
    match power:
        case p.Power.CAN:
            wrong = next((c for c in coalitions if not game.wins(frozenset(c))), None)
            verb = "cannot"
        case p.Power.CANNOT | p.Power.CAN_NEVER:
            wrong = next((c for c in coalitions if game.wins(frozenset(c))), None)
            verb = "can"
            if wrong is not None and every_part:
                wrong = tuple(enough(game.wins, list(wrong)))
        case p.Power.CAN_BLOCK:
            wrong = next((c for c in coalitions if not game.blocks(frozenset(c))), None)
            verb = "cannot block"
        case p.Power.CANNOT_BLOCK:
            wrong = next((c for c in coalitions if game.blocks(frozenset(c))), None)
            verb = "can block"
        case _:
            assert_never(power)
    if wrong is None:
        return _proved(made, _tried(made, coalitions))
    return _refuted(made, f"{_said(wrong)} {verb} {_named(matter)}", wrong)


def _tried(made: Compiled, coalitions: list[Coalition]) -> str:
    if len(coalitions) > 1:
        return f"all {len(coalitions)} coalitions tried"
    ballots = len(set(coalitions[0]) & set(made.game.players))
    return f"they have {ballots} of the {len(made.game.players)} ballots"


def _nobody_without(state: State, matter: p.Matter, without: p.Selector) -> PowerProof:
    made = _game_of(state, matter)
    needed = players_meant(state, without)
    others = tuple(player for player in made.game.players if player not in needed)
    if not made.game.wins(frozenset(others)):
        return _proved(made, f"all {len(others)} others together do not suffice")
    smallest = next(
        (c for c in Coalitions(made.game).minimal_winning() if not needed & set(c)), others
    )
    return _refuted(made, f"{_said(smallest)} can {_named(matter)}", smallest)


def _said(coalition: Coalition) -> str:
    names = [f"`{player}`" for player in coalition]
    if len(names) < 2:
        return "".join(names) or "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]} together"


def _proved(made: Compiled, words: str) -> PowerProof:
    return PowerProof(Verdict.PROVED, words, None, METHOD, made.because, made.assumptions)


def _refuted(made: Compiled, words: str, coalition: Coalition) -> PowerProof:
    return PowerProof(Verdict.REFUTED, words, coalition, METHOD, made.because, made.assumptions)


# ------------------------------------------------------------------ over time


def _wanted(matter: p.Matter, ahead: Horizon) -> p.Goal:
    """Within a horizon a decision is to be taken; without one it suffices to have the votes."""
    match matter:
        case p.Ships(model, stage):
            return p.ModelIs(model, halted=False, stage=stage)
        case _:
            return p.DecisionTaken(matter) if ahead.bounded else p.AbleTo(matter)


def _over_time(
    state: State, who: p.Selector, power: p.Power, matter: p.Matter, ahead: Horizon
) -> PowerProof:
    coalitions = [frozenset(c) for c in _coalitions(state, who)]
    match power:
        case p.Power.CAN:
            return _within_reach(state, coalitions, _wanted(matter, ahead), ahead)
        case p.Power.CANNOT | p.Power.CAN_NEVER:
            return _out_of_reach(state, coalitions, _wanted(matter, ahead), ahead)
        case p.Power.CAN_BLOCK | p.Power.CANNOT_BLOCK:
            raise CannotDecide(
                _named(matter).replace("`", ""), "blocking is about one vote, and takes no `within`"
            )
        case _:
            assert_never(power)


def _asked(state: State, goal: p.Goal, by: frozenset[Player], ahead: Horizon) -> Question:
    return Question(
        state=state,
        goal=goal,
        text="",
        by=by,
        steps=ahead.steps,
        within=ahead.within,
        limits=ahead.limits,
    )


def _unlike(
    state: State, coalitions: list[frozenset[Player]], goal: p.Goal
) -> list[frozenset[Player]]:
    """The coalitions, one of those that differ only by an exchange of people who are alike."""
    everybody = frozenset(player for coalition in coalitions for player in coalition)
    if len(coalitions) == 1:
        return coalitions
    kinds = kinds_among(state, goal, everybody, Nominees.LOYAL)
    found: dict[tuple[int, ...], frozenset[Player]] = {}
    for coalition in coalitions:
        counts = (sum(Player(str(n)) in coalition for n in kind) for kind in kinds.values())
        found.setdefault(tuple(counts), coalition)
    return list(found.values())


def _within_reach(
    state: State, coalitions: list[frozenset[Player]], goal: p.Goal, ahead: Horizon
) -> PowerProof:
    """That each coalition can bring the goal about."""
    for coalition in _unlike(state, coalitions, goal):
        found = reach(_asked(state, goal, coalition, ahead))
        if found.outcome is not Outcome.REACHED:
            who = _said(tuple(sorted(coalition)))
            return _of(found, Verdict.REFUTED, f"{who} cannot: {found.words}", coalition)
    return _of(found, Verdict.PROVED, _plan_said(found), None)


def _out_of_reach(
    state: State, coalitions: list[frozenset[Player]], goal: p.Goal, ahead: Horizon
) -> PowerProof:
    """That no coalition can bring the goal about."""
    for coalition in _unlike(state, coalitions, goal):
        found = reach(_asked(state, goal, coalition, ahead))
        if found.outcome is Outcome.REACHED:
            return _contradicted(state, found, goal, coalition)
        if found.outcome is Outcome.UNDECIDED:
            return _of(found, Verdict.UNDECIDED, found.words, None)
    return _of(found, Verdict.PROVED, f"{found.words}; {OUTSIDE}", None)


def _contradicted(
    state: State, found: Reach, goal: p.Goal, coalition: frozenset[Player]
) -> PowerProof:
    """The plan that contradicts a claim, and who is needed for it."""
    if isinstance(goal, p.AbleTo) and not found.plans[0].steps:
        able = enough(compiled(state, goal.decision).game.wins, sorted(coalition))
        words = f"{_said(tuple(able))} can `{goal.decision}` already"
        return _of(found, Verdict.REFUTED, words, frozenset(able))
    needed = tuple(Player(name) for name in _actors(found) if name in coalition)
    words = f"{_said(needed or tuple(sorted(coalition)))} can: {_plan_said(found)}"
    return _of(found, Verdict.REFUTED, words, frozenset(needed or coalition))


def _plan_said(found: Reach) -> str:
    return in_sentence(found.plans[0])


def _actors(found: Reach) -> list[str]:
    steps = [step for step in found.plans[0].steps if not step.opposing]
    return list(dict.fromkeys(name for step in steps for name in step.by))


def _kept(state: State, claim: p.CannotBeRemoved, ahead: Horizon) -> PowerProof:
    """That nobody removes a holder while those opposed do what they can."""
    if claim.place in state.charter.bodies:
        if claim.who not in state.in_office(claim.place):
            raise CannotDecide("this claim", f"`{claim.who}` does not sit in `{claim.place}`")
        goal: p.Goal = p.SitsIn(claim.who, claim.place, sits=False)
    else:
        if state.offices.get(claim.place) != claim.who:
            raise CannotDecide("this claim", f"`{claim.who}` does not hold `{claim.place}`")
        goal = p.HoldsOffice(claim.who, claim.place, holds=False)
    opposed = players_meant(state, claim.against)
    alone = _out_of_reach(state, [_everybody(state) - opposed], goal, ahead)
    if alone.verdict is not Verdict.REFUTED:
        return alone
    asked = Question(
        state=state,
        goal=goal,
        text="",
        by=_everybody(state) - opposed,
        against=opposed,
        steps=ahead.steps,
        within=ahead.within,
        limits=ahead.limits,
    )
    found = reach(asked)
    if found.outcome is Outcome.UNDECIDED:
        return _of(found, Verdict.UNDECIDED, found.words, None)
    if found.outcome is Outcome.REACHED:
        return _of(found, Verdict.REFUTED, alone.words, frozenset(alone.counterexample or ()))
    return _of(found, Verdict.PROVED, found.words, None)


def _of(
    found: Reach, verdict: Verdict, words: str, coalition: frozenset[Player] | None
) -> PowerProof:
    unsure = verdict is Verdict.REFUTED and found.outcome is Outcome.UNDECIDED
    return PowerProof(
        Verdict.UNDECIDED if unsure else verdict,
        words,
        None if coalition is None or unsure else tuple(sorted(coalition)),
        found.method,
        found.because,
        found.assumptions,
    )
