"""What every answer about money carries: method, exactness, digest, assumptions, reasons."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import assert_never

from stanchion.economics import flows as f
from stanchion.economics.chains.chain import Chain
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.prior import Deducted
from stanchion.economics.sweep import Source
from stanchion.economics.waterfall import Because, PayeeId, StageId, Waterfall
from stanchion.exact.money import describe_amount, describe_share

METHOD = "the next dollar followed from zero, event by event, in exact fractions"


@dataclass(frozen=True, slots=True)
class Share:
    """A payee's part of something."""

    payee: PayeeId
    part: Fraction


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an answer came about."""

    method: str
    exact: bool
    digest: str
    assumptions: tuple[str, ...]


def provenance(payable: Source, *arguments: object, method: str = METHOD) -> Provenance:
    """The provenance of an answer from a payable and the arguments of the question."""
    digest = digest_of(payable, *arguments)
    return Provenance(method, is_exact(payable), digest, assumptions_of(payable))


def assumptions_of(payable: Source) -> tuple[str, ...]:
    """What the terms leave to a convention, as far as it matters here."""
    match payable:
        case Waterfall():
            return ()
        case ClassTable():
            return payable.assumptions
        case Deducted():
            return (*payable.assumptions, *assumptions_of(payable.rest))
        case Chain():
            said = [text for link in payable.links for text in assumptions_of(link.payable)]
            return tuple(dict.fromkeys(said))
        case _:
            assert_never(payable)


def is_exact(payable: Source) -> bool:
    """Whether every sum that it stands on is known, and none enclosed between two bounds."""
    match payable:
        case Waterfall():
            return True
        case ClassTable():
            return payable.exact
        case Deducted():
            return payable.exact and is_exact(payable.rest)
        case Chain():
            return all(is_exact(link.payable) for link in payable.links)
        case _:
            assert_never(payable)


def digest_of(payable: Source, *arguments: object) -> str:
    """SHA-256 over the payable and the arguments: same digest, same answer."""
    return sha256(repr((payable, arguments)).encode()).hexdigest()


def event_in_words(event: f.Event) -> str:
    """What happened at a breakpoint, in words."""
    match event:
        case f.CapBinds(stage, cap):
            return f"`{cap.payee}` has reached its cap of {describe_amount(cap.at)} in `{stage}`"
        case f.ClaimPaid(stage, payee, claim, _):
            return f"the claim of `{payee}` for {describe_amount(claim)} in `{stage}` is paid"
        case f.Within(entity, inner):
            return f"in `{entity}`: {event_in_words(inner)}"
        case f.StageOver(stage):
            return f"stage `{stage}` is over"
        case f.DeductionPaid() | f.ShareTaken() | f.ShareInFull() | f.DeductionCapped():
            return _deduction_event(event)
        case _:
            return _class_event(event)


def _deduction_event(event: f.DeductionEvent) -> str:
    match event:
        case f.DeductionPaid(stage, amount):
            return f"`{stage}` has its {describe_amount(amount)}"
        case f.ShareTaken(stage, share):
            return f"`{stage}` takes {describe_share(share)} of further dollars"
        case f.ShareInFull(stage):
            return f"`{stage}` has its share in full, and takes no more than that"
        case f.DeductionCapped(stage, cap):
            return f"`{stage}` has reached its cap of {describe_amount(cap)}"
        case _:
            assert_never(event)


def _class_event(event: f.ClassEvent) -> str:
    match event:
        case f.PreferencePaid(whose, amount):
            return f"{whose} has its preference of {describe_amount(amount)}"
        case f.DiscountPaid(whose, amount):
            return f"{whose} has the {describe_amount(amount)} that its discount is worth"
        case f.Converts(whose, per_unit):
            return f"{whose} converts: a common unit is worth {describe_amount(per_unit)}"
        case f.ParticipationCapped(whose, cap):
            return f"{whose} has reached its participation cap of {describe_amount(cap)}"
        case f.UnitsCapped(whose, cap):
            return f"{whose} has reached its cap of {describe_amount(cap)}"
        case f.StrikePassed(whose, over, strike):
            return f"{whose} is in the money: a unit of `{over}` is worth {describe_amount(strike)}"
        case f.HurdlePassed(whose, per_unit):
            return f"{whose} is past its hurdle: a unit is worth {describe_amount(per_unit)}"
        case f.CaughtUp(whose, before):
            return f"{whose} is due the {describe_amount(before)} that it had before, and more"
        case _:
            assert_never(event)


def event_because(event: f.Event) -> Because:
    """The clause and place behind an event."""
    match event:
        case f.CapBinds(_, cap):
            return cap.because
        case f.Within(_, inner):
            return event_because(inner)
        case _:
            return event.because


def stage_name(stage: StageId | None) -> str:
    """The name of a stage; what is paid as residual belongs to none."""
    return "residual" if stage is None else str(stage)
