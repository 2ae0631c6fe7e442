"""Tender offers that can be carried out: units there, sellers who hold them, caps that bind."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.checks.context import Context, error
from stanchion.charter.checks.ownership import plain
from stanchion.charter.parties import Kind
from stanchion.charter.selection import selected_names
from stanchion.charter.state import Stake, State, known_value, state_at
from stanchion.charter.tenders import SellerCap, Tender
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


def _tenders(context: Context) -> Iterator[tuple[str, Tender, State]]:
    """Every tender with the company as it stands when it closes, where all of it could be read."""
    if not context.complete:
        return
    for name, tender in context.charter.tenders.items():
        yield name, tender, state_at(context.charter, tender.closes.start)


def _stakes(state: State, tender: Tender) -> list[Stake]:
    return [s for s in state.stakes if s.entity == tender.entity and s.share_class in tender.buys]


@explains("ST370", "tender of more than is held")
def tendered_units_are_held(context: Context) -> Iterator[Diagnostic]:
    """A seller tenders units that it does not hold.

    What counts is what it holds when the tender closes, after all events until then. A share of
    its holding cannot be above 100%.
    """
    for name, tender, state in _tenders(context):
        for place, offer in enumerate(tender.offers):
            classes = tender.buys if offer.of_class is None else (offer.of_class,)
            held = [s for s in _stakes(state, tender) if s.holder == offer.seller]
            of_classes = [s for s in held if s.share_class in classes]
            at = offer.tenders.at or context.at("tenders", name, "offers", place, "tenders")
            if not of_classes:
                yield error(
                    "ST370",
                    f"`{offer.seller}` holds no units that this tender buys",
                    context.at("tenders", name, "offers", place, "seller"),
                    label="nothing to tender",
                    help="the tender buys " + ", ".join(f"`{each}`" for each in tender.buys),
                )
            elif offer.tenders.unit is p.Unit.RATE:
                if offer.tenders.high > 1:
                    yield error("ST370", "more than all units are tendered", at, label="above 100%")
            else:
                known = [s.units for s in of_classes if s.units is not None]
                if len(known) == len(of_classes) and offer.tenders.high > sum(known):
                    yield error(
                        "ST370",
                        f"`{offer.seller}` holds {plain(Fraction(sum(known)))} units",
                        at,
                        label="more than that are tendered",
                    )


@explains("ST377", "offer that can be read in two ways")
def offers_are_clear(context: Context) -> Iterator[Diagnostic]:
    """A seller makes two offers of the same units, or offers units without saying of which class.

    A share of what is held can be meant of every class; a number of units cannot.
    """
    for name, tender, state in _tenders(context):
        seen: set[tuple[str, str]] = set()
        for place, offer in enumerate(tender.offers):
            held = {s.share_class for s in _stakes(state, tender) if s.holder == offer.seller}
            meant = held if offer.of_class is None else held & {offer.of_class}
            if len(meant) > 1 and offer.tenders.unit is not p.Unit.RATE:
                yield error(
                    "ST377",
                    f"`{offer.seller}` holds units of several classes that this tender buys",
                    context.at("tenders", name, "offers", place, "tenders"),
                    label="units of which?",
                    help="add `class:`, and an offer for each",
                )
            if any((str(offer.seller), str(each)) in seen for each in meant):
                yield error(
                    "ST377",
                    f"`{offer.seller}` makes two offers of the same units",
                    context.at("tenders", name, "offers", place, "seller"),
                    label="offered above",
                )
            seen |= {(str(offer.seller), str(each)) for each in meant}


@explains("ST371", "cap on sellers that cannot be applied")
def seller_caps_can_be_applied(context: Context) -> Iterator[Diagnostic]:
    """A cap on sellers that does not say what it bounds.

    A share of a holding says of which units it is a share (`of: vested units` or `of: all
    units`) and cannot be above 100%. A cap for each of a crowd needs the size of the crowd, for
    it bounds every person in it.
    """
    for name, tender, state in _tenders(context):
        for place, cap in enumerate(tender.caps):
            path: Path = ("tenders", name, "caps", place)
            match cap.at_most:
                case p.Quantity(value, p.Unit.RATE):
                    yield from _share(context, cap, value, path)
                case None:
                    pass
                case figure:
                    yield from _amount(context, figure, path)
            yield from _crowds(context, cap, state, path)


def _share(context: Context, cap: SellerCap, value: Fraction, path: Path) -> Iterator[Diagnostic]:
    if value > 1:
        yield error(
            "ST371",
            "a cap above all that is held bounds nothing",
            context.at(*path, "at_most"),
            label="above 100%",
        )
    if cap.of is None:
        yield error(
            "ST371",
            "this cap does not say of which units it is a share",
            context.at(*path, "at_most"),
            label="of what?",
            help="add `of: vested units` or `of: all units`",
        )


def _amount(context: Context, figure: p.Figure, path: Path) -> Iterator[Diagnostic]:
    try:
        amount_of(context.charter, figure)
    except NoAmount as wrong:
        yield error("ST371", wrong.why, context.at(*path, "at_most"), label="here", help=wrong.help)


def _crowds(context: Context, cap: SellerCap, state: State, path: Path) -> Iterator[Diagnostic]:
    rate = isinstance(cap.at_most, p.Quantity) and cap.at_most.unit is p.Unit.RATE
    if cap.each is None or rate:
        return
    for holder in selected_names(state, cap.each):
        party = context.charter.parties.get(holder)
        if party is not None and party.kind is Kind.GROUP and party.size is None:
            yield error(
                "ST371",
                f"a cap for each of `{holder}` needs to know how many they are",
                context.at(*path, "each"),
                label="a crowd without a size",
                help=f"add `size:` to `{holder}`, or write `together: {holder}`",
            )


@explains("ST372", "seller of whom nothing is said")
def sellers_say_what_they_tender(context: Context) -> Iterator[Diagnostic]:
    """Nothing says what somebody who may sell tenders.

    An offer of its own does, or `others:` for all who have none: `others: 0%` where they tender
    nothing, `others: 0% to 100%` where it is not known.
    """
    for name, tender, state in _tenders(context):
        sellers = selected_names(state, tender.sellers)
        holders = dict.fromkeys(s.holder for s in _stakes(state, tender) if s.holder in sellers)
        offering = {offer.seller for offer in tender.offers}
        silent = [h for h in holders if h not in offering and h != tender.buyer]
        if not holders:
            yield error(
                "ST372",
                "nobody who may sell holds what this tender buys",
                context.at("tenders", name, "sellers"),
                label="no holder among them",
            )
        if silent and tender.others is None:
            yield error(
                "ST372",
                f"nothing says what `{silent[0]}` tenders",
                context.key_at("tenders", name),
                label="no offer of it, and no `others:`",
                help="add `others: 0%`, or `others: 0% to 100%` where it is not known",
            )
        for place, offer in enumerate(tender.offers):
            if offer.seller not in sellers:
                yield error(
                    "ST372",
                    f"`{offer.seller}` is not among those who may sell",
                    context.at("tenders", name, "offers", place, "seller"),
                    label="not a seller",
                )


@explains("ST373", "groups under caps that overlap")
def capped_groups_are_nested(context: Context) -> Iterator[Diagnostic]:
    """Two groups of sellers, each capped together, overlap, and neither lies within the other.

    Which of the two caps cuts first would decide who sells how much, and no order is stated.
    """
    for name, tender, state in _tenders(context):
        groups = [
            (place, frozenset(selected_names(state, cap.together)))
            for place, cap in enumerate(tender.caps)
            if cap.together is not None
        ]
        for i, (_, one) in enumerate(groups):
            for place, other in groups[i + 1 :]:
                if one & other and not (one <= other or other <= one):
                    yield error(
                        "ST373",
                        "two capped groups overlap without one lying within the other",
                        context.at("tenders", name, "caps", place, "together"),
                        label=f"`{min(one & other)}` is in both",
                        help="cap groups that are apart, or one within the other",
                    )


@explains("ST374", "tender that buys nothing that is there")
def tendered_classes_exist(context: Context) -> Iterator[Diagnostic]:
    """A tender is for a class which its entity does not have, or whose units cannot be counted.

    Where a holding is a share of a class, the class must say how many units are out, so that
    whole units can be sold.
    """
    for name, tender, state in _tenders(context):
        classes = context.charter.classes.get(tender.entity, {})
        for share_class in tender.buys:
            at = share_class.at or context.at("tenders", name, "buys")
            if share_class not in classes:
                yield error(
                    "ST374",
                    f"`{tender.entity}` has no class `{share_class}`",
                    at,
                    label="not one of its classes",
                    help="its classes: " + ", ".join(f"`{each}`" for each in classes)
                    if classes
                    else f"declare it under `classes: {tender.entity}:`",
                )
                continue
            uncounted = [
                s
                for s in state.stakes
                if (s.entity, s.share_class) == (tender.entity, share_class)
                and s.units is None
                and (s.holding is None or s.holding.units is None)
                and s.holder in selected_names(state, tender.sellers)
            ]
            if uncounted and known_value(classes[share_class].units) is None:
                yield error(
                    "ST374",
                    f"how many units of `{share_class}` `{uncounted[0].holder}` holds is not said",
                    at,
                    label="units cannot be counted",
                    help=f"say `units:` of the class `{share_class}`, or of the holding",
                )


@explains("ST375", "tender at no price")
def tender_figures_mean_something(context: Context) -> Iterator[Diagnostic]:
    """A figure of a tender is of the wrong kind, or is zero where that has no meaning.

    A price, a headline and a count of units are above zero: a budget would buy without end. They
    are amounts or counts and no rates; what `others:` tender is a share of what each holds.
    """
    for name, tender in context.charter.tenders.items():
        for key, value in _counted(tender):
            at = value.at or context.at("tenders", name, *key)
            if value.unit is not p.Unit.NUMBER:
                yield error("ST375", f"`{key[-1]}` is counted, and is no rate", at, label="a rate")
            elif value.low <= 0 and key[-1] not in {"budget", "units"}:
                yield error(
                    "ST375",
                    f"`{key[-1]}` must be above zero at both its ends",
                    at,
                    label="reaches zero",
                )
            elif value.low <= 0 and key[0] == "worth":
                yield error(
                    "ST375", "units that share money are more than none", at, label="reaches zero"
                )
        for key, value in _shares(tender):
            if value.unit is not p.Unit.RATE or value.high > 1:
                yield error(
                    "ST375",
                    f"`{key[-1]}` is a share of at most 100%",
                    value.at or context.at("tenders", name, *key),
                    label="not such a share",
                    help="write for example `0% to 100%`",
                )


def _counted(tender: Tender) -> Iterator[tuple[Path, p.Range]]:
    found: dict[Path, p.Range | None] = {
        ("price",): tender.price,
        ("headline",): tender.headline,
        ("fully_diluted",): tender.fully_diluted,
        ("budget",): tender.budget,
        ("units",): tender.units,
        ("worth", "units"): None if tender.worth is None else tender.worth.units,
    }
    yield from ((key, value) for key, value in found.items() if value is not None)


def _shares(tender: Tender) -> Iterator[tuple[Path, p.Range]]:
    if tender.others is not None:
        yield ("others",), tender.others
    if tender.minimum is not None and tender.minimum.unit is p.Unit.RATE:
        yield ("minimum",), tender.minimum
    for place, right in enumerate(tender.first_refusal):
        if right.takes.unit is p.Unit.RATE:
            yield ("first_refusal", place, "takes"), right.takes


@explains("ST376", "worth that nobody pays")
def worth_is_paid(context: Context) -> Iterator[Diagnostic]:
    """The `worth:` of a tender names a payee whom the entity does not pay.

    It says by whose waterfall the units are paid, and as which payee of it.
    """
    for name, tender in context.charter.tenders.items():
        worth = tender.worth
        if worth is None or not context.complete:
            continue
        pays = context.charter.pay.get(worth.paid_by)
        if pays is None:
            yield error(
                "ST376",
                f"the charter does not say how `{worth.paid_by}` pays",
                context.at("tenders", name, "worth", "paid_by"),
                label="no waterfall",
                help=f"add `pay: {worth.paid_by}:`",
            )
            continue
        payees = {
            str(n) for stage in pays.stages for n in (*(stage.shares or {}), *(stage.claims or {}))
        }
        payees |= {str(pays.residual)} if pays.residual is not None else set()
        if pays.by == "class terms":
            held = context.charter.holdings.get(worth.paid_by, ())
            payees |= {str(holding.holder) for holding in held}
        if worth.payee not in payees:
            yield error(
                "ST376",
                f"`{worth.paid_by}` does not pay `{worth.payee}`",
                context.at("tenders", name, "worth", "payee"),
                label="not one of its payees",
                help="its payees: " + ", ".join(f"`{each}`" for each in sorted(payees)),
            )


CHECKS = (
    tendered_units_are_held,
    offers_are_clear,
    seller_caps_can_be_applied,
    sellers_say_what_they_tender,
    capped_groups_are_nested,
    tendered_classes_exist,
    tender_figures_mean_something,
    worth_is_paid,
)
