"""A class as it stands in a state: what its terms' figures come to, or why they come to nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.calendar import day_of
from stanchion.charter.instruments.base import Accrual
from stanchion.charter.pay import Occasion
from stanchion.charter.state import Stake, State
from stanchion.charter.units import ClassHeld, Held, UnitsUnknown, class_held, stakes_by_class
from stanchion.economics.accruals.accrual import accrued
from stanchion.economics.accruals.vesting import vested
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount

ZERO = Fraction(0)


@dataclass(eq=False)
class TermsUnclear(StanchionError, ValueError):
    """What `entity` pays cannot be worked out, for want of a term of `share_class`."""

    entity: str
    share_class: str
    why: str
    help: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.help}" if self.help else ""
        return f"what `{self.entity}` pays cannot be worked out: {self.why}{remedy}"


@dataclass(eq=False)
class OutcomeUnknown(StanchionError, ValueError):
    """Whether `share_class` converts hangs on a decision whose outcome was not given."""

    entity: str
    share_class: str
    decision: str

    def __str__(self) -> str:
        return (
            f"what `{self.entity}` pays hangs on `{self.decision}`: whether it is taken decides "
            f"if `{self.share_class}` converts; `stanchion outcomes` works out both"
        )


@dataclass(slots=True)
class Notes:
    """What terms leave to a convention, and whether all that was worked out is exact."""

    assumptions: list[str] = field(default_factory=list)
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ClassInState:
    """A class of an entity at the state's instant, with the outcomes of decisions asked about.

    What its terms leave to a convention goes into the notes of the entity.
    """

    state: State
    entity: p.Name
    name: p.Name
    outcomes: Mapping[str, bool]
    notes: Notes = field(default_factory=Notes)

    def other(self, name: p.Name) -> "ClassInState":
        """Another class of the same entity in the same state."""
        return ClassInState(self.state, self.entity, name, self.outcomes, self.notes)

    def held(self, stakes: Sequence[Stake] | None = None) -> ClassHeld | None:
        """Who holds the class (its `stakes`, where the caller has them); None where nothing of it
        is out. Raises TermsUnclear."""
        if stakes is None:
            stakes = stakes_by_class(self.state, self.entity).get(self.name, ())
        try:
            found = class_held(self.state, self.entity, self.name, stakes)
        except UnitsUnknown as unknown:
            raise self.unclear(unknown.why, unknown.help) from None
        return found if found is None else self._vested(found)

    def _vested(self, found: ClassHeld) -> ClassHeld | None:
        """Without units that are not the holder's own yet; they take no part."""
        owned = tuple(self._owned(item) for item in found.held)
        if owned == found.held:
            return found
        total = total_units(owned)
        parts = tuple(replace(item, part=item.units / total) for item in owned) if total else ()
        return ClassHeld(total, parts) if total else None

    def _owned(self, item: Held) -> Held:
        terms = None if item.stake.holding is None else item.stake.holding.vesting
        if terms is None:
            return item
        pay = self.state.charter.pay.get(self.entity)
        today = self.day(self.state.instant)
        sold = None if pay is None or pay.sold_on is None else self.day(pay.sold_on.start)
        own = vested(
            terms,
            item.units,
            at=today if sold is None else min(today, sold),
            sale=pay is not None and pay.occasion is Occasion.SALE,
            zone=self.state.charter.time_zone,
        )
        if own.unvested:
            self.note(
                f"of {describe_amount(own.units)} units of `{self.name}` that "
                f"`{item.stake.holder}` was granted, {describe_amount(own.unvested)} are not "
                f"vested and take no part ({own.words})"
            )
        return replace(item, units=own.vested)

    def amount(self, figure: p.Figure) -> Fraction:
        """A figure of the terms in major units, or as a count; raises TermsUnclear."""
        try:
            return amount_of(self.state.charter, figure)
        except NoAmount as wrong:
            raise self.unclear(wrong.why, wrong.help) from None

    def invested(self, held: Held) -> Fraction:
        """What the holder invested for this holding; raises TermsUnclear."""
        if held.stake.invested is None:
            holder = held.stake.holder
            raise self.unclear(
                f"what `{holder}` invested in `{self.name}` is not said",
                f"add `invested:` to its holding of `{self.name}`",
            )
        return self.amount(held.stake.invested)

    def taken(self, decision: p.Name) -> bool:
        """Whether a decision is taken; raises OutcomeUnknown."""
        if str(decision) not in self.outcomes:
            raise OutcomeUnknown(str(self.entity), str(self.name), str(decision))
        return self.outcomes[str(decision)]

    def accrued(
        self, accrual: Accrual, principal: Fraction, since: date, *, until: date | None = None
    ) -> Fraction:
        """What has accrued up to a day, else to the state's instant; what is enclosed is noted."""
        end = self.day(self.state.instant) if until is None else until
        if end <= since:
            return ZERO
        found = accrued(accrual, principal, start=since, end=end)
        self.note(f"`{self.name}` has accrued {describe_amount(found.amount)}: {found.words}")
        if not found.exact:
            self.notes.exact = False
            self.note(
                f"what `{self.name}` has accrued is a power that is no fraction: it is enclosed to "
                "within a millionth of a minor unit, and worked with in the middle"
            )
        return found.amount

    def since(self, accrual: Accrual, held: Held) -> date:
        """From when something accrues: as the terms say, else from when it was acquired."""
        if accrual.since is not None:
            return self.day(accrual.since.start)
        acquired = None if held.stake.holding is None else held.stake.holding.on
        if acquired is None:
            raise self.unclear(
                f"from when `{self.name}` of `{held.stake.holder}` accrues is not said",
                "add `since:` to what accrues, or `on:` to the holding",
            )
        return self.day(acquired.start)

    def day(self, moment: datetime) -> date:
        """The day of a moment where the charter counts days."""
        return day_of(moment, self.state.charter.time_zone)

    def note(self, assumption: str) -> None:
        """Says once what was assumed."""
        if assumption not in self.notes.assumptions:
            self.notes.assumptions.append(assumption)

    def unclear(self, why: str, help: str = "") -> TermsUnclear:
        """Why nothing can be worked out for the class."""
        return TermsUnclear(str(self.entity), str(self.name), why, help)


def total_units(held: Iterable[Held]) -> Fraction:
    """The units of some holders together."""
    return sum((item.units for item in held), ZERO)
