"""Seats and offices that stay empty."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.control.lints.ability import Ability
from stanchion.control.lints.linted import Linted, lint, place
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST904", "body that cannot fill its seats")
def seats_can_be_filled(linted: Linted) -> Iterator[Diagnostic]:
    """A body has empty seats, and nobody can fill them.

    Either the charter does not say who does (no decision by which somebody joins the body, no
    `elected_by`, no `vacancies_filled_by`), or those who should cannot act: a board of which too
    few are left to vote in another member, an office that is vacant.
    """
    for name, body in linted.state.charter.bodies.items():
        size, seated = linted.state.size_of(p.Name(name)), linted.state.in_office(p.Name(name))
        if body.seats is None or size is None or len(seated) >= size:
            continue
        electors = [body.vacancies_filled_by, body.elected_by]
        electors += [seat.elected_by for seat in body.seats]
        ways = [who for who in electors if who is not None]
        joins = [d for d, effect in _effects(linted) if _fills_seat(effect, p.Name(name))]
        reasons = [Ability(linted.state).why_not(who) for who in ways]
        reasons += [_why_not_taken(linted, decision) for decision in joins]
        if None in reasons:
            continue
        said = [why for why in reasons if why is not None]
        yield lint(
            "ST904",
            f"nobody can fill {_seats(size - len(seated))} of `{name}`"
            + (f": {said[0]}" if said else ""),
            place(name.at, body.at),
            label="stays short" if said else "nothing says who fills its seats",
            help="add `vacancies_filled_by:` with somebody who can act, or a decision by which "
            f"someone joins `{name}`",
        )


@explains("ST908", "office that nobody can fill")
def offices_can_be_filled(linted: Linted) -> Iterator[Diagnostic]:
    """An office is vacant and nobody can fill it, or whoever should fill it cannot act.

    The charter should have a decision by which somebody becomes the holder, or say
    `appointed_by:` somebody who can act as things stand.
    """
    for name, office in linted.state.charter.offices.items():
        vacant = linted.state.offices.get(p.Name(name)) is None
        taken = [d for d, effect in _effects(linted) if _fills_office(effect, p.Name(name))]
        reasons = [_why_not_taken(linted, decision) for decision in taken]
        if office.appointed_by is not None:
            reasons.append(Ability(linted.state).why_not(office.appointed_by))
        said = [why for why in reasons if why is not None]
        if len(said) < len(reasons) or not (vacant or reasons):
            continue
        yield lint(
            "ST908",
            f"nobody can fill `{name}`" + (f": {said[0]}" if said else ""),
            place(name.at, office.at),
            label="vacant" if vacant else "would stay vacant",
            help=f"add `appointed_by:`, or a decision by which someone becomes `{name}`",
        )


def _seats(empty: int) -> str:
    return "the empty seat" if empty == 1 else f"the {empty} empty seats"


def _effects(linted: Linted) -> Iterator[tuple[str, p.Effect]]:
    for name, terms in linted.state.charter.decisions.items():
        for effect in terms.effect:
            yield str(name), effect


def _fills_seat(effect: p.Effect, body: p.Name) -> bool:
    match effect:
        case p.Joins(_, where):
            return where == body
        case _:
            return False


def _fills_office(effect: p.Effect, office: p.Name) -> bool:
    match effect:
        case p.Becomes(_, which):
            return which == office
        case _:
            return False


def _why_not_taken(linted: Linted, decision: str) -> str | None:
    return None if linted.can_be_taken(decision) else f"nobody can `{decision}`"


LINTS = (seats_can_be_filled, offices_can_be_filled)
