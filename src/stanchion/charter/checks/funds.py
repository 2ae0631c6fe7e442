"""Money over time: returns that accrue, catch-ups, caps that rise, planned payouts, clawbacks."""

from collections.abc import Iterator, Sequence

from stanchion.charter import phrases as p
from stanchion.charter.amounts import NoAmount, amount_of
from stanchion.charter.checks.context import Context, error
from stanchion.charter.instruments.base import Periods
from stanchion.charter.instruments.profit_units import CappedUnit, CapStep
from stanchion.charter.pay import Stage, Waterfall
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


def _stages(context: Context) -> Iterator[tuple[p.Name, Waterfall, int, Stage]]:
    for entity, waterfall in context.charter.pay.items():
        for place, stage in enumerate(waterfall.stages):
            yield p.Name(entity), waterfall, place, stage


def _claims_return(stage: Stage) -> list[p.Name]:
    claims = stage.claims or {}
    return [p.Name(who) for who, claim in claims.items() if isinstance(claim, p.PreferredReturn)]


@explains("ST330", "preferred return without its terms")
def preferred_returns_accrue(context: Context) -> Iterator[Diagnostic]:
    """A stage claims a `preferred return` and does not say how it accrues, or the other way round.

    The rate, simple or compound, the rests and the day count stand in the stage's `accrues:`. A
    waterfall pays in exact fractions, so a return that compounds by a `power of time` cannot be
    claimed in it.
    """
    for entity, _, place, stage in _stages(context):
        claimants = _claims_return(stage)
        base = ("pay", entity, "stages", place)
        if claimants and stage.accrues is None:
            yield error(
                "ST330",
                f"stage `{stage.stage}` does not say how the preferred return accrues",
                context.at(*base, "claims", claimants[0]),
                label="at which rate, and how?",
                help="add `accrues:` with `rate`, `accrues: simple` or `compound` (then `rests` "
                "and `periods`) and `day_count`",
            )
        elif stage.accrues is not None and not claimants:
            yield error(
                "ST330",
                f"nobody claims a preferred return in stage `{stage.stage}`",
                context.key_at(*base, "accrues"),
                label="of no use here",
                help="write `claims: {investor: preferred return}`, or leave out `accrues:`",
            )
        elif stage.accrues is not None and stage.accrues.periods is Periods.POWER_OF_TIME:
            yield error(
                "ST330",
                "a waterfall pays exact sums, and a power of time is none",
                context.at(*base, "accrues", "periods"),
                label="not an exact sum between the rests",
                help="say `periods: equal` or `periods: by day count`",
            )


@explains("ST331", "catch-up that means nothing here")
def catch_ups_close(context: Context) -> Iterator[Diagnostic]:
    """A stage lasts until a payee has a share of what stages paid, and can never get there.

    The payee is paid in the stage, more than that share of every dollar; the stages named are this
    one and earlier ones of the same entity; and the earlier ones pass nothing on while they last,
    so that what they paid is settled when this one begins.
    """
    for entity, waterfall, place, stage in _stages(context):
        until = stage.until
        if isinstance(until, p.HasReceivedShare):
            why = _catch_up_fault(entity, waterfall, place, until)
            if why:
                yield error(
                    "ST331",
                    why,
                    context.at("pay", entity, "stages", place, "until"),
                    label="not a limit for this stage",
                    help="write for example `until: gp has received 20% of what stages "
                    "preferred and catch_up paid`, where `catch_up` is this stage",
                )


def _catch_up_fault(
    entity: p.Name, waterfall: Waterfall, place: int, until: p.HasReceivedShare
) -> str:
    stage = waterfall.stages[place]
    share = (stage.shares or {}).get(until.payee)
    earlier = {str(s.stage): s for s in waterfall.stages[:place]}
    named = [_plain(name, entity) for name in until.stages]
    if share is None:
        return f"`{until.payee}` has no share in stage `{stage.stage}`"
    if stage.stage not in named:
        return f"what stage `{stage.stage}` pays must be counted, or it would never end"
    unknown = [name for name in named if name != stage.stage and name not in earlier]
    if unknown:
        return f"`{unknown[0]}` is no earlier stage of `{entity}`"
    if share <= until.share:
        return f"`{until.payee}` takes no more of a dollar here than it is to have in the end"
    if until.payee in stage.caps:
        return f"`{until.payee}` is capped in stage `{stage.stage}` and might never get there"
    passing = [name for name in named if name in earlier and earlier[name].freed]
    if passing:
        return f"stage `{passing[0]}` passes money on while it still pays"
    return ""


def _plain(name: p.Name, entity: p.Name) -> str:
    of, _, plain = name.rpartition(".")
    return plain if of in {"", entity} else str(name)


@explains("ST332", "money without a date")
def returns_have_dates(context: Context) -> Iterator[Diagnostic]:
    """A preferred return runs from the day on which money came, and a day is missing.

    Every holding of an investor who claims such a return says `on:` when it was paid in, and what
    was received before says `on:` when it was paid out.
    """
    for entity, _, _, stage in _stages(context):
        claimants = _claims_return(stage)
        for place, holding in enumerate(context.charter.holdings.get(entity, ())):
            if holding.holder in claimants and holding.invested and holding.on is None:
                yield _undated(context, ("holdings", entity, place, "invested"), "invested")
        for place, item in enumerate(context.charter.pay[entity].received):
            if item.payee in claimants and item.on is None:
                path = ("pay", entity, "received", place, "amount")
                yield _undated(context, path, "received")


def _undated(context: Context, path: Path, what: str) -> Diagnostic:
    return error(
        "ST332",
        f"a preferred return depends on the day on which this was {what}",
        context.at(*path),
        label="on which day?",
        help="add `on:` with the date",
    )


@explains("ST333", "clawback that cannot be worked out")
def clawbacks_find_their_money(context: Context) -> Iterator[Diagnostic]:
    """A clawback looks at an entity that does not pay, or at stages that there are not.

    `of:` names entities with a waterfall, `carry:` the stages in which the payer receives carried
    interest (or `everything`); a hurdle is stated in exact terms.
    """
    charter = context.charter
    for name, terms in charter.clawbacks.items():
        base = ("clawbacks", name)
        for entity in terms.entities:
            if entity not in charter.pay and context.complete:
                yield error(
                    "ST333",
                    f"`{entity}` pays nobody, so nothing of it can be clawed back",
                    entity.at or context.at(*base, "of"),
                    label="has no waterfall",
                    help="name the entities under `pay:` whose money counts",
                )
        if isinstance(terms.carry, p.ThisStage):
            yield error(
                "ST333",
                "a clawback stands in no stage, so `this stage` is none",
                context.at(*base, "carry"),
                label="which stages?",
                help="write for example `carry: stages catch_up and split`",
            )
        if terms.hurdle is not None and terms.hurdle.periods is Periods.POWER_OF_TIME:
            yield error(
                "ST333",
                "a clawback is an exact sum, and a power of time is none",
                context.at(*base, "hurdle", "periods"),
                label="not an exact sum between the rests",
                help="say `periods: equal` or `periods: by day count`",
            )


@explains("ST336", "cap steps that do not follow")
def cap_steps_follow(context: Context) -> Iterator[Diagnostic]:
    """A step of a cap says neither or both of a new amount and a rate, or begins too early.

    A step has a `start` and either `cap:` or `grows_by:` (then maybe `every: 1 year`); steps stand
    in the order of time.
    """
    for entity, _, place, stage in _stages(context):
        for payee, cap in stage.caps.items():
            base = ("pay", entity, "stages", place, "caps", payee, "steps")
            yield from _steps(context, base, cap.steps, payee=p.Name(payee), entity=entity)
    for owner, classes in context.charter.classes.items():
        for name, terms in classes.items():
            if isinstance(terms, CappedUnit):  # what its figures come to is looked at with them
                at = ("classes", owner, name, "steps")
                yield from _steps(context, at, terms.steps, payee=None, entity=p.Name(owner))


def _steps(
    context: Context, base: Path, steps: Sequence[CapStep], *, payee: p.Name | None, entity: p.Name
) -> Iterator[Diagnostic]:
    before: CapStep | None = None
    for place, step in enumerate(steps):
        why = ""
        if (step.cap is None) == (step.grows_by is None):
            why = "a step says either `cap:` or `grows_by:`"
        elif step.every is not None and (step.grows_by is None or not step.every):
            why = "`every:` is how often a cap grows, and longer than nothing"
        elif before is not None and step.start.start <= before.start.start:
            why = f"this step begins no later than the one before it ({before.start.text})"
        elif step.cap is not None and payee is not None:
            try:
                amount_of(context.charter, step.cap, payee=payee, entity=entity)
            except NoAmount as wrong:
                why = wrong.why
        if why:
            yield error(
                "ST336",
                why,
                context.at(*base, place),
                label="here",
                help="such as `{start: 2025-01-01, grows_by: 20%, every: 1 year}`",
            )
        before = step


@explains("ST337", "payout that cannot take place")
def payouts_can_take_place(context: Context) -> Iterator[Diagnostic]:
    """A planned distribution is earlier than the one before it or than the charter's opening, or
    is no whole number of minor units."""
    per_major = context.charter.currency.minor_per_major
    for entity, waterfall in context.charter.pay.items():
        latest = context.charter.opens
        for place, planned in enumerate(waterfall.distributions):
            base = ("pay", entity, "distributions", place)
            if planned.when.end <= latest.start:
                yield error(
                    "ST337",
                    "this payout is too early",
                    context.at(*base, "at"),
                    label=f"before {latest.text}",
                    help="payouts stand in the order of time, from `opening:` on",
                )
            latest = planned.when
            try:
                amount = amount_of(context.charter, planned.amount)
            except NoAmount as wrong:
                if not isinstance(planned.amount, p.NamedTerm):
                    yield error("ST337", wrong.why, context.at(*base, "amount"), label="here")
                continue
            if (amount * per_major).denominator != 1:
                yield error(
                    "ST337",
                    "this cannot be paid: it is no whole number of minor units",
                    context.at(*base, "amount"),
                    label="less than a unit is left",
                )


CHECKS = (
    preferred_returns_accrue,
    catch_ups_close,
    returns_have_dates,
    clawbacks_find_their_money,
    cap_steps_follow,
    payouts_can_take_place,
)
