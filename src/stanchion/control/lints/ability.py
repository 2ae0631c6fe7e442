"""Who could act if everybody were willing, and what keeps the others from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.law import under_law
from stanchion.charter.parties import VotesAs
from stanchion.charter.selection import electors_of, selected_names
from stanchion.charter.state import State, known_value
from stanchion.control.from_charter.counting import plain
from stanchion.control.ownership.from_charter.units import votes_per_unit
from stanchion.exact.record import record

MOST_VOTERS = 18
"""A quarter of a million sums of votes; with more voters these lints are silent."""
OF_THOSE_THERE = frozenset({p.Base.MEMBERS_PRESENT, p.Base.VOTES_CAST, p.Base.VOTES_PRESENT})
"""Thresholds that are counted of those who come, so that a quorum matters."""


@record(frozen=True, slots=True)
class Electorate:
    """Votes that can be cast in a body, votes that count in the whole, and all its seats."""

    able: Fraction
    whole: Fraction
    seats: int | None

    def base(self, of: p.Base) -> Fraction:
        """Of how many votes a threshold with this base is counted."""
        if of is p.Base.ALL_SEATS and self.seats is not None:
            return Fraction(self.seats)
        return self.whole

    def quota(self, threshold: p.Threshold) -> Fraction:
        """How many votes must be exceeded, or reached."""
        if threshold.count is not None:
            return Fraction(threshold.count)
        assert threshold.share is not None  # INVARIANT: a threshold has a count or a share
        return threshold.share * self.base(threshold.base)

    def meets(self, threshold: p.Threshold) -> bool:
        """Whether all who can vote suffice."""
        quota = self.quota(threshold)
        return self.able > quota if threshold.strict else self.able >= quota


@dataclass
class Ability:
    """Looks for what keeps somebody from acting though all are willing."""

    state: State
    recused: frozenset[p.Name] = frozenset()
    opened: list[str] = field(default_factory=list)

    def why_not(self, selector: p.Selector) -> str | None:
        """What keeps the selected from agreeing; None where nothing does."""
        match selector:
            case p.Named(name):
                return self._name(name)
            case p.ManagerOf(entity):
                manager = self.state.charter.parties[entity].managed_by
                return f"`{entity}` has no manager" if manager is None else self._name(manager)
            case p.HoldersOf(share_class):
                held = any(s.share_class == share_class for s in self.state.stakes)
                return None if held else f"nobody holds `{share_class}`"
            case p.ElectorsOf(of):
                electors = electors_of(self.state, of)
                if electors is None:
                    return f"nothing says who elects `{of}`"
                return self.why_not(electors)
            case p.FillersOf(body):
                fillers = self.state.charter.bodies[body].vacancies_filled_by
                if fillers is None:
                    return f"nothing says who fills vacancies in `{body}`"
                return self.why_not(fillers)
            case p.AnyOf(count, of):
                names = selected_names(self.state, of)
                able = sum(1 for name in names if self._name(name) is None)
                return None if able >= count else f"only {able} of them can act, not {count}"
            case p.Union(parts):
                return next((why for part in parts if (why := self.why_not(part))), None)
            case p.Except():
                names = selected_names(self.state, selector)
                return next((why for name in names if (why := self._name(name))), None)
            case p.Anyone():
                return None
            case _:
                assert_never(selector)

    def _name(self, name: p.Name) -> str | None:
        charter = self.state.charter
        if name in charter.bodies:
            return self._body(name)
        if name in charter.offices:
            holder = self.state.offices.get(name)
            return f"`{name}` is vacant" if holder is None else self._name(holder)
        if name in charter.groups:
            members = charter.members(name)
            return next((why for part in members if (why := self._name(part))), None)
        party = charter.parties[name]
        if name in self.recused:
            return f"`{name}` steps aside"
        if party.votes_as is VotesAs.NOBODY:
            return f"`{name}` casts no votes"
        following = party.acts_by or party.managed_by
        if party.is_natural or following is None or name in self.opened:
            return None
        self.opened.append(str(name))
        try:
            return self._name(following)
        finally:
            self.opened.pop()

    # ------------------------------------------------------------------- bodies

    def _body(self, name: p.Name) -> str | None:
        if name in self.opened:
            return None
        body = under_law(self.state.charter.bodies[name])
        ways = [rule for rule in (body.acts, body.written_consent) if rule is not None]
        self.opened.append(str(name))
        try:
            reasons = [self._rule(rule, name) for rule in ways]
        finally:
            self.opened.pop()
        return None if None in reasons else reasons[0]

    def _rule(self, rule: p.Rule, body: p.Name) -> str | None:
        match rule:
            case p.Threshold():
                return self._threshold(rule, body)
            case p.ConsentOf(who):
                return self.why_not(who)
            case p.AllRules(parts):
                return next((why for part in parts if (why := self._rule(part, body))), None)
            case p.AnyRule(count, parts):
                reasons = [why for part in parts if (why := self._rule(part, body))]
                return None if len(parts) - len(reasons) >= count else reasons[0]
            case _:
                assert_never(rule)

    def _threshold(self, threshold: p.Threshold, body: p.Name) -> str | None:
        of = threshold.of or body
        written = self.state.charter.bodies.get(of)
        found, terms = self.electorate(of), under_law(written) if written is not None else None
        if found is None:
            return None
        if not found.meets(threshold):
            return (
                f"`{of}` asks for {asked_for(found, threshold)}, "
                f"and {plain(found.able)} can be cast"
            )
        quorum = terms.quorum if terms is not None else None
        if quorum is not None and threshold.base in OF_THOSE_THERE and not found.meets(quorum):
            return f"`{of}` can make no quorum"
        return None

    def electorate(self, of: p.Name) -> Electorate | None:
        """The votes of a body or class; None where they are not known exactly."""
        voters = self.voters(of)
        if voters is None:
            return None
        able = sum((w for name, w in voters if self._name(name) is None), Fraction(0))
        return Electorate(able, sum((w for _, w in voters), Fraction(0)), self.state.size_of(of))

    def voters(self, of: p.Name) -> list[tuple[p.Name, Fraction]] | None:
        """Who votes in a body or class, with how many votes; None where that is not known."""
        body = self.state.charter.bodies.get(of)
        if body is None:
            return self._holders(of)
        if body.seats is not None:
            return self._seated(of, body)
        assert body.members is not None  # INVARIANT: a checked body has seats or members
        return self._members(body.members)

    def _seated(self, name: p.Name, body: Body) -> list[tuple[p.Name, Fraction]]:
        votes = {seat.held_by: seat.votes.value for seat in body.seats or () if seat.votes}
        return [(h, votes.get(h, Fraction(1))) for h in self.state.in_office(name)]

    def _members(self, members: p.Selector) -> list[tuple[p.Name, Fraction]] | None:
        match members:
            case p.HoldersOf(share_class):
                return self._holders(share_class)
            case p.Union(parts):
                found = [self._members(part) for part in parts]
                known = [voters for voters in found if voters is not None]
                if len(known) < len(found):
                    return None
                return [voter for voters in known for voter in voters]
            case _:
                return [(name, Fraction(1)) for name in selected_names(self.state, members)]

    def _holders(self, written: p.Name) -> list[tuple[p.Name, Fraction]] | None:
        entity, _, name = written.rpartition(".")
        found = []
        for stake in self.state.stakes:
            if stake.share_class == name and entity in {"", stake.entity}:
                terms = self.state.charter.classes[stake.entity][stake.share_class]
                units = stake.units
                out = known_value(terms.units)
                if units is None and stake.share is not None and out is not None:
                    exact = stake.share.low == stake.share.high
                    units = stake.share.low * out if exact else None
                votes = votes_per_unit(self.state, terms)
                if units is None or votes is None:
                    return None
                found.append((stake.holder, units * votes))
        return found


def sums(weights: Iterable[Fraction]) -> frozenset[Fraction] | None:
    """All that groups of voters can have together; None for more than `MOST_VOTERS`."""
    every = tuple(weights)
    if len(every) > MOST_VOTERS:
        return None
    found = {Fraction(0)}
    for weight in every:
        found |= {total + weight for total in found}
    return frozenset(found)


def asked_for(electorate: Electorate, threshold: p.Threshold) -> str:
    """A threshold as the number of votes that it comes to."""
    how = "more than" if threshold.strict else "at least"
    return f"{how} {plain(electorate.quota(threshold))} of {plain(electorate.base(threshold.base))}"
