"""The slow, obvious reading of a waterfall: the oracle that the compiled curves must equal.

Money is poured in: see who takes the next dollar, pour as much as may flow so before any cap,
claim or limit is met, book it, look again. Nothing is remembered but what was received.

Where the rules leave room, they are read so. A claim paid in full is a cap of its payee under
`ByClaim`, and passed over under `InOrder`. Claims all paid end a stage, whatever its limit.
Without a word on what a capped payee frees, its part of fixed shares goes to the next stage, its
part of claims to the other claims. Under `InOrder` the others take in order, not in proportion.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import assert_never

from stanchion.economics import waterfall as w
from stanchion.economics.sweep import NobodyReceives
from stanchion.exact.errors import OutsideDomain
from stanchion.exact.record import record

Cell = tuple[w.StageId | None, w.PayeeId]
"""Where money is received: the stage (None: as residual) and the payee."""

Book = dict[Cell, Fraction]
Payees = tuple[w.PayeeId, ...]
Measure = Callable[[Mapping[Cell, Fraction]], Fraction]
"""What a cap or limit counts, of a book; linear, so it also turns rates into its own rate."""

Bound = tuple[Measure, Fraction]
"""Something that happens once the measure of the book reaches the amount."""

ZERO = Fraction(0)


def interpret(waterfall: w.Waterfall, amount: Fraction) -> Book:
    """What each cell receives of this amount, in major units; cells that receive none are absent.

    Raises OutsideDomain for a negative amount, and NobodyReceives where part of it finds no payee.
    """
    if amount < 0:
        raise OutsideDomain(amount)
    book: Book = {}
    for stage, payee, before in waterfall.received:
        _add(book, (stage, payee), before)
    given: Book = {}
    poured = ZERO
    while poured < amount:
        rates = _NextDollar(waterfall, book, poured).taken()
        pour = min([amount - poured, *_pours_until_a_bound(waterfall, book, rates)])
        for cell, rate in rates.items():
            _add(book, cell, rate * pour)
            _add(given, cell, rate * pour)
        poured += pour
    return given


def interpret_totals(waterfall: w.Waterfall, amount: Fraction) -> dict[w.PayeeId, Fraction]:
    """What each payee receives of this amount in all, zero included, in order of declaration."""
    totals = dict.fromkeys(waterfall.payees, ZERO)
    for (_, payee), received in interpret(waterfall, amount).items():
        totals[payee] += received
    return totals


def _pours_until_a_bound(waterfall: w.Waterfall, book: Book, rates: Book) -> list[Fraction]:
    """For each bound not yet reached that the flow moves towards: how much may be poured."""
    pours = []
    for stage in waterfall.stages:
        bounds = [bound for payee in waterfall.payees for bound in _caps(stage, payee)]
        for measure, at in [*bounds, *_limits(stage)]:
            if measure(book) < at and measure(rates) > 0:
                pours.append((at - measure(book)) / measure(rates))
    return pours


@record(frozen=True, slots=True)
class _NextDollar:
    """Follows one dollar down the stages, the book standing still, and notes who takes it."""

    waterfall: w.Waterfall
    book: Book
    poured: Fraction
    rates: Book = field(default_factory=dict)

    def taken(self) -> Book:
        self.flow(0, Fraction(1))
        return self.rates

    def flow(self, k: int, money: Fraction) -> None:
        if k == len(self.waterfall.stages):
            self.to_residual(money)
        elif _is_over(self.waterfall.stages[k], self.book):
            self.flow(k + 1, money)
        else:
            for payee, share in _shares(self.waterfall.stages[k], self.book):
                if share:
                    self.offer(k, payee, money * share, tried=())

    def offer(self, k: int, payee: w.PayeeId, money: Fraction, *, tried: Payees) -> None:
        stage = self.waterfall.stages[k]
        if payee in tried:
            self.flow(k + 1, money)
        elif not _is_capped(stage, payee, self.book):
            _add(self.rates, (stage.id, payee), money)
        else:
            rule = dict(stage.freed).get(payee, _freed_unless_said(stage))
            match rule:
                case w.ToPayee(other):
                    self.offer(k, other, money, tried=(*tried, payee))
                case w.ToOthersProRata():
                    self.to_others(k, money)
                case w.ToResidual():
                    self.to_residual(money)
                case w.ToNextStage():
                    self.flow(k + 1, money)
                case _:
                    assert_never(rule)

    def to_others(self, k: int, money: Fraction) -> None:
        stage = self.waterfall.stages[k]
        open_shares = [
            (payee, weight)
            for payee, weight in _parts(stage)
            if weight > 0 and not _is_capped(stage, payee, self.book)
        ]
        if not open_shares:
            self.flow(k + 1, money)
        if isinstance(stage.sharing, w.InOrder):
            open_shares = open_shares[:1]
        whole = sum((weight for _, weight in open_shares), ZERO)
        for payee, weight in open_shares:
            _add(self.rates, (stage.id, payee), money * weight / whole)

    def to_residual(self, money: Fraction) -> None:
        if self.waterfall.residual is None:
            raise NobodyReceives(self.waterfall.entity, self.poured)
        _add(self.rates, (None, self.waterfall.residual), money)


def _freed_unless_said(stage: w.Stage) -> w.Freed:
    return w.ToNextStage() if isinstance(stage.sharing, w.FixedShares) else w.ToOthersProRata()


def _parts(stage: w.Stage) -> tuple[tuple[w.PayeeId, Fraction], ...]:
    """The shares or claims of the stage."""
    match stage.sharing:
        case w.FixedShares(parts) | w.ByClaim(parts) | w.InOrder(parts):
            return parts


def _shares(stage: w.Stage, book: Book) -> list[tuple[w.PayeeId, Fraction]]:
    """Who is offered which part of a dollar, before any cap is looked at."""
    parts = _parts(stage)
    if isinstance(stage.sharing, w.InOrder):
        unpaid = [payee for payee, claim in parts if book.get((stage.id, payee), ZERO) < claim]
        return [(unpaid[0], Fraction(1))]
    whole = sum((part for _, part in parts), ZERO)
    return [(payee, part / whole) for payee, part in parts]


def _is_over(stage: w.Stage, book: Book) -> bool:
    claims = [bound for payee in stage.payees for bound in _claim(stage, payee)]
    claims_paid = bool(claims) and all(measure(book) >= at for measure, at in claims)
    return claims_paid or any(measure(book) >= at for measure, at in _limits(stage))


def _is_capped(stage: w.Stage, payee: w.PayeeId, book: Book) -> bool:
    return any(measure(book) >= at for measure, at in _caps(stage, payee))


def _caps(stage: w.Stage, payee: w.PayeeId) -> list[Bound]:
    """The caps of the payee stated in this stage, and its claim."""
    caps = [cap for cap in stage.caps if cap.payee == payee]
    return [(_counted(stage, payee, cap.counts), cap.at) for cap in caps] + _claim(stage, payee)


def _claim(stage: w.Stage, payee: w.PayeeId) -> list[Bound]:
    """The claim of the payee in this stage, if it has one."""
    if isinstance(stage.sharing, w.FixedShares):
        return []
    paid = _counted(stage, payee, w.ThisStage())
    return [(paid, claim) for claimant, claim in _parts(stage) if claimant == payee]


def _limits(stage: w.Stage) -> list[Bound]:
    """The limit of the stage, where it is an amount."""
    match stage.limit:
        case w.UntilReceived(payee, amount, counts):
            return [(_counted(stage, payee, counts), amount)]
        case w.UntilShareReceived(payee, share, stages):
            theirs = _counted(stage, payee, w.Stages(stages))
            return [(lambda book: theirs(book) - share * _paid_in(book, stages), ZERO)]
        case w.UntilPaid(amount):
            return [(lambda book: sum(book.values(), ZERO), amount)]
        case w.UntilClaimsPaid() | w.NoLimit():
            return []
        case _:
            assert_never(stage.limit)


def _paid_in(book: Mapping[Cell, Fraction], stages: tuple[w.StageId, ...]) -> Fraction:
    return sum((money for (where, _), money in book.items() if where in stages), ZERO)


def _counted(stage: w.Stage, payee: w.PayeeId, counts: w.Counts) -> Measure:
    """What the payee received, as far as it counts."""
    match counts:
        case w.ThisStage():
            return lambda book: book.get((stage.id, payee), ZERO)
        case w.Stages(ids):
            return lambda book: sum((book.get((i, payee), ZERO) for i in set(ids)), ZERO)
        case w.Everything():
            return lambda book: sum((x for (_, p), x in book.items() if p == payee), ZERO)
        case _:
            assert_never(counts)


def _add(book: Book, cell: Cell, money: Fraction) -> None:
    if money:
        book[cell] = book.get(cell, ZERO) + money
