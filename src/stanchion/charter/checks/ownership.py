"""Holdings and money figures: nothing above the whole, one currency, rates where rates belong."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error, names_in
from stanchion.charter.instruments import ConvertibleNote, Dividend, Preferred, Safe
from stanchion.charter.instruments.base import Accrual, Compounding, DayCount
from stanchion.charter.instruments.convertible import AtExit
from stanchion.charter.state import known_value
from stanchion.exact.money import describe_share
from stanchion.exact.sums import total_of
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Table


@explains("ST301", "more than the whole")
def shares_above_the_whole(context: Context) -> Iterator[Diagnostic]:
    """The holdings of a class come to more than the class.

    Shares of one class cannot add up to more than 100% (ranges by their low ends), nor units to
    more than the class says are out.
    """
    for entity, holdings in context.charter.holdings.items():
        shares: dict[str, Fraction] = {}
        for place, holding in enumerate(holdings):
            name = holding.of_class
            if holding.share is not None:
                shares[name] = shares.get(name, Fraction(0)) + holding.share.low
                if shares[name] > 1:
                    yield error(
                        "ST301",
                        f"holdings of `{name}` come to {describe_share(shares[name])}",
                        context.at("holdings", entity, place, "share"),
                        label="with this one, more than 100%",
                    )
        yield from _units_above_the_whole(context, entity)


def _units_above_the_whole(context: Context, entity: p.Name) -> Iterator[Diagnostic]:
    held: dict[str, list[tuple[int, Fraction]]] = {}
    for place, holding in enumerate(context.charter.holdings[entity]):
        units = known_value(holding.units)
        if units is not None:
            held.setdefault(holding.of_class, []).append((place, units))
    for name, terms in context.charter.classes.get(entity, {}).items():
        out = known_value(terms.units)
        if out is None or total_of(units for _, units in held.get(name, ())) <= out:
            continue
        total = Fraction()
        for place, units in held[name]:
            total += units
            if total > out:
                yield error(
                    "ST301",
                    f"holders have {total} units of `{name}`, but only {out} are out",
                    context.at("holdings", entity, place, "units"),
                    label="with this one, more than there are",
                )


@explains("ST302", "class that the entity does not have")
def classes_held_exist(context: Context) -> Iterator[Diagnostic]:
    """A holding is of a class which its entity does not have.

    The classes of an entity are declared under `classes:`, by entity.
    """
    for entity, holdings in context.charter.holdings.items():
        declared = names_in(context.tree, "classes", entity)
        for place, holding in enumerate(holdings):
            if holding.of_class not in declared and holding.of_class.rpartition(".")[0] == "":
                yield error(
                    "ST302",
                    f"`{entity}` has no class `{holding.of_class}`",
                    context.at("holdings", entity, place, "class"),
                    label="not one of its classes",
                    help="its classes: " + ", ".join(f"`{name}`" for name in sorted(declared))
                    if declared
                    else f"declare it under `classes: {entity}:`",
                )


@explains("ST303", "another currency")
def one_currency(context: Context) -> Iterator[Diagnostic]:
    """An amount is in another currency than the charter's.

    A charter counts in one currency: at which rate another would be exchanged, and when, is
    something that nobody wrote down.
    """
    code = context.charter.currency.code
    root = context.tree.root
    if not isinstance(root, Table) or root.get("currency") != code:
        return  # the currency could not be read, and that was said
    for _, owner, field, _value in context.fields:
        if isinstance(owner, p.Quantity | p.Range) and field == "currency" and owner.currency:
            if owner.currency != code and owner.at is not None:
                yield error(
                    "ST303",
                    f"an amount in {owner.currency} in a charter that counts in {code}",
                    owner.at,
                    label=f"not {code}",
                    help=f"write it in {code}, and say in a `note:` at which rate",
                )


@explains("ST304", "range upside down")
def ranges_in_order(context: Context) -> Iterator[Diagnostic]:
    """The ends of a range are the wrong way round, or the best guess lies outside of them."""
    seen: set[int] = set()
    for _, value, _field, _value in context.fields:  # as owners, also those of a mapping
        if not isinstance(value, p.Range) or id(value) in seen or value.at is None:
            continue
        seen.add(id(value))
        if value.low > value.high:
            yield error(
                "ST304",
                "this range is upside down",
                value.at,
                label=f"{plain(value.low)} is above {plain(value.high)}",
                help="write the lower end first",
            )
        elif value.best is not None and not value.low <= value.best <= value.high:
            yield error(
                "ST304",
                "the best guess lies outside of its range",
                value.at,
                label=f"not between {plain(value.low)} and {plain(value.high)}",
            )


def plain(value: Fraction) -> str:
    """A number as people write it."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):g}"


@explains("ST305", "missing convention")
def conventions_stated(context: Context) -> Iterator[Diagnostic]:
    """A term has more than one meaning in use, and the charter does not say which.

    Compounding needs its rests and what each of them credits: an equal part of the year's rate,
    the rate for the days of the period, or a power of the time that has passed. `30E/360 ISDA`
    takes the last of February for a thirtieth unless the contract ends there. A valuation cap
    says whether it is before or after the money, a dividend on conversion what becomes of it.
    Stanchion never picks one for you.
    """
    told: set[int] = set()
    for path, owner, _field, _value in context.fields:
        if not isinstance(owner, _CONVENTIONAL) or id(owner) in told:
            continue
        told.add(id(owner))
        for message, key in (*_unsaid_of_accrual(owner), *_unsaid_of_conversion(owner)):
            yield _convention(context, path, message, key)


def _unsaid_of_accrual(owner: object) -> Iterator[tuple[str, str]]:
    match owner:
        case Accrual(accrues=Compounding.COMPOUND, rests=None):
            yield "compounding does not say its rests", "rests"
        case Accrual(accrues=Compounding.COMPOUND, periods=None):
            yield "compounding does not say what a rest credits", "periods"
        case _:
            pass
    match owner:
        case Accrual(day_count=DayCount.THIRTY_E_360_ISDA, ends=None):
            yield "the day count does not say when the contract ends", "ends"
        case _:
            pass
    match owner:
        case Dividend(cumulative=None):
            yield "the dividend does not say if it is cumulative", "cumulative"
        case _:
            pass


def _unsaid_of_conversion(owner: object) -> Iterator[tuple[str, str]]:
    match owner:
        case Preferred(conversion_ratio=None) if owner.counts_as_common:
            yield "how many common units one unit counts for is not said", "conversion_ratio"
        case Safe(cap=cap, cap_is=None) | ConvertibleNote(cap=cap, cap_is=None) if cap is not None:
            yield "the cap does not say if it is before the money", "cap_is"
        case _:
            pass
    match owner:
        case Safe(rank=None) | ConvertibleNote(rank=None):
            if owner.at_exit is not AtExit.CONVERSION:
                yield "when its money comes back is not said", "rank"
        case _:
            pass


_CONVENTIONAL = (Accrual, Dividend, Preferred, Safe, ConvertibleNote)
_CHOICES = {
    "cumulative": "`cumulative: yes` or `cumulative: no`",
    "conversion_ratio": "`conversion_ratio: 1`",
    "rank": "`rank:`, on one scale with the preferences; 1 is paid first",
    "rests": "`rests: annual`, `semi-annual`, `quarterly`, `monthly` or `daily`",
    "periods": "`periods: equal`, `by day count` or `power of time`",
    "ends": "`ends:` and the day, or `ends: never`",
    "cap_is": "`cap_is: post-money` or `cap_is: pre-money`",
}


def _convention(
    context: Context, path: tuple[str | int, ...], message: str, key: str
) -> Diagnostic:
    return error(
        "ST305", message, context.key_at(*path), label=f"no `{key}:`", help=f"add {_CHOICES[key]}"
    )


CHECKS = (
    shares_above_the_whole,
    classes_held_exist,
    one_currency,
    ranges_in_order,
    conventions_stated,
)
