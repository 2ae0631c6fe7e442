"""What an author expects about power, checked for every coalition it speaks of.

*Cannot* is about this decision at this instant. *Can never* is about any number of modelled moves
by the coalition alone; here it is proved where the coalition can take no decision at all, so that
no first move exists. Where it can take some decision the question is one of reach, and is
returned undecided rather than guessed.
"""

from itertools import combinations
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.state import State
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import CannotDecide, Compiled, compiled, selected_names
from stanchion.control.game import Player
from stanchion.control.results import Coalition, PowerProof, Verdict

METHOD = "every coalition that the claim speaks of, tried against the compiled rule"


def prove_power(state: State, claim: p.PowerClaim) -> PowerProof:
    """Whether the claim holds in this state, or the coalition that contradicts it.

    Raises CannotDecide where the charter does not say enough.
    """
    match claim:
        case p.NobodyWithout(decision, without, never):
            return _nobody_without(state, decision, without, never=never)
        case p.CoalitionPower(who, power, decision, _):
            return _coalition(state, who, power, decision)
        case _:
            assert_never(claim)


def _players(state: State, selector: p.Selector) -> frozenset[Player]:
    """The people meant; an entity that acts by a body means all who sit in that body."""
    people: set[Player] = set()
    for name in selected_names(state, selector):
        party = state.charter.parties.get(name)
        acts_by = party.acts_by if party is not None else None
        if acts_by is None:
            people.add(Player(str(name)))
        else:
            people |= _players(state, p.Named(acts_by))
    return frozenset(people)


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
    return [tuple(sorted(_players(state, selector)))]


def _coalition(state: State, who: p.Selector, power: p.Power, decision: p.Name) -> PowerProof:
    made = compiled(state, decision)
    coalitions = _coalitions(state, who)
    match power:
        case p.Power.CAN:
            wrong = next((c for c in coalitions if not made.game.wins(frozenset(c))), None)
            verb = "cannot"
        case p.Power.CANNOT:
            wrong = next((c for c in coalitions if made.game.wins(frozenset(c))), None)
            verb = "can"
        case p.Power.CAN_BLOCK:
            wrong = next((c for c in coalitions if not made.game.blocks(frozenset(c))), None)
            verb = "cannot block"
        case p.Power.CANNOT_BLOCK:
            wrong = next((c for c in coalitions if made.game.blocks(frozenset(c))), None)
            verb = "can block"
        case p.Power.CAN_NEVER:
            return _can_never(state, coalitions, decision, made)
        case _:
            assert_never(power)
    if wrong is None:
        return _proved(made, _tried(made, coalitions))
    return _refuted(made, f"{_said(wrong)} {verb} `{decision}`", wrong)


def _tried(made: Compiled, coalitions: list[Coalition]) -> str:
    if len(coalitions) > 1:
        return f"all {len(coalitions)} coalitions tried"
    ballots = len(set(coalitions[0]) & set(made.game.players))
    return f"they have {ballots} of the {len(made.game.players)} ballots"


def _can_never(
    state: State, coalitions: list[Coalition], decision: p.Name, made: Compiled
) -> PowerProof:
    for coalition in coalitions:
        if made.game.wins(frozenset(coalition)):
            words = f"{_said(coalition)} can `{decision}` already"
            return _refuted(made, words, coalition)
        move = _first_move(state, frozenset(coalition))
        if move is not None:
            return PowerProof(
                Verdict.UNDECIDED,
                f"{_said(coalition)} can take `{move}`, and where further moves lead is not "
                "worked out here",
                None,
                "no first move looked for",
                made.because,
                made.assumptions,
            )
    return _proved(
        made,
        f"none of the {len(state.charter.decisions)} modelled decisions is open to them, so they "
        "have no first move; moves of others, and moves outside of the charter, are not considered",
    )


def _first_move(state: State, coalition: frozenset[Player]) -> str | None:
    for decision in state.charter.decisions:
        if compiled(state, decision).game.wins(coalition):
            return str(decision)
    return None


def _nobody_without(
    state: State, decision: p.Name, without: p.Selector, *, never: bool
) -> PowerProof:
    made = compiled(state, decision)
    needed = _players(state, without)
    others = tuple(player for player in made.game.players if player not in needed)
    if never:
        return _can_never(state, [others], decision, made)
    if not made.game.wins(frozenset(others)):
        return _proved(made, f"all {len(others)} others together do not suffice")
    smallest = next(
        (c for c in Coalitions(made.game).minimal_winning() if not needed & set(c)), others
    )
    return _refuted(made, f"{_said(smallest)} can `{decision}`", smallest)


def _said(coalition: Coalition) -> str:
    names = [f"`{player}`" for player in coalition]
    if len(names) < 2:
        return "".join(names) or "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]} together"


def _proved(made: Compiled, words: str) -> PowerProof:
    return PowerProof(Verdict.PROVED, words, None, METHOD, made.because, made.assumptions)


def _refuted(made: Compiled, words: str, coalition: Coalition) -> PowerProof:
    return PowerProof(Verdict.REFUTED, words, coalition, METHOD, made.because, made.assumptions)
