"""What a manager must give back once a schedule is over: carried interest above its part.

The excess is the larger of two sums: what the manager has had above its part of all profit, and
what the investor lacks of its capital (and of its preferred return on the whole). It is bounded by
the carried interest received, or by what is left of it after tax. Money goes back here, so this
stands outside the law that payoffs never fall.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.amounts import amount_of
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments.base import Compounding
from stanchion.charter.investments import contributions
from stanchion.charter.pay import Clawback as Terms
from stanchion.charter.pay import MadeWhole
from stanchion.charter.state import Paid, State
from stanchion.economics import waterfall as w
from stanchion.economics.accruals.preferred_return import MoneyFlow, Undated, earned
from stanchion.economics.flows import ZERO
from stanchion.economics.from_charter import because
from stanchion.economics.results import Provenance
from stanchion.exact.money import Money, currency, describe_amount, describe_share

METHOD = "carried interest received against its part of the whole, in exact fractions"


@dataclass(frozen=True, slots=True)
class Clawback:
    """What one clawback comes to at an instant, with every sum that it is worked out from.

    `short` is what the investor lacks, None where nothing is promised; `most` bounds what is
    returned. `owed` is exact, `paid` its whole minor units, rounded down: what is returned never
    exceeds what is owed.
    """

    name: str
    payer: w.PayeeId
    payee: w.PayeeId
    at: datetime
    contributed: Fraction
    distributed: Fraction
    carry: Fraction
    allowed: Fraction
    short: Fraction | None
    most: Fraction
    owed: Fraction
    paid: Money
    steps: tuple[str, ...]
    because: w.Because
    provenance: Provenance

    @property
    def profit(self) -> Fraction:
        """All that was distributed beyond what was put in; negative for a loss."""
        return self.distributed - self.contributed


def clawback(state: State, name: p.Name) -> Clawback:
    """What the clawback called `name` comes to in the state; raises Undated.

    A checked charter that has the clawback raises nothing else.
    """
    terms = state.charter.clawbacks[name]
    account = _Account(state, terms)
    carry = account.carry()
    allowed = terms.keeps * max(account.distributed() - account.contributed(), ZERO)
    short = account.short()
    most = carry * (1 - (terms.tax or ZERO))
    owed = min(max(carry - allowed, short or ZERO, ZERO), most)
    money = currency(state.charter.currency.code)
    digest = sha256(repr((str(name), terms, state.instant, state.paid, state.stakes)).encode())
    return Clawback(
        name=str(name),
        payer=w.PayeeId(str(terms.payer)),
        payee=w.PayeeId(str(terms.payee)),
        at=state.instant,
        contributed=account.contributed(),
        distributed=account.distributed(),
        carry=carry,
        allowed=allowed,
        short=short,
        most=most,
        owed=owed,
        paid=Money(int(owed * money.minor_per_major), money),
        steps=_steps(terms, account, allowed, short, most),
        because=because(f"clawback `{name}`", terms),
        provenance=Provenance(METHOD, exact=True, digest=digest.hexdigest(), assumptions=()),
    )


def _steps(
    terms: Terms, account: "_Account", allowed: Fraction, short: Fraction | None, most: Fraction
) -> tuple[str, ...]:
    put_in, paid_out = account.contributed(), account.distributed()
    share = describe_share(terms.keeps)
    said = [
        (
            f"{describe_amount(put_in)} was put in and {describe_amount(paid_out)} paid out, so "
            f"`{terms.payer}` keeps {share} of {describe_amount(max(paid_out - put_in, ZERO))}: "
            f"{describe_amount(allowed)}"
        ),
        f"`{terms.payer}` has received {describe_amount(account.carry())} of carried interest",
    ]
    if short is not None:
        said.append(f"`{terms.payee}` lacks {describe_amount(short)} of its {terms.makes_whole}")
    said.append(f"at most {describe_amount(most)} is returned: {terms.at_most}")
    return tuple(said)


@dataclass(frozen=True, slots=True)
class _Account:
    """The money of the entities that a clawback looks at, all taken together."""

    state: State
    terms: Terms

    def _paid(self) -> list[Paid]:
        return [item for item in self.state.paid if item.entity in self.terms.entities]

    def _amount(self, item: Paid) -> Fraction:
        return amount_of(self.state.charter, item.amount, payee=item.payee, entity=item.entity)

    def distributed(self) -> Fraction:
        return sum((self._amount(item) for item in self._paid()), ZERO)

    def contributed(self) -> Fraction:
        investors = dict.fromkeys(
            (stake.holder, stake.entity)
            for stake in self.state.stakes
            if stake.entity in self.terms.entities
        )
        events = [(i.who, i.entity) for i in self.state.invested if i.entity in self.terms.entities]
        return sum(
            (
                item.amount
                for who, entity in dict.fromkeys([*investors, *events])
                for item in contributions(self.state, who, entity)
            ),
            ZERO,
        )

    def carry(self) -> Fraction:
        """What the payer has received that counts as carried interest."""
        mine = [item for item in self._paid() if item.payee == self.terms.payer]
        return sum((self._amount(item) for item in mine if self._is_carry(item)), ZERO)

    def _is_carry(self, item: Paid) -> bool:
        match self.terms.carry:
            case p.Everything():
                return True
            case p.InStages(stages):
                plain = None if item.stage is None else item.stage.rpartition(".")[2]
                return plain in stages or f"{item.entity}.{plain}" in stages
            case p.ThisStage():
                # INVARIANT: the checks refuse a clawback that counts `this stage`
                raise AssertionError(self.terms)
            case _:
                assert_never(self.terms.carry)

    def short(self) -> Fraction | None:
        """What the payee lacks of what it must have in the end."""
        put_in = [
            item
            for entity in self.terms.entities
            for item in contributions(self.state, self.terms.payee, entity)
        ]
        got = [item for item in self._paid() if item.payee == self.terms.payee]
        lacks = sum((item.amount for item in put_in), ZERO) - sum(map(self._amount, got), ZERO)
        match self.terms.makes_whole:
            case MadeWhole.NOTHING:
                return None
            case MadeWhole.CAPITAL:
                return max(lacks, ZERO)
            case MadeWhole.CAPITAL_AND_RETURN:
                flows = [self._dated(item.amount, item.on) for item in put_in]
                back = [self._dated(self._amount(item), item.on) for item in got]
                return max(lacks + self._return_on(flows, back), ZERO)
            case _:
                assert_never(self.terms.makes_whole)

    def _dated(self, amount: Fraction, on: datetime | None) -> MoneyFlow:
        if on is None:
            raise Undated(str(self.terms.payee), " and ".join(self.terms.entities), "a payment")
        return MoneyFlow(amount, day_of(on, self.state.charter.time_zone))

    def _return_on(self, put_in: list[MoneyFlow], back: list[MoneyFlow]) -> Fraction:
        """What the capital has earned, less what the money that came back would have earned.

        Where the return is simple, only what gives back capital stops it from being earned.
        """
        # INVARIANT: the model demands a hurdle where the return is made whole
        assert self.terms.hurdle is not None
        if self.terms.hurdle.accrues is Compounding.SIMPLE:
            back = _capital_parts(put_in, back)
        until = day_of(self.state.instant, self.state.charter.time_zone)
        terms = self.terms.hurdle
        gained = sum((earned(terms, flow, until=until) for flow in put_in), ZERO)
        return gained - sum((earned(terms, flow, until=until) for flow in back), ZERO)


def _capital_parts(put_in: list[MoneyFlow], back: list[MoneyFlow]) -> list[MoneyFlow]:
    """Of every payment the part that gave back capital, which it does first."""
    parts, returned = [], ZERO
    for flow in sorted(back, key=lambda item: item.day):
        out = sum((item.amount for item in put_in if item.day <= flow.day), ZERO) - returned
        part = min(flow.amount, max(out, ZERO))
        returned += part
        parts.append(MoneyFlow(part, flow.day))
    return parts
