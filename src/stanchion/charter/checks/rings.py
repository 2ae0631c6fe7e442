"""Entities that pay one another: money that would never leave, and caps that reach across."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Context, error
from stanchion.charter.pay import Waterfall
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.tree import Path


def payees_of(context: Context, entity: p.Name, waterfall: Waterfall) -> frozenset[str]:
    """Everybody whom the entity may pay: named in its stages, holders of its classes, the rest."""
    named = {str(n) for s in waterfall.stages for n in (*(s.shares or ()), *(s.claims or ()))}
    named |= {
        str(to) for s in waterfall.stages for to in s.freed.values() if not isinstance(to, p.Freed)
    }
    if waterfall.by == "class terms":
        named |= {str(holding.holder) for holding in context.charter.holdings.get(entity, ())}
    if waterfall.residual is not None:
        named.add(str(waterfall.residual))
    return frozenset(named)


@explains("ST334", "ring of entities")
def rings_have_a_way_out(context: Context) -> Iterator[Diagnostic]:
    """Entities pay one another everything, so that no money ever reaches anybody else.

    Cross-holdings are fine as long as something leaves each time round; a closed ring has no
    answer to the question who is paid.
    """
    pays = {
        str(entity): payees_of(context, p.Name(entity), waterfall)
        for entity, waterfall in context.charter.pay.items()
    }
    told: set[str] = set()
    for entity in pays:
        ring = _reached(entity, pays)
        if entity in ring - told and ring <= pays.keys():
            told |= ring
            names = " and ".join(f"`{name}`" for name in pays if name in ring)
            yield error(
                "ST334",
                f"{names} pay one another everything"
                if len(ring) > 1
                else f"{names} pays itself everything",
                context.key_at("pay", entity),
                label="no money ever leaves",
                help="pay somebody outside, or give the rest to one by `residual:`",
            )


def _reached(entity: str, pays: dict[str, frozenset[str]]) -> frozenset[str]:
    """Everybody to whom money of the entity may come, over any number of hops."""
    reached: set[str] = set()
    ahead = list(pays[entity])
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(pays.get(name, ()))
    return frozenset(reached)


@explains("ST335", "limit that reaches into another entity")
def limits_stay_at_home(context: Context) -> Iterator[Diagnostic]:
    """A cap or limit counts what a payee receives from another entity.

    What an entity pays can depend on what it has paid itself. Where a cap is meant to span
    entities, state it in the one through whose hands the money of all of them goes.
    """
    for entity, waterfall in context.charter.pay.items():
        own = {str(stage.stage) for stage in waterfall.stages}
        for place, stage in enumerate(waterfall.stages):
            base = ("pay", entity, "stages", place)
            counted: list[tuple[Path, p.Counts]] = [
                ((*base, "caps", who, "counts"), cap.counts) for who, cap in stage.caps.items()
            ]
            if isinstance(stage.until, p.HasReceived):
                counted.append(((*base, "until"), stage.until.counts))
            for path, counts in counted:
                for name in counts.stages if isinstance(counts, p.InStages) else ():
                    of, _, plain = name.rpartition(".")
                    if of not in {"", str(entity)} or plain not in own:
                        yield error(
                            "ST335",
                            f"`{name}` is no stage of `{entity}`",
                            name.at or context.at(*path),
                            label="another entity's money does not count here",
                            help="its stages: " + ", ".join(f"`{known}`" for known in sorted(own)),
                        )


CHECKS = (rings_have_a_way_out, limits_stay_at_home)
