"""Terms of classes by which an entity pays: holders, units, preferences, caps, prices."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.checks.context import Context, error, names_in, warning
from stanchion.charter.instruments import (
    CappedUnit,
    Common,
    ConvertibleNote,
    Option,
    Preferred,
    Safe,
    Units,
    VotingRight,
    Warrant,
)
from stanchion.charter.instruments.convertible import AtExit
from stanchion.charter.instruments.preferred import CapCounts, ConvertsBy, Participation
from stanchion.charter.state import Stake, opening_state
from stanchion.charter.units import UnitsUnknown, class_held, stakes_by_class
from stanchion.exact.money import describe_amount
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.span import Span


def classes_that_pay(context: Context) -> Iterator[tuple[p.Name, p.Name, Units]]:
    """Every class of an entity that pays by class terms."""
    for entity, waterfall in context.charter.pay.items():
        if waterfall.by == "class terms":
            for name, terms in context.charter.classes.get(entity, {}).items():
                yield p.Name(entity), p.Name(name), terms


@explains("ST320", "class terms without holders")
def somebody_is_paid(context: Context) -> Iterator[Diagnostic]:
    """An entity pays by the terms of its classes, and nobody holds any class that is paid.

    Classes are declared under `classes:`, who holds them under `holdings:`, both by entity. Voting
    rights are paid nothing.
    """
    issued = {
        effect.share_class.rpartition(".")[2]
        for event in context.charter.events
        for effect in event.effect
        if isinstance(effect, p.Receives)
    }
    held = {
        entity: {holding.of_class for holding in holdings} | issued
        for entity, holdings in context.charter.holdings.items()
    }
    paid = {
        entity
        for entity, name, terms in classes_that_pay(context)
        if not isinstance(terms, VotingRight) and name in held.get(entity, issued)
    }
    for entity, waterfall in context.charter.pay.items():
        if waterfall.by == "class terms" and context.complete and entity not in paid:
            yield error(
                "ST320",
                f"`{entity}` pays by class terms, and nobody holds a class that is paid",
                context.at("pay", entity, "by"),
                label="the terms of which classes",
                help=f"add `classes: {entity}:` and `holdings: {entity}:`, or pay `by: stages`",
            )


@explains("ST321", "units that are not known")
def units_known(context: Context) -> Iterator[Diagnostic]:
    """Money cannot be worked out, because how many units there are, or who holds them, is not said.

    Everything else about the charter can still be asked. Money by class terms needs a number: of
    units for each class (a SAFE or a note does with shares of it), and a holder for each of them.
    """
    state = opening_state(context.charter)
    stakes = {
        p.Name(entity): stakes_by_class(state, p.Name(entity)) for entity in context.charter.pay
    }
    for entity, name, _ in classes_that_pay(context):
        if not context.complete:
            return
        try:
            class_held(state, entity, name, stakes[entity].get(name, ()))
        except UnitsUnknown as unknown:
            yield warning(
                "ST321",
                unknown.why,
                _stake_at(context, unknown.stake) or context.key_at("classes", entity, name),
                label=f"so `{entity}` cannot be paid out",
                help=unknown.help,
            )


def _stake_at(context: Context, stake: Stake | None) -> Span | None:
    if stake is None or stake.holding is None:
        return None
    place = context.charter.holdings[stake.entity].index(stake.holding)
    key = "class" if stake.share is None else "share"
    return context.at("holdings", stake.entity, place, key)


@explains("ST322", "option over nothing that can be bought")
def options_buy_something(context: Context) -> Iterator[Diagnostic]:
    """An option or a warrant is over a class that it cannot buy.

    `over:` names a common or preferred class of the same entity: the strike buys one unit of it.
    """
    for entity, classes in context.charter.classes.items():
        declared = names_in(context.tree, "classes", entity)
        for name, terms in classes.items():
            if not isinstance(terms, Option | Warrant):
                continue
            over = classes.get(terms.over)
            if isinstance(over, Common | Preferred) or (over is None and terms.over in declared):
                continue
            buyable = [n for n, other in classes.items() if isinstance(other, Common | Preferred)]
            yield error(
                "ST322",
                f"`{terms.over}` is no class that `{name}` could buy",
                context.at("classes", entity, name, "over"),
                label=f"not a common or preferred class of `{entity}`",
                help="its classes that can be bought: " + ", ".join(f"`{n}`" for n in buyable)
                if buyable
                else "declare the class that is bought",
            )


@explains("ST323", "cap below the preference")
def caps_cover_the_preference(context: Context) -> Iterator[Diagnostic]:
    """A participation cap that counts the preference is less than the preference itself.

    `participation_cap: 1x` with `preference: 2x` would be used up before it begins. Either the cap
    is meant beyond the preference, or one of the two is a slip.
    """
    for entity, name, terms in _preferred(context):
        cap = terms.participation_cap
        if (
            terms.participation is Participation.CAPPED
            and terms.cap_counts is CapCounts.WITH_PREFERENCE
            and cap is not None
            and cap.value < terms.preference.value
        ):
            yield error(
                "ST323",
                f"the participation cap of `{name}` lies below its preference",
                context.at("classes", entity, name, "participation_cap"),
                label=f"less than {describe_amount(terms.preference.value)}x",
                help="raise it, or let it count `beyond the preference`",
            )


@explains("ST324", "preference without an amount")
def preferences_have_amounts(context: Context) -> Iterator[Diagnostic]:
    """A preference or its cap comes to no amount of money.

    Both are multiples of the issue price (`1x`, `1.5x`), which must be more than zero. A bare
    number could be a multiple or an amount per unit, so it is refused.
    """
    for entity, name, terms in _preferred(context):
        for key, quantity in (
            ("preference", terms.preference),
            ("participation_cap", terms.participation_cap),
        ):
            if quantity is not None and quantity.unit is not p.Unit.MULTIPLE:
                yield error(
                    "ST324",
                    f"the {key.replace('_', ' ')} of `{name}` is no multiple of its issue price",
                    context.at("classes", entity, name, key),
                    label="a multiple such as `1x` belongs here",
                    help=f"write `{describe_amount(quantity.value)}x` if that is meant",
                )
        if _value(context, terms.issue_price) == 0:
            yield error(
                "ST324",
                f"the issue price of `{name}` is nothing, so its preference is nothing",
                context.at("classes", entity, name, "issue_price"),
                label="must be more than zero",
                help="write what one unit was issued for, or make the class `kind: common`",
            )


def _preferred(context: Context) -> Iterator[tuple[str, str, Preferred]]:
    for entity, classes in context.charter.classes.items():
        for name, terms in classes.items():
            if isinstance(terms, Preferred):
                yield str(entity), str(name), terms


def _value(context: Context, figure: p.Figure) -> Fraction | None:
    try:
        return amount_of(context.charter, figure)
    except NoAmount:
        return None


@explains("ST325", "conversion at no price")
def conversions_have_a_price(context: Context) -> Iterator[Diagnostic]:
    """A SAFE or a note is to convert when the company is sold, and nothing says at what price.

    That takes a `cap:` above zero, a `discount:` below 100%, or both. What a SAFE with a most
    favoured nation clause took over from a later one is written as its own cap or discount.
    """
    for entity, classes in context.charter.classes.items():
        for name, terms in classes.items():
            if not isinstance(terms, Safe | ConvertibleNote) or terms.at_exit is AtExit.MONEY_BACK:
                continue
            if terms.cap is None and terms.discount is None:
                yield error(
                    "ST325",
                    f"at what price `{name}` converts is not said",
                    context.key_at("classes", entity, name),
                    label="neither `cap:` nor `discount:`",
                    help="add one of them, or `at_exit: money back`",
                )
            if terms.discount is not None and terms.discount >= 1:
                yield error(
                    "ST325",
                    f"`{name}` would convert for nothing",
                    context.at("classes", entity, name, "discount"),
                    label="a discount below 100% belongs here",
                    help="`discount: 20%` pays 80% of the price",
                )
            if terms.cap is not None and _value(context, terms.cap) == 0:
                yield error(
                    "ST325",
                    f"`{name}` would convert into everything",
                    context.at("classes", entity, name, "cap"),
                    label="a valuation above zero belongs here",
                )


def capped_without_freed(context: Context) -> Iterator[Diagnostic]:
    """Capped units that do not say who takes what they no longer can (ST311)."""
    for entity, name, terms in classes_that_pay(context):
        if not isinstance(terms, CappedUnit):
            continue
        path = ("classes", entity, name)
        if terms.freed is None:
            yield error(
                "ST311",
                f"nothing says who takes the share of `{name}` once it is capped",
                context.at(*path, "cap"),
                label="capped here",
                help="add `freed:` with a payee, `others pro rata` or `the residual`",
            )
        elif terms.freed is p.Freed.NEXT_STAGE:
            yield error(
                "ST311",
                f"`{entity}` pays by class terms, which have no next stage",
                context.at(*path, "freed"),
                label="no stage comes next",
                help="write a payee, `others pro rata` or `the residual`",
            )


def without_a_receiver(context: Context) -> Iterator[Diagnostic]:
    """Entities whose classes all stop somewhere, and that name no residual payee (ST313)."""
    for entity, waterfall in context.charter.pay.items():
        mine = [(n, t) for e, n, t in classes_that_pay(context) if e == entity]
        held = {holding.of_class for holding in context.charter.holdings.get(entity, ())}
        paid = [(n, t) for n, t in mine if n in held and not isinstance(t, VotingRight)]
        if waterfall.residual is not None or not paid:
            continue
        wants = [n for n, t in paid if isinstance(t, CappedUnit) and t.freed is p.Freed.RESIDUAL]
        if wants or all(_stops(terms) for _, terms in paid):
            who = f"the freed share of `{wants[0]}`" if wants else "what is left above all caps"
            yield error(
                "ST313",
                f"no one receives {who} of `{entity}`",
                context.key_at("pay", entity),
                label="has no `residual:`",
                help="add `residual:` and the party that takes the rest",
            )


def _stops(terms: Units) -> bool:
    """Whether a class takes only so much, however much is paid."""
    match terms:
        case CappedUnit():
            return not isinstance(terms.freed, p.Name)
        case Preferred():
            never = terms.converts_by is ConvertsBy.NEVER
            return never and terms.participation is not Participation.FULL
        case Safe() | ConvertibleNote():
            return terms.at_exit is AtExit.MONEY_BACK or terms.cap is None
        case _:
            return False


CHECKS = (
    somebody_is_paid,
    units_known,
    options_buy_something,
    caps_cover_the_preference,
    preferences_have_amounts,
    conversions_have_a_price,
)
