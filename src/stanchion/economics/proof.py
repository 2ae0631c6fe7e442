"""What an author expects about money, proved for every amount of one distribution.

A payoff is piecewise linear with finitely many pieces, so a claim about all amounts is a claim
about the pieces: each is compared exactly, and a claim that fails comes with an amount at which it
does, as round as there is one.
"""

from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import owners
from stanchion.economics.caps import (
    CapEvent,
    all_caps,
    cap_in_words,
    caps_not_used_up,
    caps_of,
    is_cap,
)
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.curves import payoff_curves
from stanchion.economics.deductions.prior import Deducted
from stanchion.economics.flows import Flow
from stanchion.economics.results import digest_of, event_because, is_exact
from stanchion.economics.sweep import Source, sweep
from stanchion.exact.money import describe_amount, describe_share
from stanchion.exact.piecewise import PiecewiseLinear, minimum

_HOLDS, _FAILS = True, False
METHOD = "every piece of the piecewise linear payoffs compared, exactly"


class Relation(Enum):
    """How two quantities compare."""

    EQ = "exactly"
    GE = "at least"
    LE = "at most"
    GT = "more than"
    LT = "less than"

    def holds(self, left: Fraction, right: Fraction) -> bool:
        """Whether `left` compares so with `right`."""
        match self:
            case Relation.EQ:
                return left == right
            case Relation.GE:
                return left >= right
            case Relation.LE:
                return left <= right
            case Relation.GT:
                return left > right
            case Relation.LT:
                return left < right


class WhereAllCapsBind(Enum):
    """The amount at which the last cap binds."""

    POINT = "the point where all caps bind"


@dataclass(frozen=True, slots=True)
class NeverReceivesMore:
    """A payee never receives more than an amount, in all (what it had before included) or in one
    stage."""

    payee: w.PayeeId
    amount: Fraction
    stage: w.StageId | None = None


@dataclass(frozen=True, slots=True)
class EveryDollarAbove:
    """Every further dollar above an amount goes to one payee."""

    amount: Fraction | WhereAllCapsBind
    payee: w.PayeeId


@dataclass(frozen=True, slots=True)
class ReceivesAt:
    """What a payee receives when exactly `paid` is distributed."""

    payee: w.PayeeId
    relation: Relation
    amount: Fraction
    paid: Fraction


@dataclass(frozen=True, slots=True)
class ShareOfEveryDollar:
    """A payee's part of every further dollar between two amounts."""

    payee: w.PayeeId
    relation: Relation
    share: Fraction
    above: Fraction = Fraction(0)
    below: Fraction | None = None


@dataclass(frozen=True, slots=True)
class AlwaysAsMuchAs:
    """A payee never receives less than another, from an amount on."""

    payee: w.PayeeId
    than: w.PayeeId
    above: Fraction = Fraction(0)


MoneyAssertion = (
    NeverReceivesMore | EveryDollarAbove | ReceivesAt | ShareOfEveryDollar | AlwaysAsMuchAs
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a claim holds for every amount; if not, an amount at which it fails.

    A counterexample is a whole number of minor units wherever one is. `tight_at` is the amount
    from which a claim that holds is just met: a bound attained, the point where all caps bind.
    """

    holds: bool
    words: str
    counterexample: Fraction | None
    because: tuple[w.Because, ...]
    tight_at: Fraction | None = None
    method: str = METHOD
    exact: bool = True
    digest: str = ""


def prove(payable: Source, claim: MoneyAssertion) -> Proof:
    """Whether the claim holds for all amounts of one distribution from the payable's state.

    Raises NobodyReceives.
    """
    found = _proof(payable, claim)
    return replace(found, exact=is_exact(payable), digest=digest_of(payable, claim))


def _proof(payable: Source, claim: MoneyAssertion) -> Proof:
    match claim:
        case NeverReceivesMore():
            return _never_more(payable, claim)
        case EveryDollarAbove(amount, payee):
            return _every_dollar(payable, amount, payee)
        case ReceivesAt():
            return _receives_at(payable, claim)
        case ShareOfEveryDollar():
            return _share_of_dollars(payable, claim)
        case AlwaysAsMuchAs():
            return _as_much_as(payable, claim)
        case _:
            assert_never(claim)


def _never_more(payable: Source, claim: NeverReceivesMore) -> Proof:
    curves = payoff_curves(payable)
    if claim.stage is None:
        curve = curves.of(claim.payee)
        before = sum((a for _, p, a in payable.received if p == claim.payee), Fraction(0))
        where = "in all"
    else:
        curve = curves.in_stage(claim.payee, claim.stage)
        cell = (claim.stage, claim.payee)
        before = sum((a for s, p, a in payable.received if (s, p) == cell), Fraction(0))
        where = _place(payable, claim.stage)
    total = curve + PiecewiseLinear.constant(before)
    amount = total.witness_exceeding(claim.amount)
    if amount is None:
        most = total.supremum()
        assert most.value is not None  # INVARIANT: what is bounded has a least upper bound
        at = "" if most.at is None else f", reached when {describe_amount(most.at)} is paid"
        words = f"`{claim.payee}` receives at most {describe_amount(most.value)} {where}{at}"
        return Proof(_HOLDS, words, None, caps_of(payable, claim.payee), most.at)
    words = (
        f"when {describe_amount(amount)} is paid, `{claim.payee}` has received "
        f"{describe_amount(total(amount))} {where}"
    )
    return Proof(_FAILS, words, amount, ())


def _place(payable: Source, stage: w.StageId) -> str:
    match payable:
        case ClassTable(claims=claims) if any(claim.share_class == stage for claim in claims):
            return f"in class `{stage}`"
        case Deducted(rest=rest):
            return _place(rest, stage)
        case _:
            return f"in stage `{stage}`"


def point_where_all_caps_bind(payable: Source) -> Fraction | None:
    """The amount at which the last cap binds; None if there is no cap, or one never binds.

    Zero where what was received before has used up every cap already.
    """
    if not all_caps(payable) or _caps_never_binding(payable):
        return None
    bound = [
        flow.end
        for flow in sweep(payable).flows
        if flow.end is not None and any(map(is_cap, flow.ends_because))
    ]
    return max(bound, default=Fraction(0))


def _caps_never_binding(payable: Source) -> tuple[CapEvent, ...]:
    """The caps that bind neither from the state itself nor at any amount."""
    bound = {event for flow in sweep(payable).flows for event in flow.ends_because}
    return tuple(event for event in caps_not_used_up(payable) if event not in bound)


def reversion_point(payable: Source, payee: w.PayeeId) -> Fraction | None:
    """The least amount above which every dollar goes to the payee; None if there is none."""
    point: Fraction | None = None
    for flow in reversed(sweep(payable).flows):
        if flow.rate_of(payee) != 1:
            return point
        point = flow.start
    return point


def _every_dollar(payable: Source, amount: Fraction | WhereAllCapsBind, payee: w.PayeeId) -> Proof:
    flows = sweep(payable).flows
    if isinstance(amount, WhereAllCapsBind):
        point = point_where_all_caps_bind(payable)
        if point is None:
            return _no_such_point(payable, payee)
        said = f"all caps bind at {describe_amount(point)}, and every further dollar"
    else:
        point, said = amount, f"every dollar above {describe_amount(amount)}"
    for flow in flows:
        if (flow.end is None or flow.end > point) and flow.rate_of(payee) != 1:
            example = _example(max(flow.start, point), flow.end)
            return Proof(_FAILS, _takers(payable, flow, example), example, ())
    words = f"{said} goes to `{payee}`"
    return Proof(_HOLDS, words, None, _reasons(flows) or (payable.because_residual,), point)


def _no_such_point(payable: Source, payee: w.PayeeId) -> Proof:
    last = sweep(payable).flows[-1]
    never = _caps_never_binding(payable)
    words = "there is no cap at all, so no such point"
    if never:
        which = " and ".join(cap_in_words(event) for event in never)
        words = f"not all caps ever bind ({which}), so there is no such point"
    because = tuple(event_because(event) for event in never)
    if last.rate_of(payee) == 1:
        return Proof(_FAILS, words, None, because)
    example = _example(last.start, None)
    return Proof(_FAILS, f"{words}; {_takers(payable, last, example)}", example, because)


def _example(start: Fraction, end: Fraction | None) -> Fraction:
    """An amount strictly between, as round as there is one."""
    inside = PiecewiseLinear.line(1, intercept=-start)
    if end is not None:
        inside = minimum(inside, PiecewiseLinear.line(-1, intercept=end))
    found = inside.witness_exceeding(0)
    assert found is not None  # INVARIANT: a flow has more than one amount
    return found


def _takers(payable: Source, flow: Flow, example: Fraction) -> str:
    parts = [f"{describe_share(s.part)} to `{s.payee}`" for s in owners(payable, flow)]
    for_ever = ", and so for ever" if flow.end is None else ""
    goes = f"the next dollar goes {', '.join(parts)}{for_ever}"
    return f"when {describe_amount(example)} is paid, {goes}"


def _reasons(flows: tuple[Flow, ...]) -> tuple[w.Because, ...]:
    return tuple(event_because(event) for flow in flows for event in flow.ends_because)


def _receives_at(payable: Source, claim: ReceivesAt) -> Proof:
    found = payoff_curves(payable).of(claim.payee)(claim.paid)
    words = (
        f"when {describe_amount(claim.paid)} is paid, `{claim.payee}` receives "
        f"{describe_amount(found)}"
    )
    holds = claim.relation.holds(found, claim.amount)
    return Proof(holds, words, None if holds else claim.paid, ())


def _share_of_dollars(payable: Source, claim: ShareOfEveryDollar) -> Proof:
    shares = []
    for flow in sweep(payable).flows:
        start = max(flow.start, claim.above)
        ends = [end for end in (flow.end, claim.below) if end is not None]
        if any(end <= start for end in ends):
            continue
        rate = flow.rate_of(claim.payee)
        shares.append(rate)
        if not claim.relation.holds(rate, claim.share):
            example = _example(start, min(ends, default=None))
            words = (
                f"when {describe_amount(example)} is paid, `{claim.payee}` gets "
                f"{describe_share(rate)} of the next dollar"
            )
            return Proof(_FAILS, words, example, ())
    if not shares:
        return Proof(_HOLDS, "no dollar lies between the two amounts", None, ())
    low, high = min(shares), max(shares)
    span = (
        describe_share(low)
        if low == high
        else f"between {describe_share(low)} and {describe_share(high)}"
    )
    return Proof(_HOLDS, f"`{claim.payee}` gets {span} of every dollar there", None, ())


def _as_much_as(payable: Source, claim: AlwaysAsMuchAs) -> Proof:
    curves = payoff_curves(payable)
    lead = curves.of(claim.than) - curves.of(claim.payee)
    behind = lead.restricted(claim.above).witness_exceeding(0)
    if behind is None:
        return Proof(_HOLDS, f"`{claim.payee}` is never behind `{claim.than}` there", None, ())
    amount = max(behind, claim.above)
    words = (
        f"when {describe_amount(amount)} is paid, `{claim.payee}` has "
        f"{describe_amount(curves.of(claim.payee)(amount))} and `{claim.than}` has "
        f"{describe_amount(curves.of(claim.than)(amount))}"
    )
    return Proof(_FAILS, words, amount, ())
