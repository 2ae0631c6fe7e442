"""What a figure comes to: named terms looked up, multiples of what was invested worked out."""

from dataclasses import dataclass, field
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.model import Charter
from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class NoAmount(StanchionError, ValueError):
    """A figure that comes to no amount; `why` is in the user's words, and `help` says what does."""

    why: str
    help: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        return self.why


def amount_of(
    charter: Charter, figure: p.Figure, *, payee: p.Name | None = None, entity: str | None = None
) -> Fraction:
    """The figure in major units of the charter's currency, exact; raises NoAmount.

    `payee` and `entity` say whose investment in which entity `100x invested` multiplies.
    """
    match figure:
        case p.Quantity(value, unit, _):
            if unit is not p.Unit.NUMBER:
                raise NoAmount(
                    "an amount of money belongs here, not a rate", help="such as `13 bn`"
                )
            return value
        case p.NamedTerm():
            return _term(charter, figure, frozenset())
        case p.TimesInvested(times):
            return times * invested_by(charter, payee, entity)
        case p.PreferredReturn():
            raise NoAmount(
                "a preferred return is no amount that could stand here",
                help="it can be a claim of a stage that says how it `accrues:`",
            )


def _term(charter: Charter, named: p.NamedTerm, seen: frozenset[str]) -> Fraction:
    term = charter.terms.get(named.name)
    if term is None:
        raise NoAmount(f"there is no term `{named.name}`")
    if named.name in seen:
        raise NoAmount(f"term `{named.name}` is defined by itself")
    if isinstance(term.value, p.NamedTerm):
        return _term(charter, term.value, seen | {named.name})
    if isinstance(term.value, p.PreferredReturn):
        raise NoAmount(f"term `{named.name}` cannot be a preferred return")
    if isinstance(term.value, p.TimesInvested):
        raise NoAmount(f"term `{named.name}` cannot be a multiple of an investment")
    return amount_of(charter, term.value)


def invested_by(charter: Charter, payee: p.Name | None, entity: str | None) -> Fraction:
    """All that a party has invested in an entity, by its holdings; raises NoAmount."""
    if payee is None:
        raise NoAmount("`invested` says nothing here: no payee is meant")
    of_entity = [h for e, holdings in charter.holdings.items() if e == entity for h in holdings]
    amounts = [h.invested for h in of_entity if h.holder == payee and h.invested is not None]
    if not amounts:
        raise NoAmount(
            f"what `{payee}` invested in `{entity}` is not stated",
            help=f"add `invested:` to its holding in `{entity}`",
        )
    return sum((amount_of(charter, amount) for amount in amounts), Fraction())
