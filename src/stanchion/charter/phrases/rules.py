"""Who is meant and what is needed: selectors, thresholds, rules."""

from enum import Enum
from fractions import Fraction

from stanchion.charter.phrases.meaning import Meaning, aside
from stanchion.charter.phrases.quantities import Name
from stanchion.source.span import Span


class Named(Meaning):
    """A party, a declared group, a body (its members) or an office (its holder)."""

    name: Name


class HoldersOf(Meaning):
    """Whoever holds units of a class."""

    share_class: Name


class ManagerOf(Meaning):
    """Whoever manages an entity (`managed_by`)."""

    entity: Name


class ElectorsOf(Meaning):
    """Whoever elects a body or the seat that a person holds (`elected_by`), or appoints to an
    office (`appointed_by`)."""

    of: Name


class FillersOf(Meaning):
    """Whoever fills vacancies in a body (`vacancies_filled_by`)."""

    body: Name


class Anyone(Meaning):
    """Everybody whom the charter names."""


class AnyOf(Meaning):
    """Every choice of `count` out of the selected."""

    count: int
    of: "Selector"


class Union(Meaning):
    """The parts together."""

    parts: tuple["Selector", ...]


class Except(Meaning):
    """The selected, less some."""

    of: "Selector"
    without: "Selector"


Selector = Named | HoldersOf | ManagerOf | ElectorsOf | FillersOf | Anyone | AnyOf | Union | Except


class Base(Enum):
    """Of what a threshold is counted; three different bases give three different laws."""

    ALL_SEATS = "all seats"
    SEATS_IN_OFFICE = "seats in office"
    MEMBERS_PRESENT = "members present"
    VOTES_CAST = "votes cast"
    VOTES_PRESENT = "votes present"
    OUTSTANDING_VOTES = "outstanding votes"


class Threshold(Meaning):
    """`more than 1/2 of seats in office [of board]`; exactly one of `share` and `count` is set."""

    base: Base
    strict: bool
    share: Fraction | None = None
    count: int | None = None
    of: Name | None = None
    at: Span | None = aside(default=None)


class ConsentOf(Meaning):
    """Agreement of every party selected, each as it decides for itself."""

    who: Selector
    at: Span | None = aside(default=None)


class AllRules(Meaning):
    """Every part must be met."""

    parts: tuple["Rule", ...]


class AnyRule(Meaning):
    """At least `count` parts must be met."""

    count: int
    parts: tuple["Rule", ...]


Rule = Threshold | ConsentOf | AllRules | AnyRule
