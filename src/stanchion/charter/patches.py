"""Applying typed changes of terms to a charter: readings, amendments, levers.

A patch that finds nothing to change raises, so that a reading which no longer fits the charter
is reported and never silently ignored.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from stanchion.charter import phrases as p
from stanchion.charter.instruments import Instrument
from stanchion.charter.model import Charter
from stanchion.charter.pay import Cap, Stage, Waterfall
from stanchion.exact.record import record


class PatchMisses(LookupError):
    """A patch names something that the charter does not have."""

    def __init__(self, patch: p.Patch, missing: p.Name, what: str) -> None:
        super().__init__(f"no {what} `{missing}`")
        self.patch = patch
        self.missing = missing
        self.what = what


@record(frozen=True, slots=True)
class StageKey:
    """A stage and the entity in whose waterfall it stands."""

    entity: p.Name
    stage: p.Name


def stage_key(charter: Charter, written: p.Name) -> StageKey | None:
    """The stage meant by `stage` or `entity.stage`, if exactly one fits."""
    entity, _, name = written.rpartition(".")
    found = [
        StageKey(e, stage.stage)
        for e, waterfall in charter.pay.items()
        for stage in waterfall.stages
        if stage.stage == name and entity in {"", e}
    ]
    return found[0] if len(found) == 1 else None


def patched(charter: Charter, patches: Iterable[p.Patch]) -> Charter:
    """The charter with the patches applied in order; raises PatchMisses."""
    for patch in patches:
        charter = _apply(charter, patch)
    return charter


def _apply(charter: Charter, patch: p.Patch) -> Charter:
    match patch:
        case p.SetTerm(term, figure):
            found = charter.terms.get(term)
            if found is None:
                raise PatchMisses(patch, term, "term")
            changed = found.changed(value=figure)
            return charter.changed(terms={**charter.terms, term: changed})
        case p.SetResidual(entity, payee):
            found_pay = charter.pay.get(entity)
            if found_pay is None:
                raise PatchMisses(patch, entity, "waterfall of")
            return _with_waterfall(charter, entity, found_pay.changed(residual=payee))
        case p.SetRule() | p.SetNotice() | p.SetCause():
            return _decision_patched(charter, patch)
        case p.SetBodyRule() | p.SetStagger():
            return _body_patched(charter, patch)
        case p.SetVotes():
            return _votes_patched(charter, patch)
        case _:
            return _stage_patched(charter, patch)


def _with_waterfall(charter: Charter, entity: p.Name, waterfall: Waterfall) -> Charter:
    return charter.changed(pay={**charter.pay, entity: waterfall})


# --------------------------------------------------------------------- decisions


def _decision_patched(charter: Charter, patch: p.SetRule | p.SetNotice | p.SetCause) -> Charter:
    found = charter.decisions.get(patch.decision)
    if found is None:
        raise PatchMisses(patch, patch.decision, "decision")
    match patch:
        case p.SetRule(_, rule, also):
            routes = found.routes and {
                key: route.changed(needs=_also(route.needs, rule, also=also))
                for key, route in found.routes.items()
            }
            # what nobody wrote as a rule is the consent of whoever decides, as they decide
            needs = p.AllRules((found.needs or p.ConsentOf(found.by), rule)) if also else rule
            changed = found.changed(needs=needs, routes=routes)
        case p.SetNotice(_, notice):
            routes = found.routes and {
                key: route.changed(notice=notice) for key, route in found.routes.items()
            }
            changed = found.changed(notice=notice, routes=routes)
        case p.SetCause():
            changed = found.changed(for_cause=True)
        case _:
            assert_never(patch)
    return charter.changed(decisions={**charter.decisions, patch.decision: changed})


def _also(route_needs: p.Rule | None, rule: p.Rule, *, also: bool) -> p.Rule | None:
    return p.AllRules((route_needs, rule)) if also and route_needs is not None else None


def _body_patched(charter: Charter, patch: p.SetBodyRule | p.SetStagger) -> Charter:
    found = charter.bodies.get(patch.body)
    if found is None:
        raise PatchMisses(patch, patch.body, "body")
    match patch:
        case p.SetBodyRule(_, rule):
            changed = found.changed(acts=rule)
        case p.SetStagger(_, classes):
            changed = found.changed(staggered=p.Quantity(Fraction(classes)))
        case _:
            assert_never(patch)
    return charter.changed(bodies={**charter.bodies, patch.body: changed})


def _votes_patched(charter: Charter, patch: p.SetVotes) -> Charter:
    of, _, written = patch.share_class.rpartition(".")
    name = p.Name(written)
    found = [e for e, classes in charter.classes.items() if name in classes and of in {"", e}]
    if len(found) != 1:
        raise PatchMisses(patch, patch.share_class, "single class" if found else "class")
    classes = charter.classes[found[0]]
    changed: Instrument = classes[name].changed(votes=patch.votes)
    of_entity = {**classes, name: changed}
    return charter.changed(classes={**charter.classes, found[0]: of_entity})


# ------------------------------------------------------------------------ stages

StagePatch = (
    p.SetCap | p.SetCapCounts | p.RemoveCap | p.SetFreed | p.SetLimit | p.SetShares
)  # fmt: skip


def _stage_patched(charter: Charter, patch: StagePatch) -> Charter:
    key = stage_key(charter, patch.stage)
    if key is None:
        raise PatchMisses(patch, patch.stage, "stage")
    waterfall = charter.pay[key.entity]
    stages = tuple(
        _changed_stage(stage, patch) if stage.stage == key.stage else stage
        for stage in waterfall.stages
    )
    return _with_waterfall(charter, key.entity, waterfall.changed(stages=stages))


def _changed_stage(stage: Stage, patch: StagePatch) -> Stage:
    match patch:
        case p.SetCap(payee, _, figure):
            old = stage.caps.get(payee)
            if old is None:
                raise PatchMisses(patch, payee, "cap of")
            return _capped(stage, payee, old.changed(amount=figure))
        case p.SetCapCounts(payee, _, counts):
            old = stage.caps.get(payee)
            if old is None:
                raise PatchMisses(patch, payee, "cap of")
            return _capped(stage, payee, old.changed(counts=counts))
        case p.RemoveCap(payee, _):
            if payee not in stage.caps:
                raise PatchMisses(patch, payee, "cap of")
            caps = {key: cap for key, cap in stage.caps.items() if key != payee}
            freed = {key: to for key, to in stage.freed.items() if key != payee}
            return stage.changed(caps=caps, freed=freed)
        case p.SetFreed(payee, _, to):
            if payee not in stage.caps:
                raise PatchMisses(patch, payee, "cap of")
            return stage.changed(freed={**stage.freed, payee: to})
        case p.SetLimit(_, until):
            return stage.changed(until=until)
        case p.SetShares(_, shares):
            return stage.changed(shares=dict(shares), claims=None)
        case _:
            assert_never(patch)


def _capped(stage: Stage, payee: p.Name, cap: Cap) -> Stage:
    return stage.changed(caps={**stage.caps, payee: cap})
