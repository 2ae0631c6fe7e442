"""What is disputed in the charter itself: questions, and for each the readings one may take."""

from typing import Annotated

from stanchion.charter.fields import (
    AssertionField,
    DottedId,
    Id,
    Label,
    PatchField,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    Short,
    written,
)


class Option(Cited):
    """One answer to a disputed question: the changes of terms it amounts to (none: as written)."""

    says: Label
    set: Annotated[tuple[PatchField, ...], OneOrMany] = ()
    because: Label | None = None


class Reading(Cited):
    """A disputed question and its answers; the charter as written takes `as_written`."""

    asks: Label
    as_written: Id
    options: dict[Id, Option]
    moot_under: Annotated[tuple[DottedId, ...], OneOrMany] = written(
        default=(), description="options of other readings under which this question falls away"
    )


class Expectation(Cited):
    """Something the author expects of the charter, to be proved or refuted."""

    that: AssertionField
    because: Label | None = None


Expectations = tuple[Annotated[Expectation, Short("that")], ...]
Readings = dict[Id, Reading]
