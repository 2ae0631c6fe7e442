"""Whether the terms by which an entity pays stand still, so that it does not matter when it pays.

Under terms that stand still, one payment or many come to the same (a test holds it), so what is
proved of one distribution is proved of any schedule of them.
"""

from stanchion.charter import phrases as p
from stanchion.charter.pay import Stage, Waterfall
from stanchion.charter.state import State, changing_events

_MONEY = (
    p.IsPaid
    | p.Invests
    | p.Receives
    | p.Transfers
    | p.EntityIs
    | p.SetTerm
    | p.SetCap
    | p.SetCapCounts
    | p.RemoveCap
    | p.SetFreed
    | p.SetLimit
    | p.SetShares
    | p.SetResidual
)


def why_not_still(state: State, entity: str) -> str | None:
    """What makes the terms of the entity depend on the day, in words; None where nothing does."""
    waterfall = state.charter.pay[p.Name(entity)]
    if waterfall.by != "stages":
        return f"`{entity}` pays by class terms, which depend on the day"
    if waterfall.deductions:
        return f"what comes off before `{entity}` pays depends on the day"
    for stage in waterfall.stages:
        if stage.accrues is not None:
            return f"what stage `{stage.stage}` pays accrues by the day"
        if any(cap.steps for cap in stage.caps.values()):
            return f"a cap of stage `{stage.stage}` rises by date"
    if _counts_investments(waterfall) and _invests_later(state, entity):
        return f"claims or caps of `{entity}` follow what is invested later"
    for event in changing_events(state.charter):
        later = event.when.start > state.instant
        if later and any(isinstance(effect, _MONEY) for effect in event.effect):
            return f"an event changes terms or payments on {event.when.text}"
    return None


def _counts_investments(waterfall: Waterfall) -> bool:
    return any(
        isinstance(figure, p.TimesInvested)
        for stage in waterfall.stages
        for figure in _figures(stage)
    )


def _figures(stage: Stage) -> list[p.Figure]:
    figures = [*(stage.claims or {}).values(), *(cap.amount for cap in stage.caps.values())]
    if isinstance(stage.until, p.HasReceived | p.HasPaid):
        figures.append(stage.until.amount)
    return figures


def _invests_later(state: State, entity: str) -> bool:
    return any(
        stake.entity == entity and stake.on is not None and stake.on > state.instant
        for stake in state.stakes
    )
