"""By what rule an entity acts, as a formula over parties who are not looked through.

A seat counts for whoever fills it (`elected_by`), for a director who can be replaced does not
control; where nobody is said to, it counts for its holder. A body that fills its own seats counts
for those who sit in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.law import under_law
from stanchion.charter.selection import electors_of, selected_names
from stanchion.charter.state import Stake as Holding
from stanchion.charter.state import State, known_value
from stanchion.control.game import Ballot, Count, Every, Formula, Never, Player, Some
from stanchion.control.ownership.from_charter.units import votes_per_unit
from stanchion.control.ownership.network import ActsBy
from stanchion.control.results import Step


@dataclass
class Acting:
    """The rules by which the entities of a state act, and what was assumed to say so."""

    state: State
    assumptions: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def rules(self) -> Iterator[ActsBy]:
        """The rule of each entity that has a manager or a body to act by."""
        for name, party in self.state.charter.parties.items():
            for by, verb in ((party.managed_by, "is managed by"), (party.acts_by, "acts by")):
                if by is not None:
                    step = Step(f"`{name}` {verb} `{by}`", party.clause, party.at)
                    words = f"`{by}`, by which it {verb.partition(' ')[0]}"
                    if verb == "is managed by":
                        words = f"its manager `{by}`"
                    yield ActsBy(str(name), words, self._named(by), step)

    # ---------------------------------------------------------------- selectors

    def _named(self, name: p.Name) -> Formula:
        charter = self.state.charter
        if name in charter.bodies:
            return self._body(name)
        if name in charter.offices:
            holder = self.state.offices.get(name)
            return Never(f"`{name}` is vacant") if holder is None else Ballot(Player(str(holder)))
        if name in charter.groups:
            return Every(tuple(Ballot(Player(str(m))) for m in charter.members(name)))
        return Ballot(Player(str(name)))

    def _selected(self, selector: p.Selector) -> Formula:
        match selector:
            case p.Named(name):
                return self._named(name)
            case p.ManagerOf(entity):
                manager = self.state.charter.parties[entity].managed_by
                return (
                    Never(f"`{entity}` has no manager") if manager is None else self._named(manager)
                )
            case p.HoldersOf(share_class):
                self.assumptions.append(
                    f"holders of `{share_class}` are taken to act by more than half of the class"
                )
                voters = self._holders(share_class)
                whole = sum((weight for _, weight in voters), Fraction(0))
                return Count(tuple(voters), whole / 2, strict=True)
            case p.ElectorsOf(of):
                electors = electors_of(self.state, of)
                if electors is None:
                    return Never(f"nothing says who elects `{of}`")
                return self._selected(electors)
            case p.FillersOf(body):
                fillers = self.state.charter.bodies[body].vacancies_filled_by
                if fillers is None:
                    return Never(f"nothing says who fills vacancies in `{body}`")
                return self._selected(fillers)
            case p.AnyOf(count, of):
                return Some(count, tuple(self._named(n) for n in selected_names(self.state, of)))
            case p.Union(parts):
                return Every(tuple(self._selected(part) for part in parts))
            case p.Except():
                return Every(tuple(self._named(n) for n in selected_names(self.state, selector)))
            case p.Anyone():
                return Never("`anyone` is nobody in particular")
            case _:
                assert_never(selector)

    # ------------------------------------------------------------------- bodies

    def _body(self, name: p.Name) -> Formula:
        if name in self.opened:
            return Never(f"`{name}` would be filled by itself")
        body = under_law(self.state.charter.bodies[name])
        ways = [rule for rule in (body.acts, body.written_consent) if rule is not None]
        self.opened.append(str(name))
        try:
            return Some(1, tuple(dict.fromkeys(self._rule(rule, name) for rule in ways)))
        finally:
            self.opened.pop()

    def _rule(self, rule: p.Rule, body: p.Name) -> Formula:
        match rule:
            case p.Threshold():
                return self._threshold(rule, body)
            case p.ConsentOf(who):
                return self._selected(who)
            case p.AllRules(parts):
                return Every(tuple(self._rule(part, body) for part in parts))
            case p.AnyRule(count, parts):
                return Some(count, tuple(self._rule(part, body) for part in parts))
            case _:
                assert_never(rule)

    def _threshold(self, threshold: p.Threshold, body: p.Name) -> Formula:
        of = threshold.of or body
        terms = self.state.charter.bodies.get(of)
        voters = self._holders(of) if terms is None else self._voters(of, terms)
        whole = sum((weight for _, weight in voters), Fraction(0))
        if threshold.base is p.Base.ALL_SEATS:
            whole = Fraction(self.state.size_of(of) or len(voters))
        quota = Fraction(threshold.count or 0)
        if threshold.share is not None:
            quota = threshold.share * whole
        return Count(tuple(voters), quota, threshold.strict)

    def _voters(self, name: p.Name, body: Body) -> list[tuple[Formula, Fraction]]:
        if body.seats is None:
            assert body.members is not None  # INVARIANT: a checked body has seats or members
            voters = self._members(body.members)
            if body.voting_cap is None:
                return voters
            most = body.voting_cap * sum((weight for _, weight in voters), Fraction(0))
            return [(who, min(weight, most)) for who, weight in voters]
        seat_of = {seat.held_by: seat for seat in body.seats}
        found: list[tuple[Formula, Fraction]] = []
        for holder in self.state.in_office(name):
            seat = seat_of.get(holder)
            elector = seat.elected_by if seat is not None else None
            weight = seat.votes.value if seat is not None and seat.votes else Fraction(1)
            found.append((self._filled(holder, elector or body.elected_by), weight))
        return found

    def _filled(self, holder: p.Name, elector: p.Selector | None) -> Formula:
        if elector is None or (isinstance(elector, p.Named) and elector.name in self.opened):
            return Ballot(Player(str(holder)))
        return self._selected(elector)

    def _members(self, members: p.Selector) -> list[tuple[Formula, Fraction]]:
        match members:
            case p.HoldersOf(share_class):
                return self._holders(share_class)
            case p.Union(parts):
                return [voter for part in parts for voter in self._members(part)]
            case _:
                names = selected_names(self.state, members)
                return [(Ballot(Player(str(name))), Fraction(1)) for name in names]

    def _holders(self, written: p.Name) -> list[tuple[Formula, Fraction]]:
        """The holders of a class by their votes, low ends where they are ranges; what nobody
        known holds counts in the whole."""
        entity, _, name = written.rpartition(".")
        stakes = [
            s for s in self.state.stakes if s.share_class == name and entity in {"", s.entity}
        ]
        found: list[tuple[Formula, Fraction]] = [
            (Ballot(Player(str(stake.holder))), self._least_votes(stake)) for stake in stakes
        ]
        if stakes:
            out = self._out(stakes[0]) * self._votes_per_unit(stakes[0])
            rest = out - sum((weight for _, weight in found), Fraction(0))
            if rest > 0:
                found.append((Never(f"holders of `{name}` who are not known"), rest))
        return found

    def _least_votes(self, stake: Holding) -> Fraction:
        if stake.units is not None:
            return stake.units * self._votes_per_unit(stake)
        share = Fraction(0) if stake.share is None else stake.share.low
        return share * self._out(stake) * self._votes_per_unit(stake)

    def _out(self, stake: Holding) -> Fraction:
        """How many units are out, where it is said; one stands for the whole where it is not."""
        terms = self.state.charter.classes[stake.entity][stake.share_class]
        out = known_value(terms.units)
        if out is not None:
            return out
        return Fraction(0) if stake.units is not None else Fraction(1)

    def _votes_per_unit(self, stake: Holding) -> Fraction:
        terms = self.state.charter.classes[stake.entity][stake.share_class]
        votes = votes_per_unit(self.state, terms)
        return Fraction(1) if votes is None else votes
