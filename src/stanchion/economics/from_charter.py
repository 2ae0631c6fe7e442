"""From the pay section of a charter, as it stands in a state, to a compiled waterfall."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.cap_steps import cap_at
from stanchion.charter.investments import invested
from stanchion.charter.model import Charter
from stanchion.charter.pay import Cap as WrittenCap
from stanchion.charter.pay import Rounding, Sharing
from stanchion.charter.pay import Stage as WrittenStage
from stanchion.charter.pay import Waterfall as WrittenWaterfall
from stanchion.charter.sources import Cited
from stanchion.charter.state import Paid, State
from stanchion.economics import waterfall as w
from stanchion.economics.accruals.preferred_return import preferred_return
from stanchion.economics.chains.chain import Chain, Link, chain_of
from stanchion.economics.classes.from_charter import Notes, claims_of, received_by
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.from_charter import deducted
from stanchion.economics.sweep import Payable
from stanchion.exact.allocation import Leftover
from stanchion.exact.errors import StanchionError
from stanchion.source.span import Span


@dataclass(eq=False)
class NoWaterfall(StanchionError, LookupError):
    """The charter does not say how `entity` pays; `known` are the entities that it does say."""

    entity: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(f"`{name}`" for name in self.known)
        if not self.entity:
            return f"say which entity is meant (`--entity`): {names}" if names else "nobody pays"
        return f"the charter does not say how `{self.entity}` pays; it does for {names or 'nobody'}"


def paying_entity(charter: Charter, entity: str | None) -> p.Name:
    """The entity meant, or the only one that pays; raises NoWaterfall."""
    known = tuple(charter.pay)
    if entity is None and len(known) == 1:
        return p.Name(known[0])
    if entity is None or entity not in charter.pay:
        raise NoWaterfall(entity or "", tuple(str(name) for name in known))
    return p.Name(entity)


def waterfall(
    state: State, *, entity: str | None = None, outcomes: Mapping[str, bool] | None = None
) -> Payable:
    """How an entity pays under the rules that stand in `state`, after what was paid.

    `outcomes` say of decisions whether they are taken, where a class converts by vote. Raises
    NoWaterfall; by class terms TermsUnclear where units or terms are not known to a number, and
    OutcomeUnknown. A checked charter raises nothing else.
    """
    name = paying_entity(state.charter, entity)
    if state.charter.pay[name].by == "stages":
        return deducted(state, name, lambda then: stage_waterfall(then, name))
    return deducted(state, name, lambda then: class_table(then, name, outcomes or {}))


def chain(
    state: State, *, entity: str | None = None, outcomes: Mapping[str, bool] | None = None
) -> Chain:
    """The entity and all entities that its money can come to, as they pay in `state`.

    Raises as `waterfall` does, for any of them.
    """
    ahead = [str(paying_entity(state.charter, entity))]
    links: dict[str, Link] = {}
    while ahead:
        name = ahead.pop(0)
        if name not in links:
            payable = waterfall(state, entity=name, outcomes=outcomes)
            links[name] = Link(name, payable)
            ahead += [str(payee) for payee in payable.payees if p.Name(payee) in state.charter.pay]
    return chain_of(tuple(links.values()))


def class_table(state: State, name: p.Name, outcomes: Mapping[str, bool]) -> ClassTable:
    """The table of an entity that pays by the terms of its classes."""
    written = state.charter.pay[name]
    notes = Notes()
    claims = claims_of(state, name, outcomes, notes)
    residual = None if written.residual is None else w.PayeeId(str(written.residual))
    holders = [holder for claim in claims for holder, _ in claim.holders]
    received = tuple(received_by(state, name, claims))
    everybody = [*holders, *(payee for _, payee, _ in received), *([residual] if residual else [])]
    return ClassTable(
        entity=str(name),
        currency=state.charter.currency.code,
        claims=claims,
        residual=residual,
        payees=tuple(dict.fromkeys(everybody)),
        leftover=_leftover(written.rounding),
        received=received,
        because=because("the terms of the classes", written),
        because_residual=because(
            f"`{residual}` takes what is left", written, clause=written.residual_clause
        ),
        assumptions=tuple(notes.assumptions),
        exact=notes.exact,
    )


def stage_waterfall(state: State, name: p.Name) -> w.Waterfall:
    """The waterfall of an entity that pays by stages."""
    charter = state.charter
    written = charter.pay[name]
    paid = tuple(item for item in state.paid if item.entity == name)
    compiler = _Compiler(state, name, written)
    return w.Waterfall(
        entity=str(name),
        currency=charter.currency.code,
        stages=tuple(compiler.stage(stage) for stage in written.stages),
        residual=None if written.residual is None else w.PayeeId(str(written.residual)),
        payees=_payees(written, paid),
        leftover=_leftover(written.rounding),
        received=tuple(compiler.received(item) for item in paid),
        because_residual=because(
            f"`{written.residual}` takes what is left", written, clause=written.residual_clause
        ),
    )


def _payees(written: WrittenWaterfall, paid: tuple[Paid, ...]) -> tuple[w.PayeeId, ...]:
    named = [name for stage in written.stages for name in stage.shares or stage.claims or {}]
    freed = [
        to for stage in written.stages for to in stage.freed.values() if not isinstance(to, p.Freed)
    ]
    residual = [written.residual] if written.residual is not None else []
    everybody = [*named, *freed, *(item.payee for item in paid), *residual]
    return tuple(dict.fromkeys(w.PayeeId(str(name)) for name in everybody))


def _leftover(rounding: Rounding) -> Leftover:
    match rounding:
        case Rounding.LARGEST_REMAINDER:
            return Leftover.LARGEST_REMAINDER
        case Rounding.DECLARATION:
            return Leftover.IN_ORDER
        case _:
            assert_never(rounding)


def because(text: str, written: Cited, *, clause: str | None = None) -> w.Because:
    """A reason with the clause and the place of what was written."""
    return w.Because(text, clause or written.clause, where(written.at))


def where(at: Span | None) -> str | None:
    """`charter.yaml:41:9`."""
    return None if at is None else str(at)


@dataclass(frozen=True, slots=True)
class _Compiler:
    state: State
    entity: p.Name
    written: WrittenWaterfall

    def _amount(self, figure: p.Figure, payee: p.Name | None = None) -> Fraction:
        match figure:
            case p.TimesInvested(times) if payee is not None:
                return times * invested(self.state, payee, self.entity)
            case _:
                return amount_of(self.state.charter, figure, payee=payee, entity=self.entity)

    def _claim(self, stage: WrittenStage, figure: p.Figure, payee: p.Name) -> Fraction:
        match figure:
            case p.PreferredReturn():
                return preferred_return(
                    self.state, self.written, stage, entity=self.entity, payee=payee
                )
            case _:
                return self._amount(figure, payee)

    def _cap(self, cap: WrittenCap, payee: p.Name) -> Fraction:
        return cap_at(
            self._amount(cap.amount, payee),
            cap.steps,
            self.state.instant,
            amount_of=lambda figure: self._amount(figure, payee),
        )

    def received(self, item: Paid) -> tuple[w.StageId | None, w.PayeeId, Fraction]:
        """What was paid before, by the stage in which it counts."""
        stage = None if item.stage is None else w.StageId(item.stage.rpartition(".")[2])
        return stage, w.PayeeId(str(item.payee)), self._amount(item.amount, item.payee)

    def stage(self, stage: WrittenStage) -> w.Stage:
        """One stage: claims x sharing x limit."""
        return w.Stage(
            id=w.StageId(str(stage.stage)),
            sharing=self._sharing(stage),
            limit=self._limit(stage),
            caps=tuple(
                w.Cap(
                    payee=w.PayeeId(str(payee)),
                    at=self._cap(cap, p.Name(payee)),
                    counts=_counts(cap.counts),
                    because=because(f"`{payee}` is capped", cap, clause=stage.clause),
                )
                for payee, cap in stage.caps.items()
            ),
            freed=tuple((w.PayeeId(str(payee)), _freed(to)) for payee, to in stage.freed.items()),
            because=because(f"stage `{stage.stage}`", stage),
        )

    def _sharing(self, stage: WrittenStage) -> w.Sharing:
        if stage.shares is not None:
            return w.FixedShares(
                tuple((w.PayeeId(str(payee)), share) for payee, share in stage.shares.items())
            )
        assert stage.claims is not None  # INVARIANT: the model demands shares or claims
        claims = tuple(
            (w.PayeeId(str(payee)), self._claim(stage, claim, p.Name(payee)))
            for payee, claim in stage.claims.items()
        )
        return w.InOrder(claims) if stage.sharing is Sharing.IN_ORDER else w.ByClaim(claims)

    def _limit(self, stage: WrittenStage) -> w.Limit:
        reason = because(f"stage `{stage.stage}` is over", stage)
        match stage.until:
            case p.HasReceived(payee, amount, counts):
                return w.UntilReceived(
                    w.PayeeId(str(payee)), self._amount(amount, payee), _counts(counts), reason
                )
            case p.HasReceivedShare(payee, share, stages):
                return w.UntilShareReceived(
                    w.PayeeId(str(payee)),
                    share,
                    tuple(w.StageId(name.rpartition(".")[2]) for name in stages),
                    reason,
                )
            case p.HasPaid(_, amount):
                return w.UntilPaid(self._amount(amount), reason)
            case _:
                return w.UntilClaimsPaid() if stage.claims is not None else w.NoLimit()


def _counts(counts: p.Counts) -> w.Counts:
    match counts:
        case p.ThisStage():
            return w.ThisStage()
        case p.Everything():
            return w.Everything()
        case p.InStages(stages):
            return w.Stages(tuple(w.StageId(name.rpartition(".")[2]) for name in stages))
        case _:
            assert_never(counts)


def _freed(to: p.Destination) -> w.Freed:
    match to:
        case p.Freed.OTHERS_PRO_RATA:
            return w.ToOthersProRata()
        case p.Freed.RESIDUAL:
            return w.ToResidual()
        case p.Freed.NEXT_STAGE:
            return w.ToNextStage()
        case _:
            return w.ToPayee(w.PayeeId(str(to)))
