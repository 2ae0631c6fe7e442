"""The ways in which a decision can be taken: its routes, written consent, committees."""

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.decisions import Decision, Route
from stanchion.charter.law import under_law
from stanchion.charter.state import State
from stanchion.exact.record import record

MEETING = p.Name("meeting")
WRITTEN_CONSENT = p.Name("written_consent")


@record(frozen=True, slots=True)
class Way:
    """One way of taking a decision, with its timing; `committee` is the body that takes it for
    the one which delegated the power."""

    name: p.Name
    route: Route | None
    consent: p.Rule | None = None
    """The rule of written consent of the deciding body, where this is that way."""
    committee: p.Name | None = None
    notice: p.Duration | None = None
    waived_by: p.Selector | None = None
    cooling_off: p.Duration | None = None
    time_lock: p.Duration | None = None
    window: p.Duration | None = None


def ways(state: State, decision: str) -> tuple[Way, ...]:
    """Every way of taking a decision: as it lists them, else a meeting and, where the deciding
    body may, written consent; and any committee to which the power is delegated."""
    terms = under_law(state.charter.decisions[p.Name(decision)])
    name = deciding_body(state, terms.by)
    body = None if name is None else under_law(state.charter.bodies[name])
    found = [_timed(way, terms, body) for way in _routes(terms, body)]
    if name is not None:
        for key, committee in state.charter.bodies.items():
            if committee.committee_of == name and delegated(committee, decision):
                way = Way(p.Name(key), None, committee=p.Name(key))
                found.append(_timed(way, terms, committee))
    return tuple(found)


def _routes(terms: Decision, body: Body | None) -> list[Way]:
    consent = None if body is None else body.written_consent
    if terms.routes:
        return [
            Way(
                p.Name(key),
                route,
                consent if key == WRITTEN_CONSENT and route.needs is None else None,
            )
            for key, route in terms.routes.items()
        ]
    if consent is None:
        return [Way(MEETING, None)]
    # a body's notice is of its meetings; what a decision says of itself holds either way
    notice = p.Duration() if terms.notice is None else terms.notice
    return [Way(MEETING, None), Way(WRITTEN_CONSENT, None, consent, notice=notice)]


def _timed(way: Way, terms: Decision, body: Body | None) -> Way:
    """The way with what its route, else the decision, else the body says of time."""
    route = way.route
    notice = way.notice
    for said in (route, terms, body):
        if notice is None and said is not None:
            notice = said.notice
    waiver = next((s.waiver for s in (route, terms, body) if s is not None and s.waiver), None)
    return Way(
        way.name,
        route,
        way.consent,
        way.committee,
        notice,
        waiver,
        terms.cooling_off,
        terms.time_lock,
        None if route is None else route.window,
    )


def deciding_body(state: State, selector: p.Selector) -> p.Name | None:
    """The one body that decides, behind however many managers and entities; None if there is none.

    A meeting whose only member is an entity is looked through as well.
    """
    charter = state.charter
    match selector:
        case p.ManagerOf(entity):
            manager = charter.parties[entity].managed_by
            return None if manager is None else deciding_body(state, p.Named(manager))
        case p.ElectorsOf() | p.FillersOf() | p.HoldersOf() | p.Named():
            pass
        case _:
            return None
    seen: set[p.Name] = set()
    found: p.Name | None = None
    name = selector.name if isinstance(selector, p.Named) else None
    while name is not None and name not in seen:
        seen.add(name)
        if name in charter.bodies:
            found = name
            name = _only_entity(state, name)
        elif name in charter.parties:
            name = charter.parties[name].acts_by or charter.parties[name].managed_by
        else:
            return found
    return found


def _only_entity(state: State, body: p.Name) -> p.Name | None:
    members = state.charter.bodies[body].members
    if not isinstance(members, p.HoldersOf):
        return None
    entity, _, share_class = members.share_class.rpartition(".")
    held = [
        stake.holder
        for stake in state.stakes
        if stake.share_class == share_class and entity in {"", stake.entity}
    ]
    party = state.charter.parties.get(held[0]) if len(held) == 1 else None
    return held[0] if party is not None and not party.is_natural else None


def delegated(committee: Body, decision: str) -> bool:
    """Whether a committee may take a decision of the body that it is a committee of.

    `may` lists what it may; `may_not` alone excludes from all that its parent can decide.
    """
    if decision in committee.may_not:
        return False
    return decision in committee.may if committee.may else bool(committee.may_not)


def outside_powers(body: Body, decision: str) -> bool:
    """Whether a body that is to take a decision has no power to."""
    limited = body.committee_of is not None and bool(body.may or body.may_not)
    return decision in body.may_not or (limited and not delegated(body, decision))
