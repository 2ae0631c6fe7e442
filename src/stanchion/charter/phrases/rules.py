"""Who is meant and what is needed: selectors, thresholds, rules."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.quantities import Name, place
from stanchion.source.span import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A party, a declared group, a body (its members) or an office (its holder)."""

    name: Name


@dataclass(frozen=True, slots=True)
class HoldersOf:
    """Whoever holds units of a class."""

    share_class: Name


@dataclass(frozen=True, slots=True)
class ManagerOf:
    """Whoever manages an entity (`managed_by`)."""

    entity: Name


@dataclass(frozen=True, slots=True)
class Anyone:
    """Everybody whom the charter names."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Every choice of `count` out of the selected."""

    count: int
    of: "Selector"


@dataclass(frozen=True, slots=True)
class Union:
    """The parts together."""

    parts: tuple["Selector", ...]


@dataclass(frozen=True, slots=True)
class Except:
    """The selected, less some."""

    of: "Selector"
    without: "Selector"


Selector = Named | HoldersOf | ManagerOf | Anyone | AnyOf | Union | Except


class Base(Enum):
    """Of what a threshold is counted; three different bases give three different laws."""

    ALL_SEATS = "all seats"
    SEATS_IN_OFFICE = "seats in office"
    MEMBERS_PRESENT = "members present"
    VOTES_CAST = "votes cast"
    VOTES_PRESENT = "votes present"
    OUTSTANDING_VOTES = "outstanding votes"


@dataclass(frozen=True, slots=True)
class Threshold:
    """`more than 1/2 of seats in office [of board]`; exactly one of `share` and `count` is set."""

    base: Base
    strict: bool
    share: Fraction | None = None
    count: int | None = None
    of: Name | None = None
    at: Span | None = place()


@dataclass(frozen=True, slots=True)
class ConsentOf:
    """Agreement of every party selected, each as it decides for itself."""

    who: Selector
    at: Span | None = place()


@dataclass(frozen=True, slots=True)
class AllRules:
    """Every part must be met."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyRule:
    """At least `count` parts must be met."""

    count: int
    parts: tuple["Rule", ...]


Rule = Threshold | ConsentOf | AllRules | AnyRule
