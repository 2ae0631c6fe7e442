"""Decisions that nobody can take, that two sides can take at once, or that need their victim."""

from collections.abc import Iterator, Sequence

from stanchion.charter import phrases as p
from stanchion.control.from_charter import compiled, ways
from stanchion.control.game import Count, Every, Formula, Game, Never, Player, Some
from stanchion.control.lints.linted import Linted, lint, place
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST905", "removal that needs the removed")
def removals_do_not_need_the_removed(linted: Linted) -> Iterator[Diagnostic]:
    """Somebody cannot be removed without agreeing to it.

    A unanimous board in which the member concerned votes, or a holder with enough votes to stop
    it, makes a removal that is no threat to the one removed. If that is not meant, let the person
    step aside (`recused:`) or ask for less.
    """
    for name, terms, game in linted.decisions():
        removed = dict.fromkeys(who for e in terms.effect for who in _removed(linted, e))
        everybody = frozenset(game.players)
        if not game.wins(everybody):
            continue
        needed = [who for who in removed if not game.wins(everybody - {Player(str(who))})]
        if needed:
            people = ", ".join(f"`{who}`" for who in needed)
            yield lint(
                "ST905",
                f"`{name}` needs the consent of whom it removes: {people}",
                place(name.at, terms.at),
                label=f"not against {people}",
                help="add `recused:` with the one concerned, or ask for less",
            )


def _removed(linted: Linted, effect: p.Effect) -> tuple[p.Name, ...]:
    """Whom an effect removes: the holder of an office, a member, or any member where open."""
    state = linted.state
    match effect:
        case p.FallsVacant(office):
            holder = state.offices.get(office)
            return (holder,) if holder is not None else ()
        case p.Leaves(who, where):
            if not isinstance(who, p.Somebody):
                return (who,)
            return state.in_office(where) if where in state.charter.bodies else ()
        case _:
            return ()


@explains("ST906", "two sides can both decide")
def games_are_proper(linted: Linted) -> Iterator[Diagnostic]:
    """Two groups without a member in common can each take the decision, against one another.

    `at least 1/2` of an even number is the usual cause: two halves both win. Where opposite
    decisions must not both stand, ask for more than a half. A power that is delegated while the
    body keeps it is the other: a committee and the body can then each decide without the other.
    """
    for name, terms, game in linted.decisions():
        pair = linted.both_win(game)
        if pair is not None:
            one, other = map(_together, pair)
            if one and other:
                said = f"{one} can `{name}`, and so can {other}, without one another"
            else:
                said = f"two groups can each `{name}` without one another"
            yield lint(
                "ST906",
                said,
                place(name.at, terms.at),
                label="two sides can both decide",
                help=_remedy(linted, name),
            )


def _together(names: Sequence[str]) -> str:
    *most, last = [f"`{name}`" for name in names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _remedy(linted: Linted, decision: p.Name) -> str:
    """Ask for more, unless every way does by itself and it is the ways that stand side by side."""
    found = ways(linted.state, decision)
    games = [compiled(linted.state, decision, route=str(way.name)).game for way in found]
    if len(games) == 1 or any(linted.both_win(game) for game in games):
        return "ask for more than a half"
    return (
        f"{_together([way.name for way in found])} each ask for enough, but can be used side by "
        "side: take it back with `may_not`, or let one way need the other's consent"
    )


@explains("ST907", "decision that nobody can take")
def decisions_can_be_taken(linted: Linted) -> Iterator[Diagnostic]:
    """All people together cannot take the decision as things stand, by any route.

    A vacant office must consent, a crowd that casts no votes would have to, or a threshold of all
    seats counts more seats than are filled.
    """
    for name, terms, game in linted.decisions():
        if not linted.can_be_taken(name):
            yield lint(
                "ST907",
                f"nobody can `{name}`, not even all together" + _reason(game),
                place(name.at, terms.at),
                label="out of reach as things stand",
                help="fill what is vacant, or ask for less",
            )


def _reason(game: Game) -> str:
    """The first thing in the rule that no vote can make true, if there is one."""
    waiting: list[Formula] = [game.formula]
    while waiting:
        match waiting.pop(0):
            case Never(why):
                return f": {why}"
            case Count(weighted, _, _):
                waiting += [part for part, _ in weighted]
            case Every(parts) | Some(_, parts):
                waiting += parts
            case _:
                pass
    return ""


LINTS = (removals_do_not_need_the_removed, games_are_proper, decisions_can_be_taken)
