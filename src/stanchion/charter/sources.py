"""Where a fact comes from and how much can be built on it."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.fields import (
    Id,
    InstantField,
    Label,
    Prose,
)
from stanchion.charter.phrases import Name
from stanchion.charter.written import (
    OneOrMany,
    Written,
    written,
)


class Confidence(StrEnum):
    """How well a fact stands."""

    DOCUMENTED = "documented"  # a primary document, or the people concerned on the record
    REPORTED = "reported"  # a publication that names its grounds
    DISPUTED = "disputed"  # sources contradict one another
    JUDGEMENT = "judgement"  # somebody's weighing of behaviour
    ASSUMPTION = "assumption"  # ours, so that the case can be worked; said wherever it matters


class Source(Written):
    """A publication or document that facts of the charter name."""

    title: Label
    publisher: Prose
    date: InstantField
    url: Prose | None = None
    confidence: Confidence
    accessed: InstantField | None = None
    note: Label | None = None


class Cited(Written):
    """Something that can say where it comes from: sources, clause, confidence, a note."""

    source: Annotated[tuple[Id, ...], OneOrMany] = ()
    clause: Prose | None = written(
        default=None, description="the article of the document that says so; traces cite it first"
    )
    confidence: Confidence | None = None
    note: Label | None = None

    @property
    def sources(self) -> tuple[Name, ...]:
        """The sources named, in order."""
        return self.source
