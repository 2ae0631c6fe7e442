"""Time inside terms: when something begins to accrue, rests that fit, vesting that can happen."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.calendar import anniversaries, day_of, months_after
from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.instruments import ConvertibleNote, Debt, Preferred, Units
from stanchion.charter.instruments.base import Acceleration, Accrual, Allocation, Rests, Vesting
from stanchion.charter.ownership import Holding
from stanchion.charter.state import known_value
from stanchion.exact.money import describe_amount
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path

MONTHS = {Rests.ANNUAL: 12, Rests.SEMI_ANNUAL: 6, Rests.QUARTERLY: 3, Rests.MONTHLY: 1}
LONGEST_MONTHS = 1200


def _accruals(context: Context) -> Iterator[tuple[Path, p.Name, str, Units, Accrual]]:
    for entity, classes in context.charter.classes.items():
        for name, terms in classes.items():
            key, accrual = _accrual_of(terms)
            if accrual is not None:
                yield ("classes", entity, name, key), p.Name(entity), name, terms, accrual


def _accrual_of(terms: Units) -> tuple[str, Accrual | None]:
    """The key under which terms accrue, and how."""
    match terms:
        case Debt() | ConvertibleNote():
            return "interest", terms.interest
        case Preferred():
            return "dividend", terms.dividend
        case _:
            return "", None


def _day(context: Context, instant: p.Instant) -> date:
    return day_of(instant.start, context.charter.time_zone)


@explains("ST360", "accrual without a beginning")
def accruals_begin(context: Context) -> Iterator[Diagnostic]:
    """Something accrues, and nothing says from when.

    Either the terms say `since:`, or every holding of the class says `on:` which day it was
    acquired.
    """
    for path, entity, name, _, accrual in _accruals(context):
        if accrual.since is not None:
            continue
        for holding in context.charter.holdings.get(entity, ()):
            if holding.of_class == name and holding.on is None:
                yield error(
                    "ST360",
                    f"from when `{name}` of `{holding.holder}` accrues is not said",
                    context.key_at(*path),
                    label="no `since:`",
                    help="add `since:` here, or `on:` to the holding",
                )
                break


@explains("ST361", "rests that do not divide the term")
def rests_divide_the_term(context: Context) -> Iterator[Diagnostic]:
    """A debt falls due between two rests of its interest.

    The days after the last rest earn simple interest by the day count (or, with `periods: power of
    time`, a power of the part of a period). That is a choice that contracts state; more often one
    of the two days is a slip.
    """
    for path, _, name, terms, accrual in _accruals(context):
        matures = terms.matures if isinstance(terms, Debt | ConvertibleNote) else None
        months = MONTHS.get(accrual.rests) if accrual.rests is not None else None
        if matures is None or accrual.since is None or months is None:
            continue
        start, end = _day(context, accrual.since), _day(context, matures)
        rests = (start, *anniversaries(start, end, months=months))
        if rests[-1] != end and end > start:
            yield warning(
                "ST361",
                f"`{name}` falls due between two {accrual.rests} rests",
                context.at(*path[:-1], "matures"),
                label=f"{(end - rests[-1]).days} days after the rest of {rests[-1]}",
                help=f"the next rest is on {months_after(start, months * len(rests))}",
            )


@explains("ST362", "vesting that ends before it begins")
def vesting_can_happen(context: Context) -> Iterator[Diagnostic]:
    """Units cannot vest as the terms say: the cliff lies after the end, or tranches do not fit.

    Units vest in tranches of `every_months` over `months`; the first that count are those of
    `cliff_months`. The tranches must divide the time, and the cliff must lie within it.
    """
    for path, _, holding, terms in _vestings(context):
        fault = _vesting_fault(terms)
        if fault is not None:
            key, why, remedy = fault
            yield error("ST362", why, context.at(*path, key), label="here", help=remedy)
        elif terms.service_ended is not None and terms.service_ended.end <= terms.start.start:
            yield error(
                "ST362",
                f"the service of `{holding.holder}` ends before vesting begins",
                context.at(*path, "service_ended"),
                label=f"before {terms.start.text}",
                help="check the two days",
            )


def _vestings(context: Context) -> Iterator[tuple[Path, p.Name, Holding, Vesting]]:
    for entity, holdings in context.charter.holdings.items():
        for place, holding in enumerate(holdings):
            if holding.vesting is not None:
                path = ("holdings", entity, place, "vesting")
                yield path, p.Name(entity), holding, holding.vesting


def _vesting_fault(terms: Vesting) -> tuple[str, str, str] | None:
    """The key at fault, why, and what to do; None where tranches and cliff fit."""
    counts = {
        "months": terms.months.value,
        "every_months": terms.every_months.value,
        "cliff_months": terms.cliff_months.value,
    }
    if terms.window_months is not None:
        counts["window_months"] = terms.window_months.value
    for key, count in counts.items():
        if count.denominator != 1 or count > LONGEST_MONTHS:
            why = f"`{key}` is a whole number of months up to {LONGEST_MONTHS:,}"
            return key, why, "write for example `48`"
    if not terms.months.value or not terms.every_months.value:
        key = "months" if not terms.months.value else "every_months"
        return key, "units vest over no time at all", "leave `vesting:` out where all is vested"
    if terms.cliff_months.value > terms.months.value:
        why = f"the cliff of {counts['cliff_months']} months lies after the end"
        remedy = f"vesting ends after {counts['months']} months; `cliff_months: 0` says none"
        return "cliff_months", why, remedy
    if (terms.months.value / terms.every_months.value).denominator != 1:
        why = f"tranches of {counts['every_months']} months do not divide {counts['months']}"
        return "every_months", why, "write `every_months: 1` or another that divides it"
    return None


@explains("ST363", "whole units that the tranches do not divide")
def allocation_stated(context: Context) -> Iterator[Diagnostic]:
    """A grant does not divide into equal tranches of whole units, and how it is spread is unsaid.

    Plans differ: `cumulative rounding`, `cumulative round down`, `front loaded`, `back loaded`,
    either of these `to single tranche`, or `fractional` units. 18 units in 4 tranches vest as 5,
    4, 5, 4 or as 6, 4, 4, 4, and that decides what a leaver keeps.
    """
    for path, _, holding, terms in _vestings(context):
        units = known_value(holding.units)
        if units is None or terms.allocation is not None or _vesting_fault(terms) is not None:
            continue
        tranches = terms.months.value / terms.every_months.value
        if Fraction(units / tranches).denominator != 1:
            choices = ", ".join(f"`{choice}`" for choice in Allocation)
            yield error(
                "ST363",
                f"{describe_amount(units)} units do not divide into {tranches} tranches",
                context.key_at(*path),
                label="no `allocation:`",
                help=f"add `allocation:`, one of {choices}",
            )


@explains("ST364", "acceleration on an occasion that is not named")
def occasion_stated(context: Context) -> Iterator[Diagnostic]:
    """Units vest at once on a sale, and nothing says whether the money paid is that of a sale.

    `occasion: sale` or `occasion: distribution` under the entity's `pay:` says it.
    """
    for path, entity, holding, terms in _vestings(context):
        pay = context.charter.pay.get(entity)
        if terms.acceleration is Acceleration.NONE or pay is None or pay.by != "class terms":
            continue
        if pay.occasion is None:
            yield error(
                "ST364",
                f"units of `{holding.holder}` vest on a sale, and whether this is one is not said",
                context.at(*path, "acceleration"),
                label="on what occasion",
                help=f"add `occasion: sale` or `occasion: distribution` under `pay: {entity}:`",
            )


CHECKS = (
    accruals_begin,
    rests_divide_the_term,
    vesting_can_happen,
    allocation_stated,
    occasion_stated,
)
