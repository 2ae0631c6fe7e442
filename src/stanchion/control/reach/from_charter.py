"""From a state, a goal and the sides to an arena: what can matter, and who is like whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.bodies import TermEnd
from stanchion.charter.decisions import Decision
from stanchion.charter.model import Charter
from stanchion.charter.parties import Kind as PartyKind
from stanchion.charter.selection import electors_of
from stanchion.charter.state import State, changing_events
from stanchion.control.game import Player
from stanchion.control.reach.arena import (
    ANYBODYS,
    ENDLESS,
    NEWCOMERS,
    Arena,
    Calendar,
    Kind,
    Nominees,
    Position,
    Role,
    Seat,
    Side,
)
from stanchion.control.reach.clock import instants_of, timings
from stanchion.control.reach.cone import Cone, cone_of, names_in

Sides = Mapping[Side, frozenset[Player]]
UNSTATED_GROWTH = 1
# ASSUMPTION: a body without a stated size grows to twice the people who sit in it, and one more:
# enough for whoever seats newcomers to outvote all others by a majority, and finite


def arena(
    state: State, goal: p.Goal, sides: Sides, *, nominees: Nominees, lumped: bool = True
) -> Arena:
    """The compiled form of the question what a side can come to do in a state.

    Not `lumped`, everybody is told apart from everybody else: slower, and the same answers.
    """
    charter, cone = state.charter, cone_of(state, goal)
    bodies = tuple(name for name in cone.of_sort("seats") if name in charter.bodies)
    seated = tuple(name for name in bodies if charter.bodies[name].seats is not None)
    offices = tuple(name for name in cone.of_sort("office") if name in charter.offices)
    electorates = {body: _electorates(state, body) for body in seated}
    told_apart = _told_apart(state, cone) if lumped else set(charter.parties)
    terms = [(name, charter.decisions[name]) for name in _in_order(charter, cone.decisions)]
    effects = [name for _, decision in terms for name in names_in(decision.effect)]
    spoken_of = [*names_in(goal), *effects]
    kinds = _kinds(state, goal, told_apart, (seated, offices), sides, spoken_of)
    asked = [(name, charter.decisions[name]) for name in _in_order(charter, cone.asks)]
    heads = {(h, body): n for body in seated for h, n in _heads(charter, body).items() if n > 1}
    most = {body: _most_seats(state, body) for body in seated}
    return Arena(
        state=state,
        goal=goal,
        sides=sides,
        nominees=nominees,
        decisions=tuple(name for name, _ in terms),
        bodies=seated,
        offices=offices,
        asks=cone.asks,
        kinds=kinds,
        side_of={**NEWCOMERS, **{kind: _side_of(kind, sides) for kind in kinds}},
        ballots_alike=_ballots_alike(charter, kinds, told_apart, sides),
        candidates=_candidates(state, goal, kinds, told_apart, sides, nominees),
        wanted=frozenset(names_in(goal)),
        taken=frozenset(cone.of_sort("taken")),
        electorates=electorates,
        elects=_elects(state, terms, electorates),
        places=_places(state, electorates),
        most_seats=most,
        heads=heads,
        amendments={name: _amendments(charter, name) for name in cone.asks},
        calendar=Calendar(
            state.instant,
            _instants(state, asked, seated),
            frozenset(b for b in seated if charter.bodies[b].at_term_end is TermEnd.LEAVES),
        ),
        history=frozenset(
            event.decided
            for event in changing_events(charter)
            if event.decided is not None and event.when.start <= state.instant
        ),
        start=_start(state, kinds, seated, offices, electorates),
        assumptions=(
            *_size_assumptions(state, terms, most),
            *_crowd_assumptions(heads),
            *_notice_assumptions(state, [name for name, _ in terms]),
        ),
    )


def _in_order(charter: Charter, names: Iterable[p.Name]) -> list[p.Name]:
    known = set(names)
    return [p.Name(name) for name in charter.decisions if name in known]


# ----------------------------------------------------------------------- kinds


def _kinds(
    state: State,
    goal: p.Goal,
    told_apart: set[p.Name],
    places: tuple[tuple[p.Name, ...], tuple[p.Name, ...]],
    sides: Sides,
    spoken_of: list[p.Name],
) -> dict[Kind, tuple[p.Name, ...]]:
    """Everybody who can have a seat or an office, those put together whom no rule tells apart."""
    bodies, offices = places
    alone = told_apart | _opened(state.charter, names_in(goal))
    people = [name for body in bodies for name in state.in_office(body)]
    people += [holder for office in offices for holder in names_in(state.offices.get(office))]
    people += [p.Name(n) for side in sides.values() for n in sorted(side)]
    people += [name for name in spoken_of if name in state.charter.parties]
    alike: dict[object, list[p.Name]] = defaultdict(list)
    for name in dict.fromkeys(people):
        if name in state.charter.parties:
            mark = name if name in alone else _likeness(state, name, bodies, sides)
            alike[mark].append(name)
    return {Kind(members[0]): tuple(members) for members in alike.values()}


def _told_apart(state: State, cone: Cone) -> set[p.Name]:
    """Parties that a rule or a holding speaks of by name, and all parties that are no people."""
    charter = state.charter
    spoken: list[object] = [*charter.agreements.values()]
    spoken += [one for one in charter.interests.values() if {*one.recused_from} & {*cone.asks}]
    spoken += [charter.decisions[name] for name in cone.asks]
    for name in charter.bodies:
        body = charter.bodies[name]
        spoken += [getattr(body, part) for part in body.fields() if part != "seats"]
    spoken += [(party.acts_by, party.managed_by) for party in charter.parties.values()]
    named = _opened(charter, (name for part in spoken for name in names_in(part)))
    named |= {stake.holder for stake in state.stakes}
    people = {name for name, party in charter.parties.items() if party.kind is PartyKind.PERSON}
    return named | (set(charter.parties) - people)


def _opened(charter: Charter, names: Iterable[p.Name]) -> set[p.Name]:
    known = set(names)
    return known | {m for name in known if name in charter.groups for m in charter.members(name)}


def _ballots_alike(
    charter: Charter, kinds: Iterable[Kind], told_apart: set[p.Name], sides: Sides
) -> dict[Kind, object]:
    """What is equal for kinds of people whose ballots count alike in every decision."""
    found: dict[Kind, object] = {kind: (side, ()) for kind, side in NEWCOMERS.items()}
    for kind in kinds:
        votes = tuple(
            (str(body), seat.votes.value)
            for body, terms in charter.bodies.items()
            for seat in terms.seats or ()
            if seat.held_by == kind and seat.votes is not None
        )
        found[kind] = kind if kind in told_apart else (_side_of(kind, sides), votes)
    return found


def _likeness(state: State, name: p.Name, bodies: tuple[p.Name, ...], sides: Sides) -> object:
    """What makes two people alike: whose side they are on, and what their seats say of them."""
    said = []
    for body in bodies:
        for seat in state.charter.bodies[body].seats or ():
            if seat.held_by == name:
                said.append((body, repr((seat.group, seat.votes))))
    return _side_of(name, sides), tuple(said)


def _side_of(name: p.Name, sides: Sides) -> Side:
    player = Player(str(name))
    return next((side for side, players in sides.items() if player in players), Side.NOBODYS)


def _candidates(
    state: State,
    goal: p.Goal,
    kinds: Mapping[Kind, tuple[p.Name, ...]],
    told_apart: set[p.Name],
    sides: Sides,
    nominees: Nominees,
) -> tuple[Kind, ...]:
    """Kinds of people who may be put where a decision says `someone`, beside newcomers.

    Where newcomers are loyal, one from outside does as well as a stranger of one's own side.
    """
    wanted = set(names_in(goal))
    placed = {name for seats in state.seats.values() for name in seats}
    placed |= {*told_apart, *(name for name in state.offices.values() if name is not None)}

    def useful(kind: Kind) -> bool:
        if kind in wanted:
            return True
        ours = _side_of(kind, sides) is not Side.NOBODYS
        return ours and (nominees is Nominees.INDEPENDENT or kind in placed)

    people = {n for n, party in state.charter.parties.items() if party.kind is PartyKind.PERSON}
    return tuple(kind for kind in kinds if kind in people and useful(kind))


# ----------------------------------------------------------- who elects to what


def _electorates(state: State, body: p.Name) -> tuple[p.Selector, ...]:
    seats = state.charter.bodies[body].seats or ()
    return tuple(dict.fromkeys(_voters(state, s.elected_by) for s in seats if s.elected_by))


def _voters(state: State, selector: p.Selector) -> p.Selector:
    """The selector, with a meeting or an entity that acts by one opened to its members."""
    charter = state.charter
    match selector:
        case p.Named(name) if name in charter.parties:
            acts_by = charter.parties[name].acts_by
            return selector if acts_by is None else _voters(state, p.Named(acts_by))
        case p.Named(name) if name in charter.bodies:
            return charter.bodies[name].members or selector
        case p.ElectorsOf(of):
            electors = electors_of(state, of)
            return selector if electors is None else _voters(state, electors)
        case _:
            return selector


def _elects(
    state: State,
    terms: list[tuple[p.Name, Decision]],
    electorates: Mapping[p.Name, tuple[p.Selector, ...]],
) -> dict[tuple[p.Name, p.Name], int]:
    """Which seats of a body a decision fills and empties, where its seats say who elects them."""
    found = {}
    for name, decision in terms:
        voters = _voters(state, decision.by)
        for body, known in electorates.items():
            if voters in known:
                found[name, body] = known.index(voters)
    return found


def _places(
    state: State, electorates: Mapping[p.Name, tuple[p.Selector, ...]]
) -> dict[tuple[p.Name, int], int]:
    found: Counter[tuple[p.Name, int]] = Counter()
    for body, known in electorates.items():
        heads = _heads(state.charter, body)
        for seat in state.charter.bodies[body].seats or ():
            if seat.elected_by is not None:
                electorate = known.index(_voters(state, seat.elected_by))
                found[body, electorate] += heads[seat.held_by]
    return dict(found)


# ------------------------------------------------------------- sizes, amendments


def _heads(charter: Charter, body: p.Name) -> dict[p.Name, int]:
    """How many seats each who is written down stands for: a group for as many as it has votes."""
    found = {}
    for seat in charter.bodies[body].seats or ():
        party = charter.parties.get(seat.held_by)
        crowd = party is not None and party.kind is PartyKind.GROUP
        found[seat.held_by] = int(seat.votes.value) if crowd and seat.votes is not None else 1
    return found


def _most_seats(state: State, body: p.Name) -> int:
    size = state.size_of(body)
    heads = _heads(state.charter, body)
    listed = sum(heads.get(name, 1) for name in state.seats.get(body, ()))
    return size if size is not None else 2 * listed + UNSTATED_GROWTH


def _size_assumptions(
    state: State, terms: list[tuple[p.Name, Decision]], most: Mapping[p.Name, int]
) -> list[str]:
    growing = {
        effect.body
        for _, decision in terms
        for effect in decision.effect
        if isinstance(effect, p.Joins | p.SizeIs)
    }
    found = [
        f"`{body}` has no stated size; it is taken to grow to {count} at most"
        for body, count in most.items()
        if body in growing and state.size_of(body) is None
    ]
    opened = {
        effect.body
        for _, decision in terms
        for effect in decision.effect
        if isinstance(effect, p.SizeIs) and effect.size is None
    }
    found += [
        f"the size of `{body}` is set one seat more or less at a time, to {most[body]} at most"
        for body in sorted(opened & set(most))
    ]
    return found


def _crowd_assumptions(heads: Mapping[tuple[p.Name, p.Name], int]) -> list[str]:
    return [
        f"`{name}` stands for {count} seats of `{body}`; they are given up and acted for as one"
        for (name, body), count in heads.items()
    ]


def _notice_assumptions(state: State, names: Iterable[p.Name]) -> list[str]:
    silent = [
        f"`{name}`"
        for name in names
        if any(timing.notice is None for timing in timings(state, name))
    ]
    if not silent:
        return []
    return [f"no notice is stated for {', '.join(silent)}; none is counted"]


def _amendments(charter: Charter, decision: p.Name) -> tuple[tuple[p.Patch, ...], ...]:
    """What the rule of a decision may be amended to: the levers and readings that speak of it."""
    levers = charter.dispute.levers.values() if charter.dispute else ()
    options = [o for reading in charter.readings.values() for o in reading.options.values()]
    found = []
    for patches in [*(lever.set for lever in levers), *(option.set for option in options)]:
        about = tuple(
            patch
            for patch in patches
            if isinstance(patch, p.SetRule | p.SetNotice) and patch.decision == decision
        )
        if about:
            found.append(about)
    return tuple(dict.fromkeys(found))


def _instants(
    state: State, terms: list[tuple[p.Name, Decision]], bodies: tuple[p.Name, ...]
) -> tuple[datetime, ...]:
    found = {instant for _, decision in terms for instant in instants_of(decision)}
    for body in bodies:
        ends = (state.term_end(body, name) for name in state.in_office(body))
        found |= {end for end in ends if end is not None}
    untils = (agreement.until for agreement in state.charter.agreements.values())
    declared = (interest.declared for interest in state.charter.interests.values())
    found |= {instant.start for instant in (*untils, *declared) if instant is not None}
    return tuple(sorted(instant for instant in found if instant > state.instant))


# ------------------------------------------------------------------- the start


def _start(
    state: State,
    kinds: Mapping[Kind, tuple[p.Name, ...]],
    bodies: tuple[p.Name, ...],
    offices: tuple[p.Name, ...],
    electorates: Mapping[p.Name, tuple[p.Selector, ...]],
) -> Position:
    named = [(kind, name) for kind, members in kinds.items() for name in members]
    roles = [first_role(state, *one, bodies, offices, electorates) for one in named]
    count = Counter(role for role in roles if role.seats or role.offices)
    sizes = frozenset((body, state.size_of(body)) for body in bodies)
    return Position(tuple(sorted(count.items())), sizes, moment=state.instant)


def first_role(
    state: State,
    kind: Kind,
    name: p.Name,
    bodies: tuple[p.Name, ...],
    offices: tuple[p.Name, ...],
    electorates: Mapping[p.Name, tuple[p.Selector, ...]],
) -> Role:
    """The seats and offices that somebody has at the start."""
    seats = []
    for body in bodies:
        if name in state.in_office(body):
            written = state.charter.bodies[body].seats or ()
            seat = next((s for s in written if s.held_by == name), None)
            electorate = ANYBODYS
            if seat is not None and seat.elected_by is not None:
                electorate = electorates[body].index(_voters(state, seat.elected_by))
            until = state.term_end(body, name) or ENDLESS
            seats.append(Seat(body, electorate, until))
    held = tuple(office for office in offices if state.offices.get(office) == name)
    return Role(kind, tuple(sorted(seats)), tuple(sorted(held)))
