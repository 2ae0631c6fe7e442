"""What every answer about money carries: method, exactness, digest, assumptions, reasons."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from stanchion.economics.sweep import CapBinds, ClaimPaid, Event
from stanchion.economics.waterfall import Because, PayeeId, StageId, Waterfall
from stanchion.exact.money import describe_amount

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


def provenance(waterfall: Waterfall, *arguments: object, method: str = METHOD) -> Provenance:
    """The provenance of an exact answer from a waterfall and the arguments of the question."""
    return Provenance(method, exact=True, digest=digest_of(waterfall, *arguments), assumptions=())


def digest_of(waterfall: Waterfall, *arguments: object) -> str:
    """SHA-256 over the waterfall and the arguments: same digest, same answer."""
    return sha256(repr((waterfall, arguments)).encode()).hexdigest()


def event_in_words(event: Event) -> str:
    """What happened at a breakpoint, in words."""
    match event:
        case CapBinds(stage, cap):
            return f"`{cap.payee}` has reached its cap of {describe_amount(cap.at)} in `{stage}`"
        case ClaimPaid(stage, payee, claim, _):
            return f"the claim of `{payee}` for {describe_amount(claim)} in `{stage}` is paid"
        case _:
            return f"stage `{event.stage}` is over"


def event_because(event: Event) -> Because:
    """The clause and place behind an event."""
    return event.cap.because if isinstance(event, CapBinds) else event.because


def stage_name(stage: StageId | None) -> str:
    """The name of a stage; what is paid as residual belongs to none."""
    return "residual" if stage is None else str(stage)
