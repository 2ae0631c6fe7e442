"""A decision put together: its ways, what gates it, its vetoes and reserved matters."""

from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.calendar import in_words
from stanchion.charter.decisions import AgreementKind
from stanchion.charter.state import VACANT, State
from stanchion.control.from_charter.compilation import Compilation
from stanchion.control.from_charter.counting import counted, plain, quorate, seats_assured
from stanchion.control.from_charter.electorate import electorate_of
from stanchion.control.from_charter.formulas import (
    agreed,
    any_of,
    ballots_of,
    body_acts,
    named_votes,
    rule,
    standing_body,
)
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.control.from_charter.ways import Way, deciding_body, outside_powers, ways
from stanchion.control.game import Every, Formula, Never


def formula_of(c: Compilation, route: str | None) -> Formula:
    """When a decision is taken by one of its ways, or by the one named, vetoes and all."""
    taken = [way for way in ways(c.state, c.decision) if route in {None, way.name}]
    if not taken:
        raise c.cannot(f"there is no way of taking it called `{route}`")
    parts = [any_of(*(_by_way(c, way) for way in taken))]
    for veto in c.terms.vetoes:
        c.say("it can be vetoed, so consent is needed", c.terms.clause, c.terms.at)
        parts.append(agreed(c, veto))
    parts += _reserved(c)
    _say_what_is_open(c)
    _say_conditions(c, taken)
    closed = _closed(c)
    if closed is not None:
        return closed
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _reserved(c: Compilation) -> list[Formula]:
    """The consents of those to whom this decision is a reserved matter."""
    found = []
    for name, agreement in c.state.charter.agreements.items():
        over = agreement.until is not None and agreement.until.start <= c.state.instant
        reserved = agreement.kind is AgreementKind.RESERVED_MATTERS
        if reserved and not over and c.decision in agreement.on:
            c.say(f"it is a reserved matter under `{name}`", agreement.clause, agreement.at)
            found += [agreed(c, p.Named(party)) for party in agreement.parties]
    return found


def _closed(c: Compilation) -> Never | None:
    """Why nobody can take the decision at this instant, if nobody can."""
    expires = c.terms.expires
    if expires is not None and expires.start <= c.state.instant:
        why = f"`{c.decision}` could be taken until {expires.text}"
        c.say(why, c.terms.clause, c.terms.at)
        return Never(why)
    if c.terms.when is None:
        return None
    try:
        open_ = holds_in(c.state, c.terms.when)
    except Unknowable as unknown:
        raise c.cannot(f"whether it can be taken now is not known: {unknown}") from None
    if open_:
        return None
    why = f"`{c.decision}` cannot be taken as long as its `when` is not met"
    c.say(why, c.terms.clause, c.terms.at)
    return Never(why)


# ---------------------------------------------------------------------------- ways


def _by_way(c: Compilation, way: Way) -> Formula:
    if way.committee is not None:
        committee = c.state.charter.bodies[way.committee]
        c.say(f"the power is delegated to `{way.committee}`", committee.clause, committee.at)
        return body_acts(c, way.committee)
    body = _body_named(c)
    if body is not None and outside_powers(c.state.charter.bodies[body], c.decision):
        terms = c.state.charter.bodies[body]
        why = f"`{c.decision}` is outside of the powers of `{body}`"
        c.say(why, terms.clause, terms.at)
        return Never(why)
    needs = (way.route.needs if way.route else None) or c.terms.needs
    if way.consent is not None:
        return _in_writing(c, way.consent, needs, body)
    if needs is not None:
        c.say(f"`{c.decision}` has a rule of its own", c.terms.clause, c.terms.at)
        return rule(c, needs, body, way.route)
    if body is None:
        return agreed(c, c.terms.by)
    return _met(c, body, way)


def _body_named(c: Compilation) -> p.Name | None:
    by = c.terms.by
    return by.name if isinstance(by, p.Named) and by.name in c.state.charter.bodies else None


def _in_writing(
    c: Compilation, consent: p.Rule, needs: p.Rule | None, body: p.Name | None
) -> Formula:
    """Written consent; a rule of the decision's own is to be met as well."""
    if body is None and needs is None:
        return agreed(c, c.terms.by)  # an entity acts as its body does, in a meeting or in writing
    written = rule(c, consent, body or deciding_body(c.state, c.terms.by))
    return written if needs is None else Every((rule(c, needs, body), written))


def _met(c: Compilation, body: p.Name, way: Way) -> Formula:
    """A body meeting under its own rule; an election under cumulative voting has its own."""
    terms = standing_body(c, body)
    elected = next((e.body for e in c.terms.effect if isinstance(e, p.Joins)), None)
    if terms.cumulative_voting and elected is not None:
        return _cumulative(c, body, terms, elected)
    c.say(f"`{body}` acts by its own rule", terms.clause, terms.at)
    assert terms.acts is not None  # INVARIANT: checked when the charter was loaded
    return rule(c, terms.acts, body, way.route)


def _cumulative(c: Compilation, body: p.Name, terms: Body, elected: p.Name) -> Formula:
    """Electing one of several at once, each vote as many ballots as there are seats."""
    seats = seats_at_once(c.state, elected)
    if seats is None:
        raise c.cannot(f"how many seats of `{elected}` are elected at once is not written")
    ballots = ballots_of(c, electorate_of(c, body, terms))
    one = p.Threshold(p.Base.VOTES_CAST, strict=True, share=Fraction(1, seats + 1), at=terms.at)
    c.say(
        f"cumulative voting for {seats} seats of `{elected}`: more than 1/{seats + 1} of the votes "
        "is sure of one",
        terms.clause,
        terms.at,
    )
    whole = ballots.electorate.all_votes
    for voter in named_votes(ballots.electorate):
        sure = seats_assured(voter.low, whole, seats)
        votes = f"with {plain(voter.low)} of {plain(whole)} votes"
        c.say(f"`{voter.holder}` {votes} is sure of {sure} of {seats} seats", None, terms.at)
    met = counted(c, one, ballots)
    return met if terms.quorum is None else Every((met, quorate(c, terms.quorum, ballots)))


# ------------------------------------------------------------------ seats and conditions


def seats_at_once(state: State, body: p.Name) -> int | None:
    """How many seats of a body stand for election together, where the charter says.

    All of them, or those of one class where the board is staggered: the class whose terms end
    first, or the largest of so many equal classes.
    """
    terms = state.charter.bodies[body]
    ends = [seat.until for seat in terms.seats or () if seat.until is not None]
    if ends:
        first = min(end.start for end in ends)
        return sum(1 for end in ends if end.start == first)
    size = state.size_of(body)
    if size is None:
        return None
    return size if terms.staggered is None else -(-size // int(terms.staggered.value))


def _say_times(c: Compilation, taken: list[Way]) -> None:
    """How long it takes: notice and who may waive it, cooling-off, time lock, window."""
    for way in taken:
        by = f"by `{way.name}`" if len(taken) > 1 else "it"
        if way.notice:
            waived = "" if way.waived_by is None else ", which may be waived"
            c.say(f"{by} needs notice of {in_words(way.notice)}{waived}", None, way.notice.at)
        if way.window:
            c.say(f"{by} must be complete within {in_words(way.window)}", None, way.window.at)
    if c.terms.cooling_off:
        words = in_words(c.terms.cooling_off)
        c.say(f"it can be taken after {words} of cooling-off", None, c.terms.cooling_off.at)
    if c.terms.time_lock:
        words = in_words(c.terms.time_lock)
        c.say(f"it takes effect {words} after it is taken", None, c.terms.time_lock.at)


def _say_what_is_open(c: Compilation) -> None:
    """Which seats an election can fill now: vacant ones, and those whose term is over."""
    for effect in c.terms.effect:
        if not isinstance(effect, p.Joins):
            continue
        terms = c.state.charter.bodies[effect.body]
        filled, size = len(c.state.in_office(effect.body)), c.state.size_of(effect.body)
        if VACANT in c.state.seats.get(effect.body, ()) or size is not None:
            vacant = (len(c.state.seats.get(effect.body, ())) if size is None else size) - filled
            seats = "seat" if vacant == 1 else "seats"
            c.say(f"`{effect.body}` has {vacant} vacant {seats}", terms.clause, terms.at)
        if terms.staggered is not None:
            number = int(terms.staggered.value)
            at_once = seats_at_once(c.state, effect.body)
            most = "" if at_once is None else f", {at_once} seats at most"
            c.say(
                f"`{effect.body}` is staggered: one of {number} classes is elected at a time{most}",
                terms.clause,
                terms.at,
            )


def _say_conditions(c: Compilation, taken: list[Way]) -> None:
    """What the decision needs besides votes."""
    for_cause = [
        c.terms.for_cause
        if way.route is None or way.route.for_cause is None
        else way.route.for_cause
        for way in taken
    ]
    if for_cause and all(for_cause):
        c.say(f"`{c.decision}` is for cause only", c.terms.clause, c.terms.at)
        c.assume("there is a cause, without which nobody can")
    elif any(for_cause):
        with_cause = [f"`{way.name}`" for way, yes in zip(taken, for_cause, strict=True) if yes]
        c.say(f"by {' and '.join(with_cause)} for cause only", c.terms.clause, c.terms.at)
    _say_times(c, taken)
    if c.terms.reason_recorded:
        c.say(f"the reason of `{c.decision}` must be recorded", c.terms.clause, c.terms.at)
    for effect in c.terms.effect:
        staggered = (
            isinstance(effect, p.Leaves)
            and effect.place in c.state.charter.bodies
            and c.state.charter.bodies[effect.place].staggered is not None
        )
        if staggered and c.terms.for_cause is None:
            c.assume(
                "whether members of a staggered body can be removed without cause is a matter of "
                "law that the charter does not say; taken to be so"
            )
