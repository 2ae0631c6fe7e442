"""From units to shares: what each holder has of an entity's ownership and of its votes.

Ownership is counted in units as converted: common and capped units one by one, preferred units by
their conversion ratio. Rights to units (options, warrants, notes) own nothing until exercised,
and debt never does.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from stanchion.charter.instruments import CappedUnit, Common, Preferred, VotingRight
from stanchion.charter.instruments.base import Units
from stanchion.charter.instruments.preferred import ConvertsBy
from stanchion.charter.phrases import Name
from stanchion.charter.state import Stake as Holding
from stanchion.charter.state import State, known_value
from stanchion.control.from_charter.standing import Unknowable, holds_in
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import Of
from stanchion.control.results import Step
from stanchion.exact.record import record


class NotSaid(ValueError):
    """What keeps a share from being worked out, in the user's words."""


@record(frozen=True, slots=True)
class Measured:
    """Shares of an entity by holder, the step that each rests on, and what was assumed."""

    shares: Mapping[str, Interval]
    steps: Mapping[str, tuple[Step, ...]]
    assumptions: tuple[str, ...]


@record(frozen=True, slots=True)
class _Class:
    """One class: what a unit weighs, how many are out, and who holds how many of them."""

    name: str
    weight: Fraction
    out: Fraction | None
    held: tuple[tuple[Holding, Interval], ...]  # in units where `out` is known, else in shares


def measured(state: State, entity: str, of: Of) -> Measured:
    """Every holder's share of an entity; raises NotSaid where the charter leaves it open."""
    assumptions: list[str] = []
    classes = []
    for name, terms in state.charter.classes.get(Name(entity), {}).items():
        weight = _weight(state, name, terms, of, assumptions)
        if weight:
            classes.append(_class(state, entity, name, terms, weight, assumptions))
    if not classes:
        raise NotSaid(f"no class of `{entity}` carries {of.value}")
    whole = _whole(classes)
    shares: dict[str, Interval] = {}
    steps: dict[str, tuple[Step, ...]] = {}
    for one in classes:
        for holding, much in one.held:
            holder = str(holding.holder)
            part = much.scaled(one.weight / whole)
            shares[holder] = shares.get(holder, Interval.of(0)) + part
            steps[holder] = (*steps.get(holder, ()), _step(entity, one, holding, much))
    capped = {holder: share.below(Fraction(1)) for holder, share in shares.items()}
    return Measured(capped, steps, tuple(assumptions))


def _whole(classes: Iterable[_Class]) -> Fraction:
    """The weight of all units; a single class without a number of units is taken as one."""
    every = tuple(classes)
    if len(every) == 1 and every[0].out is None:
        return every[0].weight
    whole = Fraction(0)
    for one in every:
        if one.out is None:
            raise NotSaid(f"class `{one.name}` does not say how many units are out")
        whole += one.out * one.weight
    if not whole:
        raise NotSaid("no units are out")
    return whole


def _weight(state: State, name: str, terms: Units, of: Of, assumptions: list[str]) -> Fraction:
    """What one unit counts; raises NotSaid for a class that may vote and does not say."""
    match terms:
        case Common() | CappedUnit():
            own = Fraction(1)
        case Preferred(converts_by=ConvertsBy.NEVER):
            own = Fraction(0)
        case Preferred(conversion_ratio=ratio):
            if ratio is None and of is Of.OWNERSHIP:
                assumptions.append(f"`{name}` does not say its conversion ratio; one to one")
            own = Fraction(1) if ratio is None else ratio.value
        case VotingRight():
            own = Fraction(0)
        case _:
            return Fraction(0)  # debt, and rights to units, neither own nor vote
    if of is Of.OWNERSHIP:
        return own
    votes = votes_per_unit(state, terms)
    if votes is None:
        raise NotSaid(f"class `{name}` does not say what votes it has")
    return votes


def votes_per_unit(state: State, terms: Units) -> Fraction | None:
    """The votes of a unit as things stand, later changes whose condition is met included; None
    where the charter does not say, or whether a condition is met is not known."""
    votes = terms.votes
    for later in terms.later_votes:
        try:
            votes = later.votes if holds_in(state, later.when) else votes
        except Unknowable:
            return None
    return votes


def _class(
    state: State, entity: str, name: str, terms: Units, weight: Fraction, assumptions: list[str]
) -> _Class:
    holdings = [
        s for s in state.stakes if s.entity == entity and s.share_class.rpartition(".")[2] == name
    ]
    out = known_value(terms.units)
    known = [s.units for s in holdings if s.units is not None]
    if out is None and holdings and len(known) == len(holdings):
        out = sum(known, Fraction(0))
        assumptions.append(f"`{name}` does not say how many units are out; those held are taken")
    if out is not None and sum(known, Fraction(0)) > out:
        out = sum(known, Fraction(0))
        assumptions.append(f"more units of `{name}` are held by now than it says are out")
    return _Class(str(name), weight, out, tuple(zip(holdings, _held(holdings, out), strict=True)))


def _held(holdings: list[Holding], out: Fraction | None) -> list[Interval]:
    """What each holding comes to, in units or shares; one that says nothing has what is left."""
    full = Fraction(1) if out is None else out
    found = []
    for holding in holdings:
        if holding.units is not None and out is not None:
            found.append(Interval.of(holding.units))
        elif holding.share is not None:
            found.append(Interval(holding.share.low, holding.share.high).scaled(full))
        elif holding.units is not None:
            raise NotSaid(f"class `{holding.share_class}` does not say how many units are out")
        else:
            found.append(Interval(Fraction(0), full))
    least = sum((much.low for much in found), Fraction(0))
    return [
        much
        if much.exact
        else Interval(much.low, max(much.low, min(much.high, full - least + much.low)))
        for much in found
    ]


def _step(entity: str, one: _Class, holding: Holding, much: Interval) -> Step:
    if one.out is None:
        had = f"{_spread(much.scaled(100))}% of `{one.name}`"
    else:
        had = f"{_spread(much)} of {_plain(one.out)} units of `{one.name}`"
    written = holding.holding
    return Step(
        f"`{holding.holder}` has {had} in `{entity}`",
        written.clause if written is not None else None,
        written.at if written is not None else None,
    )


def _spread(much: Interval) -> str:
    if much.exact:
        return _plain(much.low)
    return f"{_plain(much.low)} to {_plain(much.high)}"


def _plain(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else str(value)
