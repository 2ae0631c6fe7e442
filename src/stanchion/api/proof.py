"""What the author expects of the charter: each line proved, refuted, or said to be undecided."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from stanchion.api.errors import BeforeOpening
from stanchion.api.readings import all_readings
from stanchion.api.schedule import clawbacks, schedule
from stanchion.api.view import View, instant_end, view
from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.model import Charter
from stanchion.charter.readings import Expectation
from stanchion.charter.still_terms import why_not_still
from stanchion.control.from_charter import CannotDecide
from stanchion.control.proof import Horizon, prove_power
from stanchion.control.results import Verdict
from stanchion.economics import proof as money
from stanchion.economics import waterfall as w
from stanchion.economics.chains.chain import Chain
from stanchion.economics.chains.sweep import ClosedRing
from stanchion.economics.classes.from_charter import OutcomeUnknown, TermsUnclear
from stanchion.economics.from_charter import NoWaterfall, chain, waterfall, where
from stanchion.economics.sweep import NobodyReceives, Source
from stanchion.exact.diagram import TooLarge
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation and what became of it; `met` says whether it came out as expected."""

    text: str
    verdict: Verdict
    met: bool
    words: str
    readings: tuple[str, ...]
    counterexample: Fraction | tuple[str, ...] | None
    method: str
    because: tuple[w.Because, ...]
    assumptions: tuple[str, ...]
    at: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """All expectations of a charter."""

    outcomes: tuple[Outcome, ...]

    @property
    def met(self) -> bool:
        """Whether every expectation came out as expected."""
        return all(outcome.met for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: Verdict
    words: str
    counterexample: Fraction | tuple[str, ...] | None
    method: str
    because: tuple[w.Because, ...] = ()
    assumptions: tuple[str, ...] = ()


def check(charter: Charter) -> Checked:
    """Every expectation of the charter, proved or with its counterexample."""
    return Checked(tuple(_outcome(charter, expectation) for expectation in charter.expect))


def _outcome(charter: Charter, expectation: Expectation) -> Outcome:
    assertion = expectation.that
    finding = _undecided("nothing to decide")
    readings: tuple[str, ...] = ()
    for readings in _reading_sets(charter, assertion.qualifiers):
        try:
            finding = _finding(charter, assertion, readings)
        except BeforeOpening as unable:
            finding = _undecided(str(unable))
        if finding.verdict is not Verdict.PROVED:
            break
    verdict = _negated(finding.verdict) if assertion.false else finding.verdict
    return Outcome(
        text=assertion.text,
        verdict=verdict,
        met=verdict is Verdict.PROVED,
        words=finding.words,
        readings=readings,
        counterexample=finding.counterexample,
        method=finding.method,
        because=finding.because,
        assumptions=finding.assumptions,
        at=where(assertion.at),
    )


def _negated(verdict: Verdict) -> Verdict:
    """To refute a claim is to prove that it is false; what is undecided stays so."""
    match verdict:
        case Verdict.PROVED:
            return Verdict.REFUTED
        case Verdict.REFUTED:
            return Verdict.PROVED
        case Verdict.UNDECIDED:
            return Verdict.UNDECIDED


def _reading_sets(charter: Charter, qualifiers: p.Qualifiers) -> Iterator[tuple[str, ...]]:
    if qualifiers.every_reading:
        yield from all_readings(charter)
    else:
        yield tuple(str(name) for name in qualifiers.readings)


def _finding(charter: Charter, assertion: p.Assertion, readings: tuple[str, ...]) -> _Finding:
    qualifiers = assertion.qualifiers
    at = None if qualifiers.as_of is None else instant_end(qualifiers.as_of)
    try:
        asked = view(charter, at=at, readings=readings)
    except BeforeOpening as unable:
        return _undecided(str(unable))
    match assertion.claim:
        case (
            p.CoalitionPower() | p.NobodyWithout() | p.BringsAbout() | p.CannotBeRemoved()
        ) as power:
            horizon = Horizon(qualifiers.within_steps, qualifiers.within)
            return _power(asked, power, horizon)
        case p.ReceivesOverSchedule() | p.Returns() as over_time:
            return _over_time(asked, over_time)
        case claim:
            return _money(asked, claim, qualifiers)


def _undecided(why: str) -> _Finding:
    return _Finding(Verdict.UNDECIDED, why, None, "none")


def _power(asked: View, claim: p.PowerClaim, horizon: Horizon) -> _Finding:
    try:
        proof = prove_power(asked.state, claim, horizon=horizon)
    except (CannotDecide, TooLarge) as unable:
        return _undecided(str(unable))
    return _Finding(
        proof.verdict,
        proof.words,
        None if proof.counterexample is None else tuple(map(str, proof.counterexample)),
        proof.method,
        tuple(w.Because(step.text, step.clause, where(step.at)) for step in proof.because),
        proof.assumptions,
    )


def _over_time(asked: View, claim: p.ScheduleClaim) -> _Finding:
    try:
        found, words, method = _run(asked, claim)
        amount = amount_of(asked.charter, claim.amount)
    except StanchionError as unable:
        return _undecided(str(unable))
    holds = _relation(claim.relation).holds(found, amount)
    verdict = Verdict.PROVED if holds else Verdict.REFUTED
    return _Finding(verdict, words, None, method, (), asked.assumptions)


def _run(asked: View, claim: p.ScheduleClaim) -> tuple[Fraction, str, str]:
    """The sum that a claim over time is about, in words too, and how it was found."""
    match claim:
        case p.ReceivesOverSchedule(payee):
            run = schedule(asked).schedule
            received = sum((t.exact for t in run.totals if t.payee == str(payee)), Fraction(0))
            words = f"`{payee}` receives {describe_amount(received)} over the schedule"
            return received, words, run.provenance.method
        case p.Returns(payer, _, _, name):
            (item,) = clawbacks(asked, name=name).found
            owed = item.owed if item.payer == str(payer) else Fraction(0)
            words = f"`{payer}` returns {describe_amount(owed)}: {'; '.join(item.steps)}"
            return owed, words, item.provenance.method
        case _:
            assert_never(claim)


def _money(asked: View, claim: p.DistributionClaim, qualifiers: p.Qualifiers) -> _Finding:
    try:
        made: Source
        through = qualifiers.through
        if through is None:
            entity = _entity_meant(asked.charter, claim)
            made = waterfall(asked.state, entity=entity)
        else:
            entity = str(through)
            made = _looked_through(asked, entity, claim)
        if qualifiers.any_schedule:
            _terms_stand_still(asked, made)
        proof = money.prove(made, _assertion(asked.charter, entity, claim))
    except (
        NoAmount,
        NoWaterfall,
        TermsUnclear,
        OutcomeUnknown,
        NobodyReceives,
        ClosedRing,
        _Unclear,
    ) as unable:
        return _undecided(str(unable))
    verdict = Verdict.PROVED if proof.holds else Verdict.REFUTED
    return _Finding(
        verdict, proof.words, proof.counterexample, proof.method, proof.because, asked.assumptions
    )


def _looked_through(asked: View, entity: str, claim: p.DistributionClaim) -> Source:
    """The chain from the entity to those who keep its money, if the payee is one of them."""
    made = chain(asked.state, entity=entity)
    if isinstance(claim, p.ReceivesBounded) and claim.stage is not None:
        raise _Unclear(f"`{claim.stage}` is one stage, and `through {entity}` looks at all of them")
    if str(claim.payee) not in made.payees:
        raise _Unclear(f"`{claim.payee}` keeps nothing of what `{entity}` pays")
    return made


def _terms_stand_still(asked: View, made: Source) -> None:
    """Under any schedule is as in one distribution, where nothing depends on the day."""
    entities = [link.entity for link in made.links] if isinstance(made, Chain) else [made.entity]
    for entity in entities:
        why = why_not_still(asked.state, entity)
        if why is not None:
            raise _Unclear(f"not decided for any schedule: {why}")


class _Unclear(ValueError):
    """A claim about money that does not say whose."""


def _entity_meant(charter: Charter, claim: p.DistributionClaim) -> str:
    """The one entity whose waterfall has the stage, or pays the payee, of the claim."""
    stage = claim.stage if isinstance(claim, p.ReceivesBounded) else None
    found = []
    for entity, written in charter.pay.items():
        stages = {str(s.stage) for s in written.stages}
        paid = {str(n) for s in written.stages for n in s.shares or s.claims or {}}
        paid |= {str(written.residual)}
        if written.by == "class terms":
            stages |= {str(name) for name in charter.classes.get(entity, {})}
            paid |= {str(h.holder) for h in charter.holdings.get(entity, ())}
        stages |= {str(item.name or item.of_class) for item in written.deductions}
        paid |= {str(item.to) for item in written.deductions}
        if any(item.of_class or item.all_debts for item in written.deductions):
            paid |= {str(h.holder) for h in charter.holdings.get(entity, ())}
        if stage is not None and stage.rpartition(".")[2] in stages:
            if stage.rpartition(".")[0] in {"", str(entity)}:
                found.append(str(entity))
        elif stage is None and str(claim.payee) in paid:
            found.append(str(entity))
    if len(found) != 1:
        raise _Unclear(
            f"`{claim.payee}` is paid by {'no entity' if not found else ' and '.join(found)}"
        )
    return found[0]


def _assertion(charter: Charter, entity: str, claim: p.DistributionClaim) -> money.MoneyAssertion:
    payee = w.PayeeId(str(claim.payee))

    def amount(figure: p.Figure) -> Fraction:
        return amount_of(charter, figure, payee=claim.payee, entity=entity)

    match claim:
        case p.ReceivesBounded(_, _, most, stage):
            in_stage = None if stage is None else w.StageId(stage.rpartition(".")[2])
            return money.NeverReceivesMore(payee, amount(most), in_stage)
        case p.ReceivesWhen(_, relation, received, paid):
            return money.ReceivesAt(payee, _relation(relation), amount(received), amount(paid))
        case p.ShareOfDollars(_, relation, share, above, below):
            return money.ShareOfEveryDollar(
                payee,
                _relation(relation),
                share,
                Fraction(0) if above is None else amount(above),
                None if below is None else amount(below),
            )
        case p.EveryDollarAbove(above, _):
            if isinstance(above, p.WhereAllCapsBind):
                return money.EveryDollarAbove(money.WhereAllCapsBind.POINT, payee)
            return money.EveryDollarAbove(amount(above), payee)
        case p.ReceivesAsMuchAs(_, than, above):
            least = Fraction(0) if above is None else amount(above)
            return money.AlwaysAsMuchAs(payee, w.PayeeId(str(than)), least)
        case _:
            assert_never(claim)


def _relation(relation: p.Relation) -> money.Relation:
    return money.Relation(relation.value)
