"""In which order money is paid: waterfalls by stages or by class terms, per entity."""

from enum import StrEnum
from typing import Literal

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
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
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

    def consistent(self) -> None:
        if (self.by == "stages") != bool(self.stages):
            raise ValueFault(
                "`by: stages` goes with `stages:`, and `by: class terms` without",
                help="say `by: stages` and list them, or leave them out",
            )


class Term(Cited):
    """A quantity with a name: known, or unknown within a range and then worked with `value`."""

    value: FigureField = written(alias="is")
    range: RangeField | None = None
    what: Label | None = None
    because: Label | None = None
