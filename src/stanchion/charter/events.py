"""What happened: dated facts that change the company, or are kept without changing it."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.fields import (
    EffectField,
    Id,
    InstantField,
    Label,
    Prose,
    QuantityField,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    written,
)


class Matter(Cited):
    """Something that a duty says must be disclosed: when it arose, and who was told.

    `said_by` names whose account this is, where it is one side's.
    """

    duty: Id
    arose: InstantField | None = None
    said_by: Annotated[tuple[Id, ...], OneOrMany] = ()
    told: Annotated[tuple[Id, ...], OneOrMany] = ()
    not_told: Annotated[tuple[Id, ...], OneOrMany] = ()


class Signed(Cited):
    """How many of a crowd put their names to something."""

    by: Id
    count: QuantityField
    of: QuantityField


class Weight(StrEnum):
    """What an event is about, for filtering a long timeline."""

    STRUCTURE = "structure"
    MONEY = "money"
    RULES = "rules"
    BOARD = "board"
    TRUST = "trust"
    SAFETY = "safety"
    CRISIS = "crisis"
    EXIT = "exit"
    LEVERAGE = "leverage"
    NEGOTIATION = "negotiation"
    LETTER = "letter"
    VENTURES = "ventures"
    PRODUCT = "product"
    LAW = "law"
    REVIEW = "review"


class Event(Cited):
    """One dated fact: what happened, who took part, and what it changed, if anything."""

    id: Id | None = None
    when: InstantField = written(alias="at")
    what: Label
    about: Annotated[tuple[Weight, ...], OneOrMany] = ()
    parties: Annotated[tuple[Id, ...], OneOrMany] = ()
    decided: Id | None = None
    by: Annotated[tuple[Id, ...], OneOrMany] = ()
    against: Annotated[tuple[Id, ...], OneOrMany] = ()
    recused: Annotated[tuple[Id, ...], OneOrMany] = ()
    reason: Label | None = None
    effect: Annotated[tuple[EffectField, ...], OneOrMany] = ()
    discloses: Matter | None = None
    signed: Signed | None = None
    tag: Annotated[tuple[Prose, ...], OneOrMany] = ()
