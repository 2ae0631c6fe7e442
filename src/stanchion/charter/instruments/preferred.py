"""Preferred units: a preference first, then maybe a part in the rest, or conversion instead."""

from enum import StrEnum
from typing import Literal

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    FigureField,
    Id,
    QuantityField,
)
from stanchion.charter.instruments.base import Dividend, Units


class Participation(StrEnum):
    """What a preferred unit takes beside its preference."""

    NONE = "none"
    FULL = "full"
    CAPPED = "capped"


class CapCounts(StrEnum):
    """What the cap of a participating class is measured against."""

    WITH_PREFERENCE = "with the preference"
    BEYOND_PREFERENCE = "beyond the preference"


class ConvertsBy(StrEnum):
    """Who decides that preferred becomes common."""

    HOLDER = "each holder"
    CLASS_VOTE = "class vote"
    NEVER = "never"


class Preferred(Units):
    """`max(L, n v)` without participation, `L + n v` with; capped as said.

    `preference` is a multiple of the issue price (`1x`); `rank` 1 is paid first, equal ranks
    share pro rata by claim.
    """

    kind: Literal["preferred"]
    issue_price: FigureField
    preference: QuantityField
    rank: QuantityField
    participation: Participation
    participation_cap: QuantityField | None = None
    cap_counts: CapCounts | None = None
    conversion_ratio: QuantityField | None = None
    converts_by: ConvertsBy
    conversion_decision: Id | None = None
    dividend: Dividend | None = None

    @property
    def counts_as_common(self) -> bool:
        """Whether a unit ever shares with common, so that it must say as how many."""
        never = self.converts_by is ConvertsBy.NEVER
        return not never or self.participation is not Participation.NONE

    def consistent(self) -> None:
        capped = self.participation is Participation.CAPPED
        if capped and self.participation_cap is None:
            raise ValueFault(
                "a capped participation needs its cap",
                help="add `participation_cap: 3x`",
            )
        if capped and self.cap_counts is None:
            raise ValueFault(
                "the participation cap does not say whether it counts the preference",
                help="add `cap_counts: with the preference` or `cap_counts: beyond the preference`",
            )
        if self.converts_by is ConvertsBy.CLASS_VOTE and self.conversion_decision is None:
            raise ValueFault(
                "a class that converts by a vote does not say by which",
                help="add `conversion_decision:` and the decision that converts it",
            )
