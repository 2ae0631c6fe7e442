"""Seats, rules and chains of decision: everybody sits once, everything can be decided."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.checks.context import Context, Names, error, walk
from stanchion.charter.parties import NATURAL
from stanchion.charter.state import VACANT
from stanchion.source.diagnostic import Diagnostic, explains


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
    """A quorum or threshold asks for more people than the body has seats."""
    for name, body in context.charter.bodies.items():
        for threshold in _thresholds(body):
            counted_in = threshold.of or name
            target = context.charter.bodies.get(p.Name(counted_in))
            size = _most(target) if target is not None else None
            needed = threshold.count
            if size is not None and needed is not None and needed + threshold.strict > size:
                yield error(
                    "ST403",
                    f"`{counted_in}` has {size} seats, so this can never be met",
                    threshold.at or context.at("bodies", name),
                    label=f"asks for {needed + threshold.strict}",
                )


def _most(body: Body) -> int | None:
    if body.size is not None:
        return int(body.size.value)
    return None


def _thresholds(rule: object) -> Iterator[p.Threshold]:
    seen: set[int] = set()
    for _, owner, _, _ in walk(rule):  # as owners, also those inside `and`, `or` and lists
        if isinstance(owner, p.Threshold) and id(owner) not in seen:
            seen.add(id(owner))
            yield owner


@explains("ST404", "base that does not fit")
def bases_fit_their_body(context: Context) -> Iterator[Diagnostic]:
    """A threshold counts seats where holders vote by units, or votes where people sit.

    A board counts `seats in office`, `all seats` or `members present`; a meeting of holders
    counts `outstanding votes`, `votes present` or `votes cast`. `all seats` needs a `size:`.
    """
    for name, body in context.charter.bodies.items():
        for threshold in _thresholds(body):
            target = context.charter.bodies.get(threshold.of or name) if threshold.of else body
            if target is None:
                continue
            if threshold.base is p.Base.OUTSTANDING_VOTES or threshold.base in _VOTES:
                fits = target.members is not None or threshold.base is p.Base.VOTES_CAST
            else:
                fits = target.seats is not None
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


@explains("ST405", "nobody acts for an entity")
def entities_act_by_somebody(context: Context) -> Iterator[Diagnostic]:
    """An entity has a say - as manager, holder, consenting party - but nothing says who speaks
    for it.

    People and authorities decide for themselves; a company, charity or trust acts by a body
    (`acts_by: board`) or by its manager (`managed_by: openai_gp`).
    """
    asked = _speaking(context)
    for name, party in context.charter.parties.items():
        if party.kind in NATURAL or party.acts_by or party.managed_by or name not in asked:
            continue
        yield error(
            "ST405",
            f"nothing says who acts for `{name}`, which has a say in `{asked[name]}`",
            context.key_at("parties", name),
            label="acts by whom?",
            help="add `acts_by:` with a body, or `managed_by:` with an entity",
        )


def _speaking(context: Context) -> dict[str, str]:
    """Entities that must decide something for a decision of the charter to work, and for which."""
    found: dict[str, str] = {}
    for key, decision in context.charter.decisions.items():
        for selector in (decision.by, *decision.vetoes):
            if isinstance(selector, p.ManagerOf):
                manager = context.charter.parties.get(selector.entity)
                if manager is not None and manager.managed_by:
                    found.setdefault(manager.managed_by, key)
            elif isinstance(selector, p.Named) and selector.name in context.charter.parties:
                found.setdefault(selector.name, key)
    return found


@explains("ST406", "entity without a manager")
def managers_exist(context: Context) -> Iterator[Diagnostic]:
    """`manager of X` is said of an entity for which no `managed_by:` is written."""
    for key, decision in context.charter.decisions.items():
        match decision.by:
            case p.ManagerOf(entity) if entity in context.charter.parties:
                if context.charter.parties[entity].managed_by is None:
                    yield error(
                        "ST406",
                        f"`{entity}` has no manager",
                        context.at("decisions", key, "by"),
                        label="managed by whom?",
                        help=f"add `managed_by:` to `{entity}` under `parties:`",
                    )
            case _:
                pass


@explains("ST407", "entities that act by one another")
def chains_of_acting_end(context: Context) -> Iterator[Diagnostic]:
    """An entity is managed, at the end of the chain, by itself, so nobody ever decides."""
    for name in context.charter.parties:
        seen = [str(name)]
        following = context.charter.parties[name].managed_by
        while following is not None and following in context.charter.parties:
            if following == name:
                yield error(
                    "ST407",
                    f"`{name}` is managed by itself: {' -> '.join([*seen, str(name)])}",
                    context.at("parties", name, "managed_by"),
                    label="the chain comes back here",
                )
                break
            if following in seen:
                break
            seen.append(str(following))
            following = context.charter.parties[following].managed_by


@explains("ST408", "no electorate")
def rules_have_an_electorate(context: Context) -> Iterator[Diagnostic]:
    """A threshold of a decision is counted in no particular body.

    Where a decision is taken by a body, thresholds are counted in it. Where it is taken by a
    manager, a party or several bodies, each threshold says of which body: `of seats in office of
    board`.
    """
    for key, decision in context.charter.decisions.items():
        by = decision.by
        in_body = isinstance(by, p.Named) and by.name in context.declared[Names.BODY]
        for threshold in _thresholds(decision):
            if threshold.of is None and not in_body:
                yield error(
                    "ST408",
                    f"this threshold of `{key}` is counted in no body",
                    threshold.at or context.at("decisions", key),
                    label="of which body?",
                    help="add `of` and the body, as in `of seats in office of board`",
                )


CHECKS = (
    seats_filled_once,
    bodies_have_members,
    thresholds_can_be_met,
    bases_fit_their_body,
    entities_act_by_somebody,
    managers_exist,
    chains_of_acting_end,
    rules_have_an_electorate,
)
