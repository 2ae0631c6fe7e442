"""What comes off before anybody is paid: payees, releases, shares, and debts that nothing pays."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.checks.context import Context, error
from stanchion.charter.instruments import CarveOut, Debt, Units
from stanchion.charter.pay import Deduction, DeductionKind, Waterfall
from stanchion.exact.money import describe_amount, describe_share
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path

HELD = frozenset({DeductionKind.ESCROW, DeductionKind.HOLDBACK})
ZERO = Fraction(0)


def _deductions(context: Context) -> Iterator[tuple[Path, p.Name, Deduction]]:
    for entity, waterfall in context.charter.pay.items():
        for place, item in enumerate(waterfall.deductions):
            yield ("pay", entity, "deductions", place), p.Name(entity), item


@explains("ST350", "deduction without a payee")
def deductions_have_payees(context: Context) -> Iterator[Diagnostic]:
    """Money comes off, and nobody is said to receive it.

    A deduction of an amount or a share says `to:` whom it goes; one of a class goes to the holders
    of that class. Every dollar has an owner, also one that an escrow agent keeps for others.
    """
    for path, _, item in _deductions(context):
        by_terms = item.all_debts or item.of_class is not None
        if item.to is None and not by_terms:
            yield error(
                "ST350",
                f"nobody receives what `{item.name}` takes",
                context.at(*path, "deduction"),
                label="no `to:`",
                help="add `to:` and a party"
                + (", such as the escrow agent" if item.what in HELD else ""),
            )
        if item.to is not None and by_terms:
            yield error(
                "ST350",
                "what comes off for a class goes to its holders",
                context.at(*path, "to"),
                label="not to somebody else",
                help="leave `to:` out, and name the holders under `holdings:`",
            )


@explains("ST351", "money held back without a release")
def held_money_is_released(context: Context) -> Iterator[Diagnostic]:
    """Money is kept in escrow or held back, and nothing says when it comes free.

    What is held back belongs in the end to those who are paid, or to who has a claim on it until
    then. Without a day nobody can say when; what is spent for good is `costs`.
    """
    for path, _, item in _deductions(context):
        if item.what in HELD and item.released is None:
            yield error(
                "ST351",
                f"nothing says when `{item.name or item.of_class}` is released",
                context.at(*path, "what"),
                label=f"{item.what} without `released:`",
                help="add `released:` and a day, and maybe `unless:`; what is never released is "
                "`costs`",
            )
        if item.what not in HELD and (item.released or item.unless):
            yield error(
                "ST351",
                "only escrow and holdback are released",
                context.at(*path, "released" if item.released else "unless"),
                label=f"this is {item.what.replace('_', '-')}",
                help="say `what: escrow` or `what: holdback`, or leave it out",
            )


@explains("ST352", "deductions that leave nothing")
def something_is_left(context: Context) -> Iterator[Diagnostic]:
    """The shares that come off make all of a dollar, so that nobody else is ever paid.

    Of every further dollar something must be left for the waterfall or the classes; of carve-outs
    in bands the largest share counts.
    """
    for entity, waterfall in context.charter.pay.items():
        total = sum((_largest(context, entity, item) for item in waterfall.deductions), ZERO)
        if total >= 1:
            yield error(
                "ST352",
                f"the deductions of `{entity}` take up to {describe_share(total)} of every dollar",
                context.key_at("pay", entity, "deductions"),
                label="nothing is left",
                help="shares are of proceeds: `share: 10%`",
            )


def _largest(context: Context, entity: str, item: Deduction) -> Fraction:
    terms = _class_of(context, entity, item)
    if isinstance(terms, CarveOut):
        shares = [band.share for band in terms.bands]
        return max([*shares, terms.share or ZERO])
    return item.share or ZERO


def _class_of(context: Context, entity: str, item: Deduction) -> Units | None:
    if item.of_class is None:
        return None
    return context.charter.classes.get(p.Name(entity), {}).get(item.of_class)


@explains("ST353", "bands out of order")
def bands_rise(context: Context) -> Iterator[Diagnostic]:
    """A carve-out's bands do not rise: each begins above a larger amount than the one before.

    The share of a band is taken of every dollar above its amount, up to where the next one begins.
    """
    for entity, classes in context.charter.classes.items():
        for name, terms in classes.items():
            if not isinstance(terms, CarveOut):
                continue
            try:
                above = [amount_of(context.charter, band.above) for band in terms.bands]
            except NoAmount:
                continue
            for place, (one, other) in enumerate(pairwise(above)):
                if other <= one:
                    yield error(
                        "ST353",
                        f"the bands of `{name}` do not rise",
                        context.at("classes", entity, name, "bands", place + 1, "above"),
                        label=f"not above {describe_amount(one)}",
                        help="write the bands in order, the lowest first",
                    )


@explains("ST354", "class that does not come off")
def classes_come_off(context: Context) -> Iterator[Diagnostic]:
    """A deduction names a class that is no debt or carve-out of the entity, or of the wrong kind.

    Classes that share in what is left (common, preferred, options) are paid by the waterfall.
    """
    wanted: dict[DeductionKind, type[Units]] = {
        DeductionKind.DEBT: Debt,
        DeductionKind.CARVE_OUT: CarveOut,
    }
    for path, entity, item in _deductions(context):
        if item.of_class is None or not context.complete:
            continue
        terms = _class_of(context, entity, item)
        kind = wanted.get(item.what)
        if kind is None:
            yield error(
                "ST354",
                f"{item.what} is no kind of class",
                context.at(*path, "class"),
                label="only debts and carve-outs come off as classes",
                help="give it an `amount:` or a `share:`, and say `to:` whom",
            )
        elif terms is None or not isinstance(terms, kind):
            fitting = [
                f"`{name}`"
                for name, of in context.charter.classes.get(entity, {}).items()
                if isinstance(of, kind)
            ]
            yield error(
                "ST354",
                f"`{item.of_class}` is no class of {item.what.replace('_', '-')} of `{entity}`",
                context.at(*path, "class"),
                label="cannot come off so",
                help="its classes of that kind: " + ", ".join(fitting)
                if fitting
                else f"declare one under `classes: {entity}:`, or give an `amount:`",
            )


@explains("ST355", "debt or carve-out that nothing pays")
def debts_are_paid(context: Context) -> Iterator[Diagnostic]:
    """An entity pays by class terms, and one of its debts or carve-outs never comes off, or twice.

    Debts come before equity, but before or after costs and escrow is for the contract to say: the
    order of `deductions:` says it. `- {what: debt}` stands for all debts by rank.
    """
    for entity, waterfall in context.charter.pay.items():
        classes = context.charter.classes.get(entity, {})
        for name, terms in classes.items():
            if not isinstance(terms, Debt | CarveOut) or not context.complete:
                continue
            times = sum(_covers(item, name, terms) for item in waterfall.deductions)
            if times > 1:
                yield error(
                    "ST355",
                    f"`{name}` comes off more than once",
                    context.key_at("pay", entity, "deductions"),
                    label=f"{times} times",
                    help="`what: debt` alone means all debts already",
                )
            if not times and waterfall.by == "class terms":
                yield _unpaid(context, entity, name, terms, waterfall)


def _covers(item: Deduction, name: str, terms: Units) -> bool:
    return item.of_class == name or (item.all_debts and isinstance(terms, Debt))


def _unpaid(
    context: Context, entity: str, name: str, terms: Units, waterfall: Waterfall
) -> Diagnostic:
    line = "{what: debt}" if isinstance(terms, Debt) else f"{{what: carve_out, class: {name}}}"
    where = "to its" if waterfall.deductions else "as"
    return error(
        "ST355",
        f"nothing pays `{name}`",
        context.key_at("classes", entity, name),
        label=f"not among the deductions of `{entity}`",
        help=f"add `- {line}` {where} `deductions:`, where in the order it comes",
    )


@explains("ST356", "carve-out after a preference that is not there")
def carve_outs_find_their_place(context: Context) -> Iterator[Diagnostic]:
    """A carve-out after the preference stands before another deduction, or stages pay the rest.

    It is measured on what is left once every preference is paid, so all else must be off already;
    a waterfall by stages has no preferences.
    """
    for path, entity, item in _deductions(context):
        terms = _class_of(context, entity, item)
        if not isinstance(terms, CarveOut) or terms.before_preference == "yes":
            continue
        waterfall = context.charter.pay[entity]
        after = waterfall.deductions[int(path[-1]) + 1 :]
        if waterfall.by == "stages":
            yield error(
                "ST356",
                f"`{item.of_class}` comes after preferences, and stages have none",
                context.at(*path, "class"),
                label="after what",
                help="say `before_preference: yes` and what it is a share `of:`",
            )
        elif any(not _after_preference(context, entity, later) for later in after):
            yield error(
                "ST356",
                f"`{item.of_class}` comes after the preference, but something else comes off later",
                context.at(*path, "class"),
                label="must come last",
                help="move it to the end of `deductions:`",
            )


def _after_preference(context: Context, entity: str, item: Deduction) -> bool:
    terms = _class_of(context, entity, item)
    return isinstance(terms, CarveOut) and terms.before_preference == "no"


CHECKS = (
    deductions_have_payees,
    held_money_is_released,
    something_is_left,
    bands_rise,
    classes_come_off,
    debts_are_paid,
    carve_outs_find_their_place,
)
