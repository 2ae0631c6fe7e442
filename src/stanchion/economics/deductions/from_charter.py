"""From the deductions that a charter writes, as they stand in a state, to their compiled form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from stanchion.charter import instruments as written
from stanchion.charter import phrases as p
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments.base import MeasuredOn
from stanchion.charter.pay import Deduction, DeductionKind, Later, Waterfall
from stanchion.charter.sources import Cited
from stanchion.charter.state import State
from stanchion.economics import waterfall as w
from stanchion.economics.classes.payoffs import compiled
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.deductions.debt import Owed, owed
from stanchion.economics.deductions.prior import (
    Deducted,
    Fate,
    InBands,
    Prior,
    Promised,
    Takes,
    Undeducted,
    UpTo,
)
from stanchion.economics.instruments.in_state import ZERO, ClassInState, Notes

RestOf = Callable[[State], Undeducted]
ONE = Fraction(1)


def deducted(state: State, entity: p.Name, rest_of: RestOf) -> Undeducted | Deducted:
    """How the entity pays once its deductions are off; just so if it writes none.

    `rest_of` compiles what is left, in a state without what was paid as a deduction. Raises
    TermsUnclear.
    """
    terms = state.charter.pay[entity]
    if not terms.deductions and not terms.later:
        return rest_of(state)
    own = frozenset(stages_of(state, entity))
    others = tuple(i for i in state.paid if i.entity != entity or _stage_of(i.stage) not in own)
    rest = rest_of(replace(state, paid=others))
    return _Compiler(state, entity, terms, rest, own, Notes()).compiled()


def stages_of(state: State, entity: p.Name) -> Iterator[str]:
    """The names under which deductions of the entity are paid."""
    for item in state.charter.pay[entity].deductions:
        if item.all_debts:
            yield from (str(name) for name in _debts(state, entity))
        else:
            yield str(item.of_class or item.name)


def _debts(state: State, entity: p.Name) -> dict[p.Name, written.Debt]:
    """All classes of debt, the first to be paid first."""
    classes = state.charter.classes.get(entity, {})
    found = {name: terms for name, terms in classes.items() if isinstance(terms, written.Debt)}
    return dict(sorted(found.items(), key=lambda item: item[1].rank.value))


def _stage_of(stage: p.Name | None) -> str | None:
    return None if stage is None else stage.rpartition(".")[2]


def _had(received: tuple[w.Received, ...], name: p.Name | None) -> Fraction:
    """What was paid before as the deduction of this name."""
    return sum((paid for stage, _, paid in received if str(stage) == str(name)), ZERO)


@dataclass(slots=True)
class _Compiler:
    state: State
    entity: p.Name
    terms: Waterfall
    rest: Undeducted
    own: frozenset[str]
    notes: Notes

    def compiled(self) -> Deducted:
        received = tuple(self._received())
        before = sum((paid for _, _, paid in (*received, *self.rest.received)), ZERO)
        priors: list[Prior] = []
        left_before = before
        for item in self.terms.deductions:
            mine = self._stages_of(item)
            had = sum((paid for stage, _, paid in received if stage in mine), ZERO)
            if item.released is not None and self._day(item.released) <= self._today():
                before, left_before = before - had, left_before - had  # it came back
                self._of(item.name or self.entity).note(
                    f"`{item.name}` was free on {self._day(item.released)}: nothing is held back"
                )
                continue
            priors += self._priors(item, before=before, left_before=left_before, received=received)
            left_before -= had
        promised = tuple(self._promised())
        return Deducted(
            prior=tuple(priors),
            rest=self.rest,
            promised=promised,
            received_first=received,
            assumptions=tuple(self.notes.assumptions),
            exact=self.notes.exact,
        )

    def _received(self) -> Iterator[w.Received]:
        for item in self.state.paid:
            stage = _stage_of(item.stage)
            if item.entity == self.entity and stage in self.own:
                paid = self._of(item.payee).amount(item.amount)
                yield w.StageId(stage), w.PayeeId(str(item.payee)), paid

    def _stages_of(self, item: Deduction) -> frozenset[str]:
        if item.all_debts:
            return frozenset(str(name) for name in _debts(self.state, self.entity))
        return frozenset({str(item.of_class or item.name)})

    def _priors(
        self,
        item: Deduction,
        *,
        before: Fraction,
        left_before: Fraction,
        received: tuple[w.Received, ...],
    ) -> Iterator[Prior]:
        classes = self.state.charter.classes.get(self.entity, {})
        terms = None if item.of_class is None else classes[item.of_class]
        match terms:
            case None if item.all_debts:
                yield from self._by_rank(_debts(self.state, self.entity), item, received)
            case None:
                had = _had(received, item.name)
                base = before if item.of is MeasuredOn.ALL_PROCEEDS else left_before
                yield self._plain(item, before=base, received=had)
            case written.Debt():
                assert item.of_class is not None  # INVARIANT: its terms were found
                yield from self._by_rank({item.of_class: terms}, item, received)
            case written.CarveOut():
                had = _had(received, item.of_class)
                base = before if terms.of is MeasuredOn.ALL_PROCEEDS else left_before
                yield from self._carve_out(item, terms, before=base, received=had)
            case _:
                # INVARIANT: a checked charter deducts debts and carve-outs only
                raise AssertionError(f"`{item.of_class}` is neither a debt nor a carve-out")

    # ---------------------------------------------------------------- amounts and shares

    def _plain(self, item: Deduction, *, before: Fraction, received: Fraction) -> Prior:
        # INVARIANT: a checked charter names who is paid
        assert item.name is not None
        assert item.to is not None
        of = self._of(item.name)
        takes: Takes
        if item.amount is not None:
            takes = UpTo(max(of.amount(item.amount) - received, ZERO))
        else:
            assert item.share is not None  # INVARIANT: its model demands one of the two
            assert item.of is not None
            cap = None if item.cap is None else of.amount(item.cap)
            takes = InBands(((ZERO, item.share),), item.of, cap, before, received)
        held = item.what in {DeductionKind.ESCROW, DeductionKind.HOLDBACK}
        return Prior(
            stage=w.StageId(str(item.name)),
            takes=takes,
            parts=((w.StageId(str(item.name)), w.PayeeId(str(item.to)), ONE),),
            because=self._because(f"{item.what} `{item.name}`", item),
            fate=Fate.HELD if held else Fate.SPENT,
            released=None if item.released is None else self._day(item.released),
            unless=item.unless,
        )

    # ----------------------------------------------------------------------------- debts

    def _by_rank(
        self,
        debts: dict[p.Name, written.Debt],
        item: Deduction,
        received: tuple[w.Received, ...],
    ) -> Iterator[Prior]:
        for rank in dict.fromkeys(terms.rank.value for terms in debts.values()):
            equal = {name: terms for name, terms in debts.items() if terms.rank.value == rank}
            claims = [
                claim
                for name, terms in equal.items()
                for claim in owed(self._of(name), terms, received)
            ]
            yield self._one_rank(rank, tuple(equal), claims, item)

    def _one_rank(
        self, rank: Fraction, names: tuple[p.Name, ...], claims: list[Owed], item: Deduction
    ) -> Prior:
        total = sum((claim.amount for claim in claims), ZERO)
        stage = str(names[0]) if len(names) == 1 else f"debts of rank {rank}"
        terms: Cited = item
        if len(names) == 1:
            terms = self.state.charter.classes[self.entity][names[0]]
        return Prior(
            stage=w.StageId(stage),
            takes=UpTo(total),
            parts=tuple(
                (w.StageId(claim.debt), claim.creditor, claim.amount / total if total else ZERO)
                for claim in claims
            ),
            because=self._because("; ".join(dict.fromkeys(c.words for c in claims)), terms),
        )

    # ------------------------------------------------------------------------- carve-outs

    def _carve_out(
        self, item: Deduction, terms: written.CarveOut, *, before: Fraction, received: Fraction
    ) -> Iterator[Prior]:
        assert item.of_class is not None  # INVARIANT: its terms were found
        of = self._of(item.of_class)
        held = of.held()
        if held is None:
            raise of.unclear(
                f"nobody is said to share in `{of.name}`",
                f"add its holders under `holdings: {self.entity}:`",
            )
        bands = (
            ((ZERO, terms.share),)
            if terms.share is not None
            else tuple((of.amount(band.above), band.share) for band in terms.bands)
        )
        if terms.before_preference == "no":
            first = self._preferences(of)
            bands = tuple((above + first, share) for above, share in bands)
        stage = w.StageId(str(of.name))
        parts: dict[w.PayeeId, Fraction] = {}
        for stake in held.held:
            payee = w.PayeeId(str(stake.stake.holder))
            parts[payee] = parts.get(payee, ZERO) + stake.part
        yield Prior(
            stage=stage,
            takes=InBands(
                bands,
                terms.of or MeasuredOn.WHAT_IS_LEFT,
                None if terms.cap is None else of.amount(terms.cap),
                before,
                received,
            ),
            parts=tuple((stage, payee, part) for payee, part in parts.items() if part),
            because=self._because(f"the carve-out `{of.name}`", terms),
        )

    def _preferences(self, of: ClassInState) -> Fraction:
        """How much must be left for every preference to be paid in full."""
        if not isinstance(self.rest, ClassTable):
            raise of.unclear(
                f"`{of.name}` comes after preferences, and stages have none",
                "say `before_preference: yes`, or pay `by: class terms`",
            )
        table = compiled(replace(self.rest, received=()))
        return table.total(table.ladder.at(ZERO))

    # ------------------------------------------------------------------------------ later

    def _promised(self) -> Iterator[Promised]:
        for item in self.terms.later:
            if self._day(item.on) > self._today():
                yield self._promise(item)
            else:
                self._of(item.name).note(
                    f"the {item.what} `{item.name}` was due on {self._day(item.on)}: what came of "
                    "it is part of what is paid"
                )

    def _promise(self, item: Later) -> Promised:
        return Promised(
            stage=w.StageId(str(item.name)),
            what=item.what,
            amount=self._of(item.name).amount(item.amount),
            on=self._day(item.on),
            provided=item.provided,
            because=self._because(f"{item.what} `{item.name}`", item),
        )

    # ----------------------------------------------------------------------------- shared

    def _of(self, name: p.Name) -> ClassInState:
        return ClassInState(self.state, self.entity, name, {}, self.notes)

    def _today(self) -> date:
        return day_of(self.state.instant, self.state.charter.time_zone)

    def _day(self, instant: p.Instant) -> date:
        return day_of(instant.start, self.state.charter.time_zone)

    def _because(self, text: str, item: Cited) -> w.Because:
        at = None if item.at is None else str(item.at)
        return w.Because(text, item.clause or self.terms.clause, at)
