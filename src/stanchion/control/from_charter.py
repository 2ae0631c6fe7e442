"""From a decision of the charter, at an instant, to a game over the people who act.

Bodies and entities are looked through: a vote held by a company is cast as the company decides,
down to people, crowds and authorities. A threshold of members present or votes cast is read as
what a coalition can force: all others attend and vote no, and the quorum must be met without
them.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.bodies import Body
from stanchion.charter.decisions import Decision, RecusalEffect, Route
from stanchion.charter.parties import VotesAs
from stanchion.charter.state import VACANT, Stake, State
from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Game,
    Never,
    Player,
    Some,
    players_of,
)
from stanchion.control.results import Step
from stanchion.exact.errors import StanchionError
from stanchion.source.span import Span


@dataclass(eq=False)
class CannotDecide(StanchionError, ValueError):
    """What the charter says is not enough to work out who decides; `why` says what is missing."""

    decision: str
    why: str

    def __str__(self) -> str:
        return f"`{self.decision}`: {self.why}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A game, the chain of reasons that led to it, and what had to be assumed."""

    game: Game
    because: tuple[Step, ...]
    assumptions: tuple[str, ...]


def compiled(state: State, decision: str, *, route: str | None = None) -> Compiled:
    """The game of a decision (by one of its routes) in a state; raises CannotDecide."""
    terms = state.charter.decisions.get(p.Name(decision))
    if terms is None:
        raise CannotDecide(decision, "the charter has no such decision")
    compiler = _Compiler(state, decision, terms, (terms.routes or {}).get(p.Name(route or "")))
    formula = compiler.decision_formula()
    order = {name: place for place, name in enumerate(state.charter.parties)}
    players = sorted(
        dict.fromkeys([*compiler.electors, *players_of(formula)]),
        key=lambda player: order.get(p.Name(player), len(order)),
    )
    game = Game(decision, tuple(players), formula)
    return Compiled(
        game, tuple(dict.fromkeys(compiler.because)), tuple(dict.fromkeys(compiler.assumptions))
    )


@dataclass(slots=True)
class _Compiler:
    state: State
    decision: str
    terms: Decision
    route: Route | None
    because: list[Step] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    electors: list[Player] = field(default_factory=list)
    acting: list[str] = field(default_factory=list)

    # ------------------------------------------------------------- the decision

    def decision_formula(self) -> Formula:
        """The rule of the decision, with the vetoes that can stop it."""
        parts = [self._main()]
        for veto in self.terms.vetoes:
            self._say("it can be vetoed, so consent is needed", self.terms.clause, self.terms.at)
            parts.append(self._selected(veto))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _main(self) -> Formula:
        needs = (self.route.needs if self.route else None) or self.terms.needs
        body = self._deciding_body()
        if needs is None:
            return self._selected(self.terms.by)
        self._say(f"`{self.decision}` has a rule of its own", self.terms.clause, self.terms.at)
        return self._rule(needs, body)

    def _deciding_body(self) -> p.Name | None:
        by = self.terms.by
        return by.name if isinstance(by, p.Named) and by.name in self.state.charter.bodies else None

    # ---------------------------------------------------------------- selectors

    def _selected(self, selector: p.Selector) -> Formula:
        """True when all that are selected agree, each as it decides."""
        match selector:
            case p.Named(name):
                return self._named(name)
            case p.ManagerOf(entity):
                manager = self.state.charter.parties[entity].managed_by
                if manager is None:
                    raise CannotDecide(self.decision, f"`{entity}` has no manager")
                party = self.state.charter.parties[entity]
                self._say(f"`{entity}` is managed by `{manager}`", party.clause, party.at)
                return self._named(manager)
            case p.HoldersOf(share_class):
                raise CannotDecide(
                    self.decision,
                    f"holders of `{share_class}` decide in a body with `members:`, by its rule",
                )
            case p.AnyOf(count, of):
                parts = tuple(self._named(name) for name in self._people(of))
                return Some(count, parts)
            case p.Union(parts_selected):
                return Every(tuple(self._selected(part) for part in parts_selected))
            case p.Except(of, without):
                left = set(self._people(without))
                kept = [name for name in self._people(of) if name not in left]
                return Every(tuple(self._named(name) for name in kept))
            case p.Anyone():
                raise CannotDecide(self.decision, "`anyone` is nobody in particular")
            case _:
                assert_never(selector)

    def _people(self, selector: p.Selector) -> tuple[p.Name, ...]:
        return selected_names(self.state, selector)

    def _named(self, name: p.Name) -> Formula:
        charter = self.state.charter
        if name in charter.bodies:
            return self._body(name)
        if name in charter.offices:
            holder = self.state.offices.get(name)
            if holder is None:
                return Never(f"`{name}` is vacant")
            self._say(f"`{name}` is held by `{holder}`", None, charter.offices[name].at)
            return self._named(holder)
        if name in charter.groups:
            return Every(tuple(self._named(part) for part in charter.members(name)))
        return self._party(name)

    def _party(self, name: p.Name) -> Formula:
        party = self.state.charter.parties[name]
        if party.is_natural:
            player = Player(str(name))
            self.electors.append(player)
            if party.votes_as is VotesAs.NOBODY:
                return Never(f"`{name}` casts no votes")
            if party.votes_as is VotesAs.INDIVIDUALS:
                raise CannotDecide(
                    self.decision, f"`{name}` votes as individuals, which is not counted yet"
                )
            if party.size is not None:
                self.assumptions.append(f"`{name}` acts as one")
            return Ballot(player)
        if name in self.acting:
            raise CannotDecide(self.decision, f"`{name}` would act by itself, in a circle")
        self.acting.append(str(name))
        try:
            if party.acts_by is not None:
                self._say(f"`{name}` acts by `{party.acts_by}`", party.clause, party.at)
                return self._named(party.acts_by)
            if party.managed_by is not None:
                self._say(f"`{name}` is managed by `{party.managed_by}`", party.clause, party.at)
                return self._named(party.managed_by)
        finally:
            self.acting.pop()
        self.assumptions.append(f"`{name}` speaks with one voice: its own organs are not modelled")
        player = Player(str(name))
        self.electors.append(player)
        return Ballot(player)

    # ------------------------------------------------------------------- bodies

    def _body(self, name: p.Name) -> Formula:
        body = self.state.charter.bodies[name]
        self._say(f"`{name}` acts by its own rule", body.clause, body.at)
        return self._rule(body.acts, name)

    def _rule(self, rule: p.Rule, body: p.Name | None) -> Formula:
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

    def _threshold(self, threshold: p.Threshold, body: p.Name | None) -> Formula:
        of = threshold.of or body
        if of is None:
            raise CannotDecide(self.decision, "a threshold is counted in no body")
        if of not in self.state.charter.bodies:
            return self._count(threshold, self._class_votes(of), None, str(of))
        terms = self.state.charter.bodies[of]
        voters = self._voters(of, terms)
        seats = self.state.size_of(of)
        counted = self._count(threshold, voters, seats, str(of))
        quorum = self._quorum(terms)
        if quorum is None or threshold.base not in _NEEDS_QUORUM:
            return counted
        return Every((counted, self._count(quorum, voters, seats, str(of))))

    def _quorum(self, body: Body) -> p.Threshold | None:
        return (self.route.quorum if self.route else None) or self.terms.quorum or body.quorum

    def _voters(self, name: p.Name, body: Body) -> list[tuple[Formula, Fraction]]:
        if body.seats is not None:
            seated = self.state.in_office(name)
            votes = {seat.held_by: seat.votes.value for seat in body.seats if seat.votes}
            voters = [(holder, votes.get(holder, Fraction(1))) for holder in seated]
        else:
            assert body.members is not None  # INVARIANT: a checked body has seats or members
            voters = self._members(body.members)
        recused = set(self._people(self.terms.recused)) if self.terms.recused else set()
        found: list[tuple[Formula, Fraction]] = []
        for holder, weight in voters:
            if holder in recused:
                self._say(f"`{holder}` steps aside", self.terms.clause, self.terms.at)
                if self.terms.recusal is RecusalEffect.STAYS_IN_BASE:
                    found.append((Never(f"`{holder}` steps aside"), weight))
                continue
            found.append((self._agreed(holder) or self._named(holder), weight))
        return found

    def _agreed(self, holder: p.Name) -> Formula | None:
        """How a holder must vote under a voting agreement or proxy, if under any."""
        for name, agreement in self.state.charter.agreements.items():
            applies = not agreement.on or self.decision in agreement.on
            if applies and holder in agreement.parties:
                binds = agreement.kind.value in {"voting agreement", "irrevocable proxy"}
                if binds and not (
                    isinstance(agreement.vote_as, p.Named) and agreement.vote_as.name == holder
                ):
                    self._say(f"`{holder}` votes under `{name}`", agreement.clause, agreement.at)
                    return self._selected(agreement.vote_as)
        return None

    def _members(self, members: p.Selector) -> list[tuple[p.Name, Fraction]]:
        match members:
            case p.HoldersOf(share_class):
                return [(s.holder, w) for s, w in self._stakes(share_class)]
            case p.Union(parts):
                return [voter for part in parts for voter in self._members(part)]
            case _:
                return [(name, Fraction(1)) for name in self._people(members)]

    def _class_votes(self, share_class: p.Name) -> list[tuple[Formula, Fraction]]:
        return [(self._named(stake.holder), w) for stake, w in self._stakes(share_class)]

    def _stakes(self, written: p.Name) -> list[tuple[Stake, Fraction]]:
        entity, _, name = written.rpartition(".")
        found = []
        for stake in self.state.stakes:
            if stake.share_class == name and entity in {"", stake.entity}:
                found.append((stake, self._votes_of(stake)))
        if not found:
            raise CannotDecide(self.decision, f"nobody is known to hold `{written}`")
        return found

    def _votes_of(self, stake: Stake) -> Fraction:
        terms = self.state.charter.classes[stake.entity][stake.share_class]
        if terms.votes is None:
            raise CannotDecide(
                self.decision, f"class `{stake.share_class}` does not say what votes it has"
            )
        if stake.units is not None:
            return stake.units * terms.votes
        share, out = stake.share, terms.units
        if share is not None and share.low == share.high and isinstance(out, p.Quantity):
            return share.low * out.value * terms.votes
        raise CannotDecide(
            self.decision,
            f"how many units of `{stake.share_class}` `{stake.holder}` holds is not known exactly",
        )

    # ----------------------------------------------------------------- counting

    def _count(
        self,
        threshold: p.Threshold,
        voters: list[tuple[Formula, Fraction]],
        seats: int | None,
        where: str,
    ) -> Formula:
        whole = sum((weight for _, weight in voters), Fraction(0))
        if threshold.base is p.Base.ALL_SEATS:
            if seats is None:
                raise CannotDecide(self.decision, f"`{where}` does not say how many seats it has")
            whole = Fraction(seats)
        quota = Fraction(threshold.count) if threshold.count is not None else Fraction(0)
        if threshold.share is not None:
            quota = threshold.share * whole
        how = "more than" if threshold.strict else "at least"
        share = threshold.share
        asked = f"{threshold.count}" if share is None else f"{share} of the {_plain(whole)}"
        self._say(
            f"`{where}`: {how} {asked} {threshold.base.value}"
            + (f", so more than {_plain(quota)}" if threshold.strict and share is not None else ""),
            None,
            threshold.at,
        )
        return Count(tuple(voters), quota, threshold.strict)

    def _say(self, text: str, clause: str | None, at: Span | None) -> None:
        self.because.append(Step(text, clause, at))


_NEEDS_QUORUM = frozenset({p.Base.MEMBERS_PRESENT, p.Base.VOTES_CAST, p.Base.VOTES_PRESENT})


def _plain(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else str(value)


def selected_names(state: State, selector: p.Selector) -> tuple[p.Name, ...]:
    """The parties a selector names in a state, bodies and groups opened, each once, in order."""
    charter = state.charter
    match selector:
        case p.Named(name):
            if name in charter.bodies:
                body = charter.bodies[name]
                if body.members is not None:
                    return selected_names(state, body.members)
                return state.in_office(name)
            if name in charter.offices:
                holder = state.offices.get(name)
                return (holder,) if holder is not None else ()
            return charter.members(name)
        case p.HoldersOf(share_class):
            held = [s.holder for s in state.stakes if s.share_class == share_class]
            return tuple(dict.fromkeys(held))
        case p.ManagerOf(entity):
            manager = charter.parties[entity].managed_by
            return (manager,) if manager is not None else ()
        case p.Anyone():
            return tuple(p.Name(n) for n, party in charter.parties.items() if party.is_natural)
        case p.AnyOf(_, of):
            return selected_names(state, of)
        case p.Union(parts):
            return tuple(dict.fromkeys(n for part in parts for n in selected_names(state, part)))
        case p.Except(of, without):
            left = set(selected_names(state, without))
            return tuple(n for n in selected_names(state, of) if n not in left and n != VACANT)
        case _:
            assert_never(selector)
