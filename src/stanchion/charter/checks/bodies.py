"""Bodies that can act: everybody sits once, rules can be met, conventions are stated."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.checks.context import Context, Names, error, walk
from stanchion.charter.law import under_law
from stanchion.charter.presets import PRESETS, TakenBy
from stanchion.charter.state import VACANT
from stanchion.source.diagnostic import Diagnostic, explains


def thresholds_in(rule: object) -> Iterator[p.Threshold]:
    """Every threshold below an entry, each once."""
    seen: set[int] = set()
    for _, owner, _, _ in walk(rule):  # as owners, also those inside `and`, `or` and lists
        if isinstance(owner, p.Threshold) and id(owner) not in seen:
            seen.add(id(owner))
            yield owner


def by_units(members: p.Selector) -> bool:
    """Whether these members vote by the units that they hold."""
    match members:
        case p.HoldersOf():
            return True
        case p.Union(parts):
            return any(by_units(part) for part in parts)
        case _:
            return False


@explains("ST401", "seat twice filled")
def seats_filled_once(context: Context) -> Iterator[Diagnostic]:
    """The same person sits twice in one body, or more people sit than it has seats."""
    for name, body in context.charter.bodies.items():
        seen: set[str] = set()
        for place, holder in enumerate(body.holders):
            if holder in seen and holder != VACANT:
                yield error(
                    "ST401",
                    f"`{holder}` sits twice in `{name}`",
                    context.at("bodies", name, "seats", place),
                    label="a second seat for the same person",
                )
            seen.add(holder)
        if body.size is not None and len(body.holders) > body.size.value:
            yield error(
                "ST401",
                f"{len(body.holders)} people sit in `{name}`, which has {body.size.value} seats",
                context.at("bodies", name, "size"),
                label="fewer seats than people",
            )
        chair = body.chair
        if chair is not None and body.seats is not None and chair not in body.holders:
            if chair not in context.declared[Names.OFFICE]:
                yield error(
                    "ST401",
                    f"`{chair}` chairs `{name}` without sitting in it",
                    context.at("bodies", name, "chair"),
                    label="not one of its members",
                )


@explains("ST402", "body without members")
def bodies_have_members(context: Context) -> Iterator[Diagnostic]:
    """A body must say who is in it: `seats:` for people, `members:` for holders of a class."""
    for name, body in context.charter.bodies.items():
        if (body.seats is None) == (body.members is None):
            both = body.seats is not None
            yield error(
                "ST402",
                f"`{name}` says {'both `seats` and `members`' if both else 'not who is in it'}",
                context.key_at("bodies", name),
                label="one of the two belongs here",
                help="`seats:` lists people; `members: holders of common` is a meeting of holders",
            )


@explains("ST403", "threshold above what there is")
def thresholds_can_be_met(context: Context) -> Iterator[Diagnostic]:
    """A quorum or threshold asks for more people than the body has seats.

    Where no `size:` is written a body is taken to have the seats that are listed, and those that
    events add to it.
    """
    asked = [
        (name, t) for name, body in context.charter.bodies.items() for t in thresholds_in(body)
    ]
    for decision in context.charter.decisions.values():
        by = decision.by.name if isinstance(decision.by, p.Named) else p.Name("")
        asked += [(by, threshold) for threshold in thresholds_in(decision)]
    for name, threshold in asked:
        counted_in = threshold.of or name
        target = context.charter.bodies.get(p.Name(counted_in))
        size = None if target is None else _most(context, p.Name(counted_in), target)
        needed = threshold.count
        if size is not None and needed is not None and needed + threshold.strict > size:
            yield error(
                "ST403",
                f"`{counted_in}` has {size} seats, so this can never be met",
                threshold.at or context.at("bodies", counted_in),
                label=f"asks for {needed + threshold.strict}",
            )


def _most(context: Context, name: p.Name, body: Body) -> int | None:
    """The most people that can sit in a body, as far as the charter says; None for holders."""
    effects = [effect for event in context.charter.events for effect in event.effect]
    sizes = [e.size for e in effects if isinstance(e, p.SizeIs) and e.body == name and e.size]
    if body.size is not None:
        return max([int(body.size.value), *sizes])
    if body.seats is None:
        return None
    joining = sum(1 for e in effects if isinstance(e, p.Joins) and e.body == name)
    votes = sum(int(seat.votes.value) - 1 for seat in body.seats if seat.votes is not None)
    return max([len(body.seats) + joining + votes, *sizes])


@explains("ST404", "base that does not fit")
def bases_fit_their_body(context: Context) -> Iterator[Diagnostic]:
    """A threshold counts seats where holders vote by units, or votes where people sit.

    A board counts `seats in office`, `all seats` or `members present`; a meeting of holders
    counts `outstanding votes`, `votes present` or `votes cast`. `all seats` needs a `size:`.
    """
    for name, body in context.charter.bodies.items():
        for threshold in thresholds_in(under_law(body)):
            target = context.charter.bodies.get(threshold.of or name) if threshold.of else body
            if target is None:
                continue
            by_head = target.members is not None and not by_units(target.members)
            if threshold.base is p.Base.OUTSTANDING_VOTES or threshold.base in _VOTES:
                fits = target.members is not None or threshold.base is p.Base.VOTES_CAST
            else:
                fits = target.seats is not None or by_head
            if not fits:
                yield error(
                    "ST404",
                    f"`{threshold.base.value}` cannot be counted in `{threshold.of or name}`",
                    threshold.at or context.at("bodies", name),
                    label="holders vote by units" if target.members else "people sit here",
                )
            elif threshold.base is p.Base.ALL_SEATS and target.size is None:
                yield error(
                    "ST404",
                    f"`all seats` of `{threshold.of or name}` are not counted anywhere",
                    threshold.at or context.at("bodies", name),
                    label="how many seats are there?",
                    help="add `size:` to the body, or count `seats in office`",
                )


_VOTES = frozenset({p.Base.OUTSTANDING_VOTES, p.Base.VOTES_PRESENT, p.Base.VOTES_CAST})


@explains("ST410", "body without a rule")
def bodies_have_a_rule(context: Context) -> Iterator[Diagnostic]:
    """A body must say by which rule it acts: by `acts:`, or by a rule of law that it takes.

    Nothing is assumed of how a body decides, not even a majority: of all seats, of those in
    office and of those present are three laws. `stanchion presets` lists the rules of law.
    """
    for name, body in context.charter.bodies.items():
        if under_law(body).acts is None:
            yield error(
                "ST410",
                f"nothing says by which rule `{name}` acts",
                context.key_at("bodies", name),
                label="no `acts:`",
                help="add `acts:` such as `more than 1/2 of seats in office`, or `law:` with a "
                "rule of law that sets it, such as `delaware board meeting`",
            )


@explains("ST411", "rule of law in the wrong place")
def laws_are_taken_where_they_belong(context: Context) -> Iterator[Diagnostic]:
    """A rule of law is taken by an entry that it does not speak of.

    Some set how a body meets, others what a decision needs; `stanchion presets` says which.
    """
    for section, entries, kind in (
        ("bodies", context.charter.bodies, TakenBy.BODY),
        ("decisions", context.charter.decisions, TakenBy.DECISION),
    ):
        for name, entry in entries.items():
            for law in entry.law:
                if PRESETS[law].taken_by is not kind:
                    yield error(
                        "ST411",
                        f"`{law.value}` is taken by {PRESETS[law].taken_by.value}",
                        context.at(section, name, "law"),
                        label=f"`{name}` is {kind.value}",
                    )


@explains("ST412", "end of a term without a word on it")
def ends_of_terms_are_said(context: Context) -> Iterator[Diagnostic]:
    """A seat has an end, and nothing says whether its holder leaves then or stays until replaced.

    Many laws keep directors in office until a successor is elected, and many charters do not:
    write `at_term_end: stays until replaced` or `at_term_end: leaves`.
    """
    joined = {
        effect.body
        for event in context.charter.events
        for effect in event.effect
        if isinstance(effect, p.Joins)
    }
    for name, body in context.charter.bodies.items():
        if body.at_term_end is not None:
            continue
        if body.term is not None and name in joined:
            yield error(
                "ST412",
                f"nothing says what becomes of those who join `{name}` when their terms end",
                context.at("bodies", name, "term"),
                label="and then?",
                help=f"add `at_term_end: stays until replaced` or `leaves` to `{name}`",
            )
        for place, seat in enumerate(body.seats or ()):
            if seat.until is not None:
                yield error(
                    "ST412",
                    f"nothing says what becomes of `{seat.held_by}` when the term ends",
                    context.at("bodies", name, "seats", place, "until"),
                    label="and then?",
                    help=f"add `at_term_end: stays until replaced` or `leaves` to `{name}`",
                )


@explains("ST413", "counted twice")
def nobody_is_counted_twice(context: Context) -> Iterator[Diagnostic]:
    """Somebody would vote both as a part of a bloc and alone.

    A seat or membership of a declared group stands for its members, who cannot have one of their
    own beside it; a crowd that votes one by one cannot be bound as a bloc by an agreement; and
    nobody can be bound to vote as two others at once.
    """
    if not context.complete:
        return
    charter = context.charter
    for name, body in charter.bodies.items():
        seated = list(body.holders) if body.seats is not None else []
        if body.members is not None and not by_units(body.members):
            seated = list(_listed(body.members))
        for holder in seated:
            inside = set(charter.members(holder)) if holder in charter.groups else set()
            for other in seated:
                if other in inside:
                    yield error(
                        "ST413",
                        f"`{other}` is in `{name}` as one of `{holder}`, and alone",
                        context.at("bodies", name, "seats" if body.seats else "members"),
                        label="a bloc that is also counted as individuals",
                        help=f"leave out `{other}`, or write the members of `{holder}` one by one",
                    )


def _listed(members: p.Selector) -> Iterator[p.Name]:
    match members:
        case p.Named(name):
            yield name
        case p.Union(parts):
            for part in parts:
                yield from _listed(part)
        case _:
            return


CHECKS = (
    seats_filled_once,
    bodies_have_members,
    bodies_have_a_rule,
    laws_are_taken_where_they_belong,
    thresholds_can_be_met,
    bases_fit_their_body,
    ends_of_terms_are_said,
    nobody_is_counted_twice,
)
