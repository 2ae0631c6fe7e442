"""Paths over years, each paid exactly from the state that the years before have left.

A path is an amount for each year. Amounts are cut to whole minor units and paid by the exact
payoffs of that year's terms, after all that the payees have received on the way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from stanchion.economics import flows as f
from stanchion.economics.breakpoints import events_in_words
from stanchion.economics.curves import cell_amounts
from stanchion.economics.flows import ZERO, Flow
from stanchion.economics.results import event_because
from stanchion.economics.sweep import Payable, sweep
from stanchion.economics.waterfall import Because, PayeeId, Received
from stanchion.exact.money import currency

OnTheWay = tuple[tuple[int, Received], ...]
"""What was paid in the years of a path before, each with its year."""

TermsOf = Callable[[int, OnTheWay], Payable]
"""How the entity pays in a year, after what was paid on the way."""


@dataclass(frozen=True, slots=True)
class Path:
    """What one path pays each payee in each year, and the breakpoints newly reached in it."""

    receives: tuple[tuple[Fraction, ...], ...]  # by year, then by payee as ordered
    reached: tuple[tuple[tuple[str, Because], ...], ...]  # by year


def pay_path(terms_of: TermsOf, amounts: Sequence[float], payees: Sequence[PayeeId]) -> Path:
    """One path, year by year from the state that each leaves."""
    on_the_way: OnTheWay = ()
    receives, reached = [], []
    for year, drawn in enumerate(amounts):
        payable = terms_of(year, on_the_way)
        per_major = currency(payable.currency).minor_per_major
        amount = Fraction(floor(drawn * per_major), per_major)
        cells = cell_amounts(payable, amount)
        by_payee = dict.fromkeys(payees, ZERO)
        for (_, who), paid in cells.items():
            by_payee[who] += paid
        receives.append(tuple(by_payee.values()))
        reached.append(
            tuple(
                point
                for flow in sweep(payable).flows
                if flow.end is not None and flow.end <= amount
                for point in _points(flow)
            )
        )
        paid_now = [(year, (stage, who, paid)) for (stage, who), paid in cells.items() if paid]
        on_the_way = (*on_the_way, *paid_now)
    return Path(tuple(receives), tuple(reached))


def _points(flow: Flow) -> Iterator[tuple[str, Because]]:
    for words, event in zip(events_in_words(flow), flow.ends_because, strict=True):
        yield _on_any_path(event) or words, event_because(event)


def _on_any_path(event: f.Event) -> str | None:
    """What happened without its sum, where that is another on every path: what is still due."""
    match event:
        case f.ClaimPaid(stage, payee):
            return f"the claim of `{payee}` in `{stage}` is paid"
        case f.PreferencePaid(whose):
            return f"{whose} has its preference"
        case f.DiscountPaid(whose):
            return f"{whose} has what its discount is worth"
        case f.Converts(whose):
            return f"{whose} converts"
        case f.HurdlePassed(whose):
            return f"{whose} is past its hurdle"
        case f.CaughtUp(whose):
            return f"{whose} is due what it had before, and more"
        case f.DeductionPaid(stage):
            return f"`{stage}` has what it is due"
        case _:
            return None
