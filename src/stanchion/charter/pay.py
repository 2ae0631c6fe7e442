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
from stanchion.charter.instruments.base import Accrual
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


class Deduction(Cited):
    """What comes off before anybody is paid: costs, escrow, holdback."""

    what: Literal["costs", "escrow", "holdback", "debt", "carve_out"]
    amount: FigureField | None = None
    share: RateField | None = None
    to: Id | None = None
    released: InstantField | None = None


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
    deductions: tuple[Deduction, ...] = ()
    received: tuple[Received, ...] = ()
    distributions: tuple[Planned, ...] = ()

    def consistent(self) -> None:
        if (self.by == "stages") != bool(self.stages):
            raise ValueFault(
                "`by: stages` goes with `stages:`, and `by: class terms` without",
                help="say `by: stages` and list them, or leave them out",
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
