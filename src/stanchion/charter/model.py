"""The charter: one immutable value for everything the file says."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Annotated, Literal

from stanchion.charter.bodies import Bodies, Offices
from stanchion.charter.decisions import Agreements, Decisions
from stanchion.charter.dispute import Dispute
from stanchion.charter.duties import Duties, Interests
from stanchion.charter.events import Event
from stanchion.charter.faults import ValueFault
from stanchion.charter.fields import (
    Id,
    InstantField,
    Label,
)
from stanchion.charter.grammar import zone_named
from stanchion.charter.ownership import Classes, Holdings
from stanchion.charter.parties import Group, Party
from stanchion.charter.pay import Clawback, Term, Waterfall
from stanchion.charter.phrases import Instant, Name
from stanchion.charter.reading import TextReader
from stanchion.charter.readings import Expectations, Readings
from stanchion.charter.release import Release
from stanchion.charter.sources import Source
from stanchion.charter.tenders import Tenders
from stanchion.charter.written import (
    Written,
    written,
)
from stanchion.exact.money import Currency, UnknownCurrency, currency
from stanchion.source.tree import Text

LANGUAGE_VERSION = "1"


def _currency(text: Text, _: object) -> Currency:
    try:
        return currency(text)
    except UnknownCurrency as unknown:
        raise ValueFault(
            f"`{text}` is no currency in use",
            label="not an ISO 4217 code",
            help=f"did you mean `{unknown.close[0]}`?" if unknown.close else "",
        ) from None


def _zone(text: Text, _: object) -> tzinfo:
    zone = zone_named(text)
    if zone is None:
        raise ValueFault(
            f"unknown time zone `{text}`",
            label="not an IANA name",
            help="write for example `America/Los_Angeles` or `UTC`",
        )
    return zone


CurrencyField = Annotated[Currency, TextReader("an ISO 4217 code", _currency)]
ZoneField = Annotated[tzinfo, TextReader("an IANA time zone", _zone)]


class Charter(Written):
    """A company's constitution.

    Everything but `events` describes the company at `opening`; events after that instant change
    it, earlier ones are history. Questions are answered at `as_of` unless another instant is
    asked for.
    """

    stanchion: Literal["1"]
    name: Label
    summary: Label | None = None
    as_of: InstantField
    opening: InstantField | None = None
    time_zone: ZoneField | None = None
    currency: CurrencyField
    sources: dict[Id, Source] = written(default={})
    parties: dict[Id, Party]
    groups: dict[Id, Group] = written(default={})
    classes: Classes = written(default={})
    holdings: Holdings = written(default={})
    bodies: Bodies = written(default={})
    offices: Offices = written(default={})
    decisions: Decisions = written(default={})
    agreements: Agreements = written(default={})
    duties: Duties = written(default={})
    interests: Interests = written(default={})
    terms: dict[Id, Term] = written(default={})
    pay: dict[Id, Waterfall] = written(default={})
    clawbacks: dict[Id, Clawback] = written(default={})
    tenders: Tenders = written(default={})
    readings: Readings = written(default={})
    events: tuple[Event, ...] = ()
    dispute: Dispute | None = None
    release: Release | None = None
    expect: Expectations = ()

    @property
    def opens(self) -> Instant:
        """The instant whose state the sections describe."""
        return self.opening or self.as_of

    def members(self, group: Name) -> tuple[Name, ...]:
        """The parties of a declared group, groups within groups opened, in order."""
        return tuple(dict.fromkeys(self._opened(group, frozenset())))

    def _opened(self, name: Name, seen: frozenset[Name]) -> Iterator[Name]:
        if name in self.groups and name not in seen:
            for part in self.groups[name]:
                yield from self._opened(part, seen | {name})
        else:
            yield name

    def party_name(self, party: str, language: str = "en") -> str:
        """What a party or body is called, or its id where the charter gives it no name."""
        known = self.parties.get(Name(party))
        if known is not None:
            return known.name.said_in(language)
        body = self.bodies.get(Name(party))
        return body.name.said_in(language) if body and body.name else party
