"""What somebody may want to bring about: a fact about the company, or being able to decide."""

from stanchion.charter.phrases.changes import EntityIs
from stanchion.charter.phrases.conditions import DecisionTaken, ModelIs
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.phrases.quantities import Name
from stanchion.charter.phrases.rules import Selector


class AbleTo(Meaning):
    """Those who act have the votes for a decision."""

    decision: Name


class HoldsOffice(Meaning):
    """A party holds an office, or (`holds` false) does not."""

    who: Name
    office: Name
    holds: bool = True


class OfficeVacant(Meaning):
    """Nobody holds an office."""

    office: Name


class SitsIn(Meaning):
    """A party sits in a body, or (`sits` false) does not."""

    who: Name
    body: Name
    sits: bool = True


class MajorityLoyal(Meaning):
    """More than half of those who sit in a body are the selected, or newcomers whom a coalition
    appointed of which one of the selected is part."""

    body: Name
    to: Selector


class AllGoals(Meaning):
    """Every part at one time."""

    parts: tuple["Goal", ...]


Goal = (
    AbleTo
    | HoldsOffice
    | OfficeVacant
    | SitsIn
    | MajorityLoyal
    | DecisionTaken
    | EntityIs
    | ModelIs
    | AllGoals
)
