"""Who owes whom what: disclosures with their deadlines, interests and the recusals they bring."""

from typing import Annotated

from stanchion.charter.fields import (
    DurationField,
    Id,
    InstantField,
    Label,
    SelectorField,
)
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
    written,
)


class Duty(Cited):
    """A disclosure owed: of what, by whom, to whom, and by when.

    The deadline is counted from the matter (`within: 2 days`) or lies before a decision
    (`before: release_model`); a duty may say both.
    """

    owed_by: SelectorField
    owed_to: SelectorField
    of: Label
    within: DurationField | None = None
    before: Id | None = None


class Interest(Cited):
    """A stake or tie that a party has in a matter, and the decisions it keeps the party out of."""

    party: Id
    held_in: Id | None = written(default=None, alias="in")
    what: Label
    recused_from: Annotated[tuple[Id, ...], OneOrMany] = ()
    declared: InstantField | None = None


Duties = dict[Id, Duty]
Interests = dict[Id, Interest]
