"""What can matter for a goal: the decisions, bodies and offices from which it can be reached.

The cone of influence of model checking: start from what the goal speaks of, add every decision that
changes any of it, then everything on which it hangs who takes these decisions, and so on. What is
left out can change neither the goal nor who may act towards it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.decisions import Decision
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.state import State
from stanchion.charter.written import Written
from stanchion.control.from_charter import ways

Variable = tuple[str, str]
"""What a decision can change: `(seats, board)`, `(office, ceo)`, `(rule, remove_ceo)`, ..."""
FITTING = frozenset({"seats", "office", "class"})
"""Sorts of variables whose values decide whether an effect can happen."""
NO_POWER = frozenset({"of", "observers", "may", "may_not"})
"""Fields of a body that say nothing of who wins its decisions."""


@dataclass(slots=True)
class Cone:
    """The decisions that can matter, what they change, and on whom each hangs."""

    decisions: set[p.Name] = field(default_factory=set)
    variables: set[Variable] = field(default_factory=set)
    asks: dict[p.Name, frozenset[p.Name]] = field(default_factory=dict)

    def of_sort(self, sort: str) -> list[p.Name]:
        """The names of the variables of one sort."""
        return sorted(p.Name(name) for kind, name in self.variables if kind == sort)


def cone_of(state: State, goal: p.Goal) -> Cone:
    """Everything in the charter that can matter for the goal."""
    cone = Cone(variables=set(goal_variables(goal)))
    for decision in decisions_asked(goal):
        _ask(state, cone, decision)
    while True:
        new = [
            name
            for name, terms in state.charter.decisions.items()
            if name not in cone.decisions and touched(name, terms) & cone.variables
        ]
        if not new:
            return cone
        for name, terms in [(name, state.charter.decisions[name]) for name in new]:
            cone.decisions.add(p.Name(name))
            # all that it does must fit, or it cannot be taken
            cone.variables |= {v for v in touched(name, terms) if v[0] in FITTING}
            _ask(state, cone, p.Name(name))


def _ask(state: State, cone: Cone, decision: p.Name) -> None:
    """Add what it hangs on who takes a decision, and when it may be taken."""
    if decision in cone.asks:
        return
    terms = state.charter.decisions[decision]
    names = power_names(state, decision, terms)
    cone.asks[decision] = names
    cone.variables.add(("rule", decision))
    for name in names:
        if name in state.charter.bodies:
            cone.variables.add(("seats", str(name)))
        if name in state.charter.offices:
            cone.variables.add(("office", str(name)))
        cone.variables.add(("class", name.rpartition(".")[2]))
    if terms.when is not None:
        cone.variables |= set(_condition_variables(terms.when))


def decisions_asked(goal: p.Goal) -> Iterator[p.Name]:
    """Decisions of which the goal asks who has the votes for them."""
    match goal:
        case p.AbleTo(decision):
            yield decision
        case p.AllGoals(parts):
            for part in parts:
                yield from decisions_asked(part)
        case _:
            return


def goal_variables(goal: p.Goal) -> Iterator[Variable]:
    """What has to change for a goal to come about."""
    match goal:
        case p.AbleTo():
            return
        case p.HoldsOffice(_, office, _) | p.OfficeVacant(office):
            yield "office", str(office)
        case p.SitsIn(_, body, _) | p.MajorityLoyal(body, _):
            yield "seats", str(body)
        case p.DecisionTaken(decision):
            yield "taken", str(decision)
        case p.EntityIs(entity, _):
            yield "fate", str(entity)
        case p.ModelIs():
            yield "model", ""
        case p.AllGoals(parts):
            for part in parts:
                yield from goal_variables(part)
        case _:
            assert_never(goal)


def _condition_variables(condition: p.Condition) -> Iterator[Variable]:
    match condition:
        case p.DecisionTaken(decision):
            yield "taken", str(decision)
        case p.ModelIs():
            yield "model", ""
        case p.AllConditions(parts) | p.AnyCondition(parts):
            for part in parts:
                yield from _condition_variables(part)
        case p.NotCondition(part):
            yield from _condition_variables(part)
        case _:
            return


def touched(decision: str, terms: Decision) -> set[Variable]:
    """What a decision can change."""
    found: set[Variable] = {("taken", str(decision))}
    for effect in terms.effect:
        match effect:
            case p.Joins(_, body) | p.SizeIs(body, _):
                found.add(("seats", str(body)))
            case p.Leaves(_, place):
                found |= {("seats", str(place)), ("office", str(place))}
            case p.Becomes(_, office) | p.FallsVacant(office):
                found.add(("office", str(office)))
            case p.Amends(of) | p.SetRule(of) | p.SetNotice(of):
                found.add(("rule", str(of)))
            case p.SetVotes(share_class) | p.Receives(_, _, share_class):
                found.add(("class", share_class.rpartition(".")[2]))
            case p.Transfers(_, _, share_class):
                found.add(("class", share_class.rpartition(".")[2]))
            case p.EntityIs(entity, _):
                found.add(("fate", str(entity)))
            case p.ModelBecomes():
                found.add(("model", ""))
            case _:
                pass  # what else is changed, or recorded, no rule of power asks for
    return found


# ----------------------------------------------------------------------- names


def names_in(value: object) -> Iterator[p.Name]:
    """Every name in a phrase, or in an entry of the charter."""
    match value:
        case p.Name():
            yield value
        case tuple():
            for part in value:
                yield from names_in(part)
        case dict():
            yield from names_in(tuple(value.values()))
        case Written():
            yield from names_in(tuple(getattr(value, name) for name in value.fields()))
        case Meaning():
            yield from names_in(tuple(part for _, part in value.fields()))
        case _:
            return


def power_names(state: State, decision: p.Name, terms: Decision) -> frozenset[p.Name]:
    """All on which it hangs who takes a decision, bodies, groups and entities opened."""
    known: set[p.Name] = set()
    waiting = list(names_in(tuple(getattr(terms, n) for n in terms.fields() if n != "effect")))
    waiting += [way.committee for way in ways(state, decision) if way.committee is not None]
    waiting += _asked_by_policies(state, terms)
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting += _opened(state, name)
    return frozenset(known)


def _asked_by_policies(state: State, terms: Decision) -> Iterator[p.Name]:
    """Whom release policies ask before a model goes out that the decision releases."""
    release = state.charter.release
    if release is None or not any(isinstance(effect, p.ModelBecomes) for effect in terms.effect):
        return
    for policy in release.policies.values():
        for approval in policy.all_approvals.values():
            yield from names_in((approval.by, approval.decision))
            if approval.decision is not None:
                asked = state.charter.decisions[approval.decision]
                yield from names_in(
                    tuple(getattr(asked, name) for name in asked.fields() if name != "effect")
                )


def _opened(state: State, name: p.Name) -> Iterator[p.Name]:
    charter = state.charter
    if name in charter.bodies:
        body = charter.bodies[name]
        yield from state.in_office(name)
        for part in body.fields():
            if part not in NO_POWER:
                yield from names_in(getattr(body, part))
    if name in charter.offices:
        yield from names_in((state.offices.get(name), charter.offices[name].appointed_by))
    if name in charter.groups:
        yield from charter.members(name)
    if name in charter.parties:
        party = charter.parties[name]
        yield from names_in((party.acts_by, party.managed_by))
        for agreement in charter.agreements.values():
            if name in agreement.parties:
                yield from names_in((agreement.vote_as, agreement.parties))
    for stake in state.stakes:
        if name.rpartition(".")[2] == stake.share_class:
            yield stake.holder
