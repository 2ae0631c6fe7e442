"""Who there is: people, crowds, entities, authorities; and groups that are spoken of as one."""

from enum import StrEnum
from typing import Annotated

from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    Id,
    Label,
    Prose,
    QuantityField,
    Words,
)
from stanchion.charter.phrases import Name
from stanchion.charter.sources import Cited
from stanchion.charter.written import (
    OneOrMany,
)


class Kind(StrEnum):
    """What a party is; the key under which its name is written."""

    PERSON = "person"
    GROUP = "group"
    COMPANY = "company"
    NONPROFIT = "nonprofit"
    FOUNDATION = "foundation"
    TRUST = "trust"
    FUND = "fund"
    PARTNERSHIP = "partnership"
    AUTHORITY = "authority"


_KEYS = tuple(kind.value for kind in Kind)
NATURAL = frozenset({Kind.PERSON, Kind.GROUP, Kind.AUTHORITY})
"""Kinds that decide for themselves; the others act by a body or by those who hold them."""


class VotesAs(StrEnum):
    """How a crowd uses its votes."""

    BLOC = "a bloc"
    INDIVIDUALS = "individuals"
    NOBODY = "nobody"


class Party(Cited):
    """One party, named under the key that says what it is."""

    person: Label | None = None
    group: Label | None = None
    company: Label | None = None
    nonprofit: Label | None = None
    foundation: Label | None = None
    trust: Label | None = None
    fund: Label | None = None
    partnership: Label | None = None
    authority: Label | None = None
    size: QuantityField | None = None
    votes_as: VotesAs | None = None
    law: Prose | None = None
    managed_by: Id | None = None
    acts_by: Id | None = None
    role: Label | None = None

    def consistent(self) -> None:
        written = [key for key in _KEYS if getattr(self, key) is not None]
        if len(written) != 1:
            raise ValueFault(
                "a party is named once, under the key that says what it is",
                label="says it more than once" if written else "says nothing of it",
                help="use one of " + ", ".join(f"`{kind.value}:`" for kind in Kind),
            )

    @property
    def kind(self) -> Kind:
        """What the party is."""
        return Kind(next(key for key in _KEYS if getattr(self, key) is not None))

    @property
    def name(self) -> Words:
        """What the party is called."""
        words = getattr(self, self.kind.value)
        assert isinstance(words, Words)  # INVARIANT: kind names the key that is there
        return words

    @property
    def is_natural(self) -> bool:
        """Whether the party decides for itself."""
        return self.kind in NATURAL


Group = Annotated[tuple[Id, ...], OneOrMany]
"""Parties that the charter speaks of as one (`investors`), in order."""
Groups = dict[Name, tuple[Name, ...]]
