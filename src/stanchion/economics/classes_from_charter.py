"""From the classes and holdings of an entity, as they stand in a state, to a table of classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from stanchion.charter import instruments as written
from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.instruments.preferred import CapCounts, ConvertsBy, Participation
from stanchion.charter.state import Paid, State
from stanchion.charter.units import ClassHeld, Held, UnitsUnknown, class_held
from stanchion.economics import waterfall as w
from stanchion.economics.class_table import Claim
from stanchion.economics.instruments.common import CommonUnits
from stanchion.economics.instruments.preferred import Conversion, PreferredUnits
from stanchion.exact.errors import StanchionError
from stanchion.exact.money import describe_amount

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(eq=False)
class TermsUnclear(StanchionError, ValueError):
    """Money by class terms cannot be worked out for `share_class` of `entity`."""

    entity: str
    share_class: str
    why: str
    help: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.help}" if self.help else ""
        return f"`{self.entity}` cannot be paid out by class terms: {self.why}{remedy}"


@dataclass(eq=False)
class OutcomeUnknown(StanchionError, ValueError):
    """Whether `share_class` converts hangs on a decision whose outcome was not given."""

    entity: str
    share_class: str
    decision: str

    def __str__(self) -> str:
        return (
            f"what `{self.entity}` pays hangs on `{self.decision}`: whether it is taken decides "
            f"if `{self.share_class}` converts"
        )


@dataclass(frozen=True, slots=True)
class TableCompiler:
    """Works the terms of one entity's classes out to amounts, at the state's instant."""

    state: State
    entity: p.Name
    outcomes: Mapping[str, bool]
    assumptions: list[str] = field(default_factory=list)

    def claims(self) -> tuple[Claim, ...]:
        """What every class that is out is due; raises TermsUnclear, OutcomeUnknown."""
        classes = self.state.charter.classes.get(self.entity, {})
        found: list[Claim] = []
        for key in classes:
            name = p.Name(key)
            held = self._held(name)
            if held is not None:
                found += self._claims(name, classes[key], held)
        return tuple(found)

    def _held(self, name: p.Name) -> ClassHeld | None:
        try:
            return class_held(self.state, self.entity, name)
        except UnitsUnknown as unknown:
            raise self.unclear(name, unknown.why, unknown.help) from None

    def _claims(self, name: p.Name, terms: written.Units, held: ClassHeld) -> Iterator[Claim]:
        because = _because(name, terms)
        holders = _holders(held.held)
        share_class = w.StageId(str(name))
        match terms:
            case written.Common():
                yield Claim(share_class, CommonUnits(held.units), holders, because)
            case written.Preferred():
                due = self._preferred(name, terms, held.units)
                yield Claim(share_class, due, holders, because)
            case written.VotingRight() | written.Debt() | written.CarveOut():
                return  # paid nothing; or paid before the classes
            case _:
                raise self.unclear(name, "its kind is not worked out yet")

    def _preferred(self, name: p.Name, terms: written.Preferred, units: Fraction) -> PreferredUnits:
        """The terms of so many units of a preferred class."""
        price = self.amount(name, terms.issue_price)
        as_converted = units * self._ratio(name, terms)
        preference = terms.preference.value * price * units
        cap = None
        if terms.participation is Participation.CAPPED:
            assert terms.participation_cap is not None  # INVARIANT: checked in its model
            cap = terms.participation_cap.value * price * units
            cap += preference if terms.cap_counts is CapCounts.BEYOND_PREFERENCE else ZERO
        return PreferredUnits(
            units=as_converted,
            preference=preference,
            rank=terms.rank.value,
            participates=terms.participation is not Participation.NONE,
            cap=cap,
            conversion=self._conversion(name, terms),
            units_on_conversion=as_converted,
        )

    def _ratio(self, name: p.Name, terms: written.Preferred) -> Fraction:
        if terms.conversion_ratio is not None:
            return terms.conversion_ratio.value
        if terms.converts_by is ConvertsBy.NEVER and terms.participation is Participation.NONE:
            return ZERO
        raise self.unclear(
            name,
            f"how many common units one of `{name}` counts for is not said",
            "add `conversion_ratio: 1`",
        )

    def _conversion(self, name: p.Name, terms: written.Preferred) -> Conversion:
        match terms.converts_by:
            case ConvertsBy.HOLDER:
                return Conversion.ELECTED
            case ConvertsBy.NEVER:
                return Conversion.NEVER
            case ConvertsBy.CLASS_VOTE:
                decision = str(terms.conversion_decision)
                if decision not in self.outcomes:
                    raise OutcomeUnknown(str(self.entity), str(name), decision)
                return Conversion.VOTED if self.outcomes[decision] else Conversion.NEVER
            case _:
                assert_never(terms.converts_by)

    def received(self, item: Paid, claims: tuple[Claim, ...]) -> w.Received:
        """What was paid before, by the class for which it was."""
        payee = w.PayeeId(str(item.payee))
        paid = self.amount(item.payee, item.amount)
        if item.stage is not None:
            return w.StageId(item.stage.rpartition(".")[2]), payee, paid
        mine = dict.fromkeys(c.share_class for c in claims if payee in dict(c.holders))
        if len(mine) > 1:
            raise self.unclear(
                item.payee,
                f"for which of its classes `{payee}` was paid {describe_amount(paid)} is not said",
                "name the class: " + ", ".join(f"`in stage {name}`" for name in mine),
            )
        return next(iter(mine), None), payee, paid

    def amount(self, name: p.Name, figure: p.Figure) -> Fraction:
        """A figure of a class in major units."""
        try:
            return amount_of(self.state.charter, figure)
        except NoAmount as wrong:
            raise self.unclear(name, wrong.why, wrong.help) from None

    def unclear(self, name: p.Name, why: str, help: str = "") -> TermsUnclear:
        """Why nothing can be worked out for a class."""
        return TermsUnclear(str(self.entity), str(name), why, help)


def _holders(held: tuple[Held, ...]) -> tuple[tuple[w.PayeeId, Fraction], ...]:
    """The parts of the holders, each once, in order of declaration."""
    parts: dict[w.PayeeId, Fraction] = {}
    for item in held:
        payee = w.PayeeId(str(item.stake.holder))
        parts[payee] = parts.get(payee, ZERO) + item.part
    return tuple((payee, part) for payee, part in parts.items() if part)


def _because(name: p.Name, terms: written.Units) -> w.Because:
    at = None if terms.at is None else str(terms.at)
    return w.Because(f"the terms of `{name}`", terms.clause, at)
