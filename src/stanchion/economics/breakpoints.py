"""Where the owner of the next dollar changes, and why."""

from fractions import Fraction

from stanchion.economics import waterfall as w
from stanchion.economics.flows import Event, Flow, StageOver, Within
from stanchion.economics.results import (
    Provenance,
    Share,
    event_because,
    event_in_words,
    provenance,
)
from stanchion.economics.sweep import Source, sweep
from stanchion.exact.money import describe_amount, describe_share
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Interval:
    """Between two breakpoints: who owns the marginal dollar, and what happened at its start."""

    start: Fraction
    end: Fraction | None
    stage: w.StageId | None
    owners: tuple[Share, ...]  # by part, largest first; ties in order of declaration
    begins: tuple[str, ...]
    because: tuple[w.Because, ...]


@record(frozen=True, slots=True)
class Breakpoints:
    """All intervals from zero to infinity, and stages that no dollar reaches."""

    intervals: tuple[Interval, ...]
    unreached: tuple[w.StageId, ...]
    provenance: Provenance

    @property
    def points(self) -> tuple[Fraction, ...]:
        """The breakpoints themselves, without zero."""
        return tuple(interval.start for interval in self.intervals[1:])


def breakpoints(payable: Source) -> Breakpoints:
    """The breakpoints of one distribution from the payable's state; raises NobodyReceives."""
    swept = sweep(payable)
    intervals = [
        Interval(
            start=flow.start,
            end=flow.end,
            stage=flow.stage,
            owners=owners(payable, flow),
            begins=events_in_words(before) if before else (),
            because=tuple(event_because(e) for e in before.ends_because) if before else (),
        )
        for before, flow in zip((None, *swept.flows), swept.flows, strict=False)
    ]
    return Breakpoints(tuple(intervals), swept.unreached, provenance(payable, "breakpoints"))


def owners(payable: Source, flow: Flow) -> tuple[Share, ...]:
    """Who owns the marginal dollar in a flow, largest part first."""
    parts: dict[w.PayeeId, Fraction] = {}
    for _, payee, rate in flow.rates:
        parts[payee] = parts[payee] + rate if payee in parts else rate
    shares = [Share(payee, parts[payee]) for payee in payable.payees if parts.get(payee)]
    return tuple(sorted(shares, key=lambda share: share.part, reverse=True))


def events_in_words(flow: Flow) -> tuple[str, ...]:
    """Why a flow ends, in words."""
    return tuple(_reason(event_in_words(event), event) for event in flow.ends_because)


def _reason(words: str, event: Event) -> str:
    if isinstance(event, Within):
        return f"in `{event.entity}`: {_reason(event_in_words(event.event), event.event)}"
    if isinstance(event, StageOver):
        match event.limit:
            case w.UntilReceived(payee, amount, _, _):
                return f"`{payee}` has received {describe_amount(amount)}: {words}"
            case w.UntilShareReceived(payee, share, stages, _):
                paid = " and ".join(f"`{name}`" for name in stages)
                part = describe_share(share)
                return f"`{payee}` has received {part} of what {paid} paid: {words}"
            case w.UntilPaid(amount, _):
                return f"{describe_amount(amount)} has been paid in all: {words}"
            case _:
                return words
    return words
