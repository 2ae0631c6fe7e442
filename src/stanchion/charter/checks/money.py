"""Waterfalls that pay: shares that add up, caps that can bind, nothing left without a payee."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.checks.class_terms import capped_without_freed, without_a_receiver
from stanchion.charter.checks.context import Context, Names, error, warning
from stanchion.charter.checks.ownership import plain
from stanchion.charter.instruments import CappedUnit, Units
from stanchion.charter.pay import Stage, Waterfall
from stanchion.exact.money import describe_share
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


def _stages(context: Context) -> Iterator[tuple[p.Name, Waterfall, int, Stage]]:
    for entity, waterfall in context.charter.pay.items():
        for place, stage in enumerate(waterfall.stages):
            yield p.Name(entity), waterfall, place, stage


@explains("ST310", "shares that do not make a whole")
def shares_make_a_whole(context: Context) -> Iterator[Diagnostic]:
    """The shares of a stage do not add up to 100%.

    Every dollar that a stage pays must have an owner, and no more than one: the shares are
    exact fractions and their sum must be one.
    """
    for entity, _, place, stage in _stages(context):
        if stage.shares is not None and (total := sum(stage.shares.values())) != 1:
            whole = Fraction(total)
            yield error(
                "ST310",
                f"the shares of stage `{stage.stage}` make {describe_share(whole)}",
                context.key_at("pay", entity, "stages", place, "shares"),
                label="every dollar needs exactly one owner",
                help=f"{describe_share(1 - whole)} is left over"
                if whole < 1
                else f"{describe_share(whole - 1)} is too much",
            )


@explains("ST311", "cap without a word on what it frees")
def freed_shares_stated(context: Context) -> Iterator[Diagnostic]:
    """A payee is capped in a stage, and nothing says who takes its share afterwards.

    This is where real terms are most often silent and where most money hangs on a word:
    `freed: {microsoft: others pro rata}`, a payee, `the residual`, or `the next stage`.
    """
    for entity, _, place, stage in _stages(context):
        for payee in stage.caps:
            if payee not in stage.freed:
                yield error(
                    "ST311",
                    f"nothing says who takes the share of `{payee}` once it is capped",
                    context.key_at("pay", entity, "stages", place, "caps", payee),
                    label="capped here",
                    help=f"add `freed: {{{payee}: …}}` with a payee, `others pro rata`, "
                    "`the residual` or `the next stage`",
                )
        for payee in stage.freed:
            if payee not in stage.caps:
                yield warning(
                    "ST311",
                    f"`{payee}` has no cap in stage `{stage.stage}` that could free its share",
                    context.key_at("pay", entity, "stages", place, "freed", payee),
                    label="never used",
                )
    yield from capped_without_freed(context)


@explains("ST312", "stage that cannot be reached")
def stages_can_be_reached(context: Context) -> Iterator[Diagnostic]:
    """A stage before this one never ends, so no dollar ever comes here.

    A stage of shares ends by its `until:`; without one it only passes money on through
    `freed: … the next stage`.
    """
    for entity, waterfall, place, stage in _stages(context):
        before = waterfall.stages[:place]
        blocking = next((s for s in before if not _lets_through(s)), None)
        if blocking is not None:
            yield error(
                "ST312",
                f"no dollar ever reaches stage `{stage.stage}`",
                context.at("pay", entity, "stages", place, "stage"),
                label=f"`{blocking.stage}` never ends",
                help=f"give `{blocking.stage}` an `until:`, or put the stages in another order",
            )


def _lets_through(stage: Stage) -> bool:
    if stage.claims is not None or stage.until is not None:
        return True
    to_next = {name for name, to in stage.freed.items() if to is p.Freed.NEXT_STAGE}
    pro_rata = {name for name, to in stage.freed.items() if to is p.Freed.OTHERS_PRO_RATA}
    everybody_capped = set(stage.shares or ()) <= set(stage.caps)
    return bool(to_next) or (bool(pro_rata) and everybody_capped)


@explains("ST313", "money that no one receives")
def money_has_a_receiver(context: Context) -> Iterator[Diagnostic]:
    """Above some amount nobody is left to be paid.

    When every stage has ended, or every payee has reached its cap, the rest needs a residual
    payee: `residual: openai_inc`.
    """
    for entity, waterfall in context.charter.pay.items():
        if waterfall.residual is not None or not waterfall.stages:
            continue
        ends = all(_lets_through(stage) for stage in waterfall.stages)
        wants = [
            payee
            for stage in waterfall.stages
            for payee, to in stage.freed.items()
            if to is p.Freed.RESIDUAL
        ]
        if ends or wants:
            who = f"the freed share of `{wants[0]}`" if wants else "what is left after the stages"
            yield error(
                "ST313",
                f"no one receives {who} of `{entity}`",
                context.key_at("pay", entity),
                label="has no `residual:`",
                help="add `residual:` and the party that takes the rest",
            )
    yield from without_a_receiver(context)


@explains("ST314", "cap below what it must cover")
def caps_cover_what_comes_before(context: Context) -> Iterator[Diagnostic]:
    """A cap that counts earlier stages is already used up when its stage begins.

    If an earlier stage lasts until the payee has received 13 bn, a cap of 10 bn counting
    everything can only be a slip.
    """
    for entity, waterfall, place, stage in _stages(context):
        for payee, cap in stage.caps.items():
            if isinstance(cap.counts, p.ThisStage):
                continue
            try:
                at = amount_of(context.charter, cap.amount, payee=payee, entity=entity)
                before = _promised(context, waterfall, entity, payee, place)
            except NoAmount:
                continue
            if at < before:
                yield error(
                    "ST314",
                    f"the cap of `{payee}` lies below what it receives before this stage",
                    context.at("pay", entity, "stages", place, "caps", payee, "at"),
                    label=f"less than the {plain(before)} of the stages before",
                    help="let it count `this stage`, or raise it",
                )


def _promised(
    context: Context, waterfall: Waterfall, entity: p.Name, payee: p.Name, place: int
) -> Fraction:
    """The least that a payee has received when a stage begins, from `until` and claims alone."""
    total = Fraction(0)
    for stage in waterfall.stages[:place]:
        match stage.until:
            case p.HasReceived(who, amount, _) if who == payee:
                due = amount_of(context.charter, amount, payee=payee, entity=entity)
                total = max(total, due)
            case _:
                claim = (stage.claims or {}).get(payee)
                if claim is not None:
                    total += amount_of(context.charter, claim, payee=payee, entity=entity)
    return total


@explains("ST315", "not an amount")
def figures_are_amounts(context: Context) -> Iterator[Diagnostic]:
    """A figure of money that comes to none: a rate, a term that is missing, an investment that
    is nowhere stated."""
    yield from _class_figures(context)
    yield from _changed_figures(context)
    for entity, waterfall, place, stage in _stages(context):
        for path, figure, payee in _figures(entity, place, stage):
            if _looked_up_in_vain(context, figure):
                continue
            try:
                amount_of(context.charter, figure, payee=payee, entity=entity)
            except NoAmount as wrong:
                yield error("ST315", wrong.why, context.at(*path), label="here", help=wrong.help)
        del waterfall
    for name, term in context.charter.terms.items():
        if _looked_up_in_vain(context, term.value):
            continue
        try:
            amount_of(context.charter, p.NamedTerm(p.Name(name)))
        except NoAmount as wrong:
            if not isinstance(term.value, p.Quantity):
                yield error(
                    "ST315",
                    wrong.why,
                    context.at("terms", name, "is"),
                    label="here",
                    help=wrong.help,
                )


def _changed_figures(context: Context) -> Iterator[Diagnostic]:
    """Figures of readings and events; what a name or an investment comes to shows when asked."""
    for path, owner, _, figure in context.fields:
        if path[:1] not in {("readings",), ("events",)} or not isinstance(owner, _CHANGES):
            continue
        if isinstance(figure, p.Quantity):
            try:
                amount_of(context.charter, figure)
            except NoAmount as wrong:
                at = figure.at or context.at(*path)
                yield error("ST315", wrong.why, at, label="here", help=wrong.help)


_CHANGES = (p.SetCap, p.HasReceived, p.HasPaid, p.IsPaid, p.Invests)
"""What readings and events say of money: an amount stands in each."""


def _class_figures(context: Context) -> Iterator[Diagnostic]:
    """Figures in the terms of classes; what a cap multiplies must be stated in every holding."""
    for entity, classes in context.charter.classes.items():
        for name, terms in classes.items():
            for key, figure in _figures_of_class(terms):
                if _looked_up_in_vain(context, figure):
                    continue
                try:
                    for holder in _investors(context, p.Name(entity), p.Name(name), figure):
                        amount_of(context.charter, figure, payee=holder, entity=entity)
                except NoAmount as wrong:
                    at = context.at("classes", entity, name, *key)
                    yield error("ST315", wrong.why, at, label="here", help=wrong.help)


_FIGURES = ("units", "granted", "issue_price", "strike", "cap", "hurdle", "amount", "principal")
"""The keys of classes behind which a figure stands; other numbers there are multiples and ranks."""


def _figures_of_class(terms: Units) -> Iterator[tuple[Path, p.Figure]]:
    for key in _FIGURES:
        figure = getattr(terms, key, None)
        if figure is not None:
            yield (key,), figure
    if isinstance(terms, CappedUnit):
        for place, step in enumerate(terms.steps):
            if step.cap is not None:
                yield ("steps", place, "cap"), step.cap


def _investors(
    context: Context, entity: p.Name, name: p.Name, figure: p.Figure
) -> tuple[p.Name | None, ...]:
    """Whose investments a figure multiplies: those of the holders of the class."""
    if not isinstance(figure, p.TimesInvested):
        return (None,)
    held = context.charter.holdings.get(entity, ())
    return tuple(holding.holder for holding in held if holding.of_class == name)


def _looked_up_in_vain(context: Context, figure: p.Figure) -> bool:
    """Whether what the figure refers to may be in an entry set aside, or is unknown (ST110)."""
    if isinstance(figure, p.NamedTerm) and figure.name not in context.declared[Names.TERM]:
        return True
    return not context.complete and not isinstance(figure, p.Quantity)


def _figures(
    entity: p.Name, place: int, stage: Stage
) -> Iterator[tuple[tuple[str | int, ...], p.Figure, p.Name | None]]:
    base = ("pay", entity, "stages", place)
    for payee, cap in stage.caps.items():
        yield (*base, "caps", payee, "at"), cap.amount, p.Name(payee)
    for payee, claim in (stage.claims or {}).items():
        if not isinstance(claim, p.PreferredReturn):  # ST330 sees to these
            yield (*base, "claims", payee), claim, p.Name(payee)
    match stage.until:
        case p.HasReceived(payee, amount, _):
            yield (*base, "until"), amount, payee
        case p.HasPaid(_, amount):
            yield (*base, "until"), amount, None
        case _:
            pass


@explains("ST316", "limit that means nothing here")
def limits_fit_their_stage(context: Context) -> Iterator[Diagnostic]:
    """A stage lasts until something that its own money cannot bring about.

    A stage can last until a payee of it has received an amount, until its entity has paid an
    amount, or until its claims are paid.
    """
    for entity, _, place, stage in _stages(context):
        at = context.at("pay", entity, "stages", place, "until")
        match stage.until:
            case None | p.ClaimsPaid() | p.HasReceivedShare():  # ST331 sees to the last
                continue
            case p.HasReceived(payee, _, _):
                if payee in (stage.shares or stage.claims or {}):
                    continue
                why = f"`{payee}` is not paid in stage `{stage.stage}`, so it would never end"
            case p.HasPaid(other, _):
                if other == entity:
                    continue
                why = f"this waterfall is that of `{entity}`, not of `{other}`"
            case _:
                why = "a stage cannot last until this"
        yield error(
            "ST316",
            why,
            at,
            label="not a limit for this stage",
            help="write for example `until: microsoft has received 13 bn` "
            f"or `until: {entity} has paid 92 bn`",
        )


@explains("ST317", "payee that a stage does not pay")
def caps_have_payees(context: Context) -> Iterator[Diagnostic]:
    """A cap, or a freed share, belongs to somebody whom the stage neither pays nor can pay."""
    for entity, _, place, stage in _stages(context):
        paid = set(stage.shares or ()) | set(stage.claims or ())
        paid |= {to for to in stage.freed.values() if not isinstance(to, p.Freed)}
        for payee in stage.caps:
            if payee not in paid:
                yield error(
                    "ST317",
                    f"`{payee}` is capped in stage `{stage.stage}` but not paid there",
                    context.key_at("pay", entity, "stages", place, "caps", payee),
                    label="no share here",
                    help="its payees: " + ", ".join(f"`{name}`" for name in sorted(paid)),
                )


CHECKS = (
    shares_make_a_whole,
    freed_shares_stated,
    stages_can_be_reached,
    money_has_a_receiver,
    caps_cover_what_comes_before,
    figures_are_amounts,
    limits_fit_their_stage,
    caps_have_payees,
)
