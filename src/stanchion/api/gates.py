"""Release gates under two charters: the verdict on every model and stage, before and after.

With nothing on record: what is required, who approves to what effect, and the fewest who together
can force it. What a register says besides is the same before and after.
"""

from collections.abc import Iterator
from datetime import datetime

from stanchion.api.difference import Difference
from stanchion.api.release import may_ship
from stanchion.api.view import View
from stanchion.charter.release import ReleaseStage
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record
from stanchion.release.results import Verdict

Key = tuple[str, str, str]


@record(frozen=True, slots=True)
class GateChange:
    """The gate of one model to one stage of a product; `why_not` where it cannot be asked."""

    model: str
    stage: str
    product: str
    difference: Difference
    before: Verdict | None
    after: Verdict | None
    why_not: str | None = None


def gates(asked: View) -> Iterator[Key]:
    """Every model, product and stage that a policy covers."""
    release = asked.charter.release
    if release is None:
        return
    for name, model in release.models.items():
        for product in model.product:
            covered = {
                stage
                for policy in release.policies.values()
                if product in policy.products
                for stage in policy.stages
            }
            yield from (
                (str(name), stage.value, str(product)) for stage in ReleaseStage if stage in covered
            )


def gate_changes(before: View, after: View) -> tuple[GateChange, ...]:
    """Every gate of either, compared."""
    was, now = list(gates(before)), list(gates(after))
    return tuple(
        _changed(
            key,
            _verdict(before, key) if key in was else None,
            _verdict(after, key) if key in now else None,
        )
        for key in dict.fromkeys([*was, *now])
    )


def _changed(key: Key, one: Verdict | str | None, other: Verdict | str | None) -> GateChange:
    """`one` before and `other` after, each with the reason where it cannot be asked."""
    why = next((found for found in (other, one) if isinstance(found, str)), None)
    old, new = (found if isinstance(found, Verdict) else None for found in (one, other))
    if one is None or other is None:
        kind = Difference.ADDED if one is None else Difference.REMOVED
    elif old is None or new is None:
        kind = Difference.SAME if one == other else Difference.CHANGED
    else:
        kind = Difference.SAME if _turns_on(old) == _turns_on(new) else Difference.CHANGED
    return GateChange(*key, kind, old, new, why)


def _verdict(asked: View, key: Key) -> Verdict | str:
    model, stage, product = key
    try:
        return may_ship(asked, model=model, stage=stage, product=product)
    except StanchionError as unable:
        return str(unable)


def _turns_on(found: Verdict) -> object:
    """All that people would notice of a verdict, wherever it is written."""
    return (
        found.policy,
        found.outcome,
        tuple((r.id, r.kind, r.title, r.found, r.words) for r in found.requirements),
        tuple((a.id, a.by, a.effect, a.decision, a.standing, a.could) for a in found.approvals),
        found.would,
        None if found.least is None else frozenset(map(frozenset, found.least)),
        _length(found.stands_from, found.stands_until),
    )


def _length(start: datetime | None, end: datetime | None) -> object:
    return None if start is None or end is None else end - start
