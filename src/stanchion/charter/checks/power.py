"""Chains of decision: everything can be decided by somebody, and by a rule that is stated."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.checks.bodies import thresholds_in
from stanchion.charter.checks.context import Context, Names, error
from stanchion.charter.decisions import Agreement, AgreementKind
from stanchion.charter.law import under_law
from stanchion.charter.parties import NATURAL, VotesAs
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST405", "nobody acts for an entity")
def entities_act_by_somebody(context: Context) -> Iterator[Diagnostic]:
    """An entity has a say - as manager, holder, consenting party - but nothing says who speaks
    for it.

    People and authorities decide for themselves; a company, charity or trust acts by a body
    (`acts_by: board`) or by its manager (`managed_by: openai_gp`).
    """
    asked = _speaking(context)
    for name, party in context.charter.parties.items():
        if name not in asked or party.kind in NATURAL or party.acts_by or party.managed_by:
            continue
        if sum(1 for body in context.charter.bodies.values() if name in body.joint_of) == 1:
            continue  # it acts in the one body that it has with others
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
        for threshold in thresholds_in(decision):
            if threshold.of is None and not in_body:
                yield error(
                    "ST408",
                    f"this threshold of `{key}` is counted in no body",
                    threshold.at or context.at("decisions", key),
                    label="of which body?",
                    help="add `of` and the body, as in `of seats in office of board`",
                )


@explains("ST409", "recusal without a word on the count")
def recusals_say_how_to_count(context: Context) -> Iterator[Diagnostic]:
    """Somebody steps aside, and nothing says what that does to quorum and majority.

    `leaves quorum and base` counts as if the seat were not there, `counts for quorum only` lets
    it make the quorum, `stays in the base` makes stepping aside as good as a no. It is written on
    the decision or on the body that takes it.
    """
    charter = context.charter
    for key, decision in charter.decisions.items():
        interests = [n for n, interest in charter.interests.items() if key in interest.recused_from]
        if decision.recusal is not None or (decision.recused is None and not interests):
            continue
        if any(under_law(body).recusal is not None for body in charter.bodies.values()):
            continue  # whether that body takes this decision is worked out with the decision
        at = ("decisions", key, "recused") if decision.recused else ("decisions", key)
        yield error(
            "ST409",
            f"nothing says how those who step aside from `{key}` are counted",
            context.at(*at) if decision.recused else context.key_at(*at),
            label="out of quorum and base, for the quorum only, or still in the base?"
            if decision.recused
            else f"by interest `{interests[0]}` somebody steps aside",
            help="add `recusal:` with `leaves quorum and base`, `counts for quorum only` or "
            "`stays in the base`",
        )


@explains("ST414", "election in a ring")
def elections_begin_somewhere(context: Context) -> Iterator[Diagnostic]:
    """Bodies elect one another in a ring, and nobody outside of it ever has a say.

    A body that fills its own seats is not meant: that is written `elected_by:` itself and is how
    many charities live. A ring of two or more is more often a slip than a plan; where it is
    planned, let one of them be elected by itself.
    """
    elected = {
        name: body.elected_by.name
        for name, body in context.charter.bodies.items()
        if isinstance(body.elected_by, p.Named) and body.elected_by.name in context.charter.bodies
    }
    for name in tuple(elected):
        seen, following = [name], elected.get(name)
        while following in elected and following not in seen:
            seen.append(following)
            following = elected.get(following)
        if following == name and len(seen) > 1 and name == min(seen, key=list(elected).index):
            yield error(
                "ST414",
                f"bodies elect one another in a ring: {' -> '.join([*seen, name])}",
                context.at("bodies", name, "elected_by"),
                label="the ring begins and ends here",
                help="say of one of them who outside of the ring elects it",
            )


@explains("ST415", "removal from a staggered body without a word on cause")
def staggered_bodies_say_whether_cause_is_needed(context: Context) -> Iterator[Diagnostic]:
    """Members of a staggered body can be removed, and nothing says whether only for cause.

    This is where laws differ, and it decides whether a staggered board can be turned over in one
    meeting or in two. Write `for_cause: yes` or `no`, or take a rule of law.
    """
    for key, decision in context.charter.decisions.items():
        for effect in decision.effect:
            if not isinstance(effect, p.Leaves) or under_law(decision).for_cause is not None:
                continue
            body = context.charter.bodies.get(effect.place)
            by_route = decision.routes and all(
                route.for_cause is not None for route in decision.routes.values()
            )
            if body is not None and body.staggered is not None and not by_route:
                yield error(
                    "ST415",
                    f"nothing says whether `{key}` needs a cause; `{effect.place}` is staggered",
                    context.key_at("decisions", key),
                    label="with or without cause?",
                    help="add `for_cause: yes` or `for_cause: no`",
                )


@explains("ST413", "counted twice")
def nobody_is_bound_twice(context: Context) -> Iterator[Diagnostic]:
    """Somebody would vote both as a part of a bloc and alone.

    A seat or membership of a declared group stands for its members, who cannot have one of their
    own beside it; a crowd that votes one by one cannot be bound as a bloc by an agreement; and
    nobody can be bound to vote as two others at once.
    """
    charter = context.charter
    binding: list[tuple[p.Name, Agreement]] = []
    for name, agreement in charter.agreements.items():
        if agreement.kind not in {AgreementKind.VOTING_AGREEMENT, AgreementKind.IRREVOCABLE_PROXY}:
            continue
        members = {n for part in agreement.parties for n in charter.members(part)}
        for member in sorted(members):
            party = charter.parties.get(member)
            if party is not None and party.votes_as is VotesAs.INDIVIDUALS:
                yield error(
                    "ST413",
                    f"`{name}` binds `{member}` as a bloc, which votes as individuals",
                    context.at("agreements", name, "parties"),
                    label="a bloc that is also counted as individuals",
                    help=f"write `votes_as: a bloc` on `{member}`, or leave it out here",
                )
        for other_name, other in binding:
            both = members & {n for part in other.parties for n in charter.members(part)}
            same = not agreement.on or not other.on or set(agreement.on) & set(other.on)
            if both and same and agreement.vote_as != other.vote_as and not other.until:
                yield error(
                    "ST413",
                    f"`{min(both)}` is bound by `{other_name}` and by `{name}`",
                    context.key_at("agreements", name),
                    label="to vote as two at once",
                    help="name the decisions of each under `on:`",
                )
        binding.append((p.Name(name), agreement))


@explains("ST416", "crowd of no size that votes one by one")
def individuals_are_counted(context: Context) -> Iterator[Diagnostic]:
    """A crowd votes as individuals, and nothing says how many they are.

    Its votes are spread over its heads, so the answer hangs on their number: add `size:`, or let
    it vote as `a bloc`, which is the most that it can ever be.
    """
    for name, party in context.charter.parties.items():
        if party.votes_as is VotesAs.INDIVIDUALS and party.size is None:
            yield error(
                "ST416",
                f"`{name}` votes as individuals, and nothing says how many they are",
                context.key_at("parties", name),
                label="no `size:`",
                help="add `size:`, or write `votes_as: a bloc`",
            )


@explains("ST417", "power both given and withheld")
def committees_know_their_powers(context: Context) -> Iterator[Diagnostic]:
    """A body may and may not take the same decision, or an observer sits with a vote."""
    for name, body in context.charter.bodies.items():
        for decision in body.may:
            if decision in body.may_not:
                yield error(
                    "ST417",
                    f"`{name}` both may and may not take `{decision}`",
                    context.at("bodies", name, "may_not"),
                    label="one of the two",
                )
        for observer in body.observers:
            if observer in body.holders:
                yield error(
                    "ST417",
                    f"`{observer}` observes `{name}` and sits in it",
                    context.at("bodies", name, "observers"),
                    label="an observer has no vote, a member has one",
                )


@explains("ST418", "seat that nobody has")
def seats_are_somebodys(context: Context) -> Iterator[Diagnostic]:
    """A decision takes a seat from, or an office of, somebody who never holds it.

    Neither the sections nor any event seats that person there; the name or the body is wrong.
    """
    charter = context.charter
    joins = {
        (effect.who, effect.body)
        for event in charter.events
        for effect in event.effect
        if isinstance(effect, p.Joins)
    }
    for key, decision in charter.decisions.items():
        for place, effect in enumerate(decision.effect):
            if not isinstance(effect, p.Leaves) or not isinstance(effect.who, p.Name):
                continue
            body = charter.bodies.get(effect.place)
            if body is None or effect.who in body.holders or (effect.who, effect.place) in joins:
                continue
            yield error(
                "ST418",
                f"`{effect.who}` never sits in `{effect.place}`",
                effect.who.at or context.at("decisions", key, "effect", place),
                label="nobody's seat",
                help="sitting there: " + ", ".join(f"`{name}`" for name in body.holders),
            )


CHECKS = (
    seats_are_somebodys,
    entities_act_by_somebody,
    managers_exist,
    chains_of_acting_end,
    rules_have_an_electorate,
    recusals_say_how_to_count,
    elections_begin_somewhere,
    staggered_bodies_say_whether_cause_is_needed,
    nobody_is_bound_twice,
    individuals_are_counted,
    committees_know_their_powers,
)
