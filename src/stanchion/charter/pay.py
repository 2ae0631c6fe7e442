"""In which order money is paid: waterfalls by stages or by class terms, per entity."""

from enum import StrEnum
from typing import Annotated, Literal

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    ConditionField,
    CountsField,
    DestinationField,
    FigureField,
    Id,
    InstantField,
    Label,
    Prose,
    RangeField,
    RateField,
)
from stanchion.charter.instruments.base import Accrual, MeasuredOn
from stanchion.charter.instruments.profit_units import CapStep
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    written,
)


class Rounding(StrEnum):
    """Who gets the minor units that exact shares leave over; ties follow declaration."""

    LARGEST_REMAINDER = "largest remainder"
    DECLARATION = "order of declaration"


class DeductionKind(StrEnum):
    """What stands before equity."""

    COSTS = "costs"
    ESCROW = "escrow"
    HOLDBACK = "holdback"
    DEBT = "debt"
    CARVE_OUT = "carve_out"


class Sharing(StrEnum):
    """How a stage with claims pays them."""

    PRO_RATA = "pro rata"
    IN_ORDER = "in order"


class Cap(Cited):
    """The most a payee gets, counting what is said."""

    amount: FigureField = written(alias="at")
    counts: CountsField
    steps: tuple[CapStep, ...] = ()


class Stage(Cited):
    """Claims x sharing x limit: who is paid in these shares, or on these claims, until when."""

    stage: Id
    name: Label | None = None
    shares: dict[Id, RateField] | None = None
    claims: dict[Id, FigureField] | None = None
    sharing: Sharing | None = None
    accrues: Accrual | None = None
    until: ConditionField | None = None
    caps: dict[Id, Cap] = written(default={})
    freed: dict[Id, DestinationField] = written(default={})

    def consistent(self) -> None:
        if (self.shares is None) == (self.claims is None):
            raise ValueFault(
                f"stage `{self.stage}` must say either `shares:` or `claims:`",
                help="`shares:` split every dollar; `claims:` are amounts to be paid",
            )
        if self.claims is not None and len(self.claims) > 1 and self.sharing is None:
            raise ValueFault(
                f"stage `{self.stage}` does not say how its claims share",
                help="add `sharing: pro rata` or `sharing: in order`",
            )


class Occasion(StrEnum):
    """What brings the money: some terms ask whether the company is sold."""

    SALE = "sale"
    DISTRIBUTION = "distribution"


class Deduction(Cited):
    """What comes off before anybody is paid, in the order written: an amount, a share, a class.

    A class is one of debts or carve-outs; `what: debt` alone means all debts, by rank. `of` says
    what a share is measured on. Escrow and holdback are `released` to those who are paid.
    """

    name: Id | None = written(default=None, alias="deduction")
    what: DeductionKind
    of_class: Id | None = written(default=None, alias="class")
    amount: FigureField | None = None
    share: RateField | None = None
    of: MeasuredOn | None = None
    cap: FigureField | None = None
    to: Id | None = None
    released: InstantField | None = None
    unless: Prose | None = None

    def consistent(self) -> None:
        said = sum(item is not None for item in (self.of_class, self.amount, self.share))
        if said != 1 and not (self.all_debts and not said):
            raise ValueFault(
                "a deduction says how much in exactly one way",
                help="give it an `amount:`, a `share:`, or, of debts and carve-outs, a `class:`",
            )
        by_terms = self.of_class is not None or self.all_debts
        if by_terms != (self.name is None):
            raise ValueFault(
                "a deduction of an amount or a share has a name, one of a class has the class's",
                help="begin it with `deduction:` and a name, or leave that out",
            )
        if (self.share is not None) != (self.of is not None):
            raise ValueFault(
                "a share says what it is a share of",
                help="add `of: all proceeds` or `of: what is left`",
            )
        if self.cap is not None and self.share is None:
            raise ValueFault(
                "only a share can be capped", help="leave `cap:` out, or say it of the class"
            )

    @property
    def all_debts(self) -> bool:
        """Whether every class of debt is meant, by rank."""
        return self.what is DeductionKind.DEBT and not (
            self.of_class or self.amount is not None or self.share is not None
        )


class Later(Cited):
    """Money that may come after this distribution: an earn-out, a deferred part of the price."""

    name: Id = written(alias="later")
    what: Literal["earn-out", "deferred price"]
    amount: FigureField
    on: InstantField
    provided: Prose


class Received(Cited):
    """What a payee had received before the amounts that are asked about."""

    payee: Id
    amount: FigureField
    stage: Id | None = None
    on: InstantField | None = None


class Planned(Cited):
    """An amount that the entity pays out at an instant, in a run over time."""

    amount: FigureField
    when: InstantField = written(alias="at")


class Waterfall(Cited):
    """How one entity pays: by stages, or by the terms of its classes."""

    pays: Prose = written(description="what is distributed: cumulative profit, exit proceeds, …")
    rounding: Rounding
    by: Literal["stages", "class terms"]
    stages: tuple[Stage, ...] = ()
    residual: Id | None = None
    residual_clause: Prose | None = None
    occasion: Occasion | None = None
    sold_on: InstantField | None = None
    deductions: tuple[Deduction, ...] = ()
    later: tuple[Later, ...] = ()
    received: tuple[Received, ...] = ()
    distributions: tuple[Planned, ...] = ()

    def consistent(self) -> None:
        if (self.by == "stages") != bool(self.stages):
            raise ValueFault(
                "`by: stages` goes with `stages:`, and `by: class terms` without",
                help="say `by: stages` and list them, or leave them out",
            )
        if self.sold_on is not None and self.occasion is not Occasion.SALE:
            raise ValueFault(
                "only a sale has a day on which the company is sold",
                help="add `occasion: sale`, or leave `sold_on:` out",
            )


class MostReturned(StrEnum):
    """What bounds a clawback: all carried interest received, or what is left of it after tax."""

    ALL = "all carry"
    AFTER_TAX = "carry after tax"


class MadeWhole(StrEnum):
    """What an investor must have in the end before a manager keeps anything."""

    NOTHING = "nothing"
    CAPITAL = "capital"
    CAPITAL_AND_RETURN = "capital and preferred return"


class Clawback(Cited):
    """What a manager gives back in the end, where it was paid more than its part of the whole.

    The excess is the larger of what it had above its part of all profit, and what the investor
    lacks of what it must have in the end.
    """

    payer: Id = written(alias="from")
    payee: Id = written(alias="to")
    entities: Annotated[tuple[Id, ...], OneOrMany] = written(alias="of")
    carry: CountsField
    keeps: RateField
    makes_whole: MadeWhole
    hurdle: Accrual | None = None
    at_most: MostReturned
    tax: RateField | None = None

    def consistent(self) -> None:
        if (self.at_most is MostReturned.AFTER_TAX) != (self.tax is not None):
            raise ValueFault(
                "`at_most: carry after tax` goes with `tax:`, and `all carry` without",
                help="say `tax: 40%`, or `at_most: all carry`",
            )
        if (self.makes_whole is MadeWhole.CAPITAL_AND_RETURN) != (self.hurdle is not None):
            raise ValueFault(
                "`makes_whole: capital and preferred return` goes with `hurdle:`",
                help="say how the return accrues under `hurdle:`, or leave it out",
            )


class Term(Cited):
    """A quantity with a name: known, or unknown within a range and then worked with `value`."""

    value: FigureField = written(alias="is")
    range: RangeField | None = None
    what: Label | None = None
    because: Label | None = None
